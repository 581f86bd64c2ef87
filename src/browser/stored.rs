//! What this app keeps in this browser, by its names; and how all of it goes.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Storage, window};

use crate::configuration::Configuration;

#[wasm_bindgen]
extern "C" {
    /// Tells which databases there are, and makes none, as opening one does.
    #[wasm_bindgen(catch, js_namespace = indexedDB)]
    fn databases() -> Result<Promise, JsValue>;
}

/// The names under which something is kept now, in this tab and for all of them; databases are told apart.
pub fn stored(configuration: &Configuration) -> Vec<String> {
    let of_a_store = |storage: Storage| {
        let mut names = names(&storage, configuration);
        names.retain(|name| storage.get_item(name).ok().flatten().is_some_and(|text| !text.is_empty()));
        names
    };
    stores().flat_map(of_a_store).collect()
}

/// The names of the databases, which browsers tell only whoever waits. One that does not tell is believed to have none.
pub async fn stored_databases() -> Vec<String> {
    let Ok(told) = databases() else { return Vec::new() };
    let Ok(databases) = JsFuture::from(told).await else { return Vec::new() };
    let name = |database: JsValue| Reflect::get(&database, &JsValue::from_str("name")).ok()?.as_string();
    Array::from(&databases).iter().filter_map(name).filter(|name| is_ours(name)).collect()
}

/// Removes all of it. What other tabs keep for themselves goes when they hear that their session ended.
pub fn clear(configuration: &Configuration) {
    for storage in stores() {
        for name in names(&storage, configuration) {
            let _ = storage.remove_item(&name);
        }
    }
}

/// Removes the databases, each of them as soon as no tab has it open.
pub async fn clear_databases() {
    let names = stored_databases().await;
    let Some(factory) = window().and_then(|window| window.indexed_db().ok().flatten()) else { return };
    for name in names {
        let _ = factory.delete_database(&name);
    }
}

/// Neither where storage is blocked.
fn stores() -> impl Iterator<Item = Storage> {
    let window = window();
    let session = window.as_ref().and_then(|window| window.session_storage().ok().flatten());
    let local = window.as_ref().and_then(|window| window.local_storage().ok().flatten());
    local.into_iter().chain(session)
}

fn names(storage: &Storage, configuration: &Configuration) -> Vec<String> {
    let shared = configuration.tabs_name();
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    names.filter(|name| is_ours(name) || *name == shared).collect()
}

/// Other apps of this origin have names of their own; what the tabs of one share has its client in it.
fn is_ours(name: &str) -> bool {
    name == "lifen-connect" || name.starts_with("lifen-connect.")
}
