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
    let (view, show) = signal(View::Pending(Stage::Starting));
    let driver = match page.start {
        Ok((configuration, arrival)) => Some(Driver::start(configuration, arrival, move |now| show.set(now))),
        Err(error) => {
            show.set(View::Failed { error, place: Place::of("/") });
            None
        }
    };
    provide_context(SessionHandle::new(view, driver));
    children()
}
