//! One after another: what only one tab of the origin may do at a time.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// web-sys has it behind a flag of the compiler's only.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, granted: &JsValue) -> Result<AnyPromise, JsValue>;

    type AnyPromise;
    #[wasm_bindgen(method)]
    fn catch(this: &AnyPromise, rejected: &Function) -> AnyPromise;
}

/// For how long what the tab before wrote to `localStorage` and said to the others may be under way, in milliseconds: it
/// comes by other roads than the lock, and on a busy machine later.
const ARRIVAL: i32 = 300;

/// A turn that was granted: a Web Lock, which the browser passes on when this is dropped, or when the page is gone.
///
/// While it is held or waited for, the page stays out of the back/forward cache: keep it short.
pub struct Turn(Option<Function>);

impl Turn {
    /// Waits for its turn, and a moment longer for what the one before left behind; whoever stops waiting passes it on.
    ///
    /// A browser without Web Locks, or one that refuses them (storage is blocked, the origin is opaque), grants every
    /// turn at once: tabs then do at the same time what they should do one after another, and whoever needs to be sure
    /// has to find out by other means.
    pub async fn take(name: &str) -> Self {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let turn = Self(release);
        let granted = Promise::new(&mut |grant, _| {
            let (told, held) = (grant.clone(), held.clone());
            let hold = Closure::once_into_js(move || {
                pass(&told);
                held
            });
            match request_lock(name, &hold) {
                Ok(asked) => drop(asked.catch(&grant)),
                Err(_) => pass(&grant),
            }
        });
        let _ = JsFuture::from(granted).await;
        let _ = JsFuture::from(Promise::new(&mut |arrived, _| wait(&arrived))).await;
        turn
    }

    /// Passes it on.
    pub fn end(self) {}
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            pass(release);
        }
    }
}

/// Resolves a promise in a moment.
fn wait(resolve: &Function) {
    let timer = web_sys::window()
        .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(resolve, ARRIVAL));
    if !matches!(timer, Some(Ok(_))) {
        pass(resolve);
    }
}

/// Resolves a promise.
fn pass(resolve: &Function) {
    let _ = resolve.call0(&JsValue::UNDEFINED);
}
