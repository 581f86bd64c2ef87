//! What one tab remembers over the redirect, and a storage that will not.

use lifen_connect::browser::adapters::{TabStorage, forget};
use lifen_connect::browser::adapters::{recollect, remember};
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{EnvironmentError, Place};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use crate::world::{Tab, change, pending};

const BLOCKED: EnvironmentError = EnvironmentError::StorageBlocked;

fn state(text: &str) -> State {
    State::new(text)
}

#[wasm_bindgen_test]
fn gives_a_pending_sign_in_out_once_and_knows_it_again() {
    let _tab = Tab::new();
    remember(pending("a")).unwrap();

    let first = recollect(Some(&state("a"))).unwrap();
    let second = recollect(Some(&state("a"))).unwrap();

    assert_eq!(first.pending.as_deref().map(|pending| &pending.place), Some(&pending("a").place));
    assert_eq!(first.pending.map(|found| found.code_verifier), Some(pending("a").code_verifier));
    assert!(!first.used);
    assert_eq!(second.pending, None);
    assert!(second.used);
    assert_eq!(second.latest_place, Some(Place::of("/session?from=link#trust")));
}

#[wasm_bindgen_test]
fn keeps_two_sign_ins_of_one_tab_apart() {
    let _tab = Tab::new();
    remember(pending("a")).unwrap();
    remember(pending("b")).unwrap();

    assert!(recollect(Some(&state("b"))).unwrap().pending.is_some());
    assert!(recollect(Some(&state("a"))).unwrap().pending.is_some());
}

#[wasm_bindgen_test]
fn knows_nothing_of_a_state_it_never_saw() {
    let _tab = Tab::new();
    remember(pending("a")).unwrap();

    for unknown in [Some(&state("b")), None] {
        let found = recollect(unknown).unwrap();
        assert!(found.pending.is_none() && !found.used);
    }
    assert!(recollect(Some(&state("a"))).unwrap().pending.is_some());
}

#[wasm_bindgen_test]
fn forgets_what_it_kept_and_nothing_else() {
    let tab = Tab::new();
    tab.session_storage().set_item("draft", "of another script").unwrap();
    remember(pending("a")).unwrap();

    forget(None);

    assert!(recollect(Some(&state("a"))).unwrap().pending.is_none());
    assert_eq!(tab.session_storage().get_item("draft").unwrap().as_deref(), Some("of another script"));
}

#[wasm_bindgen_test]
fn writes_nothing_that_outlives_the_tab() {
    let tab = Tab::new();

    remember(pending("a")).unwrap();
    forget(Some(&state("goodbye")));

    assert_eq!(tab.local_storage().length().unwrap(), 0);
}

#[wasm_bindgen_test]
fn passes_over_what_it_did_not_write() {
    let tab = Tab::new();
    remember(pending("a")).unwrap();
    let storage = tab.session_storage();
    for place in 0..storage.length().unwrap() {
        let key = storage.key(place).unwrap().unwrap();
        let text = storage.get_item(&key).unwrap().unwrap();
        storage.set_item(&key, &format!("rubbish\n{text}\n=&%")).unwrap();
    }

    assert!(recollect(Some(&state("a"))).unwrap().pending.is_some());
}

#[wasm_bindgen_test]
fn says_that_storage_is_blocked() {
    let tab = Tab::new();
    change::block(&tab.window(), "sessionStorage");

    says_so_everywhere();
}

/// An Android WebView without DOM storage.
#[wasm_bindgen_test]
fn says_that_there_is_no_storage() {
    let tab = Tab::new();
    change::set(&tab.window(), "sessionStorage", &JsValue::NULL);

    says_so_everywhere();
}

fn says_so_everywhere() {
    assert_eq!(remember(pending("a")), Err(BLOCKED));
    assert_eq!(recollect(Some(&state("a"))).err(), Some(BLOCKED));
    assert_eq!(TabStorage::open().err(), Some(BLOCKED));
    forget(Some(&state("goodbye")));
}

#[wasm_bindgen_test]
fn says_that_storage_is_full() {
    let tab = Tab::new();
    fill(&tab.session_storage());

    assert_eq!(remember(pending("a")), Err(BLOCKED));
    forget(Some(&state("goodbye")));
}

/// A pending sign-in that stays could be used twice.
#[wasm_bindgen_test]
fn gives_no_sign_in_out_that_it_cannot_remove() {
    let tab = Tab::new();
    remember(pending("a")).unwrap();
    let prototype = js_sys::Object::get_prototype_of(&tab.session_storage());
    change::refuse(&prototype, "setItem", "QuotaExceededError");

    assert_eq!(recollect(Some(&state("a"))).err(), Some(BLOCKED));
}

/// Writes until not one more character fits.
fn fill(storage: &Storage) {
    let mut length = 8 * 1024 * 1024;
    for key in 0.. {
        while length > 0 && storage.set_item(&key.to_string(), &"x".repeat(length)).is_err() {
            length /= 2;
        }
        if length == 0 {
            return;
        }
    }
}
