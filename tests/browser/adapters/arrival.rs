//! The first thing a page does: configuration, and the authorization response off the address bar.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::forget;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{Arrival, SignedOutReason};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change, configuration};

fn configured_at(place: &str) -> Tab {
    let tab = Tab::at(place);
    tab.configured_with(&configuration(&json!({})));
    tab
}

/// The code and the technical sentence of the error that a page begins with.
fn error(page: Page) -> (&'static str, String) {
    let error = page.start.expect_err("an error");
    (error.code(), error.to_string())
}

fn is_visit(page: &Page) -> bool {
    matches!(&page.start, Ok((_, Arrival::Visit(SignedOutReason::NotYet))))
}

#[wasm_bindgen_test]
fn takes_a_response_off_the_address_bar_and_out_of_the_history() {
    let tab = configured_at("/callback?code=the-code&state=s#_=_");
    let entry = tab.history_entry();

    let page = Page::arrive();

    assert!(matches!(page.start, Ok((_, Arrival::Response(_)))));
    assert_eq!(tab.address(), "/callback");
    assert_eq!(tab.history_entry(), entry, "in the entry it came in");
    assert!(tab.history().iter().all(|address| !address.contains("the-code")), "{:?}", tab.history());
}

#[wasm_bindgen_test]
fn takes_an_error_and_a_lone_state_for_responses_too() {
    for query in ["?error=access_denied&state=s", "?state=s"] {
        let tab = configured_at(&format!("/callback{query}"));

        assert!(matches!(Page::arrive().start, Ok((_, Arrival::Response(_)))), "{query}");
        assert_eq!(tab.address(), "/callback");
    }
}

#[wasm_bindgen_test]
fn leaves_an_apps_own_code_alone() {
    for place in ["/report?code=42&state=draft#part-2", "/?code=42", "/callback/of-the-app?code=42"] {
        let tab = configured_at(place);

        assert!(is_visit(&Page::arrive()), "{place}");
        assert_eq!(tab.address(), place);
    }
}

#[wasm_bindgen_test]
fn is_a_mere_visit_when_the_redirect_route_is_opened_by_hand() {
    let tab = configured_at("/callback?utm=x");

    assert!(is_visit(&Page::arrive()));
    assert_eq!(tab.address(), "/callback?utm=x");
}

#[wasm_bindgen_test]
fn finds_the_redirect_route_below_the_documents_base() {
    let tab = Tab::at("/ward/callback?code=the-code&state=s");
    tab.lives_under("/ward/");
    tab.configured_with(&configuration(&json!({})));

    let (configuration, arrival) = Page::arrive().start.expect("a configuration");

    assert_eq!(configuration.redirect_uri.as_str(), tab.origin() + "/ward/callback");
    assert!(matches!(arrival, Arrival::Response(_)));
    assert_eq!(tab.address(), "/ward/callback");
}

#[wasm_bindgen_test]
fn hears_the_goodbye_of_the_page_before_once() {
    let _tab = configured_at("/");
    forget(Some(&State::new("goodbye")));

    let (first, second) = (Page::arrive(), Page::arrive());

    assert!(matches!(first.start, Ok((_, Arrival::Visit(SignedOutReason::SignedOut)))));
    assert!(is_visit(&second));
}

#[wasm_bindgen_test]
fn visits_where_storage_is_blocked() {
    let tab = configured_at("/");
    change::block(&tab.window(), "sessionStorage");

    assert!(is_visit(&Page::arrive()));
}

#[wasm_bindgen_test]
fn refuses_an_insecure_context() {
    let tab = configured_at("/");
    change::set(&tab.window(), "isSecureContext", &JsValue::FALSE);

    assert_eq!(error(Page::arrive()).0, "environment-insecure-context");
}

#[wasm_bindgen_test]
fn takes_a_response_off_the_address_bar_in_an_insecure_context_too() {
    let tab = configured_at("/callback?code=the-code&state=s");
    change::set(&tab.window(), "isSecureContext", &JsValue::FALSE);

    let _ = Page::arrive();

    assert_eq!(tab.address(), "/callback");
}

#[wasm_bindgen_test]
fn misses_a_configuration_that_is_not_there_or_empty() {
    let tab = Tab::new();

    assert_eq!(error(Page::arrive()).0, "configuration-missing");

    tab.configured_with("\n  ");
    assert_eq!(error(Page::arrive()).0, "configuration-missing");
}

#[wasm_bindgen_test]
fn tells_where_a_configuration_is_no_json() {
    let tab = Tab::new();
    tab.configured_with("{\n\"client_id\": ,\n}");

    let (code, sentence) = error(Page::arrive());

    assert_eq!(code, "configuration-unreadable");
    assert!(sentence.contains("line 2"), "{sentence}");
}

#[wasm_bindgen_test]
fn names_the_field_that_is_wrong_what_was_found_and_what_is_wanted() {
    for (changes, sentence) in [
        (json!({ "client_id": "" }), "`client_id`: expected a text, found \"\""),
        (json!({ "timeout": 0 }), "`timeout`: expected a number of seconds from 1 to 120, found 0"),
        (
            json!({ "token_endpoint": "http://provider.example/t" }),
            "`token_endpoint`: expected an address that begins",
        ),
        (
            json!({ "redirect_uri": "https://other.example/callback" }),
            "`redirect_uri`: expected an address of this app",
        ),
        (
            json!({ "redirect_url": "/callback" }),
            "`redirect_url`: expected a name that the documentation lists",
        ),
    ] {
        let tab = Tab::new();
        tab.configured_with(&configuration(&changes));

        let (code, said) = error(Page::arrive());

        assert_eq!(code, "configuration-field-invalid");
        assert!(said.contains(sentence), "\"{said}\" should say {sentence}");
    }
}
