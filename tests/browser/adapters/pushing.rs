//! A request that is pushed before the browser leaves.

use lifen_connect::browser::Page;
use lifen_connect::session::{Place, Stage, View};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Provider, Reply, Running, Tab, after_a_while, configuration, until};

/// A page that pushes what it asks, with a provider that answers like this.
async fn visit(tab: &Tab, answer: Reply) -> (Running, Network) {
    let provider = Provider::known().await;
    let network = Network::answering(move |request| match request.path() {
        "/par" => answer.clone(),
        _ => Reply::ok(provider.keys.clone()),
    });
    tab.configured_with(&configuration(&json!({
        "pushed_authorization_requests": "always",
        "pushed_authorization_request_endpoint": "https://provider.example/par",
    })));
    (Running::on(Page::arrive()), network)
}

#[wasm_bindgen_test]
async fn leaves_with_a_reference_to_what_it_sent() {
    let tab = Tab::new();
    let answer =
        Reply::Answer(201, json!({ "request_uri": "urn:the-reference", "expires_in": 60 }).to_string());
    let (running, network) = visit(&tab, answer).await;

    running.driver.sign_in(Place::of("/session"));

    assert!(until(|| !tab.departures().is_empty()).await, "{:?}", running.view());
    let expected = "https://provider.example/authorize?client_id=client&request_uri=urn%3Athe-reference";
    assert_eq!(tab.departures(), [expected]);
    let pushed = network.requests().into_iter().find(|request| request.path() == "/par").expect("a form");
    assert_eq!(pushed.method, "POST");
    assert_eq!(pushed.field("client_id").as_deref(), Some("client"));
    assert_eq!(pushed.field("code_challenge_method").as_deref(), Some("S256"));
    let only = |name: &str| name == "content-type";
    assert!(pushed.headers.iter().all(|(name, _)| only(name)), "nothing that needs a preflight: {pushed:?}");
}

#[wasm_bindgen_test]
async fn stays_where_nothing_could_be_pushed() {
    let tab = Tab::new();
    let (running, _network) = visit(&tab, Reply::Answer(503, String::new())).await;

    running.driver.sign_in(Place::of("/"));

    assert_eq!(running.view(), View::Pending(Stage::Leaving));
    assert!(until(|| running.code().is_some()).await);
    after_a_while().await;
    assert_eq!(running.code(), Some("pushed-request-unavailable"));
    assert_eq!(tab.departures(), [] as [String; 0]);
}
