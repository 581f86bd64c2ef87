//! A sign-in in a window of its own: here the window is another driver of the same page, which has no more in common
//! with the first than two pages have.

use std::cell::RefCell;
use std::rc::Rc;

use lifen_connect::browser::Page;
use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::session::{Arrival, Place, SignedOutReason, Stage, View};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Network, Provider, Received, Reply, Running, Tab, Windows, after_a_while, claims, configuration, field,
    token_response, until,
};

const PLACE: &str = "/session?from=link#trust";
const WAITING: View = View::Pending(Stage::InPopup);

/// A page, and a provider that gives out what it is told to.
struct World {
    tab: Tab,
    running: Running,
    network: Network,
    token: Rc<RefCell<Option<String>>>,
}

async fn visited() -> World {
    let tab = Tab::at(PLACE);
    tab.configured_with(&configuration(&json!({})));
    let token: Rc<RefCell<Option<String>>> = Rc::default();
    let (given, provider) = (Rc::clone(&token), Provider::known().await);
    let network = Network::answering(move |request: &Received| match request.path() {
        "/token" => given.borrow().clone().map_or(Reply::Failure, Reply::ok),
        "/userinfo" => Reply::ok(json!({ "sub": "auth0|victor" }).to_string()),
        "/keys" => Reply::ok(provider.keys.clone()),
        _ => Reply::Failure,
    });
    let running = Running::on(Page::arrive());
    World { tab, running, network, token }
}

impl World {
    /// In the window that was sent there, somebody says who they are; the page it comes back with.
    async fn comes_back(&self, address: &str) -> Running {
        let query =
            address.strip_prefix("https://provider.example/authorize?").expect("the provider's address");
        let nonce = field(query, "nonce").expect("a nonce");
        let id_token = Provider::known().await.sign(&claims(&nonce, &json!({}))).await;
        *self.token.borrow_mut() = Some(token_response(&id_token, "Bearer", None));
        arrives(&["code=the-code&state=", &field(query, "state").expect("a state")].concat())
    }

    fn redemptions(&self) -> usize {
        self.network.requests().iter().filter(|request| request.path() == "/token").count()
    }
}

/// A page that was loaded with this response, which is off its address bar.
fn arrives(response: &str) -> Running {
    let configuration = Configuration::parse(&configuration(&json!({})), "https://app.example/");
    let response = AuthorizationResponse::parse(response).expect("a response");
    Running::on(Page { start: Ok((configuration.expect("a configuration"), Arrival::Response(response))) })
}

#[wasm_bindgen_test]
async fn signs_in_where_the_button_was_pressed_and_closes_the_window() {
    let world = visited().await;
    let windows = Windows::noted(&world.tab);

    world.running.driver.sign_in_in_popup(Place::of(PLACE));
    assert_eq!(world.running.view(), WAITING);
    let window = world.comes_back(&windows.led_to().expect("an address")).await;

    world.running.signs_in().await;
    window.comes_to(View::Pending(Stage::Delivered)).await;
    assert!(windows.is_left());
    assert_eq!(world.redemptions(), 1);
    assert_eq!(world.tab.departures(), [] as [String; 0]);
    assert_eq!(world.tab.address(), PLACE);
}

/// Nothing that a duplicate of the tab would copy.
#[wasm_bindgen_test]
async fn stores_nothing_while_it_waits() {
    let world = visited().await;
    let _windows = Windows::noted(&world.tab);

    world.running.driver.sign_in_in_popup(Place::of(PLACE));

    let kept = world.tab.session_storage().get_item("lifen-connect.pending").expect("no exception");
    assert_eq!(kept.unwrap_or_default(), "");
}

#[wasm_bindgen_test]
async fn leaves_at_once_where_the_browser_opens_no_window() {
    let world = visited().await;
    Windows::refused(&world.tab);

    world.running.driver.sign_in_in_popup(Place::of(PLACE));

    assert_eq!(world.running.view(), View::Pending(Stage::Leaving));
    assert!(until(|| world.tab.departures().len() == 1).await);
}

#[wasm_bindgen_test]
async fn takes_the_window_away_when_nobody_waits_any_more() {
    let world = visited().await;
    let windows = Windows::noted(&world.tab);
    world.running.driver.sign_in_in_popup(Place::of(PLACE));
    assert!(!windows.is_closed());

    world.running.driver.give_up();

    assert!(windows.is_closed());
    assert_eq!(world.running.view(), View::SignedOut(SignedOutReason::NotYet));
}

#[wasm_bindgen_test]
async fn goes_on_in_this_page_with_a_request_of_its_own() {
    let world = visited().await;
    let windows = Windows::noted(&world.tab);
    world.running.driver.sign_in_in_popup(Place::of(PLACE));
    let led_to = windows.led_to().expect("an address");

    world.running.driver.sign_in(Place::of("/"));

    assert!(windows.is_closed());
    assert!(until(|| world.tab.departures().len() == 1).await);
    assert_ne!(field(&world.tab.departures()[0], "state"), field(&led_to, "state"));
}

#[wasm_bindgen_test]
async fn says_what_is_wrong_with_a_response_that_no_page_takes() {
    let world = visited().await;
    let windows = Windows::noted(&world.tab);
    world.running.driver.sign_in_in_popup(Place::of(PLACE));

    let stranger = arrives("code=x&state=y");
    after_a_while().await;
    assert_eq!(stranger.view(), View::Pending(Stage::Returning), "it asks the other tabs first");

    assert!(until(|| stranger.code() == Some("authorization-state-unknown")).await, "{:?}", stranger.view());
    assert_eq!(world.running.view(), WAITING);
    assert!(!windows.is_left());
}
