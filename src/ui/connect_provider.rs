//! The component that holds the session.

use leptos::prelude::*;

use super::session_handle::SessionHandle;
use crate::browser::{Driver, Page};
use crate::session::{Place, Stage, View};

/// Runs the session for everything below it, which reaches it with [`use_session`](super::use_session).
#[component]
pub fn ConnectProvider(
    /// What [`Page::arrive`] found, before anything else ran.
    page: Page,
    children: Children,
) -> impl IntoView {
    let (view, set_view) = signal(View::Pending(Stage::Starting));
    let (page_view, set_page_view) = signal(View::Pending(Stage::Starting));
    let show = move |now: View| {
        // `None` once the app is gone from the page: nobody is left to be shown anything.
        if page_view.try_with_untracked(|shown| now.keeps(shown)) == Some(false) {
            set_page_view.set(now.clone());
        }
        set_view.set(now);
    };
    let driver = match page.start {
        Ok((configuration, arrival)) => Some(Driver::start(configuration, arrival, show)),
        Err(error) => {
            show(View::Failed { error, place: Place::of("/") });
            None
        }
    };
    provide_context(SessionHandle::new(view, page_view, driver));
    children()
}
