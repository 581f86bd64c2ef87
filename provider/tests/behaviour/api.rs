//! The FHIR API behind the access token.

use axum::http::StatusCode;
use provider::{Misbehaviour, Settings};
use serde_json::Value;

use crate::relying_party::*;

fn names(bundle: &Value) -> Vec<String> {
    let name = |entry: &Value| entry["resource"]["name"][0]["text"].as_str().unwrap().to_owned();
    bundle["entry"].as_array().unwrap().iter().map(name).collect()
}

fn link(bundle: &Value, relation: &str) -> Option<String> {
    let links = bundle["link"].as_array().unwrap();
    let link = links.iter().find(|link| link["relation"] == relation)?;
    Some(link["url"].as_str().unwrap().replacen(ISSUER, "/", 1))
}

#[tokio::test]
async fn shows_the_persons_own_workspace() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    let answer = relying_party.bearing(&token, "/fhir/v3/Organization/6944011").await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/fhir+json");
    assert_eq!(answer.json()["resourceType"], "Organization");
}

#[tokio::test]
async fn hides_the_workspace_of_others() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    let answer = relying_party.bearing(&token, "/fhir/v3/Organization/7120458").await;

    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    assert_eq!(answer.json()["issue"][0]["code"], "forbidden");
}

#[tokio::test]
async fn demands_an_access_token() {
    let relying_party = RelyingParty::new();

    for answer in [
        relying_party.get("/fhir/v3/Practitioner").await,
        relying_party.bearing("made-up", "/fhir/v3/Practitioner").await,
    ] {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["resourceType"], "OperationOutcome");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn demands_the_scope_profile_for_the_directory() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.redeem(&relying_party.code_for(&[("scope", "openid")])).await.json();
    let token = answer["access_token"].as_str().unwrap();

    let answer = relying_party.bearing(token, "/fhir/v3/Practitioner").await;

    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("www-authenticate"), "Bearer error=\"insufficient_scope\", scope=\"profile\"");
}

#[tokio::test]
async fn leads_through_the_directory_page_by_page_and_back() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;
    let (mut found, mut path) = (Vec::new(), Some("/fhir/v3/Practitioner?_count=25".to_owned()));
    let mut last = Value::Null;

    while let Some(next) = path {
        last = relying_party.bearing(&token, &next).await.json();
        found.extend(names(&last));
        path = link(&last, "next");
    }

    assert_eq!(last["total"], 60);
    assert_eq!(found.len(), 60);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 60, "nobody comes twice");
    let previous = relying_party.bearing(&token, &link(&last, "previous").unwrap()).await.json();
    assert_eq!(names(&previous).len(), 25);
}

#[tokio::test]
async fn finds_a_name_whatever_its_accents_and_case() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    let bundle = relying_party.bearing(&token, "/fhir/v3/Practitioner?name=HERVE&_count=2").await.json();

    assert_eq!(bundle["total"], 3);
    assert!(names(&bundle).iter().all(|name| name.ends_with("Hervé")), "{:?}", names(&bundle));
    assert!(link(&bundle, "next").unwrap().contains("name=HERVE"));
    let nobody = relying_party.bearing(&token, "/fhir/v3/Practitioner?name=zzz").await.json();
    assert_eq!(nobody["total"], 0);
}

#[tokio::test]
async fn shows_one_practitioner() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    assert_eq!(relying_party.bearing(&token, "/fhir/v3/Practitioner/830100").await.json()["id"], "830100");
    let nobody = relying_party.bearing(&token, "/fhir/v3/Practitioner/1").await;
    assert_eq!(
        (nobody.status, nobody.json()["issue"][0]["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("not-found"))
    );
}

#[tokio::test]
async fn refuses_a_count_that_is_no_number() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    let answer = relying_party.bearing(&token, "/fhir/v3/Practitioner?_count=many").await;

    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let beyond = format!("/fhir/v3/Practitioner?_offset={}", usize::MAX);
    assert_eq!(relying_party.bearing(&token, &beyond).await.json()["entry"], serde_json::json!([]));
}

#[tokio::test]
async fn fails_on_command() {
    for (misbehaviour, status) in [
        (Misbehaviour::ApiUnauthorized, 401),
        (Misbehaviour::ApiForbidden, 403),
        (Misbehaviour::ApiRateLimited, 429),
        (Misbehaviour::ApiServerError, 500),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.access_token().await;

        let answer = relying_party.bearing(&token, "/fhir/v3/Practitioner").await;

        assert_eq!(answer.status, status, "{misbehaviour}");
        assert_eq!(answer.json()["resourceType"], "OperationOutcome", "{misbehaviour}");
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429, "{misbehaviour}");
    }
}

/// As Lifen's does, at ten; each second is counted anew.
#[tokio::test]
async fn asks_a_hasty_caller_to_come_again_in_a_second() {
    let relying_party = RelyingParty::with(Settings { api_calls_per_second: Some(2), ..Settings::default() });
    let token = relying_party.access_token().await;
    let path = "/fhir/v3/Practitioner/830100";
    for _ in 0..2 {
        assert_eq!(relying_party.bearing(&token, path).await.status, StatusCode::OK);
    }

    let third = relying_party.bearing(&token, path).await;

    assert_eq!((third.status, third.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert_eq!(third.json()["issue"][0]["code"], "throttled");
    let other = relying_party.access_token().await;
    assert_eq!(relying_party.bearing(&other, path).await.status, StatusCode::OK, "others are not hasty");
    relying_party.clock.advance(1);
    assert_eq!(relying_party.bearing(&token, path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn leads_to_another_origin_on_command() {
    let elsewhere = "https://api.example.evil";
    let relying_party =
        RelyingParty::with(Settings { elsewhere: elsewhere.to_owned(), ..Settings::default() });
    relying_party.provider.misbehave(Misbehaviour::ApiNextPageElsewhere);
    let token = relying_party.access_token().await;
    let page = relying_party.bearing(&token, "/fhir/v3/Practitioner?_count=2").await.json();
    let next = page["link"].as_array().unwrap().iter().find(|link| link["relation"] == "next").unwrap();
    assert_eq!(next["url"], "https://api.example.evil/fhir/v3/Practitioner?_count=2&_offset=2");

    relying_party.provider.misbehave(Misbehaviour::ApiRedirects);
    let token = relying_party.access_token().await;
    let answer = relying_party.bearing(&token, "/fhir/v3/Practitioner").await;

    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header("location"), "https://api.example.evil/elsewhere");
}
