//! What a token request has to be.

use axum::http::StatusCode;

use crate::relying_party::*;

const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;

#[tokio::test]
async fn refuses_a_code_that_was_already_redeemed_and_revokes_its_access_token() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();
    let first = relying_party.redeem(&code).await.json();
    let access_token = first["access_token"].as_str().unwrap();
    assert_eq!(relying_party.userinfo(access_token).await.status, StatusCode::OK);

    let second = relying_party.redeem(&code).await;

    assert_eq!(second.error(), (BAD_REQUEST, "invalid_grant".to_owned()));
    assert_eq!(second.header("cache-control"), "no-store");
    assert_eq!(relying_party.userinfo(access_token).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accepts_a_code_for_sixty_seconds() {
    let relying_party = RelyingParty::new();
    let (in_time, too_late) = (relying_party.code(), relying_party.code());

    relying_party.clock.advance(59);
    assert_eq!(relying_party.redeem(&in_time).await.status, StatusCode::OK);
    relying_party.clock.advance(1);
    assert_eq!(relying_party.redeem(&too_late).await.error(), (BAD_REQUEST, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn refuses_a_code_offered_wrongly_even_when_it_comes_again_rightly() {
    for wrong in [
        ("client_id", "other"),
        ("redirect_uri", "http://localhost:8080/elsewhere"),
        ("code_verifier", "another-verifier-of-the-right-length-0123456789"),
    ] {
        let relying_party = RelyingParty::new();
        let code = relying_party.code();

        let answer = relying_party.redeem_with(&code, &[wrong]).await;

        assert_eq!(answer.error(), (BAD_REQUEST, "invalid_grant".to_owned()), "{wrong:?}");
        assert_eq!(relying_party.redeem(&code).await.error().1, "invalid_grant", "{wrong:?}");
    }
}

#[tokio::test]
async fn refuses_a_request_that_lacks_something_and_keeps_the_code() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();

    for missing in ["grant_type", "client_id", "redirect_uri", "code_verifier"] {
        let answer = relying_party.redeem_with(&code, &[(missing, "")]).await;
        assert_eq!(answer.error(), (BAD_REQUEST, "invalid_request".to_owned()), "{missing}");
    }

    assert_eq!(relying_party.redeem_with("", &[]).await.error().1, "invalid_request");
    assert_eq!(relying_party.redeem(&code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn refuses_a_verifier_that_is_too_short_or_has_strange_characters() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();

    for verifier in ["short", &"é".repeat(30), &"a".repeat(129)] {
        let answer = relying_party.redeem_with(&code, &[("code_verifier", verifier)]).await;
        assert_eq!(answer.error(), (BAD_REQUEST, "invalid_request".to_owned()), "{verifier}");
    }
}

#[tokio::test]
async fn refuses_a_client_secret_in_the_form_or_in_a_header() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();
    let refused = (StatusCode::UNAUTHORIZED, "invalid_client".to_owned());

    assert_eq!(relying_party.redeem_with(&code, &[("client_secret", "s3cret")]).await.error(), refused);
    let headers =
        [("authorization", "Basic ZGVtbzpzM2NyZXQ="), ("content-type", "application/x-www-form-urlencoded")];
    let body = format!("grant_type=authorization_code&client_id=demo&code={code}");
    assert_eq!(relying_party.ask("POST", "/oauth/token", &headers, &body).await.error(), refused);
}

#[tokio::test]
async fn refuses_other_grants_unknown_clients_repetitions_and_made_up_codes() {
    let relying_party = RelyingParty::new();
    let code = relying_party.code();

    for (changes, error) in [
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![("grant_type", "refresh_token")], "unsupported_grant_type"),
        (vec![("client_id", "stranger")], "invalid_client"),
        (vec![("code", "made-up")], "invalid_grant"),
        (vec![("client_id", "demo"), ("client_id", "demo")], "invalid_request"),
    ] {
        let answer = relying_party.redeem_with(&code, &changes).await;
        assert_eq!(answer.error(), (BAD_REQUEST, error.to_owned()), "{changes:?}");
    }
}

#[tokio::test]
async fn refuses_a_request_that_is_not_form_encoded() {
    let relying_party = RelyingParty::new();
    let body = format!("{{\"code\": \"{}\"}}", relying_party.code());

    let answer =
        relying_party.ask("POST", "/oauth/token", &[("content-type", "application/json")], &body).await;

    assert_eq!(answer.error(), (BAD_REQUEST, "invalid_request".to_owned()));
}

#[tokio::test]
async fn answers_only_a_post() {
    let relying_party = RelyingParty::new();

    assert_eq!(relying_party.get("/oauth/token").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
