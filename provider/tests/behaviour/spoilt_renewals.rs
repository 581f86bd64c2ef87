//! Every fault of a renewal is the one it says it is, and acts on whoever is signed in already.

use axum::http::StatusCode;
use provider::Misbehaviour::{self, *};
use serde_json::Value;

use crate::relying_party::*;
use crate::renewal::{OFFLINE, refresh_token};

/// The first answer, and what a renewal under the fault brings: it is commanded in between.
async fn renewed_under(misbehaviour: Misbehaviour) -> (RelyingParty, Value, Answer) {
    let relying_party = RelyingParty::renewing();
    let code = relying_party.code_for(&[OFFLINE, ("max_age", "600")]);
    let first = relying_party.redeem(&code).await.json();
    relying_party.provider.misbehave(misbehaviour);
    let second = relying_party.renew(refresh_token(&first)).await;
    (relying_party, first, second)
}

#[tokio::test]
async fn refuses_or_fails_and_takes_the_same_token_once_it_behaves() {
    for (misbehaviour, status, error) in [
        (RefreshInvalidGrant, StatusCode::BAD_REQUEST, Some("invalid_grant")),
        (RefreshServerError, StatusCode::INTERNAL_SERVER_ERROR, None),
        (RefreshRateLimited, StatusCode::TOO_MANY_REQUESTS, Some("too_many_requests")),
    ] {
        let (relying_party, first, second) = renewed_under(misbehaviour).await;

        assert_eq!(second.status, status, "{misbehaviour}");
        if let Some(error) = error {
            assert_eq!(second.json()["error"], error, "{misbehaviour}");
        }
        assert_eq!(second.headers.contains_key("retry-after"), misbehaviour == RefreshRateLimited);
        assert_eq!(relying_party.renew(refresh_token(&first)).await.status, status, "it stands");
        relying_party.provider.behave();
        assert_eq!(relying_party.renew(refresh_token(&first)).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn leaves_sign_ins_alone() {
    for misbehaviour in [RefreshInvalidGrant, RefreshServerError, RefreshWithoutIdToken, RefreshOtherSubject]
    {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let good = RelyingParty::new();

        let (_, under) = relying_party.id_token().await;

        assert_eq!(under["sub"], good.id_token().await.1["sub"], "{misbehaviour}");
    }
}

#[tokio::test]
async fn loses_the_next_refresh_token_on_its_way() {
    let (relying_party, first, second) = renewed_under(RefreshAnswerLost).await;

    assert_eq!((second.status, second.header("content-type")), (StatusCode::BAD_GATEWAY, "text/html"));
    relying_party.provider.behave();
    assert_eq!(relying_party.renew(refresh_token(&first)).await.error().1, "invalid_grant");
}

#[tokio::test]
async fn renews_where_no_page_may_read_it() {
    let (_, _, second) = renewed_under(RefreshRefusesCors).await;

    assert_eq!((second.status, second.header("access-control-allow-origin")), (StatusCode::OK, ""));
}

#[tokio::test(start_paused = true)]
async fn renews_late() {
    let before = tokio::time::Instant::now();

    let (_, _, second) = renewed_under(RefreshSlow).await;

    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(before.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn keeps_the_refresh_token_on_command() {
    let (relying_party, first, second) = renewed_under(RefreshWithoutRotation).await;

    assert_eq!(second.json().get("refresh_token"), None);
    relying_party.clock.advance(13 * 86_400);
    assert_eq!(relying_party.renew(refresh_token(&first)).await.status, StatusCode::OK);
    relying_party.clock.advance(13 * 86_400);
    assert_eq!(relying_party.renew(refresh_token(&first)).await.status, StatusCode::OK, "it was in use");
}

#[tokio::test]
async fn renews_without_an_id_token_on_command() {
    let (_, _, second) = renewed_under(RefreshWithoutIdToken).await;

    assert_eq!(second.json().get("id_token"), None);
    assert!(second.json()["access_token"].is_string());
}

#[tokio::test]
async fn spoils_one_claim_of_the_renewed_id_token() {
    for (misbehaviour, claim) in [
        (RefreshOtherIssuer, "iss"),
        (RefreshOtherSubject, "sub"),
        (RefreshOtherAudience, "aud"),
        (RefreshOtherAuthorizedParty, "azp"),
        (RefreshOtherAuthTime, "auth_time"),
        (RefreshWrongNonce, "nonce"),
    ] {
        let (_, first, second) = renewed_under(misbehaviour).await;

        let claims = |answer: &Value| decoded(answer["id_token"].as_str().unwrap()).1;
        let (before, after) = (claims(&first), claims(&second.json()));
        for name in ["iss", "sub", "aud", "azp", "auth_time"] {
            assert_eq!(before[name] != after[name], name == claim, "{misbehaviour}: {name}");
        }
        assert_eq!(after.get("nonce").is_some(), misbehaviour == RefreshWrongNonce, "{misbehaviour}");
        assert_ne!(before["nonce"], after["nonce"]);
    }
}
