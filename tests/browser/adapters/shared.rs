//! What the tabs of an origin share, and a storage that will not.

use lifen_connect::browser::adapters::{read_shared as read, write_shared as write};
use lifen_connect::session::EnvironmentError;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change};

const BLOCKED: Result<(), EnvironmentError> = Err(EnvironmentError::StorageBlocked);

#[wasm_bindgen_test]
fn reads_what_was_written_last() {
    let _tab = Tab::new();
    assert_eq!(read("a"), None);

    write("a", "first").unwrap();
    write("a", "second\nline, é").unwrap();
    write("b", "").unwrap();

    assert_eq!(read("a").as_deref(), Some("second\nline, é"));
    assert_eq!(read("b").as_deref(), Some(""));
}

#[wasm_bindgen_test]
fn keeps_it_where_every_tab_finds_it_and_touches_nothing_else() {
    let tab = Tab::new();
    tab.local_storage().set_item("draft", "of another script").unwrap();

    write("a", "text").unwrap();

    assert_eq!(tab.local_storage().get_item("a").unwrap().as_deref(), Some("text"));
    assert_eq!(tab.local_storage().get_item("draft").unwrap().as_deref(), Some("of another script"));
    assert_eq!(tab.session_storage().length().unwrap(), 0);
}

#[wasm_bindgen_test]
fn says_that_storage_is_blocked() {
    let tab = Tab::new();
    change::block(&tab.window(), "localStorage");

    assert_eq!((write("a", "text"), read("a")), (BLOCKED, None));
}

/// An Android WebView without DOM storage.
#[wasm_bindgen_test]
fn says_that_there_is_no_storage() {
    let tab = Tab::new();
    change::set(&tab.window(), "localStorage", &JsValue::NULL);

    assert_eq!((write("a", "text"), read("a")), (BLOCKED, None));
}

#[wasm_bindgen_test]
fn keeps_what_was_there_when_storage_is_full() {
    let _tab = Tab::new();
    write("a", "text").unwrap();

    assert_eq!(write("a", &"x".repeat(16 * 1024 * 1024)), BLOCKED);

    assert_eq!(read("a").as_deref(), Some("text"));
}

#[wasm_bindgen_test]
fn reads_nothing_from_a_storage_that_throws() {
    let tab = Tab::new();
    write("a", "text").unwrap();
    let prototype = js_sys::Object::get_prototype_of(&tab.local_storage());
    change::refuse(&prototype, "getItem", "SecurityError");

    assert_eq!(read("a"), None);
}
