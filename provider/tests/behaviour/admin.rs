//! Commands over HTTP, and what was received.

use axum::http::StatusCode;
use provider::Misbehaviour;
use serde_json::json;

use crate::relying_party::*;

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[tokio::test]
async fn takes_a_misbehaviour_by_name_and_clears_it() {
    let relying_party = RelyingParty::new();

    let answer =
        relying_party.ask("POST", "/admin/misbehaviour", JSON, r#"{"misbehaviour":"keys-empty"}"#).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(relying_party.keys().await.json(), json!({"keys": []}));

    let answer = relying_party.ask("DELETE", "/admin/misbehaviour", &[], "").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_ne!(relying_party.keys().await.json(), json!({"keys": []}));
}

#[tokio::test]
async fn refuses_a_misbehaviour_it_does_not_know_and_lists_those_it_does() {
    let relying_party = RelyingParty::new();

    let answer =
        relying_party.ask("POST", "/admin/misbehaviour", JSON, r#"{"misbehaviour":"be-nice"}"#).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["known"].as_array().unwrap().len(), Misbehaviour::ALL.len());
}

#[tokio::test]
async fn says_what_was_commanded() {
    let relying_party = RelyingParty::meeting(Misbehaviour::InvalidNonce);

    let answer = relying_party.get("/admin/misbehaviour").await.json();

    assert_eq!((&answer["next"], &answer["standing"]), (&json!("invalid-nonce"), &json!(null)));
}

#[tokio::test]
async fn records_what_was_received_and_forgets_it() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;
    relying_party.userinfo(&token).await;
    relying_party.get(&authorization_path(&[])).await;

    let requests = relying_party.provider.requests();

    let seen: Vec<_> =
        requests.iter().map(|request| (request.method.as_str(), request.path.as_str())).collect();
    assert_eq!(seen, [("POST", "/oauth/token"), ("GET", "/userinfo"), ("GET", "/authorize")]);
    assert_eq!(requests[0].content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(requests[0].origin.as_deref(), Some(ORIGIN));
    assert!(!requests[0].has_authorization_header && requests[1].has_authorization_header);
    assert!(requests[2].parameters.contains(&"version".to_owned()));
    relying_party.provider.forget_requests();
    assert!(relying_party.provider.requests().is_empty());
}

#[tokio::test]
async fn records_no_secret() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();
    let answer = relying_party.redeem(&code).await.json();
    let token = answer["access_token"].as_str().unwrap();
    relying_party.userinfo(token).await;
    relying_party.get(&format!("/oidc/logout?id_token_hint={}", answer["id_token"].as_str().unwrap())).await;

    let recorded = relying_party.get("/admin/requests").await.body;

    for secret in [&code, token, VERIFIER, answer["id_token"].as_str().unwrap()] {
        assert!(!recorded.contains(secret));
    }
    assert!(recorded.contains("/userinfo"));
    relying_party.ask("DELETE", "/admin/requests", &[], "").await;
    assert_eq!(relying_party.get("/admin/requests").await.json(), json!([]));
}
