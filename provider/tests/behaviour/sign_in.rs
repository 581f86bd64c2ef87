//! What goes well.

use axum::http::StatusCode;
use serde_json::json;

use crate::relying_party::*;

#[tokio::test]
async fn sends_back_a_code_the_state_and_the_issuer() {
    let relying_party = RelyingParty::new();

    let response = relying_party.response();

    let names: Vec<_> = response.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "state", "iss"]);
    assert_eq!(value(&response, "state").as_deref(), Some(STATE));
    assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER));
}

#[tokio::test]
async fn answers_the_token_request_as_lifen_does() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.redeem(&relying_party.code()).await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 172_800);
    let names: Vec<_> = body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "id_token", "token_type"]);
}

#[tokio::test]
async fn says_who_it_is_in_the_id_token() {
    let relying_party = RelyingParty::new();

    let (header, claims) = relying_party.id_token().await;

    assert_eq!(header["alg"], "RS256");
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!(claims["aud"], "demo");
    assert_eq!((claims["iat"].clone(), claims["exp"].clone()), (json!(NOW), json!(NOW + 86_400)));
    assert_eq!(claims["nonce"], NONCE);
    assert_eq!(claims["name"], "Victor Pugin");
    assert_eq!(claims["nickname"], "victor.pugin");
    assert_eq!(claims["picture"], "http://127.0.0.1:9090/people/victor.svg");
    assert_eq!(claims["email"], "victor.pugin@hopital.example");
    assert_eq!(claims["email_verified"], true);
    assert!(claims["sub"].as_str().unwrap().starts_with("auth0|"));
    assert!(claims["updated_at"].is_string());
    assert_eq!(claims["https://lifen.fr/application"], "Lifen Demo");
    let user = &claims["https://lifen.fr/user"];
    assert_eq!(user["uuid"], "2239c4e4-f928-44da-917d-1a59a7a4e931");
    assert_eq!(user["currentWorkspaceId"], "Organization/6944011");
    assert_eq!(user["apiUrl"], "http://127.0.0.1:9090/fhir/v3");
    assert_eq!(user["identities"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn says_only_what_the_scopes_open() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.redeem(&relying_party.code_for(&[("scope", "openid")])).await.json();

    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());
    assert!(claims.get("sub").is_some());
    assert!(claims.get("name").is_none());
    assert!(claims.get("email").is_none());
}

#[tokio::test]
async fn gives_no_id_token_where_openid_was_not_asked() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.redeem(&relying_party.code_for(&[("scope", "profile")])).await.json();

    assert!(answer.get("access_token").is_some());
    assert!(answer.get("id_token").is_none());
}

#[tokio::test]
async fn says_when_and_how_the_person_proved_who_they_are_if_asked() {
    let relying_party = RelyingParty::new();
    let asked = [("max_age", "600"), ("acr_values", "urn:example:hospital urn:example:other")];

    let answer = relying_party.redeem(&relying_party.code_for(&asked)).await.json();

    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());
    assert_eq!(claims["auth_time"], NOW);
    assert_eq!(claims["acr"], "urn:example:hospital");
}

#[tokio::test]
async fn sends_back_an_error_when_the_person_refuses() {
    let relying_party = RelyingParty::new();

    let location = relying_party.provider.refuse_consent(&authorization_url(&[])).unwrap();

    let response = parameters(&location);
    assert_eq!(value(&response, "error").as_deref(), Some("access_denied"));
    assert_eq!(value(&response, "state").as_deref(), Some(STATE));
    assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER));
    assert_eq!(value(&response, "code"), None);
}

#[tokio::test]
async fn knows_several_people_apart() {
    let relying_party = RelyingParty::new();
    let people = relying_party.provider.people();

    let mut subjects: Vec<_> = people.iter().map(|person| &person.sub).collect();
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), people.len());

    let location = relying_party.provider.sign_in_as("idris", &authorization_url(&[])).unwrap();
    let code = value(&parameters(&location), "code").unwrap();
    let answer = relying_party.redeem(&code).await.json();
    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());
    assert_eq!(claims["name"], "Idris Benhaddou");
    assert_eq!(claims["https://lifen.fr/user"]["currentWorkspaceId"], "Organization/7120458");
}
