//! A redirect URI that is the app's home: responses of the provider and queries of the app's own arrive at one address.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{recollect, remember};
use lifen_connect::protocol::secret::State;
use lifen_connect::session::Arrival;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change, configuration, pending};

fn at_home_with(query: &str) -> Tab {
    let tab = Tab::at(&["/", query].concat());
    tab.configured_with(&configuration(&json!({ "redirect_uri": tab.origin() + "/" })));
    tab
}

fn is_response(page: &Page) -> bool {
    matches!(&page.start, Ok((_, Arrival::Response(_))))
}

fn is_visit(page: &Page) -> bool {
    matches!(&page.start, Ok((_, Arrival::Visit { .. })))
}

#[wasm_bindgen_test]
fn leaves_an_apps_own_code_alone() {
    for query in ["?code=42", "?code=42&state=draft#part-2", "?state=open", "?error=none"] {
        let tab = at_home_with(query);
        let entry = tab.history_entry();

        assert!(is_visit(&Page::arrive()), "{query}");
        assert_eq!(tab.address(), ["/", query].concat());
        assert_eq!(tab.history_entry(), entry);
    }
}

#[wasm_bindgen_test]
fn leaves_an_apps_own_code_alone_while_a_sign_in_is_pending() {
    let tab = at_home_with("?code=42&state=draft");
    remember(pending("state")).expect("room for a pending sign-in");

    assert!(is_visit(&Page::arrive()));
    assert_eq!(tab.address(), "/?code=42&state=draft");
}

#[wasm_bindgen_test]
fn takes_a_response_to_a_sign_in_of_this_tab_off_the_address_bar_and_out_of_the_history() {
    for query in ["?code=the-code&state=state", "?error=access_denied&state=state", "?state=state"] {
        let tab = at_home_with(query);
        let entry = tab.history_entry();
        remember(pending("state")).expect("room for a pending sign-in");

        assert!(is_response(&Page::arrive()), "{query}");
        assert_eq!(tab.address(), "/");
        assert_eq!(tab.history_entry(), entry, "in the entry it came in");
        assert!(tab.history().iter().all(|address| !address.contains("state=state")), "{:?}", tab.history());
    }
}

/// The back button, or a reload of the address that was typed: it is told as used, not left lying about.
#[wasm_bindgen_test]
fn takes_a_response_off_that_was_taken_before() {
    let tab = at_home_with("?code=the-code&state=state");
    remember(pending("state")).expect("room for a pending sign-in");
    recollect(Some(&State::new("state"))).expect("a memory").pending.expect("the pending sign-in");

    assert!(is_response(&Page::arrive()));
    assert_eq!(tab.address(), "/");
}

#[wasm_bindgen_test]
fn takes_a_response_off_that_names_our_issuer_whatever_its_state() {
    let tab = at_home_with("?code=the-code&state=another&iss=https%3A%2F%2Fprovider.example%2F");

    assert!(is_response(&Page::arrive()));
    assert_eq!(tab.address(), "/");
}

#[wasm_bindgen_test]
fn leaves_what_another_issuer_sent_alone() {
    let place = "/?code=42&state=another&iss=https%3A%2F%2Fanother.example%2F";
    let tab = at_home_with(&place[1..]);

    assert!(is_visit(&Page::arrive()));
    assert_eq!(tab.address(), place);
}

/// Nothing can be remembered there, so no sign-in of this tab can have sent it: only the issuer's name tells.
#[wasm_bindgen_test]
fn knows_no_response_where_storage_is_blocked_but_by_its_issuer() {
    for (query, address) in [
        ("?code=42&state=state", "/?code=42&state=state"),
        ("?code=the-code&state=state&iss=https%3A%2F%2Fprovider.example%2F", "/"),
    ] {
        let tab = at_home_with(query);
        change::block(&tab.window(), "sessionStorage");

        let page = Page::arrive();

        assert_eq!(is_response(&page), address == "/", "{query}");
        assert_eq!(tab.address(), address);
    }
}

#[wasm_bindgen_test]
fn takes_a_response_off_in_an_insecure_context_too() {
    let tab = at_home_with("?code=the-code&state=state");
    change::set(&tab.window(), "isSecureContext", &wasm_bindgen::JsValue::FALSE);

    let _ = Page::arrive();

    assert_eq!(tab.address(), "/");
}

/// Elsewhere below the home nothing is the provider's.
#[wasm_bindgen_test]
fn leaves_every_other_page_alone() {
    let tab = Tab::at("/callback?code=42&state=state");
    tab.configured_with(&configuration(&json!({ "redirect_uri": tab.origin() + "/" })));
    remember(pending("state")).expect("room for a pending sign-in");

    assert!(is_visit(&Page::arrive()));
    assert_eq!(tab.address(), "/callback?code=42&state=state");
}
