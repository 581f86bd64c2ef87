//! Giving tokens back.

use axum::http::StatusCode;
use provider::Misbehaviour;
use serde_json::json;

use crate::relying_party::*;
use crate::renewal::{access_token, refresh_token};

impl RelyingParty {
    async fn revoke(&self, token: &str) -> Answer {
        self.revoke_with(token, &[]).await
    }

    pub async fn revoke_with(&self, token: &str, changes: &[(&str, &str)]) -> Answer {
        self.posts("/oauth/revoke", &[("client_id", "demo"), ("token", token)], changes).await
    }
}

#[tokio::test]
async fn takes_back_everything_that_goes_with_a_refresh_token() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.offline().await;
    let second = relying_party.renew(refresh_token(&first)).await.json();
    let another = relying_party.offline().await;

    let answer = relying_party.revoke(refresh_token(&second)).await;

    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(relying_party.renew(refresh_token(&second)).await.error().1, "invalid_grant");
    for answer in [&first, &second] {
        assert_eq!(relying_party.userinfo(access_token(answer)).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(relying_party.userinfo(access_token(&another)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn takes_back_a_family_by_a_refresh_token_that_had_its_turn() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.offline().await;
    let second = relying_party.renew(refresh_token(&first)).await.json();

    assert_eq!(relying_party.revoke(refresh_token(&first)).await.status, StatusCode::OK);

    assert_eq!(relying_party.renew(refresh_token(&second)).await.error().1, "invalid_grant");
}

#[tokio::test]
async fn takes_back_an_access_token_alone() {
    let relying_party = RelyingParty::renewing();
    let answer = relying_party.offline().await;
    let hint = [("token_type_hint", "access_token")];

    let revoked = relying_party.revoke_with(access_token(&answer), &hint).await;

    assert_eq!(revoked.status, StatusCode::OK);
    assert_eq!(relying_party.userinfo(access_token(&answer)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(relying_party.renew(refresh_token(&answer)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn does_not_mind_a_wrong_hint() {
    let relying_party = RelyingParty::renewing();

    for hint in ["access_token", "refresh_token", "saml2_assertion"] {
        let answer = relying_party.offline().await;
        let revoked = relying_party.revoke_with(refresh_token(&answer), &[("token_type_hint", hint)]).await;
        assert_eq!(revoked.status, StatusCode::OK, "{hint}");
        assert_eq!(relying_party.renew(refresh_token(&answer)).await.error().1, "invalid_grant", "{hint}");
    }
}

#[tokio::test]
async fn has_nothing_against_a_token_it_does_not_know() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.token_answer().await;

    for token in ["made-up", access_token(&answer), access_token(&answer)] {
        assert_eq!(relying_party.revoke(token).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn takes_nothing_back_for_another_client() {
    let relying_party = RelyingParty::renewing();
    let answer = relying_party.offline().await;

    for token in [refresh_token(&answer), access_token(&answer)] {
        let refused = relying_party.revoke_with(token, &[("client_id", "other")]).await;
        assert_eq!(refused.error(), (StatusCode::BAD_REQUEST, "invalid_grant".to_owned()));
    }

    assert_eq!(relying_party.userinfo(access_token(&answer)).await.status, StatusCode::OK);
    assert_eq!(relying_party.renew(refresh_token(&answer)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn refuses_a_request_that_is_none() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    for (changes, status, error) in [
        ([("token", "")], StatusCode::BAD_REQUEST, "invalid_request"),
        ([("client_id", "")], StatusCode::BAD_REQUEST, "invalid_request"),
        ([("client_id", "stranger")], StatusCode::BAD_REQUEST, "invalid_client"),
        ([("client_secret", "s3cret")], StatusCode::UNAUTHORIZED, "invalid_client"),
    ] {
        let refused = relying_party.revoke_with(&token, &changes).await;
        assert_eq!(refused.error(), (status, error.to_owned()), "{changes:?}");
    }
    let as_json = [("content-type", "application/json")];
    let refused = relying_party.ask("POST", "/oauth/revoke", &as_json, "{}").await;
    assert_eq!(refused.error().1, "invalid_request");
    assert_eq!(relying_party.get("/oauth/revoke").await.status, StatusCode::METHOD_NOT_ALLOWED);

    assert_eq!(relying_party.userinfo(&token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn is_where_the_metadata_says_and_lets_pages_read() {
    let relying_party = RelyingParty::new();

    let metadata = relying_party.metadata().await.json();

    assert_eq!(metadata["revocation_endpoint"], format!("{ISSUER}oauth/revoke"));
    assert_eq!(metadata["revocation_endpoint_auth_methods_supported"], json!(["none"]));
    let answer = relying_party.revoke("made-up").await;
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn takes_back_where_no_page_may_read_it() {
    let relying_party = RelyingParty::meeting(Misbehaviour::RevocationRefusesCors);
    let token = relying_party.access_token().await;

    let answer = relying_party.revoke(&token).await;

    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::OK, ""));
    assert_eq!(relying_party.userinfo(&token).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn fails_on_command_and_takes_nothing_back() {
    for (misbehaviour, status) in [
        (Misbehaviour::RevocationUnauthorized, StatusCode::UNAUTHORIZED),
        (Misbehaviour::RevocationServerError, StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.access_token().await;

        assert_eq!(relying_party.revoke(&token).await.status, status, "{misbehaviour}");
        assert_eq!(relying_party.userinfo(&token).await.status, StatusCode::OK, "{misbehaviour}");
        relying_party.provider.behave();
        assert_eq!(relying_party.revoke(&token).await.status, StatusCode::OK, "{misbehaviour}");
    }
}
