//! Random octets.

use std::collections::HashSet;

use lifen_connect::browser::adapters::random;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change};

#[wasm_bindgen_test]
fn draws_32_octets_for_every_secret_and_none_twice() {
    let secrets = (0..50).flat_map(|_| {
        let secrets = random().expect("a random source");
        [secrets.state.0, secrets.nonce.0, secrets.code_verifier.0]
    });
    let secrets: HashSet<[u8; 32]> = secrets.collect();

    assert_eq!(secrets.len(), 150);
    for place in 0..32 {
        let octets: HashSet<u8> = secrets.iter().map(|secret| secret[place]).collect();
        assert!(octets.len() > 32, "octet {place} takes {} values", octets.len());
    }
}

#[wasm_bindgen_test]
fn has_no_secrets_where_a_browser_has_no_random_source() {
    let tab = Tab::new();
    change::refuse(&tab.window().crypto().unwrap(), "getRandomValues", "OperationError");

    assert!(random().is_none());
}
