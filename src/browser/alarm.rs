//! Waking the session up again.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::Function;

use super::clock::now;
use crate::protocol::time::Timestamp;

/// The longest wait, in milliseconds. A timer stands still while a laptop sleeps: in short slices it is late by one
/// slice at most, and the session measures against the clock anyway.
const SLICE: i64 = 30_000;

/// Calls back at this moment or a slice from now, whichever comes first.
pub fn wake_at(moment: Timestamp, call: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let wait = (moment.milliseconds() - now().milliseconds()).clamp(0, SLICE) as i32;
    let call: Function = Closure::once_into_js(call).unchecked_into();
    // A browser that cannot set a timer lets the session live until the next event measures it.
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&call, wait);
}
