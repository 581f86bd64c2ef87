//! The rest of the app: code that a first load does without, fetched when there is time, or when it is needed.
//!
//! `cargo xtask bundle` puts it into a module of its own, and `fetchRest` into the script that starts the app. In a build
//! without either everything is here from the start.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Nothing, once the rest is here; until then what ends when it is, or when it could not be fetched. Asking again
    /// after that fetches it again.
    #[wasm_bindgen(catch, js_name = fetchRest)]
    fn fetch_rest() -> Result<Option<Promise>, JsValue>;
}

/// Fetches the rest of the app; `None` where it is here.
pub fn rest() -> Option<impl Future<Output = Result<(), RestMissing>> + 'static> {
    // There is no such function where there is no rest.
    let coming = fetch_rest().ok().flatten()?;
    Some(async move { JsFuture::from(coming).await.map(drop).map_err(|_| RestMissing) })
}

/// Without a network, or since another version was put in the place of this one.
#[derive(Clone, Copy, Debug)]
pub struct RestMissing;
