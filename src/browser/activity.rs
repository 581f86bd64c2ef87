//! Signs that somebody is there.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::AddEventListenerOptions;

use super::clock::now;
use super::navigation::is_hidden;

/// How often a person who does something is worth telling, in milliseconds.
const PACE: u64 = 10_000;

/// What a person does with a page, or begins with when they come to it.
const SIGNS: [&str; 5] = ["pointerdown", "keydown", "wheel", "touchstart", "visibilitychange"];

/// Calls when the person does something, whatever the page makes of it, and when they come to this tab: once in ten
/// seconds at most, for as long as the page lives.
pub fn on_activity(mut call: impl FnMut() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let mut told = None;
    let sign = Closure::<dyn FnMut()>::new(move || {
        let now = now().milliseconds();
        // A clock that was set back must not keep anybody silent until it has caught up.
        let is_soon = told.is_some_and(|told: i64| now.abs_diff(told) < PACE);
        if !is_soon && !is_hidden() {
            told = Some(now);
            call();
        }
    });
    let options = AddEventListenerOptions::new();
    // The page scrolls without waiting for us, and cannot keep an event to itself.
    options.set_passive(true);
    options.set_capture(true);
    let sign = sign.into_js_value();
    for name in SIGNS {
        let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            sign.unchecked_ref(),
            &options,
        );
    }
}
