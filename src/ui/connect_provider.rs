//! The component that holds the session.

use leptos::prelude::*;

use super::language::LanguageChoice;
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
    LanguageChoice::provide();
    let view = RwSignal::new(View::Pending(Stage::Starting));
    let driver = match page.start {
        Ok((configuration, arrival)) => Some(Driver::start(configuration, arrival, move |now| view.set(now))),
        Err(error) => {
            view.set(View::Failed { error, place: Place::of("/") });
            None
        }
    };
    provide_context(SessionHandle::new(view.into(), driver));
    children()
}
