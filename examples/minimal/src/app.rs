//! The whole app.

use leptos::prelude::*;
use lifen_connect::browser::{Page, current_place, on_navigation};
use lifen_connect::session::View;
use lifen_connect::ui::elements::{button, element, heading, paragraph, special, text};
use lifen_connect::ui::{ConnectProvider, use_session};

pub fn start() {
    // First of all: the authorization response leaves the address bar.
    let page = Page::arrive();
    mount_to_body(|| view! { <ConnectProvider page><App/></ConnectProvider> });
}

#[component]
fn App() -> impl IntoView {
    let session = use_session();
    let (place, moved) = signal(current_place());
    on_navigation(move || moved.set(current_place()));
    move || {
        let guarded = place.get().path().ends_with("/session");
        let sign_in = |label| button("", label, move || session.sign_in());
        let content = match session.view().get() {
            View::Pending(_) => vec![paragraph("One moment…")],
            View::SignedOut(_) if guarded => {
                vec![heading("Sign in to see this page"), sign_in("Sign in with Lifen")]
            }
            View::SignedOut(_) => vec![heading("Minimal"), sign_in("Sign in with Lifen")],
            View::SignedIn { identity, .. } => vec![
                heading(identity.display_name()),
                special(
                    "p",
                    "",
                    &[("data-claim", "email")],
                    [text(identity.email.as_deref().unwrap_or("no e-mail"))],
                ),
                special("p", "", &[("data-claim", "sub")], [text(identity.subject())]),
                button("", "Sign out", move || session.sign_out()),
            ],
            // The library's `error_panel` says it in French or English, with the words and the button of each case.
            View::Failed { error, .. } => {
                vec![heading("Not signed in"), paragraph(error.code()), sign_in("Try again")]
            }
        };
        element("main", "", content)
    }
}
