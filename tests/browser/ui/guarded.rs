//! `Guarded`: content for signed-in people, and the help everybody else needs.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{recollect, remember};
use lifen_connect::protocol::authorization::AuthorizationError;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{Error, Place};
use lifen_connect::ui::progress;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{open_broken, open_guarded};
use crate::world::{
    Clock, Network, Person, Reply, Return, Tab, after_a_while, configuration, field, pending_at, until,
};

fn visited_at(place: &str) -> Tab {
    let mut tab = Tab::at(place);
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));
    open_guarded(&mut tab, Page::arrive());
    tab
}

#[wasm_bindgen_test]
async fn shows_its_content_to_whoever_is_signed_in() {
    let mut tab = Tab::new();
    let (page, _) = Return::default().arrives(&tab).await;

    open_guarded(&mut tab, page);

    tab.see("Welcome, Victor Pugin").await;
}

#[wasm_bindgen_test]
async fn offers_the_sign_in_to_whoever_is_not_and_leads_back_to_exactly_here() {
    let tab = visited_at("/ward/7?bed=2#plan");
    tab.see("Sign in to continue").await;
    tab.see_nothing_of("Welcome");

    tab.click("Sign in with Lifen");

    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    let pending = recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/ward/7?bed=2#plan"));
    tab.see("Sign in to continue").await;
}

#[wasm_bindgen_test]
async fn says_that_the_answer_is_being_checked() {
    let mut tab = Tab::new();
    let (page, _) = Return { token: Some(Reply::Silence), ..Return::default() }.arrives(&tab).await;

    open_guarded(&mut tab, page);

    tab.see("Signing you in…").await;
    tab.see("We are checking Lifen’s answer.").await;
    assert_eq!(tab.count("[role=status] h1"), 1);
    tab.see_nothing_of("Welcome");
}

#[wasm_bindgen_test]
async fn tells_an_error_with_its_one_next_step() {
    let mut tab = Tab::new();

    open_broken(&mut tab, Error::Authorization(AuthorizationError::StateReplayed));

    tab.see("This sign-in link was already used").await;
    assert_eq!(tab.text_of("button.primary"), "Sign in again");
    tab.see_nothing_of("Welcome");
}

#[wasm_bindgen_test]
async fn leads_to_where_the_person_was_going_after_an_error() {
    let mut tab = Tab::new();
    remember(pending_at("a", "/session?from=link#trust")).unwrap();
    tab.configured_with(&configuration(&json!({})));
    Network::answering(|_| Reply::Failure);
    tab.goes_to("/callback?code=x&state=another");
    open_guarded(&mut tab, Page::arrive());
    tab.see("This sign-in did not start here").await;

    tab.click("Sign in again");

    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    let pending = recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/session?from=link#trust"));
}

#[wasm_bindgen_test]
async fn takes_its_content_away_when_the_session_ends() {
    let mut tab = Tab::new();
    let clock = Clock::stopped();
    let (page, _) = Return::default().arrives(&tab).await;
    open_guarded(&mut tab, page);
    tab.see("Welcome, Victor Pugin").await;

    clock.advance(3600.0);

    tab.see("Sign in to continue").await;
    tab.see_nothing_of("Victor Pugin");
}

#[wasm_bindgen_test]
async fn brings_the_name_up_to_date_when_userinfo_knows_better() {
    let mut tab = Tab::new();
    let userinfo = Reply::ok(json!({ "sub": "auth0|victor", "name": "Dr Victor Pugin" }).to_string());
    let (page, _) = Return { userinfo, ..Return::default() }.arrives(&tab).await;

    open_guarded(&mut tab, page);

    tab.see("Welcome, Dr Victor Pugin").await;
}

#[wasm_bindgen_test]
async fn uses_nothing_of_userinfo_about_somebody_else() {
    let mut tab = Tab::new();
    let userinfo = Reply::ok(json!({ "sub": "auth0|mallory", "name": "Mallory" }).to_string());
    let (page, network) = Return { userinfo, ..Return::default() }.arrives(&tab).await;

    open_guarded(&mut tab, page);

    assert!(until(|| network.requests().len() == 2).await);
    after_a_while().await;
    tab.see("Welcome, Victor Pugin").await;
}

#[wasm_bindgen_test]
async fn shows_a_name_as_text_and_never_as_markup() {
    let mut tab = Tab::new();
    let claims = json!({ "name": "<img src=x onerror=alert(1)><b>Victor</b>" });
    let (page, _) = Return { claims, ..Return::default() }.arrives(&tab).await;

    open_guarded(&mut tab, page);

    tab.see("Welcome, <img src=x onerror=alert(1)><b>Victor</b>").await;
    assert_eq!(tab.count("img, b"), 0);
}

#[wasm_bindgen_test]
async fn says_what_is_under_way_at_each_stage() {
    use lifen_connect::session::Stage;
    for (stage, title, body) in [
        (Stage::Starting, "Signing you in…", ""),
        (Stage::Returning, "Signing you in…", "We are checking Lifen’s answer. It takes a few seconds."),
        (Stage::SigningOut, "Signing you out…", ""),
    ] {
        let mut tab = Tab::new();

        tab.show(move || progress(stage));

        assert_eq!(tab.text_of("[role=status] h1"), title);
        assert_eq!(tab.text_of("[role=status] p"), body);
    }
}
