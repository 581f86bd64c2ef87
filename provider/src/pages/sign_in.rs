//! Who is it?

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::Language;
use super::layout::page;
use crate::state::Interaction;
use crate::{Misbehaviour, Person, Provider};

/// The people to choose from, and the disclosure with the faults.
pub(crate) fn sign_in(
    language: Language,
    provider: &Provider,
    id: &str,
    interaction: &Interaction,
) -> Response {
    let title = language.say("Qui êtes-vous ?", "Who are you?");
    let hint = interaction.request.login_hint.as_deref();
    let mut people: Vec<_> = provider.people().iter().collect();
    people.sort_by_key(|person| Some(person.email.as_str()) != hint);
    let commanded = {
        let faults = &provider.state().faults;
        faults.next.or(faults.standing)
    };
    let content = html! {
        p {
            (language.say("Choisissez avec qui vous connecter à ", "Choose whom to sign in as, for "))
            strong { (provider.settings().application) }
            (language.say(". Il n’y a pas de mot de passe.", ". There is no password."))
        }
        form method="post" action="/authorize/person" {
            input type="hidden" name="interaction" value=(id);
            div.people {
                @for person in people { (choice(person)) }
            }
            (misbehave(language, commanded))
        }
    };
    page(StatusCode::OK, language, "sign-in", title, content)
}

fn choice(person: &Person) -> Markup {
    html! {
        button.person name="person" value=(person.id) {
            img src=(format!("/people/{}.svg", person.id)) alt="" width="40" height="40";
            span { (person.name) small lang="fr" { (person.occupation) } }
        }
    }
}

/// One fault for this sign-in. What is chosen when the page opens, be it good behaviour or a fault commanded before, is
/// the empty value: a form nobody touched changes nothing, whatever was commanded since.
fn misbehave(language: Language, commanded: Option<Misbehaviour>) -> Markup {
    let groups = [
        (false, language.say("Pour cette connexion", "For this sign-in")),
        (true, language.say("Jusqu’à nouvel ordre", "Until cleared")),
    ];
    html! {
        details open[commanded.is_some()] {
            summary { (language.say("Se conduire mal", "Misbehave")) }
            label for="misbehaviour" {
                (language.say("Une faute, pour voir comment l’application réagit", "A fault, to see how the application takes it"))
            }
            select id="misbehaviour" name="misbehaviour" {
                option value=(if commanded.is_some() { "none" } else { "" }) selected[commanded.is_none()] {
                    (language.say("Se conduire bien", "Behave"))
                }
                @for (stands, group) in groups {
                    optgroup label=(group) {
                        @for fault in Misbehaviour::ALL.iter().filter(|fault| fault.stands() == stands) {
                            @let is_commanded = commanded == Some(*fault);
                            @let value = if is_commanded { String::new() } else { fault.to_string() };
                            option value=(value) selected[is_commanded] lang="en" {
                                (fault) " — " (fault.description())
                            }
                        }
                    }
                }
            }
        }
    }
}
