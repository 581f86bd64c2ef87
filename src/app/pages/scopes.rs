//! What the app was given, and what it was not.

use leptos::prelude::*;

use crate::app::words;
use crate::session::Identity;
use crate::ui::elements::{button, element, special, text};
use crate::ui::{SessionHandle, say};

/// Each scope with what it lets the app do, in words; one that was asked for and not given can be asked for again.
pub fn scopes(identity: &Identity, session: SessionHandle) -> AnyView {
    let granted = identity.scope.iter().map(|scope| given(scope));
    let missing = identity.requested_scope.iter().filter(|scope| !identity.has_all_of(scope));
    let missing = missing.map(|scope| not_given(scope, session));
    element("ul", "scopes", granted.chain(missing))
}

fn given(scope: &str) -> AnyView {
    special("li", "", &[("data-scope", scope)], [pill("pill", scope), text(" "), lets(scope)])
}

fn not_given(scope: &str, session: SessionHandle) -> AnyView {
    let asked = scope.to_owned();
    let parts = [
        pill("pill amber", scope),
        text(" "),
        lets(scope),
        element("small", "", [text(say(words::NOT_GIVEN))]),
        text(" "),
        button("plain", say(words::GIVE_ACCESS), move || session.ask_for(&asked)),
    ];
    special("li", "", &[("data-scope-missing", scope)], parts)
}

/// The scope in a word, with its own name as the tooltip.
fn pill(class: &'static str, scope: &str) -> AnyView {
    let words = words::scope(scope).map(|(word, _)| say(word)).unwrap_or(scope);
    special("span", class, &[("title", scope)], [text(words)])
}

fn lets(scope: &str) -> AnyView {
    let sentence = words::scope(scope).map(|(_, lets)| lets).unwrap_or(words::SCOPE_OF_THEIRS);
    element("small", "", [text(say(sentence))])
}
