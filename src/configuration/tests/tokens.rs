//! What is asked of tokens and of the authentication, and where tokens go.

use super::*;

#[test]
fn asks_for_every_check_unless_a_named_value_says_otherwise() {
    let configuration = parse(r#"{"preset":"lifen-production","client_id":"abc"}"#).unwrap();

    assert_eq!(configuration.algorithms, [Algorithm::Rs256]);
    assert_eq!(configuration.verification, Verification::Signature);
    assert_eq!(configuration.requirements, AuthenticationRequirements::default());
    assert_eq!((configuration.clock_skew, configuration.timeout), (Seconds(60), Seconds(15)));
}

#[test]
fn reads_what_is_asked_of_the_authentication_and_of_the_signature() {
    let with = |members: &str| {
        let text = format!(r#"{{"preset":"lifen-production","client_id":"abc",{members}}}"#);
        parse(&text).unwrap()
    };

    let asks = with(r#""max_age":0,"acr_values":"eidas2 eidas3""#).requirements;
    assert_eq!(asks.max_age, Some(Seconds(0)));
    assert_eq!(asks.acr_values.as_deref(), Some("eidas2 eidas3"));
    assert!(!asks.acr_is_voluntary);
    assert!(!with(r#""acr_values":"x","acr_claim":"essential""#).requirements.acr_is_voluntary);
    assert!(with(r#""acr_values":"x","acr_claim":"voluntary""#).requirements.acr_is_voluntary);
    let one = with(r#""id_token_signed_response_alg":"EdDSA","id_token_verification":"signature""#);
    assert_eq!((&one.algorithms[..], one.verification), (&[Algorithm::EdDsa][..], Verification::Signature));
    let several = with(r#""id_token_signed_response_alg":["RS256","PS256"]"#);
    assert_eq!(several.algorithms, [Algorithm::Rs256, Algorithm::Ps256]);
    let tls = with(r#""id_token_verification":"tls""#);
    assert!(matches!(tls.verification, Verification::TlsInItsPlace(_)));
}

#[test]
fn sends_the_access_token_to_the_very_origins_that_are_listed() {
    let with = |members: &str| parse(&format!(r#"{{"client_id":"abc",{members}}}"#)).unwrap();
    let may = |configuration: &Configuration, address: &str| {
        configuration.may_receive_the_token(&Endpoint::parse(address).unwrap())
    };

    let preset = with(r#""preset":"lifen-production""#);
    assert!(may(&preset, "https://api.lifen.fr/fhir/v3/Organization/1"));
    assert!(may(&preset, "https://API.lifen.fr:443/fhir/v3"));
    for elsewhere in [
        "https://api.lifen.fr.evil.example/fhir/v3",
        "https://api.lifen.fr:8443/",
        "https://lifen.fr/",
        "https://api.post-prod.lifen.fr/",
        "https://evil.example/?https://api.lifen.fr/",
    ] {
        assert!(!may(&preset, elsewhere), "{elsewhere}");
    }
    assert!(may(&with(r#""preset":"lifen-post-prod""#), "https://api.post-prod.lifen.fr/fhir/v3"));

    let own =
        with(r#""preset":"lifen-production","api_origins":["https://a.example","http://127.0.0.1:9090/"]"#);
    assert!(may(&own, "https://a.example/x") && may(&own, "http://127.0.0.1:9090/x"));
    assert!(!may(&own, "http://127.0.0.1:9091/x"));
    assert!(!may(&own, "https://api.lifen.fr/"), "a list of one's own is the whole list");
    assert!(!may(&with(r#""preset":"lifen-production","api_origins":[]"#), "https://api.lifen.fr/"));
    assert!(!may(&with(r#""issuer":"https://id.example""#), "https://id.example/"));
}

#[test]
fn asks_for_no_key_pushes_only_what_it_has_to_and_says_nothing_of_apis_unless_told() {
    let configuration = parse(r#"{"preset":"lifen-production","client_id":"abc"}"#).unwrap();

    assert_eq!(configuration.dpop, None);
    assert!(!configuration.pushed_requests.unwrap().always);
    assert_eq!(configuration.target, Target::default());
}

#[test]
fn reads_what_tokens_are_bound_to_and_how_they_are_asked_for() {
    let with = |members: &str| {
        let text = format!(r#"{{"preset":"lifen-production","client_id":"abc",{members}}}"#);
        parse(&text).unwrap()
    };

    assert_eq!(with(r#""dpop":"off""#).dpop, None);
    assert!(!with(r#""dpop":"when-offered""#).dpop.unwrap().required);
    assert!(with(r#""dpop":"required""#).dpop.unwrap().required);
    let pushes = |stated| with(&format!(r#""pushed_authorization_requests":"{stated}""#)).pushed_requests;
    assert!(!pushes("when-required").unwrap().always);
    assert!(pushes("always").unwrap().always);
}

#[test]
fn reads_what_tokens_are_meant_for() {
    let target = |members: &str| {
        parse(&format!(r#"{{"preset":"lifen-production","client_id":"abc",{members}}}"#)).unwrap().target
    };

    assert_eq!(target(r#""resource":"https://api.example/fhir""#).resource, ["https://api.example/fhir"]);
    assert_eq!(
        target(r#""resource":["https://api.example/?x","urn:x"]"#).resource,
        ["https://api.example/?x", "urn:x"]
    );
    assert_eq!(target(r#""audience":"the API""#).audience.as_deref(), Some("the API"));
    let details =
        target(r#""authorization_details": [ {"type": "letter", "actions": ["sign"]}, {"type": "é"} ]"#);
    assert_eq!(
        details.authorization_details.as_deref(),
        Some(r#"[{"type":"letter","actions":["sign"]},{"type":"é"}]"#)
    );
}
