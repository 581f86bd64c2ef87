//! Which page is shown, and what it offers.

use lifen_connect::browser::adapters::forget;
use lifen_connect::browser::adapters::recollect;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::Place;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{open_at, open_failed, open_signed_in};
use crate::world::{Clock, Network, Person, Reply, Return, Tab, change, configuration, field, until};

#[wasm_bindgen_test]
async fn gives_the_home_page_the_shells_place() {
    let tab = open_at("/");

    tab.see_page("home").await;
    assert_eq!(tab.text_of("main h1"), "Your team, one sign-in away.");
    assert_eq!(tab.text_of("main .primary"), "Sign in with Lifen");
    tab.see_nothing_of("the shell");
}

#[wasm_bindgen_test]
async fn signs_in_from_the_home_page_and_leads_to_the_session() {
    let tab = open_at("/");

    tab.click("Sign in with Lifen");

    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    let pending = recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/session"));
    tab.see_page("home").await;
}

/// While the browser leaves, which nobody pressed a button for.
#[wasm_bindgen_test]
async fn says_that_a_sign_in_is_under_way_which_another_site_asked_for() {
    let tab = open_at("/login?iss=https://provider.example/&target_link_uri=/session");

    tab.see_page("callback").await;

    assert_eq!(tab.text_of("main h1"), "Signing you in…");
    assert!(until(|| tab.departures().len() == 1).await);
}

#[wasm_bindgen_test]
async fn tells_what_is_wrong_with_a_link_to_a_sign_in_and_offers_one() {
    let tab = open_at("/login?iss=https://evil.example/");

    tab.see_page("error").await;

    assert_eq!(tab.text_of("main h1"), "This sign-in link does not work");
    assert_eq!(tab.text_of("main .primary"), "Sign in again");
}

/// Nobody sees it, and it takes no time.
#[wasm_bindgen_test]
fn shows_nothing_in_the_frame_of_a_provider_whose_session_ended() {
    let tab = Tab::at("/frontchannel-logout?iss=https://provider.example/&sid=x");
    change::set(&tab.window(), "parent", &js_sys::Object::new());
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    assert_eq!(tab.count("#app *"), 0);
}

#[wasm_bindgen_test]
async fn guards_the_session_and_leads_back_to_exactly_there() {
    let tab = open_at("/session?from=link#trust");
    tab.see_page("guard").await;
    assert_eq!(tab.text_of("main h1"), "Sign in to continue");

    tab.click("Sign in with Lifen");

    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    let pending = recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/session?from=link#trust"));
}

#[wasm_bindgen_test]
async fn says_that_an_address_leads_to_no_page_and_leads_home() {
    let tab = open_at("/elsewhere");
    tab.see_page("not-found").await;
    assert_eq!(tab.text_of("main h1"), "This page does not exist");

    tab.click("Back to the home page");

    tab.see_page("home").await;
    assert_eq!(tab.address(), "/");
}

#[wasm_bindgen_test]
async fn shows_the_home_page_to_whoever_opens_the_redirect_route_by_hand() {
    open_at("/callback").see_page("home").await;
}

#[wasm_bindgen_test]
async fn says_that_the_answer_is_being_checked_while_it_is() {
    let tab = Tab::returning();
    Return { token: Some(Reply::Silence), ..Return::default() }.happens(&tab).await;

    lifen_connect::app::start();

    tab.see_page("callback").await;
    assert_eq!(tab.attribute_of("main", "aria-busy").as_deref(), Some("true"));
    assert_eq!(tab.text_of("main h1"), "Signing you in…");
    assert_eq!(tab.address(), "/callback");
}

#[wasm_bindgen_test]
async fn shows_an_error_with_its_code_and_one_next_step() {
    let tab = open_failed().await;

    assert_eq!(tab.attribute_of("main", "data-code").as_deref(), Some("token-code-refused"));
    assert_eq!(tab.text_of("main .primary"), "Sign in again");
    assert_eq!(tab.text_of("main h1"), "This sign-in is no longer valid");
}

#[wasm_bindgen_test]
async fn shows_an_error_where_it_cannot_even_begin() {
    for (begin, code) in [
        ((|tab| tab.configured_with("")) as fn(&Tab), "configuration-missing"),
        (|tab| tab.configured_with("{}"), "configuration-field-invalid"),
        (
            |tab| change::set(&tab.window(), "isSecureContext", &JsValue::FALSE),
            "environment-insecure-context",
        ),
    ] {
        let tab = Tab::new();
        begin(&tab);

        lifen_connect::app::start();

        tab.see_page("error").await;
        assert_eq!(tab.attribute_of("main", "data-code").as_deref(), Some(code));
        assert_eq!(tab.text_of("main .primary"), "Copy for support", "{code}");
        assert!(tab.count("nav a") > 1, "{code}");
    }
}

#[wasm_bindgen_test]
async fn opens_the_session_from_the_home_page_to_whoever_is_signed_in() {
    let tab = open_signed_in(Return::default()).await;
    tab.click("Home");
    tab.see("Your session is open.").await;
    tab.see_nothing_of("Sign in with Lifen");

    tab.click("See my session");

    tab.see_page("session").await;
}

#[wasm_bindgen_test]
async fn says_goodbye_on_the_page_after_a_sign_out_once() {
    let tab = Tab::new();
    forget(Some(&State::new("goodbye")));
    tab.configured_with(&configuration(&json!({})));
    Network::answering(|_| Reply::Failure);

    lifen_connect::app::start();

    tab.see("You are signed out. See you soon.").await;
    assert_eq!(tab.count("[data-notice=signed-out][role=status]"), 1);
    lifen_connect::app::start();
    tab.see_page("home").await;
    tab.see_nothing_of("You are signed out.");
}

#[wasm_bindgen_test]
async fn says_that_a_session_has_come_to_its_end() {
    let tab = Tab::returning();
    let clock = Clock::stopped();
    Return::default().happens(&tab).await;
    lifen_connect::app::start();
    tab.see("Your session is open.").await;

    clock.advance(3600.0);

    tab.see("Your session has come to its end. Sign in again to continue.").await;
    assert_eq!(tab.count("[data-notice=expired]"), 1);
    assert_eq!(tab.text_of("main .primary"), "Sign in with Lifen");
}

#[wasm_bindgen_test]
async fn says_that_it_signs_out_while_the_browser_is_leaving() {
    let tab = open_signed_in(Return::default()).await;

    tab.click("Sign out");

    tab.see_page("callback").await;
    tab.see("Signing you out…").await;
    tab.see_nothing_of("Victor Pugin");
}
