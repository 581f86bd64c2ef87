//! Every fault of an endpoint's answer is the one it says it is.

use axum::http::StatusCode;
use provider::Misbehaviour::{self, *};

use crate::relying_party::*;

fn response_under(misbehaviour: Misbehaviour) -> Vec<(String, String)> {
    RelyingParty::meeting(misbehaviour).response()
}

fn count(response: &[(String, String)], name: &str) -> usize {
    response.iter().filter(|(key, _)| key == name).count()
}

#[test]
fn spoils_the_authorization_response() {
    assert_eq!(count(&response_under(MissingState), "state"), 0);
    assert_eq!(count(&response_under(DuplicatedState), "state"), 2);
    assert_ne!(value(&response_under(WrongState), "state").as_deref(), Some(STATE));
    assert_eq!(count(&response_under(MissingCode), "code"), 0);
    assert_eq!(count(&response_under(DuplicatedCode), "code"), 2);
    assert_eq!(count(&response_under(ResponseIssuerMissing), "iss"), 0);
    assert_ne!(value(&response_under(ResponseIssuerWrong), "iss").as_deref(), Some(ISSUER));
}

#[test]
fn answers_the_authorization_request_with_an_error() {
    let error = response_under(AuthorizationServerError);
    let markup = response_under(AuthorizationErrorWithHtmlDescription);

    assert_eq!(value(&error, "error").as_deref(), Some("server_error"));
    assert_eq!(value(&error, "state").as_deref(), Some(STATE));
    assert_eq!(count(&error, "code"), 0);
    assert!(value(&markup, "error_description").unwrap().contains("<script>"));
}

#[test]
fn spoils_a_refusal_too() {
    let relying_party = RelyingParty::meeting(ResponseIssuerMissing);

    let location = relying_party.provider.refuse_consent(&authorization_url(&[])).unwrap();

    assert_eq!(count(&parameters(&location), "iss"), 0);
}

#[tokio::test]
async fn answers_the_token_request_with_a_failure() {
    for (misbehaviour, status, error) in [
        (TokenServerError, 500, None),
        (TokenForbidden, 403, None),
        (InvalidGrant, 400, Some("invalid_grant")),
        (TokenErrorWithoutDescription, 400, Some("invalid_request")),
        (TokenRateLimited, 429, Some("too_many_requests")),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);

        let answer = relying_party.redeem(&relying_party.code()).await;

        assert_eq!(answer.status, status, "{misbehaviour}");
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        assert_eq!(body["error"].as_str(), error, "{misbehaviour}");
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{misbehaviour}");
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429, "{misbehaviour}");
    }
}

#[tokio::test]
async fn answers_the_token_request_with_what_nobody_can_read() {
    let relying_party = RelyingParty::new();
    for misbehaviour in [TokenAnswerIsHtml, TokenAnswerIsEmpty, TokenAnswerIsHalf] {
        relying_party.provider.misbehave(misbehaviour);

        let answer = relying_party.redeem(&relying_party.code()).await;

        assert_eq!(answer.status, StatusCode::OK, "{misbehaviour}");
        assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_err(), "{misbehaviour}");
    }
}

#[tokio::test]
async fn spoils_a_member_of_the_token_answer() {
    let relying_party = RelyingParty::new();
    for (misbehaviour, member, expected) in [
        (NoAccessToken, "access_token", None),
        (NoIdToken, "id_token", None),
        (WrongTokenType, "token_type", Some("mac")),
        (LowercaseBearer, "token_type", Some("bearer")),
        (ExpiresInAsText, "expires_in", Some("172800")),
    ] {
        relying_party.provider.misbehave(misbehaviour);

        assert_eq!(relying_party.token_answer().await[member].as_str(), expected, "{misbehaviour}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_the_token_request_late() {
    let relying_party = RelyingParty::meeting(TokenSlow);
    let code = relying_party.code();
    let before = tokio::time::Instant::now();

    let answer = relying_party.redeem(&code).await;

    assert_eq!(answer.status, StatusCode::OK);
    assert!(before.elapsed() >= provider::Settings::default().slow_answer);
}

#[tokio::test]
async fn spoils_the_metadata() {
    assert_ne!(RelyingParty::meeting(MetadataIssuerMismatch).metadata().await.json()["issuer"], ISSUER);
    assert!(RelyingParty::meeting(MetadataIsHtml).metadata().await.body.starts_with("<!doctype html>"));
    assert_eq!(RelyingParty::meeting(MetadataServerError).metadata().await.status, 500);
    let without_s256 = RelyingParty::meeting(MetadataWithoutS256).metadata().await.json();
    assert_eq!(without_s256["code_challenge_methods_supported"], serde_json::json!(["plain"]));
    let insecure = RelyingParty::meeting(MetadataInsecureEndpoint).metadata().await.json();
    assert_eq!(insecure["token_endpoint"], "http://login.example/oauth/token");
    assert!(
        RelyingParty::meeting(MetadataWithoutUserinfo)
            .metadata()
            .await
            .json()
            .get("userinfo_endpoint")
            .is_none()
    );
}

#[tokio::test]
async fn leaves_out_the_lists_of_the_metadata_that_are_no_promise() {
    let metadata = RelyingParty::meeting(MetadataWithoutLists).metadata().await.json();

    let lists: Vec<_> =
        metadata.as_object().unwrap().keys().filter(|name| name.ends_with("_supported")).collect();
    assert_eq!(
        lists,
        [
            "authorization_response_iss_parameter_supported",
            "code_challenge_methods_supported",
            "response_types_supported"
        ]
    );
}

#[tokio::test]
async fn spoils_the_jwk_set() {
    assert_eq!(RelyingParty::meeting(KeysEmpty).keys().await.json(), serde_json::json!({"keys": []}));
    assert_eq!(RelyingParty::meeting(KeysServerError).keys().await.status, 500);
    let unreadable = RelyingParty::meeting(KeysUnreadable).keys().await;
    assert!(serde_json::from_str::<serde_json::Value>(&unreadable.body).is_err());
}
