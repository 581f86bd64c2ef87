//! The Web Locks of the origin, as the browser has them.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::turn::after_a_while;

/// `navigator.locks`.
pub fn locks() -> JsValue {
    let navigator = web_sys::window().expect("a window").navigator();
    Reflect::get(&navigator, &"locks".into()).expect("locks")
}

/// The names of those that are held.
pub async fn locks_held() -> Vec<String> {
    let query = Reflect::get(&locks(), &"query".into()).expect("a function").unchecked_into::<Function>();
    let promise = query.call0(&locks()).expect("a promise").unchecked_into::<Promise>();
    let all = JsFuture::from(promise).await.expect("the locks");
    let held = Array::from(&Reflect::get(&all, &"held".into()).expect("a list"));
    held.iter()
        .filter_map(|lock| Reflect::get(&lock, &"name".into()).ok().and_then(|name| name.as_string()))
        .collect()
}

/// Waits until these are held and no others.
pub async fn locks_become(names: &[&str]) {
    for _ in 0..100 {
        if locks_held().await == names {
            return;
        }
        after_a_while().await;
    }
    assert_eq!(locks_held().await, names);
}
