//! The account directory behind the access token.

use axum::http::StatusCode;
use provider::Misbehaviour;
use serde_json::json;

use crate::relying_party::*;

const VICTOR: &str = "2239c4e4-f928-44da-917d-1a59a7a4e931";
const ACCOUNT: &str = r#"{"name":"Victor Pugin","email":"victor@hopital.example","occupation":"Médecin"}"#;
const ONLY_NEW: (&str, &str) = ("if-none-match", "*");
const MERGE_PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

async fn asks(
    relying_party: &RelyingParty,
    token: &str,
    method: &str,
    header: (&str, &str),
    body: &str,
) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [("origin", ORIGIN), ("authorization", authorization.as_str()), header];
    relying_party.ask(method, "/account", &headers, body).await
}

async fn token_of(relying_party: &RelyingParty, person: &str) -> String {
    let location = relying_party.provider.sign_in_as(person, &authorization_url(&[])).unwrap();
    let code = value(&parameters(&location), "code").unwrap();
    relying_party.redeem(&code).await.json()["access_token"].as_str().unwrap().to_owned()
}

async fn signed_up() -> (RelyingParty, String) {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;
    let created = asks(&relying_party, &token, "PUT", ONLY_NEW, ACCOUNT).await;
    assert_eq!(created.status, StatusCode::CREATED);
    (relying_party, token)
}

#[tokio::test]
async fn has_no_account_of_anybody_at_first() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    assert_eq!(relying_party.bearing(&token, "/account").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn keeps_the_account_of_whoever_the_token_is_of() {
    let (relying_party, token) = signed_up().await;

    let found = relying_party.bearing(&token, "/account").await;

    assert_eq!(found.status, StatusCode::OK);
    assert_eq!(found.header("cache-control"), "no-store");
    assert_eq!(found.json()["lifen_user_id"], VICTOR);
    assert_eq!(found.json()["occupation"], "Médecin");
}

#[tokio::test]
async fn shows_nobody_the_account_of_somebody_else() {
    let (relying_party, _) = signed_up().await;
    let agathe = token_of(&relying_party, "agathe").await;

    assert_eq!(relying_party.bearing(&agathe, "/account").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn believes_the_token_and_not_what_the_body_says_of_whose_account_it_is() {
    let (relying_party, victor) = signed_up().await;
    let agathe = token_of(&relying_party, "agathe").await;
    let forged = json!({"lifen_user_id": VICTOR, "sub": "x", "name": "Agathe", "email": "a@b.example"});

    let created = asks(&relying_party, &agathe, "PUT", ONLY_NEW, &forged.to_string()).await;

    assert_eq!(created.status, StatusCode::CREATED);
    assert_ne!(created.json()["lifen_user_id"], VICTOR);
    assert_eq!(created.json()["sub"], json!(null));
    assert_eq!(relying_party.bearing(&victor, "/account").await.json()["name"], "Victor Pugin");
}

#[tokio::test]
async fn makes_no_second_account_where_only_a_first_one_is_wanted() {
    let (relying_party, token) = signed_up().await;
    let another = ACCOUNT.replace("Médecin", "Interne");

    let refused = asks(&relying_party, &token, "PUT", ONLY_NEW, &another).await;

    assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(relying_party.bearing(&token, "/account").await.json()["occupation"], "Médecin");
    let replaced = asks(&relying_party, &token, "PUT", ("x-any", "x"), &another).await;
    assert_eq!((replaced.status, replaced.json()["occupation"].as_str()), (StatusCode::OK, Some("Interne")));
}

#[tokio::test]
async fn changes_what_a_patch_names_and_nothing_else() {
    let (relying_party, token) = signed_up().await;
    let patch = r#"{"email":"new@hopital.example","occupation":null,"origins":{"email":"userinfo"},"lifen_user_id":"x"}"#;

    let changed = asks(&relying_party, &token, "PATCH", MERGE_PATCH, patch).await;

    assert_eq!(changed.status, StatusCode::OK);
    let expected = json!({
        "lifen_user_id": VICTOR,
        "name": "Victor Pugin",
        "email": "new@hopital.example",
        "origins": {"email": "userinfo"},
    });
    assert_eq!(changed.json(), expected);
}

#[tokio::test]
async fn patches_nothing_that_is_not_there_and_by_no_other_media_type() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;
    let patch = r#"{"name":"x"}"#;

    let absent = asks(&relying_party, &token, "PATCH", MERGE_PATCH, patch).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    let other = asks(&relying_party, &token, "PATCH", ("content-type", "application/json"), patch).await;
    assert_eq!(other.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn deletes_an_account_once() {
    let (relying_party, token) = signed_up().await;

    let deleted = asks(&relying_party, &token, "DELETE", ("x-any", "x"), "").await;

    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(relying_party.bearing(&token, "/account").await.status, StatusCode::NOT_FOUND);
    let again = asks(&relying_party, &token, "DELETE", ("x-any", "x"), "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn refuses_what_is_no_account() {
    let (relying_party, token) = signed_up().await;

    for body in ["", "[]", "{}", r#"{"name":"x"}"#, r#"{"name":7,"email":"a@b.example"}"#] {
        let refused = asks(&relying_party, &token, "PUT", ("x-any", "x"), body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let refused = asks(&relying_party, &token, "PATCH", MERGE_PATCH, r#"{"name":null}"#).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn demands_an_access_token_for_each_method() {
    let relying_party = RelyingParty::new();

    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let answer = asks(&relying_party, "made-up", method, MERGE_PATCH, ACCOUNT).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method}");
    }
}

#[tokio::test]
async fn fails_on_command_as_the_other_apis_do() {
    for (misbehaviour, status) in [
        (Misbehaviour::ApiUnauthorized, 401),
        (Misbehaviour::ApiForbidden, 403),
        (Misbehaviour::ApiRateLimited, 429),
        (Misbehaviour::ApiServerError, 500),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.access_token().await;

        let answer = asks(&relying_party, &token, "PUT", ONLY_NEW, ACCOUNT).await;

        assert_eq!(answer.status, status, "{misbehaviour}");
    }
}

#[tokio::test]
async fn lets_pages_ask_whether_they_may_change_it() {
    let relying_party = RelyingParty::new();
    let headers = [
        ("origin", ORIGIN),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "authorization, content-type, if-none-match"),
    ];

    let answer = relying_party.ask("OPTIONS", "/account", &headers, "").await;

    for method in ["PUT", "PATCH", "DELETE"] {
        assert!(answer.header("access-control-allow-methods").contains(method), "{method}");
    }
    assert!(answer.header("access-control-allow-headers").contains("if-none-match"));
}
