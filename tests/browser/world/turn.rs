//! Waiting: turns of the browser's event loop, never an amount of time.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How many turns something may take: some seconds, on a slow machine.
const PATIENCE: usize = 1000;

thread_local! {
    static SET_TIMEOUT: Function = {
        let window = web_sys::window().expect("a window");
        Reflect::get(&window, &"setTimeout".into()).expect("a function").unchecked_into::<Function>().bind0(&window)
    };
}

/// Remembers the browser's own timers, before a test puts others in their place.
pub fn keep_real_timers() {
    SET_TIMEOUT.with(|_| ());
}

/// Sets a timer by the browser's own clock, whatever a test put in its place.
pub fn set_real_timer(call: &Function, milliseconds: f64) -> JsValue {
    let wait = JsValue::from_f64(milliseconds);
    SET_TIMEOUT.with(|set_timeout| set_timeout.call2(&JsValue::UNDEFINED, call, &wait)).expect("a timer")
}

async fn turn() {
    let promise = Promise::new(&mut |resolve, _| {
        SET_TIMEOUT.with(|set_timeout| set_timeout.call1(&JsValue::UNDEFINED, &resolve)).expect("a timer");
    });
    JsFuture::from(promise).await.expect("a turn");
}

/// Waits until something is there, and tells whether it came.
pub async fn until(mut is_there: impl FnMut() -> bool) -> bool {
    for _ in 0..PATIENCE {
        if is_there() {
            return true;
        }
        turn().await;
    }
    is_there()
}

/// Gives what should not happen the time to happen: some turns, and a frame.
pub async fn after_a_while() {
    let window = web_sys::window().expect("a window");
    let frame = Promise::new(&mut |resolve, _| {
        window.request_animation_frame(&resolve).expect("a frame");
    });
    JsFuture::from(frame).await.expect("a frame");
    for _ in 0..10 {
        turn().await;
    }
}
