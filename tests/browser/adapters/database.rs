//! IndexedDB, in a good browser and in crippled ones.

use js_sys::{Function, Promise, Reflect};
use lifen_connect::browser::adapters::{Fault, Store};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change};

async fn open(database: &str) -> Store {
    Store::open(database, "things").await.expect("a store")
}

fn prototype(class: &str) -> JsValue {
    let class = Reflect::get(&js_sys::global(), &class.into()).expect("a class");
    Reflect::get(&class, &"prototype".into()).expect("a prototype")
}

/// Puts a function of a class aside as `original`, and this body in its place.
fn becomes(class: &str, name: &str, arguments: &str, body: &str) {
    let prototype = prototype(class);
    let original = Reflect::get(&prototype, &name.into()).expect("a function");
    let make = Function::new_with_args("original", &format!("return function ({arguments}) {{ {body} }}"));
    change::set(&prototype, name, &make.call1(&JsValue::UNDEFINED, &original).expect("a function"));
}

/// Opens a database as another tab of another version of the app would, and keeps it open.
async fn opened_elsewhere(database: &str, version: u32) {
    let open = Function::new_with_args(
        "name, version",
        "return new Promise((opened, failed) => {
            const open = indexedDB.open(name, version);
            open.onsuccess = () => { (window.elsewhere ??= []).push(open.result); opened(); };
            open.onerror = failed;
        })",
    );
    let opened = open.call2(&JsValue::UNDEFINED, &database.into(), &version.into()).expect("a promise");
    JsFuture::from(opened.unchecked_into::<Promise>()).await.expect("an open database");
}

fn text(found: Option<JsValue>) -> Option<String> {
    found.and_then(|found| found.as_string())
}

#[wasm_bindgen_test]
async fn finds_again_what_it_keeps_and_keeps_one_thing_by_a_name() {
    let _tab = Tab::new();
    let store = open("keeps").await;
    assert_eq!(text(store.find("a").await.expect("an answer")), None);

    assert_eq!(store.add("a", &"first".into()).await, Ok(()));
    assert_eq!(store.add("a", &"second".into()).await, Err(Fault::Taken));
    drop(store);

    let store = open("keeps").await;
    assert_eq!(text(store.find("a").await.expect("an answer")).as_deref(), Some("first"));
    assert_eq!(store.put("a", &"third".into()).await, Ok(()));
    assert_eq!(text(store.find("a").await.expect("an answer")).as_deref(), Some("third"));
    assert_eq!(store.remove("a").await, Ok(()));
    assert_eq!(store.remove("a").await, Ok(()));
    assert_eq!(text(store.find("a").await.expect("an answer")), None);
}

#[wasm_bindgen_test]
async fn says_that_it_is_blocked() {
    let tab = Tab::new();
    change::block(&tab.window(), "indexedDB");
    assert_eq!(Store::open("blocked", "things").await.err(), Some(Fault::Blocked));

    let tab = Tab::new();
    change::set(&tab.window(), "indexedDB", &JsValue::UNDEFINED);
    assert_eq!(Store::open("blocked", "things").await.err(), Some(Fault::Blocked));

    let _tab = Tab::new();
    change::refuse(&prototype("IDBFactory"), "open", "SecurityError");
    assert_eq!(Store::open("blocked", "things").await.err(), Some(Fault::Blocked));
}

#[wasm_bindgen_test]
async fn says_that_a_newer_version_of_the_app_was_here() {
    let _tab = Tab::new();
    opened_elsewhere("newer", 7).await;

    assert_eq!(Store::open("newer", "things").await.err(), Some(Fault::Newer));
}

/// Not after a time limit: nobody waits for a tab that they would have to close themselves.
#[wasm_bindgen_test]
async fn says_at_once_that_another_tab_is_in_the_way_of_an_upgrade() {
    let _tab = Tab::new();
    opened_elsewhere("in-the-way", 1).await;
    becomes("IDBFactory", "open", "name", "return original.call(this, name, 2)");

    assert_eq!(Store::open("in-the-way", "things").await.err(), Some(Fault::Busy));
}

#[wasm_bindgen_test]
async fn is_itself_in_nobodys_way() {
    let _tab = Tab::new();
    drop(open("nobodys-way").await);

    opened_elsewhere("nobodys-way", 2).await;
}

/// As browsers do it that notice only when they write.
#[wasm_bindgen_test]
async fn says_that_no_room_is_left_when_a_change_is_taken_back() {
    let _tab = Tab::new();
    let store = open("full").await;
    becomes(
        "IDBObjectStore",
        "add",
        "value, key",
        "const request = original.call(this, value, key);
         request.addEventListener('success', () => this.transaction.abort());
         return request",
    );

    assert_eq!(store.add("a", &"x".into()).await, Err(Fault::Full));
}

#[wasm_bindgen_test]
async fn says_that_a_database_without_its_store_is_of_no_use() {
    let _tab = Tab::new();
    opened_elsewhere("without", 1).await;

    let store = Store::open("without", "things").await.expect("a database");

    assert_eq!(store.find("a").await.err(), Some(Fault::Blocked));
}
