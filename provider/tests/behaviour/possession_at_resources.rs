//! What a bound access token opens, and the nonces a provider may want in every proof.

use axum::http::StatusCode;
use provider::{Dpop, Misbehaviour, Settings};
use serde_json::{Value, json};

use crate::prover::{Prover, hash, proving};
use crate::relying_party::*;
use crate::renewal::{access_token, refresh_token};

const PATHS: [&str; 3] = ["/userinfo", "/fhir/v3/Practitioner?name=a", "/fhir/v3/DocumentReference/9410021"];

fn proof(prover: &Prover, token: &str, path: &str, changes: Value) -> String {
    let mut claims = json!({"ath": hash(token)});
    for (claim, value) in changes.as_object().unwrap() {
        claims[claim] = value.clone();
    }
    prover.proof("GET", path.split('?').next().unwrap(), claims)
}

#[tokio::test]
async fn opens_to_the_holder_of_the_key() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let prover = Prover::new();
    let answer = relying_party.bound_to(&prover).await;
    let token = access_token(&answer);

    for path in &PATHS[..2] {
        let proof = proof(&prover, token, path, json!({}));
        let opened = relying_party.proving_call(token, path, &proof).await;
        assert_eq!(opened.status, StatusCode::OK, "{path}");
        assert!(!opened.headers.contains_key("dpop-nonce"));
        let again = relying_party.proving_call(token, path, &proof).await;
        assert!(again.header("www-authenticate").starts_with("DPoP error=\"invalid_dpop_proof\""), "{path}");
    }
    let requests = relying_party.provider.requests();
    assert!(requests.iter().all(|request| request.has_dpop_proof));
}

#[tokio::test]
async fn challenges_in_the_scheme_of_the_token() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let prover = Prover::new();
    let answer = relying_party.bound_to(&prover).await;
    let token = access_token(&answer);

    let challenged =
        relying_party.proving_call(token, PATHS[2], &proof(&prover, token, PATHS[2], json!({}))).await;

    assert_eq!(challenged.status, StatusCode::UNAUTHORIZED);
    let challenge = challenged.header("www-authenticate");
    assert!(challenge.starts_with("DPoP error=\"insufficient_user_authentication\""), "{challenge}");
    assert!(challenge.ends_with("max_age=\"600\", algs=\"ES256\""), "{challenge}");
}

/// RFC 9449 §7.1, §7.2.
#[tokio::test]
async fn stays_closed_to_anyone_else() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let (prover, thief) = (Prover::new(), Prover::new());
    let answer = relying_party.bound_to(&prover).await;
    let token = access_token(&answer);

    for path in PATHS {
        let as_bearer = relying_party.bearing(token, path).await;
        let challenge = "DPoP error=\"invalid_token\", algs=\"ES256\"";
        assert_eq!(
            (as_bearer.status, as_bearer.header("www-authenticate")),
            (StatusCode::UNAUTHORIZED, challenge)
        );
        for (why, proof, error) in [
            ("another key", proof(&thief, token, path, json!({})), "invalid_token"),
            ("no `ath`", proof(&prover, token, path, json!({"ath": null})), "invalid_dpop_proof"),
            ("another `ath`", proof(&prover, "another", path, json!({})), "invalid_dpop_proof"),
            ("another method", proof(&prover, token, path, json!({"htm": "POST"})), "invalid_dpop_proof"),
            ("another address", proof(&prover, token, "/elsewhere", json!({})), "invalid_dpop_proof"),
        ] {
            let answer = relying_party.proving_call(token, path, &proof).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}: {why}");
            let expected = format!("DPoP error=\"{error}\", error_description=");
            assert!(answer.header("www-authenticate").starts_with(&expected), "{path}: {why}");
        }
        let without = [("authorization", &*format!("DPoP {token}"))];
        let answer = relying_party.ask("GET", path, &without, "").await;
        assert!(answer.header("www-authenticate").starts_with("DPoP error=\"invalid_dpop_proof\""));
    }
}

#[tokio::test]
async fn refuses_a_bearer_token_that_is_brought_as_a_bound_one() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let token = relying_party.access_token().await;
    let proof = proof(&Prover::new(), &token, "/userinfo", json!({}));

    let answer = relying_party.proving_call(&token, "/userinfo", &proof).await;

    assert_eq!(answer.header("www-authenticate"), "DPoP error=\"invalid_token\", algs=\"ES256\"");
}

/// The nonce that an answer asks to be used next.
fn nonce(answer: &Answer) -> String {
    assert!(answer.header("access-control-expose-headers").contains("dpop-nonce"));
    assert!(!answer.header("dpop-nonce").is_empty(), "{}", answer.body);
    answer.header("dpop-nonce").to_owned()
}

/// Walks through everything that takes a proof, each time first without a nonce.
async fn with_nonces(relying_party: &RelyingParty) {
    let prover = Prover::new();
    let code = relying_party.code_for(&[crate::renewal::OFFLINE]);
    let token_proof = |nonce: Value| prover.proof("POST", "/oauth/token", json!({"nonce": nonce}));

    for wrong in [Value::Null, "made-up".into()] {
        let answer = relying_party.redeem_proving(&code, &[&token_proof(wrong)]).await;
        assert_eq!(answer.error(), (StatusCode::BAD_REQUEST, "use_dpop_nonce".to_owned()));
    }
    let answer = relying_party.redeem_proving(&code, &[&token_proof(Value::Null)]).await;
    let first = relying_party.redeem_proving(&code, &[&token_proof(nonce(&answer).into())]).await;
    assert_eq!(first.status, StatusCode::OK);
    let second = first.json();
    let token = access_token(&second);

    for path in &PATHS[..2] {
        let asked = relying_party.proving_call(token, path, &proof(&prover, token, path, json!({}))).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
        assert!(asked.header("www-authenticate").starts_with("DPoP error=\"use_dpop_nonce\""), "{path}");
        let with_nonce = proof(&prover, token, path, json!({"nonce": nonce(&asked)}));
        let opened = relying_party.proving_call(token, path, &with_nonce).await;
        assert_eq!(opened.status, StatusCode::OK, "{path}");
        assert_eq!(nonce(&opened), nonce(&asked), "{path}");
    }

    let renewed =
        relying_party.renew_proving(refresh_token(&second), &[&token_proof(nonce(&first).into())]).await;
    assert_eq!(renewed.status, StatusCode::OK);
}

#[tokio::test]
async fn wants_a_nonce_in_every_proof_when_the_settings_say_so() {
    let settings = Settings { dpop_nonce_required: true, ..Settings::default() };
    let relying_party = RelyingParty::with(settings);
    relying_party.provider.register_metadata("demo", proving(Dpop::Required));

    with_nonces(&relying_party).await;
}

#[tokio::test]
async fn wants_a_nonce_in_every_proof_on_command() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    relying_party.provider.misbehave(Misbehaviour::DpopNonceRequired);

    with_nonces(&relying_party).await;

    assert_eq!(relying_party.token_answer().await["token_type"], "Bearer", "no proof, no nonce");
    relying_party.provider.behave();
    relying_party.bound_to(&Prover::new()).await;
}

#[tokio::test]
async fn takes_the_last_nonce_for_a_while_and_gives_the_new_one() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    relying_party.provider.misbehave(Misbehaviour::DpopNonceRequired);
    let prover = Prover::new();
    let ask = async |nonce: &str| {
        let iat = relying_party.clock.now();
        let proof = prover.proof("POST", "/oauth/token", json!({"nonce": nonce, "iat": iat}));
        relying_party.redeem_proving(&relying_party.code(), &[&proof]).await
    };
    let old = nonce(&ask("none").await);

    relying_party.clock.advance(300);
    let answer = ask(&old).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_ne!(nonce(&answer), old);
    relying_party.clock.advance(300);
    assert_eq!(ask(&old).await.error().1, "use_dpop_nonce");
    assert_eq!(ask(&nonce(&answer)).await.status, StatusCode::OK);
}
