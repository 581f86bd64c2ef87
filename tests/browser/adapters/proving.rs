//! Tokens that are bound to the key of this browser: what leaves, and what each request brings.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::DpopKey;
use lifen_connect::session::Place;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wasm_bindgen_test::wasm_bindgen_test;

use super::dpop_key::verified;
use crate::world::{
    Network, Provider, Received, Reply, Rest, Return, Running, Tab, after_a_while, change, configuration,
    field, until,
};

/// Somebody comes back from the provider, which gives bound tokens.
fn bound() -> Return {
    Return { configuration: json!({ "dpop": "required" }), token_type: "DPoP", ..Return::default() }
}

/// The claims of the proof that a request brought.
async fn proof_of(request: &Received) -> Value {
    let [_, claims] = verified(request.header("dpop").expect("a proof")).await;
    claims
}

#[wasm_bindgen_test]
async fn names_its_key_before_it_leaves() {
    let tab = Tab::new();
    let provider = Provider::known().await;
    Network::answering(move |_| Reply::ok(provider.keys.clone()));
    tab.configured_with(&configuration(&json!({ "dpop": "required" })));
    let running = Running::on(Page::arrive());

    running.driver.sign_in(Place::of("/"));

    assert!(until(|| !tab.departures().is_empty()).await);
    let departure = tab.departures().remove(0);
    let (_, query) = departure.split_once('?').expect("a query");
    let key = DpopKey::open("client", Provider::ISSUER).await.expect("a key");
    assert_eq!(field(query, "dpop_jkt").as_deref(), Some(key.public().thumbprint().as_str()));
}

#[wasm_bindgen_test]
async fn proves_with_the_code_and_with_the_token_that_it_has_the_key() {
    let tab = Tab::new();
    let (page, network) = bound().arrives(&tab).await;

    let running = Running::on(page);
    running.signs_in().await;

    assert!(until(|| network.requests().len() == 2).await);
    let [redemption, userinfo] = network.requests().try_into().expect("two requests");
    let first = proof_of(&redemption).await;
    assert_eq!((&first["htm"], &first["htu"]), (&json!("POST"), &json!("https://provider.example/token")));
    assert_eq!(first.get("ath"), None);
    assert_eq!(redemption.header("authorization"), None);
    let second = proof_of(&userinfo).await;
    assert_eq!(
        (&second["htm"], &second["htu"]),
        (&json!("GET"), &json!("https://provider.example/userinfo"))
    );
    assert_eq!(second["ath"], URL_SAFE_NO_PAD.encode(Sha256::digest("the-access-token")));
    assert_eq!(userinfo.header("authorization"), Some("DPoP the-access-token"));
    assert_ne!(first["jti"], second["jti"]);
}

#[wasm_bindgen_test]
async fn proves_once_more_with_the_nonce_that_is_wanted() {
    let tab = Tab::new();
    let wants = &[("DPoP-Nonce", "n-1"), ("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")];
    let userinfo = Reply::Headers(401, wants);
    let (page, network) = Return { userinfo, ..bound() }.arrives(&tab).await;

    let running = Running::on(page);
    running.signs_in().await;

    assert!(until(|| network.requests().len() == 3).await);
    after_a_while().await;
    let requests = network.requests();
    assert_eq!(network.paths(), ["/token", "/userinfo", "/userinfo"], "and not for ever");
    assert_eq!(proof_of(&requests[1]).await.get("nonce"), None);
    assert_eq!(proof_of(&requests[2]).await["nonce"], "n-1");
}

#[wasm_bindgen_test]
async fn brings_a_bearer_token_where_nothing_is_bound() {
    let tab = Tab::new();
    let (page, network) = Return::default().arrives(&tab).await;

    Running::on(page).signs_in().await;

    assert!(until(|| network.requests().len() == 2).await);
    let requests = network.requests();
    assert!(requests.iter().all(|request| request.header("dpop").is_none()));
    assert_eq!(requests[1].header("authorization"), Some("Bearer the-access-token"));
}

#[wasm_bindgen_test]
async fn says_that_there_is_no_place_for_the_key() {
    let tab = Tab::new();
    let (page, network) = bound().arrives(&tab).await;
    change::block(&tab.window(), "indexedDB");

    let running = Running::on(page);

    assert!(until(|| running.code().is_some()).await, "{:?}", running.view());
    assert_eq!(running.code(), Some("environment-key-storage-blocked"));
    assert!(network.requests().iter().all(|request| request.path() != "/token"), "the code is not spent");
}

#[wasm_bindgen_test]
async fn redeems_the_code_once_what_keeps_the_key_is_here() {
    let tab = Tab::new();
    let rest = Rest::on_its_way(&tab);
    let (page, network) = bound().arrives(&tab).await;
    let running = Running::on(page);
    assert!(until(|| rest.is_asked_for()).await);
    after_a_while().await;
    assert!(network.requests().iter().all(|request| request.path() != "/token"));

    rest.comes();

    running.signs_in().await;
    assert!(until(|| network.requests().len() == 2).await);
    assert!(network.requests().iter().all(|request| request.header("dpop").is_some()));
}

#[wasm_bindgen_test]
async fn says_that_what_keeps_the_key_did_not_come() {
    let tab = Tab::new();
    let rest = Rest::on_its_way(&tab);
    let (page, network) = bound().arrives(&tab).await;
    let running = Running::on(page);
    assert!(until(|| rest.is_asked_for()).await);

    rest.fails();

    assert!(until(|| running.code().is_some()).await, "{:?}", running.view());
    assert_eq!(running.code(), Some("environment-rest-missing"));
    assert!(network.requests().iter().all(|request| request.path() != "/token"), "the code is not spent");
}

/// The provider has the last word on a request whose proof could not be made.
#[wasm_bindgen_test]
async fn asks_without_a_proof_where_the_browser_refuses_to_sign() {
    let tab = Tab::new();
    let (page, network) = bound().arrives(&tab).await;
    let subtle = tab.window().crypto().expect("an object").subtle();
    change::refuse(&subtle, "sign", "OperationError");

    let running = Running::on(page);

    running.signs_in().await;
    assert!(until(|| network.requests().len() == 2).await);
    assert!(network.requests().iter().all(|request| request.header("dpop").is_none()));
}
