//! Pages with nothing to decide.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::Language;
use super::layout::{Extras, page, page_with};
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

/// The end of signing out, where the person stays here.
pub(crate) fn signed_out(language: Language, frames: &[String]) -> Response {
    let title = language.say("Vous êtes déconnecté", "You are signed out");
    let content = html! {
        p { (language.say("Vous pouvez fermer cette page.", "You may close this page.")) }
        (framed(frames))
    };
    page_with(&Extras { frames, next: None }, StatusCode::OK, language, "signed-out", title, content)
}

/// The applications hear of it, each in a frame, and then the person goes on.
pub(crate) fn signing_out(language: Language, frames: &[String], to: &str) -> Response {
    let title = language.say("Vous êtes déconnecté", "You are signed out");
    let content = html! {
        p {
            (language.say(
                "Les applications où vous étiez connecté en sont prévenues. ",
                "The applications that you were signed in to are being told. ",
            ))
            a href=(to) { (language.say("Continuer", "Go on")) }
        }
        (framed(frames))
    };
    page_with(&Extras { frames, next: Some(to) }, StatusCode::OK, language, "signing-out", title, content)
}

fn framed(frames: &[String]) -> Markup {
    html! { @for frame in frames { iframe src=(frame) title="" hidden {} } }
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
