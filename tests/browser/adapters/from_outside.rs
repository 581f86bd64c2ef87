//! Pages that another site or the provider opens: a sign-in that is asked for, and a session that ended.

use js_sys::Object;
use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{leaves_unasked, note, resume};
use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::frontchannel_logout::FrontchannelLogout;
use lifen_connect::protocol::secret::{LoginHint, Nonce};
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Arrival, Place, Presence, Resumption, SignedOutReason, Stage, View};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Network, Provider, Reply, Return, Running, Tab, after_a_while, change, configuration, until,
};

const ASKED: &str =
    "/login?iss=https://provider.example/&login_hint=victor%40hospital.example&target_link_uri=/session";
const LOGOUT: &str = "/frontchannel-logout?iss=https://provider.example/&sid=08a5";

fn configured_at(place: &str) -> Tab {
    let tab = Tab::at(place);
    tab.configured_with(&configuration(&json!({})));
    tab
}

/// The page is in a frame of another page.
fn is_framed(tab: &Tab) {
    change::set(&tab.window(), "parent", &Object::new());
}

fn arrival() -> Arrival {
    let (_, arrival) = Page::arrive().start.expect("a configuration");
    arrival
}

#[wasm_bindgen_test]
fn is_asked_for_a_sign_in_and_takes_the_request_off_the_address_bar() {
    let tab = configured_at(ASKED);
    let entry = tab.history_entry();

    let Arrival::Initiated { reason, place, login_hint, entropy } = arrival() else { panic!("a request") };

    assert_eq!((reason, place), (SignedOutReason::NotYet, Place::of("/session")));
    assert_eq!(login_hint.as_ref().map(LoginHint::expose), Some("victor@hospital.example"));
    assert!(entropy.is_some());
    assert_eq!((tab.address().as_str(), tab.history_entry()), ("/login", entry));
    assert!(tab.history().iter().all(|address| !address.contains("victor")), "{:?}", tab.history());
}

#[wasm_bindgen_test]
async fn leaves_in_the_place_of_the_page_that_was_asked() {
    let tab = configured_at(ASKED);
    let provider = Provider::known().await;
    Network::answering(move |_| Reply::ok(provider.keys.clone()));

    let running = Running::on(Page::arrive());

    assert_eq!(running.view(), View::Pending(Stage::Leaving));
    assert!(until(|| tab.departures().len() == 1).await);
    assert!(tab.departures()[0].contains("&login_hint=victor%40hospital.example"), "{:?}", tab.departures());
}

#[wasm_bindgen_test]
fn leaves_without_a_click_three_times_a_minute_and_where_that_can_be_counted() {
    let tab = Tab::new();
    for _ in 0..3 {
        assert!(leaves_unasked());
    }
    assert!(!leaves_unasked());
    drop(tab);

    let tab = Tab::new();
    change::refuse(&tab.session_storage(), "setItem", "QuotaExceededError");
    assert!(!leaves_unasked());
    drop(tab);

    let tab = configured_at(ASKED);
    change::block(&tab.window(), "sessionStorage");
    assert!(!leaves_unasked());
    assert!(matches!(arrival(), Arrival::Initiated { entropy: None, .. }));
    // The tab puts its storage in order when it is closed.
    change::undo_all();
}

/// What is kept of somebody who was signed in is for bringing them back, and is not used up here.
#[wasm_bindgen_test]
fn counts_and_takes_nothing_else() {
    let _tab = Tab::new();
    let presence = Presence::of(&Nonce::new("nonce"), "auth0|victor", Timestamp::from_seconds(1_800_000_000));
    note(presence.clone());

    assert!(leaves_unasked());

    assert_eq!(resume(), Resumption::Resume(presence));
}

#[wasm_bindgen_test]
fn tells_a_request_that_cannot_be_followed_from_a_visit() {
    let tab = configured_at("/login?iss=https://evil.example/");
    assert!(matches!(arrival(), Arrival::NotInitiated(_)));
    assert_eq!(tab.address(), "/login");
    drop(tab);

    let tab = configured_at("/login?tab=2");
    assert!(matches!(arrival(), Arrival::Visit(_)));
    assert_eq!(tab.address(), "/login?tab=2");
}

#[wasm_bindgen_test]
fn hears_in_a_frame_that_a_session_ended() {
    let tab = configured_at(LOGOUT);
    is_framed(&tab);

    let page = Page::arrive();

    assert!(page.is_hidden());
    let (_, arrival) = page.start.expect("a configuration");
    let said = FrontchannelLogout { sid: Some("08a5".to_owned()) };
    assert!(matches!(arrival, Arrival::FrontchannelLogout(Some(logout)) if logout == said));
    assert_eq!(tab.address(), "/frontchannel-logout");
}

#[wasm_bindgen_test]
fn is_a_page_like_any_other_where_it_is_in_no_frame() {
    let tab = configured_at(LOGOUT);

    let page = Page::arrive();

    assert!(!page.is_hidden());
    assert!(matches!(page.start, Ok((_, Arrival::Visit(_)))));
    assert_eq!(tab.address(), LOGOUT);
}

#[wasm_bindgen_test]
async fn ends_the_session_of_another_tab_and_signs_nobody_in() {
    let tab = Tab::new();
    let with = Return { claims: json!({ "sid": "08a5" }), ..Return::default() };
    let (page, _) = with.arrives(&tab).await;
    let running = Running::on(page);
    running.signs_in().await;

    let configuration = Configuration::parse(&configuration(&json!({})), "https://app.example/");
    let said = FrontchannelLogout { sid: Some("08a5".to_owned()) };
    let arrival = Arrival::FrontchannelLogout(Some(said));
    let frame = Running::on(Page { start: Ok((configuration.expect("a configuration"), arrival)) });

    running.comes_to(View::SignedOut(SignedOutReason::Ended)).await;
    after_a_while().await;
    assert_eq!(frame.view(), View::Pending(Stage::SigningOut));
}
