//! The card that says why the session is trusted.

use js_sys::{Object, Promise, Reflect};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_signed_in;
use crate::world::{Person, Return, Tab, change, until};

fn said_of(tab: &Tab, check: &str) -> String {
    tab.text_of(&format!("[data-receipt] [data-check={check}] > span"))
}

#[wasm_bindgen_test]
async fn lists_the_checks_with_what_was_expected_and_found() {
    let tab = open_signed_in(Return::default()).await;
    tab.see("The profile is this person’s").await;

    assert_eq!(tab.text_of("[data-receipt] h2"), "Why this session can be trusted");
    assert_eq!(said_of(&tab, "nonce"), "Made for this browser’s request");
    assert!(said_of(&tab, "aud").starts_with("Meant for this application expected and found: "));
    assert!(said_of(&tab, "alg").contains("RS256"));
    assert!(said_of(&tab, "exp").contains("Still valid expected: after "));
    for check in ["issuer", "state", "code_verifier", "kid", "iss", "iat", "sub"] {
        assert_eq!(tab.count(&format!("[data-receipt] [data-check={check}]:not(.unticked)")), 1, "{check}");
    }
    assert_eq!(tab.attribute_of("[data-receipt] ul", "aria-label").as_deref(), Some("Checks"));
}

#[wasm_bindgen_test]
async fn says_what_the_provider_left_out_without_a_tick() {
    let tab = open_signed_in(Return { claims: json!({ "at_hash": null }), ..Return::default() }).await;

    assert_eq!(tab.count("[data-receipt] [data-check=at_hash].unticked"), 1);
    assert!(said_of(&tab, "at_hash").ends_with("optional, and not given by Lifen"));
}

#[wasm_bindgen_test]
async fn says_in_the_same_words_as_the_proof_that_tls_stands_in_for_the_signature() {
    let configuration = json!({ "id_token_verification": "tls" });
    let tab = open_signed_in(Return { configuration, ..Return::default() }).await;

    assert_eq!(
        said_of(&tab, "TLS"),
        "Signature not checked: the protected connection to Lifen stands in for it"
    );
    assert_eq!(tab.count("[data-receipt] [data-check=TLS].unticked"), 1);
    assert_eq!(tab.count("[data-receipt] [data-check=kid]"), 0);
}

#[wasm_bindgen_test]
async fn draws_each_step_as_a_bar_beside_its_duration() {
    let tab = open_signed_in(Return::default()).await;
    tab.see("The profile is this person’s").await;

    let steps: Vec<_> = tab
        .elements("[data-receipt] .waterfall [data-step]")
        .iter()
        .filter_map(|step| step.get_attribute("data-step"))
        .collect();
    for step in ["token", "signature", "userinfo"] {
        assert!(steps.contains(&step.to_owned()), "{steps:?}");
    }
    for bar in tab.elements("[data-receipt] .waterfall svg") {
        let number = |name| {
            let bar = bar.query_selector("rect").unwrap().expect("a bar");
            bar.get_attribute(name).and_then(|text| text.parse::<i64>().ok()).expect("a number")
        };
        assert!(number("x") >= 0 && number("width") >= 5 && number("x") + number("width") <= 1005);
        assert_eq!(bar.get_attribute("aria-hidden").as_deref(), Some("true"), "the number says it");
    }
    assert!(tab.text_of("[data-step=token] span:last-child").ends_with("ms"));
    assert!(tab.text_of("[data-receipt]").contains("Before you came back: at Lifen "));
}

#[wasm_bindgen_test]
async fn speaks_french_too() {
    let tab = open_signed_in(Return::default()).await;

    tab.click("FR");

    tab.see("Pourquoi cette session est fiable").await;
    tab.see("Étapes depuis votre retour de chez Lifen").await;
    assert!(said_of(&tab, "aud").contains("attendu et trouvé\u{a0}: "));
}

#[wasm_bindgen_test]
async fn copies_the_receipt_as_a_text_without_secrets() {
    let tab = open_signed_in(Return::default()).await;
    tab.see("The profile is this person’s").await;
    let copied = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let keep = std::rc::Rc::clone(&copied);
    let write = move |text: String| {
        *keep.borrow_mut() = text;
        Promise::resolve(&JsValue::UNDEFINED)
    };
    let clipboard = Object::new();
    let write = Closure::<dyn FnMut(String) -> Promise>::new(write).into_js_value();
    Reflect::set(&clipboard, &"writeText".into(), &write).expect("a plain object");
    change::set(&tab.window().navigator(), "clipboard", &clipboard);

    tab.click("Copy this receipt");

    tab.see("Copied. It contains nothing secret.").await;
    let copied = copied.borrow();
    assert!(copied.starts_with("signed in in this tab, 2"), "{copied}");
    assert!(copied.contains("holds  nonce [OIDC Core §3.1.3.7 (11)]: expected (not shown)"), "{copied}");
    assert!(copied.contains("step   token: "), "{copied}");
    for secret in ["auth0|victor", "victor@", "Victor", "the-access-token", "state\n"] {
        assert!(!copied.contains(secret), "{secret}: {copied}");
    }
}

/// Somebody may be about to press it.
#[wasm_bindgen_test]
async fn leaves_the_button_where_it_is_when_the_profile_comes() {
    let tab = open_signed_in(Return::default()).await;
    let button = tab.element("[data-receipt] button");

    assert!(until(|| tab.text().contains("The profile is this person’s")).await);

    assert!(button.is_connected());
}
