//! Content for signed-in people, and the help everybody else needs to become one.

use std::sync::Arc;

use leptos::prelude::*;

use super::elements::{button, dynamic, element, heading, paragraph, special, text};
use super::error_panel::error_panel;
use super::language::say;
use super::messages;
use super::session_handle::use_session;
use crate::browser::current_place;
use crate::session::{Identity, Place, SignedOutReason, Stage, View};

/// Shows its children to a signed-in person. Signed out, it offers the sign-in, which leads back to exactly here;
/// while one is under way it says so if that lasts; an error is told with its one next step.
#[component]
pub fn Guarded<F>(
    /// The content, given who is signed in. It stays as long as they do: what changes with their tokens, such as when these
    /// end, is told by [`use_session`].
    children: F,
) -> impl IntoView
where
    F: Fn(Arc<Identity>) -> AnyView + Send + 'static,
{
    let session = use_session();
    dynamic(move || match session.page_view().get() {
        View::SignedIn { identity, .. } => children(identity),
        View::Pending(Stage::Leaving) => guard(None),
        View::Pending(stage) => progress(stage),
        View::Failed { error, place } => error_panel(&error, &place),
        View::SignedOut(SignedOutReason::Idle) => locked(),
        View::SignedOut(reason) => guard(farewell_notice(reason)),
    })
}

fn guard(farewell: Option<AnyView>) -> AnyView {
    let mut parts = Vec::from_iter(farewell);
    parts.push(element(
        "section",
        "hero",
        [
            heading(say(messages::GUARD_TITLE)),
            paragraph(say(messages::GUARD_BODY)),
            sign_in_button(current_place()),
        ],
    ));
    parts.into_any()
}

/// What a locked session shows in the place of its page: whoever proves who they are comes back to it.
pub fn locked() -> AnyView {
    let session = use_session();
    let attributes = [("role", "status"), ("data-notice", SignedOutReason::Idle.name())];
    let content = [
        heading(say(messages::LOCKED_TITLE)),
        special("p", "", &attributes, [text(say(messages::LOCKED_BODY))]),
        button("primary", say(messages::IDENTIFY_AGAIN), move || session.sign_in()),
    ];
    element("section", "hero locked", content)
}

/// Why somebody who was signed in is not any more.
pub fn farewell_notice(reason: SignedOutReason) -> Option<AnyView> {
    let sentence = messages::farewell(reason)?;
    let attributes = [("role", "status"), ("data-notice", reason.name())];
    Some(special("p", "notice", &attributes, [text(say(sentence))]))
}

/// The button that signs in and leads to this place. While the browser is leaving, pressing it again does nothing.
pub fn sign_in_button(to: Place) -> AnyView {
    let session = use_session();
    button("primary", say(messages::SIGN_IN), move || session.sign_in_to(to.clone()))
}

/// What is under way, shown (by the style sheet) only if it lasts.
pub fn progress(stage: Stage) -> AnyView {
    let title = match stage {
        Stage::InPopup => return in_popup(),
        Stage::Delivered => return delivered(),
        Stage::SigningOut => messages::SIGNING_OUT,
        Stage::Resuming => messages::RESUMING,
        _ => messages::SIGNING_IN,
    };
    let body = if stage == Stage::Returning { say(messages::CHECKING) } else { "" };
    let content = [heading(say(title)), paragraph(body), element("div", "progress", [])];
    special("section", "hero late", &[("role", "status")], content)
}

/// The person is in the other window, and can change their mind.
fn in_popup() -> AnyView {
    let session = use_session();
    let buttons = [
        button("primary", say(messages::GO_ON_HERE), move || session.sign_in_here()),
        button("plain", say(messages::GIVE_UP), move || session.give_up()),
    ];
    let mut content = vec![heading(say(messages::IN_POPUP)), paragraph(say(messages::IN_POPUP_BODY))];
    content.extend(buttons);
    special("section", "hero", &[("role", "status")], content)
}

/// Seen only where a browser does not close the window.
fn delivered() -> AnyView {
    let content = [heading(say(messages::DELIVERED)), paragraph(say(messages::DELIVERED_BODY))];
    special("section", "hero late", &[("role", "status")], content)
}
