//! What takes a stronger or a more recent sign-in than the one behind the token.

use std::time::Duration;

use axum::http::StatusCode;
use provider::{Misbehaviour, Settings, StepUp};

use crate::relying_party::*;
use crate::renewal::{OFFLINE, access_token, refresh_token};

const DOCUMENT: &str = "/fhir/v3/DocumentReference/9410021";
const STRONG: (&str, &str) = ("acr_values", "eidas2");

async fn token_of(relying_party: &RelyingParty, changes: &[(&str, &str)]) -> String {
    let answer = relying_party.redeem(&relying_party.code_for(changes)).await.json();
    access_token(&answer).to_owned()
}

#[track_caller]
fn assert_demands_more(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer error=\"insufficient_user_authentication\", \
         error_description=\"A stronger or more recent sign-in is needed\", \
         acr_values=\"eidas2\", max_age=\"600\""
    );
    let exposed = answer.header("access-control-expose-headers");
    assert!(exposed.contains("www-authenticate") && exposed.contains("retry-after"), "{exposed}");
}

#[tokio::test]
async fn shows_a_document_to_whoever_signed_in_strongly() {
    let relying_party = RelyingParty::new();
    let token = token_of(&relying_party, &[STRONG]).await;

    let answer = relying_party.bearing(&token, DOCUMENT).await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["resourceType"], "DocumentReference");
    let nothing = relying_party.bearing(&token, "/fhir/v3/DocumentReference/1").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn demands_more_of_whoever_signed_in_weakly_or_in_another_way() {
    let relying_party = RelyingParty::new();

    for changes in [&[][..], &[("acr_values", "eidas1")]] {
        let token = token_of(&relying_party, changes).await;
        assert_demands_more(&relying_party.bearing(&token, DOCUMENT).await);
        assert_eq!(relying_party.bearing(&token, "/fhir/v3/Practitioner").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn demands_more_of_whoever_signed_in_too_long_ago() {
    let relying_party = RelyingParty::new();
    let token = token_of(&relying_party, &[STRONG]).await;

    relying_party.clock.advance(600);
    assert_eq!(relying_party.bearing(&token, DOCUMENT).await.status, StatusCode::OK);
    relying_party.clock.advance(1);
    assert_demands_more(&relying_party.bearing(&token, DOCUMENT).await);
}

#[tokio::test]
async fn is_not_satisfied_by_a_renewal() {
    let relying_party = RelyingParty::renewing();
    let first = relying_party.redeem(&relying_party.code_for(&[OFFLINE, STRONG])).await.json();
    relying_party.clock.advance(601);

    let second = relying_party.renew(refresh_token(&first)).await.json();

    assert_demands_more(&relying_party.bearing(access_token(&second), DOCUMENT).await);
}

#[tokio::test]
async fn demands_what_the_settings_say() {
    let step_up = StepUp { acr_values: Vec::new(), max_age: Some(Duration::from_secs(60)) };
    let relying_party = RelyingParty::with(Settings { step_up, ..Settings::default() });
    let token = relying_party.access_token().await;
    assert_eq!(relying_party.bearing(&token, DOCUMENT).await.status, StatusCode::OK);

    relying_party.clock.advance(61);

    let challenge = relying_party.bearing(&token, DOCUMENT).await;
    assert!(challenge.header("www-authenticate").ends_with("needed\", max_age=\"60\""));
}

#[tokio::test]
async fn demands_a_valid_token_first() {
    let answer = RelyingParty::new().bearing("made-up", DOCUMENT).await;

    assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
}

#[tokio::test]
async fn is_never_satisfied_on_command() {
    let relying_party = RelyingParty::meeting(Misbehaviour::ApiInsufficientAuthentication);
    let token = token_of(&relying_party, &[STRONG]).await;

    for path in [DOCUMENT, "/fhir/v3/Practitioner", "/fhir/v3/Organization/6944011"] {
        assert_demands_more(&relying_party.bearing(&token, path).await);
    }
    relying_party.provider.behave();
    assert_eq!(relying_party.bearing(&token, DOCUMENT).await.status, StatusCode::OK);
}
