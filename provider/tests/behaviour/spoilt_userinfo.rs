//! Every fault of the userinfo answer is the one it says it is.

use provider::Misbehaviour::{self, *};
use serde_json::{Value, json};

use crate::relying_party::*;
use crate::signature::is_signed_by;

/// The signed userinfo answer under a fault, the ID Token's claims beside it, and the published key.
async fn signed_under(misbehaviour: Misbehaviour) -> (String, Value, Value) {
    let relying_party = RelyingParty::meeting(misbehaviour);
    let answer = relying_party.token_answer().await;
    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await;

    assert_eq!((userinfo.status.as_u16(), userinfo.header("content-type")), (200, "application/jwt"));
    (userinfo.body, claims, relying_party.keys().await.json()["keys"][0].take())
}

#[tokio::test]
async fn spoils_the_userinfo_answer() {
    for (misbehaviour, status) in [
        (UserinfoUnauthorized, 401),
        (UserinfoForbidden, 403),
        (UserinfoRateLimited, 429),
        (UserinfoServerError, 500),
        (UserinfoIsHtml, 200),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.access_token().await;

        let answer = relying_party.userinfo(&token).await;

        assert_eq!(answer.status, status, "{misbehaviour}");
        assert_eq!(answer.header("content-type").starts_with("text/html"), status == 200, "{misbehaviour}");
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{misbehaviour}");
    }
}

#[tokio::test]
async fn tells_of_somebody_else_at_the_userinfo_endpoint() {
    let relying_party = RelyingParty::meeting(UserinfoInvalidSubject);
    let answer = relying_party.token_answer().await;

    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await.json();

    assert_ne!(userinfo["sub"], decoded(answer["id_token"].as_str().unwrap()).1["sub"]);
}

#[tokio::test]
async fn tells_of_nobody_at_the_userinfo_endpoint() {
    let relying_party = RelyingParty::meeting(UserinfoMissingSubject);
    let token = relying_party.access_token().await;

    let userinfo = relying_party.userinfo(&token).await.json();

    assert_eq!((userinfo.get("sub"), &userinfo["name"]), (None, &json!("Victor Pugin")));
}

#[tokio::test]
async fn says_something_else_in_one_signed_claim() {
    let (good, ..) = signed_under(UserinfoSigned).await;
    for (misbehaviour, claim, expected) in [
        (UserinfoSignedForAnotherClient, "aud", json!("another-client")),
        (UserinfoSignedByAnotherIssuer, "iss", json!("https://another-provider.example/")),
        (UserinfoSignedInvalidSubject, "sub", json!("auth0|somebody-else")),
        (UserinfoSignedExpired, "exp", json!(NOW - 3600)),
    ] {
        let (token, _, key) = signed_under(misbehaviour).await;

        let (mut claims, mut good) = (decoded(&token).1, decoded(&good).1);
        assert_eq!(claims[claim].take(), expected, "{misbehaviour}");
        good[claim].take();
        assert_eq!(claims, good, "{misbehaviour}: nothing else is different");
        assert!(is_signed_by(&token, &key), "{misbehaviour}");
    }
}

#[tokio::test]
async fn signs_userinfo_without_saying_who_for_whom() {
    let (token, id_token, key) = signed_under(UserinfoWithoutIssuerAndAudience).await;

    let (_, claims) = decoded(&token);
    assert_eq!((claims.get("iss"), claims.get("aud")), (None, None));
    assert_eq!(claims["sub"], id_token["sub"]);
    assert!(is_signed_by(&token, &key));
}

#[tokio::test]
async fn signs_userinfo_with_an_unpublished_key_under_a_published_name() {
    let (token, _, key) = signed_under(UserinfoSignedInvalidSignature).await;

    assert_eq!(decoded(&token).0["kid"], key["kid"]);
    assert!(!is_signed_by(&token, &key));
}

#[tokio::test]
async fn signs_userinfo_with_a_key_it_names_wrongly() {
    let (token, _, key) = signed_under(UserinfoSignedUnknownKey).await;

    assert_eq!(decoded(&token).0["kid"], "nowhere");
    assert!(is_signed_by(&token, &key));
}

#[tokio::test]
async fn signs_no_userinfo_under_the_algorithm_none() {
    let (token, ..) = signed_under(UserinfoSignedAlgorithmNone).await;

    assert_eq!(decoded(&token).0["alg"], "none");
    assert!(token.ends_with('.'));
}
