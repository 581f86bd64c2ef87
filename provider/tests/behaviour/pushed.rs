//! Authorization requests that go to the provider directly, before the browser does.

use axum::http::StatusCode;
use provider::{ClientMetadata, Dpop, Misbehaviour, Refusal, Settings};
use serde_json::json;

use crate::pages::Browser;
use crate::prover::Prover;
use crate::relying_party::*;

impl RelyingParty {
    /// Pushes the authorization request with some parameters in place of the right ones.
    pub async fn push(&self, changes: &[(&str, &str)]) -> Answer {
        self.posts("/oauth/par", &authorization_request(), changes).await
    }

    /// What the browser carries of a request that was pushed.
    async fn pushed(&self, changes: &[(&str, &str)]) -> String {
        let answer = self.push(changes).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.json()["request_uri"].as_str().unwrap().to_owned()
    }

    /// Signs Victor in at a request that was pushed.
    pub fn arrives_with(&self, request_uri: &str) -> Result<String, Refusal> {
        self.provider.sign_in_as("victor", &carrying(request_uri))
    }
}

fn carrying(request_uri: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("client_id", "demo"), ("request_uri", request_uri)])
        .finish();
    format!("{ISSUER}authorize?{query}")
}

fn error(location: &str) -> Option<String> {
    value(&parameters(location), "error")
}

#[tokio::test]
async fn answers_a_request_that_was_pushed() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.push(&[]).await;

    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::CREATED, "no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    assert_eq!(answer.json()["expires_in"], 60);
    let request_uri = answer.json()["request_uri"].as_str().unwrap().to_owned();
    assert!(request_uri.starts_with("urn:ietf:params:oauth:request_uri:"));
    let response = parameters(&relying_party.arrives_with(&request_uri).unwrap());
    assert_eq!(value(&response, "state").as_deref(), Some(STATE));
    let redeemed = relying_party.redeem(&value(&response, "code").unwrap()).await.json();
    assert_eq!(decoded(redeemed["id_token"].as_str().unwrap()).1["nonce"], NONCE);
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata["pushed_authorization_request_endpoint"], format!("{ISSUER}oauth/par"));
}

#[tokio::test]
async fn shows_the_pages_of_a_request_that_was_pushed() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let path = carrying(&relying_party.pushed(&[]).await).replacen(ISSUER, "/", 1);

    let page = browser.opens(&path).await.page("sign-in");
    let page = browser.presses(&page, "person", "victor").await.page("consent");
    let response = browser.presses(&page, "decision", "allow").await.client();

    assert!(value(&response, "code").is_some());
    let again = browser.opens(&path).await.page("error");
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn answers_it_once_and_within_a_minute() {
    let relying_party = RelyingParty::new();
    let (in_time, too_late) = (relying_party.pushed(&[]).await, relying_party.pushed(&[]).await);

    relying_party.clock.advance(59);
    assert!(relying_party.arrives_with(&in_time).is_ok());
    assert_eq!(relying_party.arrives_with(&in_time), Err(Refusal::UnknownRequestUri));
    relying_party.clock.advance(1);
    assert_eq!(relying_party.arrives_with(&too_late), Err(Refusal::UnknownRequestUri));
}

#[tokio::test]
async fn takes_its_lifetime_from_the_settings() {
    let pushed_request_lifetime = std::time::Duration::from_secs(5);
    let relying_party = RelyingParty::with(Settings { pushed_request_lifetime, ..Settings::default() });
    assert_eq!(relying_party.push(&[]).await.json()["expires_in"], 5);
    let request_uri = relying_party.pushed(&[]).await;

    relying_party.clock.advance(5);

    assert_eq!(relying_party.arrives_with(&request_uri), Err(Refusal::UnknownRequestUri));
}

#[tokio::test]
async fn answers_it_to_the_client_that_pushed_it_and_to_no_other() {
    let relying_party = RelyingParty::new();
    let request_uri = relying_party.pushed(&[]).await;
    let by_another = carrying(&request_uri).replacen("client_id=demo", "client_id=other", 1);

    assert_eq!(relying_party.provider.sign_in_as("victor", &by_another), Err(Refusal::UnknownRequestUri));

    assert!(relying_party.arrives_with(&request_uri).is_ok(), "and it is not used up");
}

#[tokio::test]
async fn minds_nothing_but_what_was_pushed() {
    let relying_party = RelyingParty::new();
    let request_uri = relying_party.pushed(&[]).await;

    let url = format!("{}&state=forged&redirect_uri=https://evil.example/", carrying(&request_uri));
    let location = relying_party.provider.sign_in_as("victor", &url).unwrap();

    assert_eq!(value(&parameters(&location), "state").as_deref(), Some(STATE));
}

#[tokio::test]
async fn refuses_at_once_what_it_would_refuse_later() {
    let relying_party = RelyingParty::new();

    for (changes, status, error) in [
        ([("redirect_uri", "https://evil.example/")], StatusCode::BAD_REQUEST, "invalid_request"),
        ([("code_challenge", "")], StatusCode::BAD_REQUEST, "invalid_request"),
        ([("response_type", "token")], StatusCode::BAD_REQUEST, "unsupported_response_type"),
        ([("scope", "moon")], StatusCode::BAD_REQUEST, "invalid_scope"),
        ([("resource", "no address")], StatusCode::BAD_REQUEST, "invalid_target"),
        ([("client_id", "stranger")], StatusCode::BAD_REQUEST, "invalid_client"),
        ([("client_id", "")], StatusCode::BAD_REQUEST, "invalid_request"),
        ([("client_secret", "s3cret")], StatusCode::UNAUTHORIZED, "invalid_client"),
        (
            [("request_uri", "urn:ietf:params:oauth:request_uri:x")],
            StatusCode::BAD_REQUEST,
            "invalid_request",
        ),
    ] {
        let answer = relying_party.push(&changes).await;
        assert_eq!(answer.error(), (status, error.to_owned()), "{changes:?}");
    }
    let as_json = [("content-type", "application/json")];
    assert_eq!(relying_party.ask("POST", "/oauth/par", &as_json, "{}").await.error().1, "invalid_request");
}

#[tokio::test]
async fn may_want_every_request_pushed() {
    let everyone = Settings { require_pushed_authorization_requests: true, ..Settings::default() };
    let relying_party = RelyingParty::with(everyone);
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata["require_pushed_authorization_requests"], true);

    let straight = relying_party.provider.sign_in_as("victor", &authorization_url(&[])).unwrap();
    assert_eq!(error(&straight).as_deref(), Some("invalid_request"));
    let pushed = relying_party.pushed(&[]).await;
    assert_eq!(error(&relying_party.arrives_with(&pushed).unwrap()), None);
}

#[tokio::test]
async fn may_want_the_requests_of_one_client_pushed() {
    let relying_party = RelyingParty::new();
    let metadata =
        ClientMetadata { require_pushed_authorization_requests: true, ..ClientMetadata::default() };
    relying_party.provider.register_metadata("demo", metadata);
    let asks = |client: &str| {
        let url = authorization_url(&[("client_id", client)]);
        error(&relying_party.provider.sign_in_as("victor", &url).unwrap())
    };

    assert_eq!(asks("demo").as_deref(), Some("invalid_request"));
    assert_eq!(asks("other"), None);
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata.get("require_pushed_authorization_requests"), None);
}

/// RFC 9449 §10.1.
#[tokio::test]
async fn binds_the_code_to_the_key_of_a_proof() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let (prover, thief) = (Prover::new(), Prover::new());
    let pushed_with = async |changes: &[(&str, &str)]| {
        let proof = prover.proof("POST", "/oauth/par", json!({}));
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("dpop", &*proof), ("origin", ORIGIN)];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(authorization_request())
            .extend_pairs(changes)
            .finish();
        relying_party.ask("POST", "/oauth/par", &headers, &body).await
    };
    let code = async || {
        let request_uri = pushed_with(&[]).await.json()["request_uri"].as_str().unwrap().to_owned();
        value(&parameters(&relying_party.arrives_with(&request_uri).unwrap()), "code").unwrap()
    };

    let stolen = thief.proof("POST", "/oauth/token", json!({}));
    assert_eq!(relying_party.redeem_proving(&code().await, &[&stolen]).await.error().1, "invalid_grant");
    let right = prover.proof("POST", "/oauth/token", json!({}));
    assert_eq!(relying_party.redeem_proving(&code().await, &[&right]).await.status, StatusCode::OK);
    let contradicted = pushed_with(&[("dpop_jkt", &thief.thumbprint())]).await;
    assert_eq!(contradicted.error().1, "invalid_dpop_proof");
    assert_eq!(pushed_with(&[("dpop_jkt", &prover.thumbprint())]).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn fails_on_command() {
    for (misbehaviour, status) in [
        (Misbehaviour::PushedRequestRefused, StatusCode::BAD_REQUEST),
        (Misbehaviour::PushedRequestServerError, StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        assert_eq!(relying_party.push(&[]).await.status, status, "{misbehaviour}");
        relying_party.provider.behave();
        assert_eq!(relying_party.push(&[]).await.status, StatusCode::CREATED, "{misbehaviour}");
    }

    let relying_party = RelyingParty::meeting(Misbehaviour::PushedRequestUriExpired);
    let request_uri = relying_party.pushed(&[]).await;
    assert_eq!(relying_party.arrives_with(&request_uri), Err(Refusal::UnknownRequestUri));
    relying_party.provider.behave();
    let request_uri = relying_party.pushed(&[]).await;
    assert!(relying_party.arrives_with(&request_uri).is_ok());
}
