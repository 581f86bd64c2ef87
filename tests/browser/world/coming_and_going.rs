//! A page that is left and comes back: what the browser tells it then.

use wasm_bindgen::JsValue;
use web_sys::{Document, Event, EventInit, EventTarget, PageTransitionEvent, PageTransitionEventInit};

use super::change;

/// The page is left, and kept in the back/forward cache.
pub fn leave_page() {
    transition("pagehide", true);
}

/// The page is shown: for the first time, or (`persisted`) out of the back/forward cache.
pub fn show_page(persisted: bool) {
    transition("pageshow", persisted);
}

/// The person leaves the tab for another.
pub fn look_away() {
    change::set(&document(), "hidden", &JsValue::TRUE);
    change_visibility();
}

/// The person comes back to the tab.
pub fn look_back() {
    change::set(&document(), "hidden", &JsValue::FALSE);
    change_visibility();
}

/// The browser finds its network again.
pub fn come_online() {
    dispatch(&web_sys::window().expect("a window"), &Event::new("online").expect("an event"));
}

fn change_visibility() {
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    let event = Event::new_with_event_init_dict("visibilitychange", &bubbles).expect("an event");
    dispatch(&document(), &event);
}

fn transition(name: &str, persisted: bool) {
    let init = PageTransitionEventInit::new();
    init.set_persisted(persisted);
    let event = PageTransitionEvent::new_with_event_init_dict(name, &init).expect("an event");
    dispatch(&web_sys::window().expect("a window"), &event);
}

fn dispatch(target: &EventTarget, event: &Event) {
    target.dispatch_event(event).expect("a listener");
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a document")
}
