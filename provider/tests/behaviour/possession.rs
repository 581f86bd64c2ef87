//! Tokens that are bound to a key: how they are asked for, and renewed.

use axum::http::StatusCode;
use provider::Dpop;
use provider::Misbehaviour;
use serde_json::{Value, json};

use crate::prover::{Prover, claims};
use crate::relying_party::*;
use crate::renewal::{OFFLINE, access_token, refresh_token};

fn refused(error: &str) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, error.to_owned())
}

fn token_proof(prover: &Prover) -> String {
    prover.proof("POST", "/oauth/token", json!({}))
}

#[tokio::test]
async fn binds_tokens_to_the_key_of_a_proof() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let proof = token_proof(&Prover::new());

    let answer = relying_party.redeem_proving(&relying_party.code(), &[&proof]).await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["token_type"], "DPoP");
    assert!(answer.json()["id_token"].is_string());
    assert!(!answer.headers.contains_key("dpop-nonce"));
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata["dpop_signing_alg_values_supported"], json!(["ES256"]));
}

#[tokio::test]
async fn gives_bearer_tokens_to_whoever_brings_no_proof() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);

    let answer = relying_party.token_answer().await;

    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(relying_party.userinfo(access_token(&answer)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn passes_over_proofs_as_lifen_does() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.redeem_proving(&relying_party.code(), &["not even a proof"]).await.json();

    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(relying_party.metadata().await.json().get("dpop_signing_alg_values_supported"), None);
}

#[tokio::test]
async fn demands_a_proof_of_a_client_that_has_to_bring_one_and_keeps_the_code() {
    let relying_party = RelyingParty::proving(Dpop::Required);
    let code = relying_party.code();

    assert_eq!(relying_party.redeem(&code).await.error(), refused("invalid_dpop_proof"));

    let proof = token_proof(&Prover::new());
    assert_eq!(relying_party.redeem_proving(&code, &[&proof]).await.status, StatusCode::OK);
}

/// RFC 9449 §4.3.
#[tokio::test]
async fn refuses_a_proof_that_is_wrong_in_any_point() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let (prover, another) = (Prover::new(), Prover::new());
    let code = relying_party.code();
    let changed = |changes| prover.proof("POST", "/oauth/token", changes);
    let with_header = |member: &str, value: Value| {
        let mut header = prover.header();
        header[member] = value;
        prover.signs(&header, &claims("POST", "/oauth/token", json!({})))
    };
    let mut private = prover.jwk();
    private["d"] = "AAAA".into();

    for (why, proof) in [
        ("no JWT", "proof".to_owned()),
        ("an empty JWT", "..".to_owned()),
        ("`typ`", with_header("typ", "JWT".into())),
        ("`alg`", with_header("alg", "none".into())),
        ("a symmetric `alg`", with_header("alg", "HS256".into())),
        ("no `jwk`", with_header("jwk", Value::Null)),
        ("a private `jwk`", with_header("jwk", private)),
        ("somebody else's `jwk`", with_header("jwk", another.jwk())),
        ("no `jti`", changed(json!({"jti": null}))),
        ("an empty `jti`", changed(json!({"jti": ""}))),
        ("no `iat`", changed(json!({"iat": null}))),
        ("an old `iat`", changed(json!({"iat": NOW - 301}))),
        ("an `iat` ahead", changed(json!({"iat": NOW + 61}))),
        ("another method", changed(json!({"htm": "GET"}))),
        ("a method in lower case", changed(json!({"htm": "post"}))),
        ("another address", changed(json!({"htu": format!("{ISSUER}userinfo")}))),
        ("another host", changed(json!({"htu": "https://evil.example/oauth/token"}))),
        ("no address", changed(json!({"htu": null}))),
    ] {
        let answer = relying_party.redeem_proving(&code, &[&proof]).await;
        assert_eq!(answer.error(), refused("invalid_dpop_proof"), "{why}");
    }
    let twice = [&*token_proof(&prover), &*token_proof(&prover)];
    assert_eq!(relying_party.redeem_proving(&code, &twice).await.error(), refused("invalid_dpop_proof"));

    let right = changed(json!({"iat": NOW - 300, "htu": format!("{ISSUER}oauth/token?x=1#y")}));
    assert_eq!(relying_party.redeem_proving(&code, &[&right]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn refuses_a_proof_that_comes_twice() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let proof = token_proof(&Prover::new());
    relying_party.redeem_proving(&relying_party.code(), &[&proof]).await;

    let again = relying_party.redeem_proving(&relying_party.code(), &[&proof]).await;

    assert_eq!(again.error(), refused("invalid_dpop_proof"));
}

/// RFC 9449 §10.
#[tokio::test]
async fn gives_a_code_that_is_bound_to_a_key_only_to_its_holder() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let (prover, thief) = (Prover::new(), Prover::new());
    let bound = |relying_party: &RelyingParty| relying_party.code_for(&[("dpop_jkt", &prover.thumbprint())]);

    let without = relying_party.redeem(&bound(&relying_party)).await;
    assert_eq!(without.error(), refused("invalid_grant"));
    let stolen = relying_party.redeem_proving(&bound(&relying_party), &[&token_proof(&thief)]).await;
    assert_eq!(stolen.error(), refused("invalid_grant"));

    let right = relying_party.redeem_proving(&bound(&relying_party), &[&token_proof(&prover)]).await;
    assert_eq!(right.status, StatusCode::OK);
    let as_lifen = RelyingParty::new();
    assert_eq!(as_lifen.redeem(&bound(&as_lifen)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn renews_bound_tokens_only_for_the_holder_of_the_key() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let (prover, thief) = (Prover::new(), Prover::new());
    let first = relying_party.bound_to(&prover).await;

    assert_eq!(relying_party.renew(refresh_token(&first)).await.error(), refused("invalid_grant"));
    let stolen = relying_party.renew_proving(refresh_token(&first), &[&token_proof(&thief)]).await;
    assert_eq!(stolen.error(), refused("invalid_grant"));

    let second = relying_party.renew_proving(refresh_token(&first), &[&token_proof(&prover)]).await.json();
    assert_eq!(second["token_type"], "DPoP");
    assert_eq!(relying_party.renew(refresh_token(&second)).await.error(), refused("invalid_grant"));
}

#[tokio::test]
async fn gives_bearer_tokens_despite_a_proof_on_command() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    relying_party.provider.misbehave(Misbehaviour::TokenTypeBearerDespiteDpop);
    let prover = Prover::new();

    let code = relying_party.code_for(&[OFFLINE]);
    let first = relying_party.redeem_proving(&code, &[&token_proof(&prover)]).await.json();

    assert_eq!(first["token_type"], "Bearer");
    assert_eq!(relying_party.userinfo(access_token(&first)).await.status, StatusCode::OK);
    let second = relying_party.renew_proving(refresh_token(&first), &[&token_proof(&prover)]).await.json();
    assert_eq!(second["token_type"], "Bearer");
}

#[tokio::test]
async fn lets_pages_send_proofs_and_read_nonces() {
    let relying_party = RelyingParty::new();

    for path in ["/oauth/token", "/userinfo", "/fhir/v3/Practitioner"] {
        let asked = [("origin", ORIGIN), ("access-control-request-method", "POST")];
        let preflight = relying_party.ask("OPTIONS", path, &asked, "").await;
        assert!(preflight.header("access-control-allow-headers").contains("dpop"), "{path}");
        let answer = relying_party.ask("POST", path, &[("origin", ORIGIN)], "").await;
        assert!(answer.header("access-control-expose-headers").contains("dpop-nonce"), "{path}");
    }
}
