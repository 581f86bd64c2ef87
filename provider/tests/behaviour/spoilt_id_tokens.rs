//! Every fault of an ID Token is the one it says it is, and the only one.

use provider::Misbehaviour::{self, *};
use serde_json::{Value, json};

use crate::relying_party::*;

/// Header and claims under a fault, next to the good ones of the same second.
async fn under(misbehaviour: Misbehaviour) -> (Value, Value) {
    RelyingParty::meeting(misbehaviour).id_token().await
}

#[tokio::test]
async fn leaves_out_one_claim() {
    let (_, good) = RelyingParty::new().id_token().await;
    for (misbehaviour, claim) in [
        (MissingSubject, "sub"),
        (MissingIssuer, "iss"),
        (MissingAudience, "aud"),
        (MissingIssuedAt, "iat"),
        (MissingExpiry, "exp"),
        (MissingNonce, "nonce"),
        (MissingAccessTokenHash, "at_hash"),
    ] {
        let (_, claims) = under(misbehaviour).await;

        assert!(good.get(claim).is_some() && claims.get(claim).is_none(), "{misbehaviour}");
        let (good, claims) = (good.as_object().unwrap(), claims.as_object().unwrap());
        assert_eq!(claims.len(), good.len() - 1, "{misbehaviour}");
    }
}

#[tokio::test]
async fn says_something_else_in_one_claim() {
    for (misbehaviour, claim, expected) in [
        (InvalidIssuer, "iss", json!("https://another-provider.example/")),
        (InvalidAudience, "aud", json!("another-client")),
        (SeveralAudiencesWithoutAuthorizedParty, "aud", json!(["demo", "another-client"])),
        (WrongAuthorizedParty, "azp", json!("another-client")),
        (IssuedInTheFuture, "iat", json!(NOW + 420)),
        (NotYetValid, "nbf", json!(NOW + 3600)),
        (Expired, "exp", json!(NOW - 3600)),
        (EmptyNonce, "nonce", json!("")),
        (IssuerTrailingSlashDropped, "iss", json!("http://127.0.0.1:9090")),
        (ExpiryAsText, "exp", json!((NOW + 86_400).to_string())),
    ] {
        assert_eq!(under(misbehaviour).await.1[claim], expected, "{misbehaviour}");
    }
}

#[tokio::test]
async fn says_the_same_in_another_form_that_is_allowed() {
    let (_, good) = RelyingParty::new().id_token().await;
    for (misbehaviour, changed) in [
        (AudienceAsList, json!({"aud": ["demo"]})),
        (AudienceWithAuthorizedParty, json!({"aud": ["demo", ISSUER], "azp": "demo"})),
        (FractionalTimes, json!({"iat": NOW as f64 - 0.5, "exp": (NOW + 86_400) as f64 + 0.5})),
    ] {
        let (_, claims) = under(misbehaviour).await;

        let mut expected = good.clone();
        expected.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        expected["at_hash"] = claims["at_hash"].clone();
        assert_eq!(claims, expected, "{misbehaviour}");
    }
}

#[tokio::test]
async fn adds_claims_nobody_knows_to_those_everybody_does() {
    let (_, good) = RelyingParty::new().id_token().await;

    let (_, claims) = under(UnknownClaims).await;

    assert_eq!(claims.as_object().unwrap().len(), good.as_object().unwrap().len() + 100);
    for claim in ["iss", "sub", "aud", "iat", "exp", "nonce"] {
        assert_eq!(claims[claim], good[claim]);
    }
}

#[tokio::test]
async fn nests_a_claim_a_thousand_deep() {
    let answer = RelyingParty::meeting(DeeplyNestedIdToken).token_answer().await;

    let payload = payload(answer["id_token"].as_str().unwrap());

    assert!(payload.contains(&format!("{}null{}", "[".repeat(1000), "]".repeat(1000))));
}

#[tokio::test]
async fn repeats_a_claim_with_another_value() {
    let answer = RelyingParty::meeting(RepeatedClaim).token_answer().await;
    let (_, good) = RelyingParty::new().id_token().await;

    let payload = payload(answer["id_token"].as_str().unwrap());

    let subjects: Vec<_> = payload.match_indices("\"sub\":").map(|(at, _)| &payload[at..]).collect();
    let [first, second] = subjects[..] else { panic!("two subjects in {payload}") };
    assert!(first.starts_with(&format!("\"sub\":{}", good["sub"])), "{first}");
    assert!(second.starts_with("\"sub\":\"auth0|somebody-else\""), "{second}");
}

#[tokio::test]
async fn invents_nonce_and_access_token_hash() {
    let (_, good) = RelyingParty::new().id_token().await;
    let (_, nonce) = under(InvalidNonce).await;
    let (_, hash) = under(InvalidAccessTokenHash).await;

    assert!(nonce["nonce"].is_string() && nonce["nonce"] != NONCE);
    assert_eq!(hash["at_hash"].as_str().map(str::len), good["at_hash"].as_str().map(str::len));
}

#[tokio::test]
async fn names_a_subject_one_character_too_long_at_both_endpoints() {
    let relying_party = RelyingParty::meeting(SubjectTooLong);
    let answer = relying_party.token_answer().await;

    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());
    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await.json();

    assert_eq!(claims["sub"].as_str().unwrap().len(), 256);
    assert_eq!(userinfo["sub"], claims["sub"]);
}

#[tokio::test]
async fn grows_large() {
    let answer = RelyingParty::meeting(OversizedIdToken).token_answer().await;

    assert!(answer["id_token"].as_str().unwrap().len() > 90_000);
}

#[tokio::test]
async fn says_something_else_in_the_header() {
    for (misbehaviour, member, expected) in [
        (AlgorithmNone, "alg", json!("none")),
        (AlgorithmHs256, "alg", json!("HS256")),
        (SignatureEs256WithWrongKey, "alg", json!("ES256")),
        (UnknownKeyId, "kid", json!("nowhere")),
        (KeyIdAbsent, "kid", Value::Null),
        (CriticalHeader, "crit", json!(["https://lifen.fr/seal"])),
    ] {
        assert_eq!(under(misbehaviour).await.0[member], expected, "{misbehaviour}");
    }
}

#[tokio::test]
async fn signs_nothing_under_the_algorithm_none() {
    let answer = RelyingParty::meeting(AlgorithmNone).token_answer().await;

    assert!(answer["id_token"].as_str().unwrap().ends_with('.'));
}

#[tokio::test]
async fn names_a_published_elliptic_curve_key_under_es256() {
    let relying_party = RelyingParty::meeting(SignatureEs256WithWrongKey);
    let (header, _) = relying_party.id_token().await;

    let keys = relying_party.keys().await.json();

    let named = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]).unwrap();
    assert_eq!((named["kty"].as_str(), named["crv"].as_str()), (Some("EC"), Some("P-256")));
}

#[tokio::test]
async fn spoils_what_was_asked_about_the_authentication() {
    let asked = [("max_age", "600"), ("acr_values", "urn:example:hospital")];
    for (misbehaviour, claim, expected) in [
        (AuthenticationTooOld, "auth_time", json!(NOW - 86_400)),
        (AuthenticationTimeMissing, "auth_time", Value::Null),
        (AuthenticationContextWrong, "acr", json!("urn:example:another-context")),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let answer = relying_party.redeem(&relying_party.code_for(&asked)).await.json();

        let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

        assert_eq!(claims[claim], expected, "{misbehaviour}");
    }
}
