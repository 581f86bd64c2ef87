//! `Guarded`: content for signed-in people, and the help everybody else needs.

use std::sync::Arc;

use leptos::prelude::*;
use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{recollect, remember};
use lifen_connect::protocol::authorization::AuthorizationError;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{Error, Identity, Place, Stage, View};
use lifen_connect::ui::{ConnectProvider, Guarded, progress, use_session};
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlInputElement};

use super::{greeting, open_broken, open_guarded};
use crate::world::{
    Clock, Network, Person, Reply, Return, Tab, Windows, after_a_while, configuration, field, pending_at,
    until,
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

/// A page of a deployment that signs people in in a window of its own.
async fn signing_in_in_a_window() -> (Tab, Windows) {
    let mut tab = Tab::at("/ward/7?bed=2#plan");
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({ "sign_in": "popup" })));
    let windows = Windows::noted(&tab);
    open_guarded(&mut tab, Page::arrive());
    tab.click("Sign in with Lifen");
    tab.see("Carry on in the other window").await;
    (tab, windows)
}

#[wasm_bindgen_test]
async fn waits_for_the_other_window_where_a_deployment_signs_in_in_one() {
    let (tab, windows) = signing_in_in_a_window().await;

    let led_to = windows.led_to().expect("an address");
    assert!(led_to.starts_with("https://provider.example/authorize?"), "{led_to}");
    assert_eq!(tab.count("[role=status] h1"), 1);
    tab.see_nothing_of("Sign in with Lifen");
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn lets_the_person_change_their_mind_about_the_other_window() {
    let (tab, windows) = signing_in_in_a_window().await;

    tab.click("Cancel");

    tab.see("Sign in to continue").await;
    assert!(windows.is_closed());
}

#[wasm_bindgen_test]
async fn goes_on_in_this_page_and_leads_back_to_it() {
    let (tab, _windows) = signing_in_in_a_window().await;

    tab.click("Carry on in this page");

    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    let pending = recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.place, Place::of("/ward/7?bed=2#plan"));
}

/// Where the browser does not close it.
#[wasm_bindgen_test]
async fn says_in_the_other_window_that_it_can_be_closed() {
    let mut tab = Tab::new();

    tab.show(|| view! { <main>{progress(Stage::Delivered)}</main> });

    tab.see("All done").await;
    tab.see("You can close this window").await;
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

/// Whoever fills in a form does not begin anew each hour.
#[wasm_bindgen_test]
async fn leaves_its_content_as_it_is_when_the_session_is_renewed() {
    let mut tab = Tab::new();
    let clock = Clock::stopped();
    let (page, network) =
        Return { refresh_token: Some("the-refresh-token"), ..Return::default() }.arrives(&tab).await;
    open_guarded(&mut tab, page);
    tab.see("Welcome, Victor Pugin").await;
    assert!(until(|| network.requests().len() == 2).await, "{:?}", network.requests());
    after_a_while().await;
    let content = tab.element("p");

    clock.advance(3300.0);

    assert!(until(|| network.requests().len() == 3).await, "{:?}", network.paths());
    after_a_while().await;
    assert!(content.is_connected() && content.is_same_node(Some(&tab.element("p"))));
}

#[wasm_bindgen_test]
async fn is_locked_when_nobody_did_anything() {
    let mut tab = Tab::new();
    let clock = Clock::stopped();
    let configuration = json!({ "idle_lock": 60 });
    let (page, _) = Return { configuration, ..Return::default() }.arrives(&tab).await;
    open_guarded(&mut tab, page);
    tab.see("Welcome, Victor Pugin").await;

    clock.advance(60.0);

    tab.see("Session locked").await;
    assert_eq!(tab.text_of("button.primary"), "Identify yourself again");
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

/// Somebody is in the middle of a form when the tokens are renewed, and when that fails for a while.
#[wasm_bindgen_test]
async fn leaves_a_form_alone_while_tokens_are_renewed() {
    let mut tab = Tab::new();
    let clock = Clock::stopped();
    let (page, network) =
        Return { refresh_token: Some("the-refresh-token"), ..Return::default() }.arrives(&tab).await;
    tab.show(|| view! { <ConnectProvider page><Guarded children=form/></ConnectProvider> });
    tab.see("Welcome, Victor Pugin").await;
    assert!(until(|| network.paths().iter().any(|path| path == "/userinfo")).await);
    after_a_while().await;
    let field: HtmlInputElement = tab.elements("input").remove(0).unchecked_into();
    field.set_value("half a sentence");
    field.dispatch_event(&Event::new("input").expect("an event")).expect("a listener");

    let ends = tab.text_of("output");
    Network::answering(|_| Reply::Answer(503, String::new()));
    clock.advance(3600.0);
    tab.see("renewal waits").await;
    Network::answering(|request| match request.path() {
        "/token" => Reply::ok(
            json!({ "access_token": "another", "token_type": "Bearer", "expires_in": 3600 }).to_string(),
        ),
        _ => Reply::Failure,
    });
    clock.advance(120.0);

    assert!(
        until(|| tab.text_of("output") != ends && !tab.text_of("output").contains("waits")).await,
        "{}",
        tab.text_of("output")
    );
    let now: HtmlInputElement = tab.elements("input").remove(0).unchecked_into();
    assert_eq!(now.value(), "half a sentence");
    assert!(now.is_same_node(Some(&field)));
}

/// A page with something to fill in, and what becomes of the session beside it.
fn form(identity: Arc<Identity>) -> AnyView {
    let session = use_session();
    let told = move || match session.view().get() {
        View::SignedIn { notice: Some(_), .. } => "renewal waits".to_owned(),
        View::SignedIn { identity, .. } => identity.expires_at.milliseconds().to_string(),
        _ => String::new(),
    };
    let (text, set_text) = signal(String::new());
    view! {
        {greeting(identity)}
        <input prop:value=text on:input=move |event| set_text.set(event_target_value(&event))/>
        <output>{told}</output>
    }
    .into_any()
}
