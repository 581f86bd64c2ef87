//! Tabs that share a session: here they are drivers of one page, which have no more in common than tabs have.

use std::cell::RefCell;
use std::rc::Rc;

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::Channel;
use lifen_connect::configuration::Configuration;
use lifen_connect::session::{Message, SignedOutReason, View};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::BroadcastChannel;

use crate::world::{
    Network, Return, Running, TABS, Tab, after_a_while, change, configuration, leave_page, look_back,
    show_page,
};

const NOT_YET: View = View::SignedOut(SignedOutReason::NotYet);
const ELSEWHERE: View = View::SignedOut(SignedOutReason::Elsewhere);

/// A tab that was just opened, of a deployment with these changes.
fn visits(changes: &Value) -> Running {
    let text = configuration(changes);
    let configuration = Configuration::parse(&text, "https://app.example/").expect("a configuration");
    let arrival = lifen_connect::session::Arrival::Visit(SignedOutReason::NotYet);
    Running::on(Page { start: Ok((configuration, arrival)) })
}

/// A tab that comes back from the provider. What it sends is for a test to see.
async fn signs_in(tab: &Tab, with: Return) -> (Running, Network) {
    let (page, network) = with.arrives(tab).await;
    let running = Running::on(page);
    running.signs_in().await;
    (running, network)
}

#[wasm_bindgen_test]
async fn signs_in_wherever_nobody_was_yet() {
    let tab = Tab::new();
    let other = visits(&json!({}));
    assert_eq!(other.view(), NOT_YET);

    let (one, _) = signs_in(&tab, Return::default()).await;

    other.signs_in().await;
    assert_eq!(other.identity().unwrap().subject(), one.identity().unwrap().subject());
}

#[wasm_bindgen_test]
async fn tells_a_tab_that_is_opened_who_is_signed_in() {
    let tab = Tab::new();
    let (_one, network) = signs_in(&tab, Return::default()).await;

    let other = visits(&json!({}));

    other.signs_in().await;
    let redeemed = network.requests().iter().filter(|request| request.path() == "/token").count();
    assert_eq!(redeemed, 1, "the code opened one session, and the other tab shares it");
}

#[wasm_bindgen_test]
async fn signs_out_in_every_tab() {
    let tab = Tab::new();
    let (one, _) = signs_in(&tab, Return::default()).await;
    let other = visits(&json!({}));
    other.signs_in().await;

    one.driver.sign_out();

    other.comes_to(ELSEWHERE).await;
}

/// Each has a channel of its own under one name; what goes out on it never comes back on it.
#[wasm_bindgen_test]
async fn does_not_hear_itself() {
    let tab = Tab::new();
    let heard: Rc<RefCell<Vec<String>>> = Rc::default();
    let kept = Rc::clone(&heard);
    let _channel = Channel::open(TABS, move |text| kept.borrow_mut().push(text)).expect("a channel");

    let (one, _) = signs_in(&tab, Return::default()).await;
    one.driver.sign_out();
    after_a_while().await;

    let said: Vec<_> = heard.borrow().iter().filter_map(|text| Message::from_text(text)).collect();
    let said = said.iter().filter(|message| matches!(message, Message::Grant(_) | Message::Ended { .. }));
    assert_eq!(said.count(), 2, "it was told: {:?}", heard.borrow());
    assert!(!one.views().contains(&ELSEWHERE), "{:?}", one.views());
}

#[wasm_bindgen_test]
async fn hears_nothing_of_another_client_or_another_provider() {
    for changes in [json!({ "client_id": "another" }), json!({ "issuer": "https://another.example/" })] {
        let tab = Tab::new();
        let other = visits(&changes);

        let (one, _) = signs_in(&tab, Return::default()).await;
        after_a_while().await;

        assert_eq!(other.view(), NOT_YET, "{changes}");
        assert!(one.is_signed_in());
    }
}

#[wasm_bindgen_test]
async fn passes_over_what_no_tab_of_this_app_says() {
    let tab = Tab::new();
    let (one, _) = signs_in(&tab, Return::default()).await;
    let stranger = BroadcastChannel::new(TABS).unwrap();

    for text in
        ["", "rubbish", "message=ended", "message=grant&access_token=a", "message=ended&reason=x&at=9"]
    {
        stranger.post_message(&text.into()).unwrap();
    }
    after_a_while().await;

    assert!(one.is_signed_in());
}

/// It was in the back/forward cache, or its tab was frozen: what all tabs remember tells.
#[wasm_bindgen_test]
async fn hears_later_that_another_tab_signed_out() {
    let back_from_the_cache: fn() = || show_page(true);
    for come_back in [back_from_the_cache, look_back] {
        let tab = Tab::new();
        let (one, _) = signs_in(&tab, Return::default()).await;
        let other = visits(&json!({}));
        other.signs_in().await;
        leave_page();
        one.driver.sign_out();
        after_a_while().await;
        assert!(other.is_signed_in());

        come_back();

        other.comes_to(ELSEWHERE).await;
    }
}

#[wasm_bindgen_test]
async fn lives_alone_in_a_browser_without_channels() {
    let tab = Tab::new();
    change::set(&tab.window(), "BroadcastChannel", &JsValue::UNDEFINED);

    let (one, _) =
        signs_in(&tab, Return { configuration: json!({ "sign_out": "local" }), ..Return::default() }).await;
    one.driver.sign_out();

    one.comes_to(View::SignedOut(SignedOutReason::SignedOut)).await;
}
