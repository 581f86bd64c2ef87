//! What tokens are meant for, and what is remembered of what was granted.

use axum::http::StatusCode;
use provider::{Dpop, Settings};
use serde_json::{Value, json};

use crate::prover::Prover;
use crate::relying_party::*;
use crate::renewal::{OFFLINE, refresh_token};

const API: (&str, &str) = ("resource", "https://api.example/fhir");
const FILES: (&str, &str) = ("resource", "https://files.example/");
const DETAILS: &str = r#"[{"type":"prescription","actions":["sign"]},{"type":"letter"}]"#;

fn error(relying_party: &RelyingParty, changes: &[(&str, &str)]) -> Option<String> {
    let location = relying_party.provider.sign_in_as("victor", &authorization_url(changes)).unwrap();
    value(&parameters(&location), "error")
}

/// What was granted last.
fn granted(relying_party: &RelyingParty) -> Value {
    serde_json::to_value(relying_party.provider.granted().last().unwrap()).unwrap()
}

#[tokio::test]
async fn remembers_what_was_granted_and_on_what_terms() {
    let relying_party = RelyingParty::proving(Dpop::Accepted);
    let prover = Prover::new();
    let asked =
        [OFFLINE, API, FILES, ("audience", "https://lifen.example/"), ("authorization_details", DETAILS)];
    let code = relying_party.code_for(&[&asked[..], &[("acr_values", "eidas2")]].concat());
    let proof = prover.proof("POST", "/oauth/token", json!({}));

    let answer = relying_party.redeem_proving(&code, &[&proof]).await.json();

    let expected = json!({
        "client_id": "demo",
        "person": "victor",
        "is_renewal": false,
        "scope": ["email", "offline_access", "openid", "profile"],
        "resource": [API.1, FILES.1],
        "audience": "https://lifen.example/",
        "authorization_details": serde_json::from_str::<Value>(DETAILS).unwrap(),
        "auth_time": NOW,
        "acr": "eidas2",
        "jkt": prover.thumbprint(),
    });
    assert_eq!(granted(&relying_party), expected);
    assert_eq!(answer["authorization_details"], expected["authorization_details"]);
    let over_http = relying_party.get("/admin/granted").await;
    assert_eq!(over_http.json(), json!([expected]));
    for secret in ["access_token", "refresh_token", "id_token"] {
        assert!(!over_http.body.contains(answer[secret].as_str().unwrap()), "{secret}");
    }
}

#[tokio::test]
async fn grants_nothing_in_particular_to_whoever_asks_for_nothing() {
    let relying_party = RelyingParty::new();

    let answer = relying_party.token_answer().await;

    assert_eq!(answer.get("authorization_details"), None);
    let granted = granted(&relying_party);
    assert_eq!(
        (&granted["resource"], &granted["audience"], &granted["jkt"]),
        (&json!([]), &Value::Null, &Value::Null)
    );
}

/// RFC 8707 §2.
#[tokio::test]
async fn refuses_a_resource_that_is_no_absolute_uri() {
    let relying_party = RelyingParty::new();

    for resource in ["api", "/fhir", "https://api.example/#fhir"] {
        let error = error(&relying_party, &[API, ("resource", resource)]);
        assert_eq!(error.as_deref(), Some("invalid_target"), "{resource}");
    }
    assert_eq!(error(&relying_party, &[API, ("resource", "urn:example:files")]), None);
}

#[tokio::test]
async fn refuses_a_resource_or_a_type_the_settings_do_not_name() {
    let settings = Settings {
        resources: vec![API.1.to_owned()],
        authorization_details_types: vec!["letter".to_owned()],
        ..Settings::default()
    };
    let relying_party = RelyingParty::with(settings);
    let details = "authorization_details";

    assert_eq!(error(&relying_party, &[API, (details, r#"[{"type":"letter"}]"#)]), None);
    assert_eq!(error(&relying_party, &[API, FILES]).as_deref(), Some("invalid_target"));
    assert_eq!(
        error(&relying_party, &[(details, DETAILS)]).as_deref(),
        Some("invalid_authorization_details")
    );
    let metadata = relying_party.metadata().await.json();
    assert_eq!(metadata["authorization_details_types_supported"], json!(["letter"]));
}

/// RFC 9396 §5.
#[tokio::test]
async fn refuses_authorization_details_that_are_none() {
    let relying_party = RelyingParty::new();

    for details in ["letter", "{}", r#"["letter"]"#, r#"[{"actions":["sign"]}]"#, r#"[{"type":7}]"#] {
        let error = error(&relying_party, &[("authorization_details", details)]);
        assert_eq!(error.as_deref(), Some("invalid_authorization_details"), "{details}");
    }
}

#[tokio::test]
async fn narrows_one_access_token_and_never_widens_it() {
    let relying_party = RelyingParty::renewing();
    let code = relying_party.code_for(&[OFFLINE, API, FILES, ("authorization_details", DETAILS)]);
    let elsewhere = ("resource", "https://elsewhere.example/");

    let refused = relying_party.redeem_with(&code, &[elsewhere]).await;
    assert_eq!(refused.error(), (StatusCode::BAD_REQUEST, "invalid_target".to_owned()));
    let more = ("authorization_details", r#"[{"type":"everything"}]"#);
    let refused = relying_party.redeem_with(&code, &[more]).await;
    assert_eq!(refused.error(), (StatusCode::BAD_REQUEST, "invalid_authorization_details".to_owned()));

    let first = relying_party.redeem_with(&code, &[API]).await.json();
    assert_eq!(granted(&relying_party)["resource"], json!([API.1]));
    let refused = relying_party.renew_with(refresh_token(&first), &[elsewhere]).await;
    assert_eq!(refused.error().1, "invalid_target");
    let letter = ("authorization_details", r#"[{"type":"letter"}]"#);
    let second = relying_party.renew_with(refresh_token(&first), &[FILES, letter]).await.json();
    assert_eq!(second["authorization_details"], json!([{"type": "letter"}]));
    let granted = granted(&relying_party);
    assert_eq!((&granted["resource"], &granted["is_renewal"]), (&json!([FILES.1]), &json!(true)));
}
