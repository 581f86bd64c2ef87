//! Moving between pages without loading them again.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use super::Route;
use crate::browser::{current_place, go_to, on_navigation};
use crate::session::Place;
use crate::ui::{SessionHandle, use_session};

/// The route the address bar shows, as a signal for everything below.
pub fn current_route(base: &str) -> ReadSignal<Route> {
    let base = base.to_owned();
    let read = move || Route::parse(current_place().path(), &base);
    let (route, change) = signal(read());
    on_navigation(move || change.set(read()));
    route
}

/// A link to a page of the app. A real one: it opens in a new tab, and works before the app has started.
pub fn link(to: Route, class: &str, is_current: bool, children: Vec<AnyView>) -> AnyView {
    let session = use_session();
    html::a()
        .attr("href", to.href())
        .attr("class", Some(class.to_owned()).filter(|class| !class.is_empty()))
        .attr("aria-current", is_current.then(|| "page".to_owned()))
        .on(leptos::ev::click, move |event| follow(&event, to, session))
        .child(children)
        .into_any()
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
