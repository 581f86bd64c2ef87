//! Pages with nothing to decide.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::Language;
use super::layout::page;
use crate::Provider;

/// A request that may not be answered by a redirect: the reason stays here.
pub(crate) fn error(language: Language, status: StatusCode, why: &str) -> Response {
    let title = language.say("Cette demande ne peut pas aboutir", "This request cannot be answered");
    let content = html! {
        p {
            (language.say(
                "L’application a envoyé une demande que le fournisseur doit refuser, et il ne peut pas vous renvoyer vers elle.",
                "The application sent a request that the provider has to refuse, and it cannot send you back to it.",
            ))
        }
        p.quiet lang="en" { (why) }
    };
    page(status, language, "error", title, content)
}

/// A form from an interaction that is over.
pub(crate) fn stale(language: Language) -> Response {
    let title = language.say("Cette page est périmée", "This page is out of date");
    let content = html! {
        p {
            (language.say(
                "Cette connexion est terminée ou trop ancienne. Recommencez depuis l’application.",
                "This sign-in is over or too old. Start again from the application.",
            ))
        }
    };
    page(StatusCode::BAD_REQUEST, language, "stale", title, content)
}

pub(crate) fn signed_out(language: Language) -> Response {
    let title = language.say("Vous êtes déconnecté", "You are signed out");
    let content =
        html! { p { (language.say("Vous pouvez fermer cette page.", "You may close this page.")) } };
    page(StatusCode::OK, language, "signed-out", title, content)
}

/// What answers here, and where its documents are.
pub(crate) fn home(language: Language, provider: &Provider) -> Response {
    let title = language.say("Un fournisseur qui joue Lifen Connect", "A provider that plays Lifen Connect");
    let documents = [
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/.well-known/jwks.json",
        "/admin/misbehaviour",
        "/admin/requests",
    ];
    let content = html! {
        p {
            (language.say(
                "Pour la démonstration et les tests : quiconque entre ici est qui il veut. L’émetteur est ",
                "For the demo and the tests: whoever comes in is whom they choose to be. The issuer is ",
            ))
            code { (provider.issuer()) }
        }
        ul {
            @for document in documents { li { a href=(document) { (document) } } }
        }
    };
    page(StatusCode::OK, language, "home", title, content)
}
