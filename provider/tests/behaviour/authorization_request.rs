//! What an authorization request has to be.

use axum::http::StatusCode;
use provider::Refusal;

use crate::relying_party::*;

/// The error a request with these changes is answered with, at the client.
fn error(changes: &[(&str, &str)]) -> String {
    let location = RelyingParty::new().provider.sign_in_as("victor", &authorization_url(changes)).unwrap();
    let response = parameters(&location);
    assert_eq!(value(&response, "code"), None);
    assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER));
    value(&response, "error").unwrap_or_else(|| panic!("no error in {location}"))
}

fn refusal(changes: &[(&str, &str)]) -> Refusal {
    RelyingParty::new().provider.sign_in_as("victor", &authorization_url(changes)).unwrap_err()
}

#[test]
fn refuses_an_unknown_client_without_a_redirect() {
    assert_eq!(refusal(&[("client_id", "stranger")]), Refusal::UnknownClient);
    assert_eq!(refusal(&[("client_id", "")]), Refusal::UnknownClient);
    assert_eq!(refusal(&[("client_id", "demo"), ("client_id", "demo")]), Refusal::UnknownClient);
}

#[test]
fn refuses_a_redirect_uri_that_differs_by_a_letter_without_a_redirect() {
    for uri in [
        "http://localhost:8080/callback/",
        "http://localhost:8080/callback?x=1",
        "http://localhost:8080/Callback",
        "http://localhost:8081/callback",
        "http://127.0.0.1:8080/callback",
        "",
    ] {
        assert_eq!(refusal(&[("redirect_uri", uri)]), Refusal::UnregisteredRedirectUri, "{uri}");
    }
}

#[tokio::test]
async fn shows_what_may_not_be_redirected_on_a_page() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.get(&authorization_path(&[("redirect_uri", "https://evil.example/")])).await;

    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("location"), "");
    assert!(answer.body.contains("data-page=\"error\""));
}

#[test]
fn refuses_any_response_type_but_code() {
    assert_eq!(error(&[("response_type", "token")]), "unsupported_response_type");
    assert_eq!(error(&[("response_type", "code id_token")]), "unsupported_response_type");
    assert_eq!(error(&[("response_type", "")]), "invalid_request");
    assert_eq!(error(&[("response_mode", "fragment")]), "invalid_request");
}

#[test]
fn refuses_a_request_without_an_s256_challenge() {
    assert_eq!(error(&[("code_challenge", "")]), "invalid_request");
    assert_eq!(error(&[("code_challenge", "too-short")]), "invalid_request");
    assert_eq!(error(&[("code_challenge_method", "plain")]), "invalid_request");
    assert_eq!(error(&[("code_challenge_method", "")]), "invalid_request");
}

#[test]
fn refuses_a_repeated_parameter() {
    assert_eq!(error(&[("nonce", "a"), ("nonce", "b")]), "invalid_request");
    assert_eq!(error(&[("state", "a"), ("state", "a")]), "invalid_request");
}

#[test]
fn refuses_scopes_of_which_it_knows_none() {
    assert_eq!(error(&[("scope", "moon")]), "invalid_scope");
    assert_eq!(error(&[("scope", "")]), "invalid_scope");
}

#[test]
fn ignores_a_scope_it_does_not_know_among_others() {
    assert!(!RelyingParty::new().code_for(&[("scope", "openid moon")]).is_empty());
}

#[test]
fn refuses_request_objects() {
    assert_eq!(error(&[("request", "e30.e30.")]), "request_not_supported");
    assert_eq!(error(&[("request_uri", "https://client.example/request")]), "request_uri_not_supported");
}

#[test]
fn refuses_a_max_age_that_is_no_number_of_seconds() {
    assert_eq!(error(&[("max_age", "soon")]), "invalid_request");
    assert_eq!(error(&[("max_age", "-1")]), "invalid_request");
}

#[test]
fn echoes_no_state_where_none_was_sent() {
    let relying_party = RelyingParty::new();

    let location = relying_party.provider.sign_in_as("victor", &authorization_url(&[("state", "")])).unwrap();

    assert_eq!(value(&parameters(&location), "state"), None);
}

#[test]
fn signs_in_nobody_it_does_not_know() {
    let provider = RelyingParty::new().provider;

    assert_eq!(
        provider.sign_in_as("zorro", &authorization_url(&[])),
        Err(Refusal::UnknownPerson("zorro".to_owned()))
    );
}

#[test]
fn answers_only_at_its_own_authorization_endpoint() {
    let provider = RelyingParty::new().provider;
    let elsewhere = authorization_url(&[]).replace("127.0.0.1:9090/authorize", "another.example/authorize");

    assert_eq!(provider.sign_in_as("victor", &elsewhere), Err(Refusal::NotTheAuthorizationEndpoint));
    assert_eq!(provider.sign_in_as("victor", "no address"), Err(Refusal::NotTheAuthorizationEndpoint));
}
