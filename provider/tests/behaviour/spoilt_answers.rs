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
fn answers_the_authorization_request_with_an_error_of_each_kind() {
    for (misbehaviour, expected) in [
        (AuthorizationServerError, "server_error"),
        (AuthorizationTemporarilyUnavailable, "temporarily_unavailable"),
        (AuthorizationLoginRequired, "login_required"),
        (AuthorizationInvalidScope, "invalid_scope"),
    ] {
        let response = response_under(misbehaviour);

        assert_eq!(value(&response, "error").as_deref(), Some(expected), "{misbehaviour}");
        assert_eq!(value(&response, "state").as_deref(), Some(STATE), "{misbehaviour}");
        assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER), "{misbehaviour}");
        assert_eq!(count(&response, "code"), 0, "{misbehaviour}");
    }
}

#[test]
fn spoils_an_error_of_the_authorization_response() {
    let without_state = response_under(AuthorizationErrorWithoutState);
    let wrong_issuer = response_under(AuthorizationErrorIssuerWrong);
    let without_issuer = response_under(AuthorizationErrorIssuerMissing);
    let twice = response_under(DuplicatedError);

    for response in [&without_state, &wrong_issuer, &without_issuer, &twice] {
        assert_eq!(value(response, "error").as_deref(), Some("server_error"));
        assert_eq!(count(response, "code"), 0);
    }
    assert_eq!((count(&without_state, "state"), count(&without_state, "iss")), (0, 1));
    assert_ne!(value(&wrong_issuer, "iss").as_deref(), Some(ISSUER));
    assert_eq!((count(&without_issuer, "iss"), count(&without_issuer, "state")), (0, 1));
    assert_eq!(count(&twice, "error"), 2);
}

#[test]
fn says_two_things_at_once() {
    let both = response_under(ResponseCodeAndError);
    let issuers = response_under(DuplicatedIssuer);

    assert_eq!((count(&both, "code"), count(&both, "error")), (1, 1));
    assert_eq!((count(&issuers, "iss"), count(&issuers, "code")), (2, 1));
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
        (TokenTemporarilyUnavailable, 503, Some("temporarily_unavailable")),
        (TokenUnauthorizedEmpty, 401, None),
        (TokenBadRequestEmpty, 400, None),
        (TokenErrorWithStatus200, 200, Some("invalid_grant")),
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
async fn refuses_the_token_request_without_a_word() {
    for misbehaviour in [TokenUnauthorizedEmpty, TokenBadRequestEmpty] {
        let relying_party = RelyingParty::meeting(misbehaviour);

        let answer = relying_party.redeem(&relying_party.code()).await;

        assert_eq!((answer.body.as_str(), answer.header("content-type")), ("", ""), "{misbehaviour}");
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
        (MissingTokenType, "token_type", None),
        (TokenTypeDpop, "token_type", Some("DPoP")),
        (LowercaseBearer, "token_type", Some("bearer")),
        (ExpiresInAsText, "expires_in", Some("172800")),
    ] {
        relying_party.provider.misbehave(misbehaviour);

        assert_eq!(relying_party.token_answer().await[member].as_str(), expected, "{misbehaviour}");
    }
}

#[tokio::test]
async fn spoils_how_long_the_access_token_is_said_to_last() {
    let negative = RelyingParty::meeting(ExpiresInNegative).token_answer().await;
    let missing = RelyingParty::meeting(ExpiresInMissing).token_answer().await;

    assert_eq!(negative["expires_in"], -86_400);
    assert!(missing.get("expires_in").is_none() && missing.get("access_token").is_some());
}

#[tokio::test]
async fn grants_less_than_was_asked_and_says_so() {
    let relying_party = RelyingParty::meeting(ScopeNarrowed);

    let answer = relying_party.token_answer().await;

    assert_eq!(answer["scope"], "openid");
    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await.json();
    for claims in [&decoded(answer["id_token"].as_str().unwrap()).1, &userinfo] {
        assert!(claims.get("sub").is_some() && claims.get("name").is_none() && claims.get("email").is_none());
    }
}

#[tokio::test]
async fn sends_whoever_follows_elsewhere_where_it_is_seen() {
    for (misbehaviour, path) in [
        (TokenRedirects, "/oauth/token"),
        (UserinfoRedirects, "/userinfo"),
        (ApiRedirects, "/fhir/v3/Practitioner"),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.redeem(&relying_party.code()).await;
        let answer = match misbehaviour {
            TokenRedirects => token,
            _ => relying_party.bearing(token.json()["access_token"].as_str().unwrap(), path).await,
        };

        let followed = relying_party.bearing("a-secret", answer.header("location")).await;

        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (307, "/elsewhere"),
            "{misbehaviour}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{misbehaviour}");
        assert_eq!(followed.status, StatusCode::NOT_FOUND, "{misbehaviour}");
        let requests = relying_party.provider.requests();
        let seen = requests.last().unwrap();
        assert_eq!(
            (seen.path.as_str(), seen.has_authorization_header),
            ("/elsewhere", true),
            "{misbehaviour}"
        );
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
