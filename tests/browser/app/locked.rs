//! The page of a session that nobody used for too long.

use lifen_connect::browser::adapters::recollect;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::Place;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_signed_in;
use crate::world::{Clock, Person, Return, Tab, configuration, field, until};

/// Somebody who went away from a session that locks after five minutes.
async fn left_alone() -> Tab {
    let tab = Tab::returning();
    let clock = Clock::stopped();
    let configuration = json!({ "idle_lock": 300 });
    Return { place: "/session?from=link#trust", configuration, ..Return::default() }.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("session").await;
    clock.advance(300.0);
    tab.see_page("locked").await;
    tab
}

#[wasm_bindgen_test]
async fn is_a_page_of_its_own_that_says_what_to_do_in_both_languages() {
    let tab = left_alone().await;

    assert_eq!(tab.text_of("main h1"), "Session locked");
    assert_eq!(
        tab.text_of("[role=status][data-notice=idle]"),
        "Nobody has done anything here for a while. Identify yourself again: you will come back to this page."
    );
    assert_eq!(tab.text_of("main .primary"), "Identify yourself again");
    tab.see_nothing_of("Victor Pugin");
    tab.see_nothing_of("Sign in");
    assert_eq!(tab.window().document().unwrap().title(), "Session locked · Team space");
    tab.click("FR");
    tab.see("Session verrouillée").await;
    assert_eq!(tab.text_of("main .primary"), "S’identifier à nouveau");
}

/// Whoever reads with their ears hears it.
#[wasm_bindgen_test]
async fn takes_the_focus_to_its_heading() {
    let tab = left_alone().await;

    let focused = || tab.window().document().unwrap().active_element();
    assert!(until(|| focused().is_some_and(|focused| focused.tag_name() == "H1")).await);
}

#[wasm_bindgen_test]
async fn has_the_person_prove_who_they_are_now_and_leads_back_to_exactly_there() {
    let tab = left_alone().await;

    tab.click("Identify yourself again");

    assert!(until(|| !tab.departures().is_empty()).await);
    let query = tab.departures()[0].split_once('?').expect("a query").1.to_owned();
    assert_eq!(field(&query, "max_age").as_deref(), Some("0"));
    let state = State::new(field(&query, "state").expect("a state"));
    let pending = recollect(Some(&state)).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/session?from=link#trust"));
    assert_eq!(tab.text_of("main h1"), "Session locked", "until the browser has left");
}

#[wasm_bindgen_test]
async fn is_shown_on_every_page_and_after_a_reload() {
    let tab = left_alone().await;
    tab.click("Home");
    assert!(until(|| tab.address() == "/").await);
    tab.see_page("locked").await;

    tab.root().set_text_content(None);
    lifen_connect::app::start();

    tab.see_page("locked").await;
}

#[wasm_bindgen_test]
async fn is_announced_on_the_home_page_where_a_deployment_locks() {
    let tab = Tab::at("/");
    tab.configured_with(&configuration(&json!({ "idle_lock": 300 })));
    lifen_connect::app::start();

    tab.see("Your session locks after 5 mins without activity.").await;
    tab.click("FR");
    tab.see("Votre session se verrouille après 5\u{a0}min sans activité.").await;
}

#[wasm_bindgen_test]
async fn is_no_matter_where_a_deployment_does_not_lock() {
    let tab = open_signed_in(Return::default()).await;

    tab.click("Home");

    tab.see("Remember to sign out before you leave, so that").await;
    tab.see_nothing_of("locks");
}
