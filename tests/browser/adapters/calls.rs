//! Calls of a page: what goes out, and what its future brings.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::Answer;
use lifen_connect::session::{Call, Method};
use serde_json::json;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Reply, Return, Running, Tab, after_a_while, until};

const ADDRESS: &str = "https://api.example/fhir/Organization/1?x=%C3%A9";

const CHALLENGE: &[(&str, &str)] =
    &[("WWW-Authenticate", r#"Bearer error="insufficient_user_authentication", acr_values="eidas2""#)];

/// Somebody who is signed in, before an API that gives these answers.
async fn signed_in(tab: &Tab, api: Vec<Reply>) -> (Running, Network) {
    let configuration = json!({ "api_origins": ["https://api.example"] });
    let (page, network) = Return { configuration, api, ..Return::default() }.arrives(tab).await;
    let running = Running::on(page);
    assert!(until(|| running.identity().is_some()).await);
    (running, network)
}

fn get() -> Call {
    Call::get(ADDRESS).expect("an address")
}

#[wasm_bindgen_test]
async fn goes_out_with_the_access_token_and_nothing_else_of_the_person() {
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, vec![Reply::ok("{}")]).await;

    let answer = running.driver.call(get()).await;

    assert_eq!(answer, Ok(Answer::new(200, "{}")));
    let sent = network.requests().pop().expect("a request");
    assert_eq!((sent.method.as_str(), sent.url.as_str(), sent.body.as_str()), ("GET", ADDRESS, ""));
    assert_eq!(sent.header("authorization"), Some("Bearer the-access-token"));
    assert_eq!((sent.credentials.as_str(), sent.redirect.as_str()), ("omit", "error"));
    assert_eq!((sent.referrer_policy.as_str(), sent.cache.as_str()), ("no-referrer", "no-store"));
}

#[wasm_bindgen_test]
async fn sends_what_a_page_writes_as_what_it_is() {
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, vec![Reply::Answer(201, String::new())]).await;
    let call = get().sending(Method::Put, "application/fhir+json", "{}".to_owned());

    assert_eq!(running.driver.call(call).await, Ok(Answer::new(201, "")));

    let sent = network.requests().pop().expect("a request");
    assert_eq!((sent.method.as_str(), sent.body.as_str()), ("PUT", "{}"));
    assert_eq!(sent.header("content-type"), Some("application/fhir+json"));
}

#[wasm_bindgen_test]
async fn tells_at_once_what_is_refused_before_anything_goes_out() {
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, Vec::new()).await;
    let before = network.requests().len();

    let elsewhere = Call::get("https://api.example.evil.example/fhir/").expect("an address");
    let answer = running.driver.call(elsewhere).await;

    assert_eq!(answer.map_err(|error| error.code()), Err("api-origin-not-allowed"));
    assert_eq!(network.requests().len(), before);
}

#[wasm_bindgen_test]
async fn a_future_that_is_dropped_is_waited_for_no_longer() {
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, vec![Reply::Silence, Reply::ok("second")]).await;
    let before = network.requests().len();

    drop(running.driver.call(get()));
    let second = running.driver.call(get()).await;

    assert_eq!(second, Ok(Answer::new(200, "second")));
    assert_eq!(network.requests().len(), before + 2);
}

#[wasm_bindgen_test]
async fn leaves_for_the_authentication_that_an_api_asks_for() {
    let tab = Tab::returning();
    let (running, _network) = signed_in(&tab, vec![Reply::Headers(401, CHALLENGE)]).await;

    let calling = running.driver.call(get());
    spawn_local(async move {
        let _ = calling.await;
    });

    assert!(until(|| !tab.departures().is_empty()).await);
    assert!(tab.departures()[0].contains("&acr_values=eidas2"), "{:?}", tab.departures());
    assert!(running.identity().is_some(), "the page stays as it is until it is gone");
    let stored =
        tab.session_storage().get_item("lifen-connect.pending").expect("storage").unwrap_or_default();
    assert!(stored.contains("errand=step-up"), "{stored}");
    assert!(!stored.contains("the-access-token"), "{stored}");
}

#[wasm_bindgen_test]
async fn stays_for_a_call_that_nobody_waits_for() {
    let tab = Tab::returning();
    let (running, _network) = signed_in(&tab, vec![Reply::Headers(401, CHALLENGE)]).await;

    drop(running.driver.call(get()));
    after_a_while().await;

    assert_eq!(tab.departures(), [""; 0]);
}

/// Not only is its answer not waited for: the connection is given back.
#[wasm_bindgen_test]
async fn stops_the_request_of_a_call_that_nobody_waits_for() {
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, vec![Reply::Silence]).await;
    let before = network.requests().len();
    let calling = running.driver.call(get());
    assert!(until(|| network.requests().len() == before + 1).await);
    assert_eq!(network.given_up(), 0);

    drop(calling);

    assert!(until(|| network.given_up() == 1).await);
    after_a_while().await;
    assert_eq!(network.requests().len(), before + 1, "nobody is told why, so nobody asks");
}

#[wasm_bindgen_test]
async fn a_call_has_a_time_limit_of_its_own() {
    let tab = Tab::returning();
    let (running, _network) = signed_in(&tab, vec![Reply::Silence]).await;

    let answer = running.driver.call(get().within(Seconds(1))).await;

    assert_eq!(answer.map_err(|error| error.code()), Err("api-timeout"));
}

#[wasm_bindgen_test]
async fn comes_again_when_the_api_says() {
    const SOON: &[(&str, &str)] = &[("Retry-After", "1")];
    let tab = Tab::returning();
    let (running, network) = signed_in(&tab, vec![Reply::Headers(429, SOON), Reply::ok("{}")]).await;
    let before = network.requests().len();

    let answer = running.driver.call(get()).await;

    assert_eq!(answer, Ok(Answer::new(200, "{}")));
    assert_eq!(network.requests().len(), before + 2);
}

#[wasm_bindgen_test]
async fn leaves_for_more_access_with_what_there_was() {
    let tab = Tab::returning();
    let (running, _network) = signed_in(&tab, Vec::new()).await;

    running.driver.ask_for("directory");

    assert!(until(|| !tab.departures().is_empty()).await);
    let asked = &tab.departures()[0];
    assert!(asked.contains("scope=openid+profile+email+directory&") && !asked.contains("prompt="), "{asked}");
    let stored =
        tab.session_storage().get_item("lifen-connect.pending").expect("storage").unwrap_or_default();
    assert!(stored.contains("errand=ask"), "{stored}");
}
