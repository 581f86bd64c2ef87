//! Refresh tokens: who is given one, what it opens, and what happens when it comes twice.

use std::collections::HashMap;

use axum::http::StatusCode;
use provider::{ClientMetadata, Misbehaviour, Settings};
use serde_json::{Value, json};

use crate::relying_party::*;

pub const OFFLINE: (&str, &str) = ("scope", "openid profile email offline_access");
const DAY: i64 = 86_400;

pub fn renewing() -> ClientMetadata {
    ClientMetadata { refresh_tokens: true, ..ClientMetadata::default() }
}

impl RelyingParty {
    /// The client `demo` may renew.
    pub fn renewing() -> Self {
        let relying_party = Self::new();
        relying_party.provider.register_metadata("demo", renewing());
        relying_party
    }

    /// Signs Victor in so that he stays; the token answer.
    pub async fn offline(&self) -> Value {
        self.redeem(&self.code_for(&[OFFLINE])).await.json()
    }

    pub async fn renew(&self, refresh_token: &str) -> Answer {
        self.renew_with(refresh_token, &[]).await
    }

    pub async fn renew_with(&self, refresh_token: &str, changes: &[(&str, &str)]) -> Answer {
        let right =
            [("grant_type", "refresh_token"), ("client_id", "demo"), ("refresh_token", refresh_token)];
        self.posts("/oauth/token", &right, changes).await
    }
}

pub fn refresh_token(answer: &Value) -> &str {
    answer["refresh_token"].as_str().unwrap_or_else(|| panic!("no refresh token in {answer}"))
}

pub fn access_token(answer: &Value) -> &str {
    answer["access_token"].as_str().unwrap_or_else(|| panic!("no access token in {answer}"))
}

fn claims(answer: &Value) -> Value {
    decoded(answer["id_token"].as_str().unwrap_or_else(|| panic!("no ID Token in {answer}"))).1
}

fn refused() -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, "invalid_grant".to_owned())
}

#[tokio::test]
async fn gives_a_refresh_token_to_a_client_that_may_renew_and_was_allowed_offline_access() {
    let relying_party = RelyingParty::renewing();

    let answer = relying_party.offline().await;

    assert!(refresh_token(&answer).len() >= 43);
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata["grant_types_supported"], json!(["authorization_code", "refresh_token"]));
    assert!(metadata["scopes_supported"].as_array().unwrap().contains(&"offline_access".into()));
}

#[tokio::test]
async fn gives_none_without_the_scope_nor_to_a_client_that_may_not() {
    let relying_party = RelyingParty::renewing();
    assert_eq!(relying_party.token_answer().await.get("refresh_token"), None);

    let as_lifen = RelyingParty::new();

    assert_eq!(as_lifen.offline().await.get("refresh_token"), None);
    assert_eq!(as_lifen.metadata().await.json()["grant_types_supported"], json!(["authorization_code"]));
    assert_eq!(as_lifen.renew("any").await.error().1, "unsupported_grant_type");
    let of_another = relying_party.renew_with("any", &[("client_id", "other")]).await;
    assert_eq!(of_another.error(), (StatusCode::BAD_REQUEST, "unauthorized_client".to_owned()));
}

#[tokio::test]
async fn renews_the_access_token_and_rotates_the_refresh_token() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.offline().await;

    let second = relying_party.renew(refresh_token(&first)).await;

    assert_eq!((second.status, second.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(second.header("access-control-allow-origin"), ORIGIN);
    let second = second.json();
    assert_ne!(refresh_token(&first), refresh_token(&second));
    assert_ne!(access_token(&first), access_token(&second));
    assert_eq!((&second["token_type"], &second["expires_in"]), (&json!("Bearer"), &json!(172_800)));
    assert_eq!(second.get("scope"), None);
    assert_eq!(relying_party.userinfo(access_token(&second)).await.status, StatusCode::OK);
    let third = relying_party.renew(refresh_token(&second)).await;
    assert_eq!(third.status, StatusCode::OK);
}

/// OIDC Core §12.2.
#[tokio::test]
async fn renews_the_id_token_with_the_same_person_and_a_new_time() {
    let relying_party = RelyingParty::renewing();
    let code = relying_party.code_for(&[OFFLINE, ("max_age", "600"), ("acr_values", "urn:example:strong")]);
    let first = relying_party.redeem(&code).await.json();
    relying_party.clock.advance(1000);

    let second = relying_party.renew(refresh_token(&first)).await.json();

    let (before, after) = (claims(&first), claims(&second));
    for claim in ["iss", "sub", "aud", "auth_time", "azp", "acr", "name"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    assert_eq!(after["auth_time"], NOW);
    assert_eq!(after["iat"], NOW + 1000);
    assert_eq!(after["exp"].as_i64().unwrap() - before["exp"].as_i64().unwrap(), 1000);
    assert_eq!(before["nonce"], NONCE);
    assert_eq!(after.get("nonce"), None);
    assert_ne!(before["at_hash"], after["at_hash"]);
}

#[tokio::test]
async fn keeps_the_authorized_party_in_a_renewed_id_token() {
    let relying_party = RelyingParty::renewing();
    relying_party.provider.misbehave(Misbehaviour::AudienceWithAuthorizedParty);
    let first = relying_party.offline().await;

    let second = relying_party.renew(refresh_token(&first)).await.json();

    assert_eq!(claims(&second)["azp"], "demo");
    assert_eq!(claims(&first)["aud"], claims(&second)["aud"]);
}

/// RFC 9700 §4.14.2.
#[tokio::test]
async fn revokes_the_whole_family_when_a_refresh_token_comes_again() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.offline().await;
    let second = relying_party.renew(refresh_token(&first)).await.json();
    let another = relying_party.offline().await;

    let again = relying_party.renew(refresh_token(&first)).await;

    assert_eq!(again.error(), refused());
    assert_eq!(relying_party.renew(refresh_token(&second)).await.error(), refused());
    for answer in [&first, &second] {
        assert_eq!(relying_party.userinfo(access_token(answer)).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(relying_party.renew(refresh_token(&another)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn revokes_the_family_when_the_code_comes_again() {
    let relying_party = RelyingParty::renewing();
    let code = relying_party.code_for(&[OFFLINE]);
    let first = relying_party.redeem(&code).await.json();
    let second = relying_party.renew(refresh_token(&first)).await.json();

    relying_party.redeem(&code).await;

    assert_eq!(relying_party.renew(refresh_token(&second)).await.error(), refused());
    assert_eq!(relying_party.userinfo(access_token(&second)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn refuses_a_refresh_token_that_is_made_up_missing_or_somebody_elses() {
    let relying_party = RelyingParty::renewing();
    relying_party.provider.register_metadata("other", renewing());
    let answer = relying_party.offline().await;
    let refresh_token = refresh_token(&answer);

    assert_eq!(relying_party.renew("made-up").await.error(), refused());
    assert_eq!(relying_party.renew("").await.error().1, "invalid_request");
    let by_another = relying_party.renew_with(refresh_token, &[("client_id", "other")]).await;
    assert_eq!(by_another.error(), refused());
    let with_secret = relying_party.renew_with(refresh_token, &[("client_secret", "s3cret")]).await;
    assert_eq!(with_secret.error().1, "invalid_client");

    assert_eq!(relying_party.renew(refresh_token).await.status, StatusCode::OK, "nothing of it used it up");
}

#[tokio::test]
async fn grants_less_on_demand_and_never_more() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.offline().await;

    let narrow = relying_party.renew_with(refresh_token(&first), &[("scope", "openid email")]).await.json();
    assert_eq!(narrow["scope"], "email openid");
    assert_eq!(claims(&narrow).get("name"), None);
    let wide = relying_party.renew_with(refresh_token(&narrow), &[("scope", "openid phone")]).await;
    assert_eq!(wide.error(), (StatusCode::BAD_REQUEST, "invalid_scope".to_owned()));
    let without_openid = relying_party.renew_with(refresh_token(&narrow), &[("scope", "profile")]).await;
    assert_eq!(without_openid.json().get("id_token"), None);

    // "the refresh token scope MUST be identical to that of the refresh token included by the client" (RFC 6749 §6).
    let whole = relying_party.renew(refresh_token(&without_openid.json())).await.json();
    assert_eq!((whole.get("scope"), &claims(&whole)["name"]), (None, &json!("Victor Pugin")));
}

#[tokio::test]
async fn forgets_a_refresh_token_that_waits_too_long() {
    let relying_party = RelyingParty::renewing();
    let (in_time, too_late) = (relying_party.offline().await, relying_party.offline().await);

    relying_party.clock.advance(14 * DAY - 1);
    assert_eq!(relying_party.renew(refresh_token(&in_time)).await.status, StatusCode::OK);
    relying_party.clock.advance(1);
    assert_eq!(relying_party.renew(refresh_token(&too_late)).await.error(), refused());
}

#[tokio::test]
async fn ends_the_line_of_refresh_tokens_after_a_month_however_often_it_renews() {
    let relying_party = RelyingParty::renewing();
    let mut answer = relying_party.offline().await;

    for _ in 0..29 {
        relying_party.clock.advance(DAY);
        answer = relying_party.renew(refresh_token(&answer)).await.json();
    }
    relying_party.clock.advance(DAY - 1);
    answer = relying_party.renew(refresh_token(&answer)).await.json();
    relying_party.clock.advance(1);

    assert_eq!(relying_party.renew(refresh_token(&answer)).await.error(), refused());
}

#[tokio::test]
async fn takes_its_lifetimes_from_the_settings() {
    let seconds = std::time::Duration::from_secs;
    let settings = Settings {
        access_token_lifetime: seconds(300),
        refresh_token_idle_lifetime: seconds(1000),
        refresh_token_absolute_lifetime: seconds(1500),
        client_metadata: HashMap::from([("demo".to_owned(), renewing())]),
        ..Settings::default()
    };
    let relying_party = RelyingParty::with(settings);
    let first = relying_party.offline().await;
    assert_eq!(first["expires_in"], 300);

    relying_party.clock.advance(299);
    assert_eq!(relying_party.userinfo(access_token(&first)).await.status, StatusCode::OK);
    relying_party.clock.advance(1);
    assert_eq!(relying_party.userinfo(access_token(&first)).await.status, StatusCode::UNAUTHORIZED);
    relying_party.clock.advance(699);
    let second = relying_party.renew(refresh_token(&first)).await.json();
    relying_party.clock.advance(501);
    assert_eq!(relying_party.renew(refresh_token(&second)).await.error(), refused());
}
