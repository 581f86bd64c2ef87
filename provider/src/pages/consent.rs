//! May the client know this?

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::Language;
use super::layout::page;
use crate::Provider;
use crate::authorization::KNOWN_SCOPES;
use crate::state::Interaction;

/// The scopes in words, and the two answers.
pub(crate) fn consent(
    language: Language,
    provider: &Provider,
    id: &str,
    interaction: &Interaction,
) -> Response {
    let application = &provider.settings().application;
    let title = match language {
        Language::French => format!("{application} demande votre accord"),
        Language::English => format!("{application} asks for your consent"),
    };
    let name = interaction.session.as_ref().map_or("", |session| session.person.name.as_str());
    let content = html! {
        p {
            (language.say("Vous êtes ", "You are ")) strong { (name) } "."
        }
        p { (language.say("L’application pourra :", "The application will be able to:")) }
        ul {
            @for scope in KNOWN_SCOPES.iter().filter(|scope| interaction.request.scope.contains(**scope)) {
                li data-scope=(scope) { (in_words(language, scope)) " " code { (scope) } }
            }
        }
        form method="post" action="/authorize/consent" {
            input type="hidden" name="interaction" value=(id);
            div.decisions {
                button.primary name="decision" value="allow" { (language.say("Autoriser", "Allow")) }
                button name="decision" value="refuse" { (language.say("Refuser", "Refuse")) }
            }
        }
    };
    page(StatusCode::OK, language, "consent", &title, content)
}

fn in_words(language: Language, scope: &str) -> &'static str {
    match scope {
        "openid" => language.say("savoir que c’est vous", "know that it is you"),
        "profile" => language.say("voir votre nom et votre photo", "see your name and picture"),
        "email" => language.say("voir votre adresse électronique", "see your e-mail address"),
        "address" => language.say("voir votre adresse postale", "see your postal address"),
        "phone" => language.say("voir votre numéro de téléphone", "see your telephone number"),
        "offline_access" => {
            language.say("rester connectée en votre absence", "stay signed in while you are away")
        }
        _ => language.say("autre chose", "something else"),
    }
}
