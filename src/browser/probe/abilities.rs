//! What this browser can do, by doing it and leaving nothing behind.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, IdbRequest, Storage};

use super::policy::later;
use crate::browser::crypto;
use crate::doctor::abilities::Storages;
use crate::protocol::jose::Algorithm;
use crate::protocol::jwk::PublicKey;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// What the tries are called, wherever they need a name.
const NAME: &str = "lifen-connect.doctor";

/// For how long a browser may keep an answer to itself, in milliseconds.
const PATIENCE: i32 = 3_000;

/// Whether it draws random numbers, and verifies signatures.
pub fn crypto() -> bool {
    crypto::random().is_some() && crypto::subtle().is_some()
}

/// Whether it does not take this key of the provider's for that algorithm.
pub async fn refuses_key(algorithm: Algorithm, key: &PublicKey) -> bool {
    match crypto::subtle() {
        Some(subtle) => crypto::import(&subtle, algorithm, key).await.is_err(),
        None => true,
    }
}

pub fn storages() -> Storages {
    let window = web_sys::window();
    let of = |storage: Option<Result<Option<Storage>, JsValue>>| {
        storage.and_then(|storage| storage.ok().flatten()).is_some_and(|storage| keeps(&storage))
    };
    Storages {
        session: of(window.as_ref().map(|window| window.session_storage())),
        local: of(window.as_ref().map(|window| window.local_storage())),
    }
}

fn keeps(storage: &Storage) -> bool {
    let is_kept =
        storage.set_item(NAME, "?").is_ok() && storage.get_item(NAME).is_ok_and(|kept| kept.is_some());
    let _ = storage.remove_item(NAME);
    is_kept
}

/// Whether a database can be opened.
pub async fn indexed_db() -> bool {
    let Some(factory) = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()) else {
        return false;
    };
    let Ok(request) = factory.open_with_u32(NAME, 1) else { return false };
    let is_open = answered(&request).await;
    if is_open && let Ok(database) = request.result() {
        database.unchecked_into::<web_sys::IdbDatabase>().close();
    }
    let _ = factory.delete_database(NAME);
    is_open
}

async fn answered(request: &IdbRequest) -> bool {
    let answer = Promise::new(&mut |kept, broken| {
        request.set_onsuccess(Some(&kept));
        request.set_onerror(Some(&broken));
    });
    within_patience(answer).await
}

/// Whether a lock is granted.
pub async fn web_lock() -> bool {
    let granted = Closure::once_into_js(|| {});
    match request_lock(NAME, &granted) {
        Ok(done) => within_patience(done).await,
        Err(_) => false,
    }
}

/// Whether one end of a channel hears the other.
pub async fn broadcast_channel() -> bool {
    let ends = [BroadcastChannel::new(NAME), BroadcastChannel::new(NAME)];
    let [Ok(ear), Ok(mouth)] = ends else { return false };
    let heard = Promise::new(&mut |kept, _| ear.set_onmessage(Some(&kept)));
    let is_heard = mouth.post_message(&JsValue::from_str("?")).is_ok() && within_patience(heard).await;
    ear.close();
    mouth.close();
    is_heard
}

/// Whether a window opens. Call it within a click; it is closed again at once.
pub fn pop_up() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let opened =
        window.open_with_url_and_target_and_features("about:blank", "_blank", "popup,width=200,height=200");
    match opened {
        Ok(Some(opened)) => opened.close().is_ok(),
        _ => false,
    }
}

/// Whether the promise is kept in time.
async fn within_patience(promise: Promise) -> bool {
    let late = JsValue::from_str("late");
    let too_late = resolved_later(&late);
    match JsFuture::from(Promise::race(&Array::of2(&promise, &too_late))).await {
        Ok(kept) => kept != late,
        Err(_) => false,
    }
}

fn resolved_later(value: &JsValue) -> Promise {
    let value = value.clone();
    wasm_bindgen_futures::future_to_promise(async move {
        let _ = JsFuture::from(later(PATIENCE)).await;
        Ok(value)
    })
}
