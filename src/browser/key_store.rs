//! Keys that outlive a page: IndexedDB, the one store that keeps a key which nobody can read.

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "lifen-connect";
const KEYS: &str = "dpop-keys";

/// For how long a question may stay without an answer, in milliseconds: some browsers leave one open for ever.
const LIMIT: i32 = 5_000;

/// The app's database, open for as long as this lives.
pub struct KeyStore(IdbDatabase);

impl KeyStore {
    pub async fn open() -> Result<Self, JsValue> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let request = factory.ok_or(JsValue::UNDEFINED)?.open_with_u32(DATABASE, 1)?;
        let opened = request.clone();
        let is_new = Closure::once(move || {
            // Where that fails, so does the first question.
            if let Ok(database) = opened.result() {
                let _ = database.unchecked_into::<IdbDatabase>().create_object_store(KEYS);
            }
        });
        request.set_onupgradeneeded(Some(is_new.as_ref().unchecked_ref()));
        let database = answered(&request).await?;
        Ok(Self(database.unchecked_into()))
    }

    /// What is kept under this name; `undefined` for nothing.
    pub async fn find(&self, name: &JsValue) -> Result<JsValue, JsValue> {
        answered(&self.keys(IdbTransactionMode::Readonly)?.get(name)?).await
    }

    /// Keeps this, unless something is kept under that name.
    pub async fn add(&self, name: &JsValue, key: &JsValue) -> Result<JsValue, JsValue> {
        answered(&self.keys(IdbTransactionMode::Readwrite)?.add_with_key(key, name)?).await
    }

    fn keys(&self, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
        self.0.transaction_with_str_and_mode(KEYS, mode)?.object_store(KEYS)
    }
}

impl Drop for KeyStore {
    fn drop(&mut self) {
        self.0.close();
    }
}

async fn answered(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let answer = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, LIMIT);
        }
    });
    JsFuture::from(answer).await?;
    request.result()
}
