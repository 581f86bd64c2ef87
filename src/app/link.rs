//! Moving between pages without loading them again.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Route;
use crate::browser::{current_place, go_to, on_navigation};
use crate::session::Place;
use crate::ui::{SessionHandle, use_session};

/// The route the address bar shows, as a signal for everything below.
#[derive(Clone, Copy)]
pub struct CurrentRoute(RwSignal<Route>);

impl CurrentRoute {
    pub fn provide(base: &str) -> Self {
        let base = base.to_owned();
        let read = move || Route::parse(current_place().path(), &base);
        let current = Self(RwSignal::new(read()));
        on_navigation(move || current.0.set(read()));
        provide_context(current);
        current
    }

    pub fn now(self) -> Route {
        self.0.get()
    }
}

/// A link to a page of the app. A real one: it opens in a new tab, and works before the app has started.
#[component]
pub fn Link(to: Route, #[prop(optional)] class: &'static str, children: Children) -> impl IntoView {
    let session = use_session();
    let current = expect_context::<CurrentRoute>();
    view! {
        <a
            href=to.href()
            class=(!class.is_empty()).then_some(class)
            aria-current=move || (current.now() == to).then_some("page")
            on:click=move |event| follow(&event, to, session)
        >
            {children()}
        </a>
    }
}

/// Takes over a plain click; one that asks for a new tab or window is the browser's.
fn follow(event: &MouseEvent, to: Route, session: SessionHandle) {
    let plain = event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key();
    if let (true, Some(base)) = (plain, session.base_path()) {
        event.prevent_default();
        session.dismiss();
        go_to(&Place::of(&to.path(&base)));
    }
}
