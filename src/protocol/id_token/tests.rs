use super::*;
use crate::protocol::jose::Jws;
use crate::protocol::jwk::JwkSet;
use crate::protocol::jwk::tests::one_rsa_key;

const NOW: Timestamp = Timestamp::from_seconds(1_612_521_020);

/// The documented example, with the members whose values its copy lost filled in.
const CLAIMS: &str = r#"{"iss":"https://login.lifen.fr/","sub":"auth0|1","aud":"client","iat":1612521016,
    "exp":1612607416,"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;

fn validate_claims(claims: &str, now: Timestamp) -> Result<ValidatedClaims, IdTokenError> {
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{}.AAAA", to_base64url(claims.as_bytes()));
    let keys = JwkSet::parse(&one_rsa_key()).unwrap();
    let check = Jws::parse(&token, &[Algorithm::Rs256]).unwrap().check_against(&keys).unwrap();
    let expected = Expected {
        issuer: "https://login.lifen.fr/",
        client_id: "client",
        nonce: &Nonce::new("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        access_token: Some(&AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")),
        requirements: &AuthenticationRequirements::default(),
        skew: Seconds(60),
    };
    validate(&check.answered(true).unwrap(), &expected, now)
}

/// The example with one piece of its text replaced.
fn with(from: &str, to: &str) -> Result<ValidatedClaims, IdTokenError> {
    assert!(CLAIMS.contains(from));
    validate_claims(&CLAIMS.replace(from, to), NOW)
}

fn code_of(result: Result<ValidatedClaims, IdTokenError>) -> &'static str {
    result.expect_err("an error").code()
}

#[test]
fn accepts_the_documented_example() {
    let claims = validate_claims(CLAIMS, NOW).unwrap();

    assert_eq!(claims.subject(), "auth0|1");
    assert_eq!(claims.expires_at(), Timestamp::from_seconds(1_612_607_416));
}

#[test]
fn refuses_another_issuer_even_one_that_lacks_only_the_slash() {
    assert_eq!(code_of(with("login.lifen.fr/\"", "login.lifen.fr\"")), "id-token-issuer-mismatch");
    assert_eq!(code_of(with("\"iss\"", "\"issuer\"")), "id-token-claim-missing");
}

#[test]
fn accepts_an_audience_written_as_a_list() {
    assert!(with("\"client\"", "[\"client\"]").is_ok());
}

#[test]
fn refuses_an_id_token_meant_for_another_relying_party() {
    assert_eq!(code_of(with("\"client\"", "\"another\"")), "id-token-audience-mismatch");
    assert_eq!(code_of(with("\"client\"", "[]")), "id-token-audience-mismatch");
    assert_eq!(code_of(with("\"client\"", "7")), "id-token-claim-missing");
    assert_eq!(code_of(with("\"aud\"", "\"audience\"")), "id-token-claim-missing");
}

#[test]
fn accepts_several_audiences_only_with_this_relying_party_as_authorized_party() {
    assert!(with("\"client\"", "[\"client\",\"api\"],\"azp\":\"client\"").is_ok());
    assert_eq!(code_of(with("\"client\"", "[\"client\",\"api\"]")), "id-token-authorized-party-mismatch");
    assert_eq!(
        code_of(with("\"client\"", "\"client\",\"azp\":\"api\"")),
        "id-token-authorized-party-mismatch"
    );
}

#[test]
fn accepts_an_expired_token_within_the_skew_and_refuses_it_after() {
    let expiry = Timestamp::from_seconds(1_612_607_416);

    assert!(validate_claims(CLAIMS, expiry + Seconds(59)).is_ok());
    let refused = validate_claims(CLAIMS, expiry + Seconds(420)).unwrap_err();
    assert_eq!((refused.code(), refused.clock_minutes()), ("id-token-expired", Some(1447)));
    assert_eq!(code_of(validate_claims(CLAIMS, expiry + Seconds(60))), "id-token-expired");
    assert_eq!(code_of(with("\"exp\"", "\"expiry\"")), "id-token-claim-missing");
}

#[test]
fn accepts_a_token_from_the_future_within_the_skew_and_refuses_it_beyond() {
    let issued = Timestamp::from_seconds(1_612_521_016);

    assert!(validate_claims(CLAIMS, issued - Seconds(60)).is_ok());
    let refused = validate_claims(CLAIMS, issued - Seconds(600)).unwrap_err();
    assert_eq!((refused.code(), refused.clock_minutes()), ("id-token-issued-in-the-future", Some(-10)));
    assert_eq!(code_of(validate_claims(CLAIMS, issued - Seconds(61))), "id-token-issued-in-the-future");
    assert_eq!(code_of(with("\"iat\"", "\"issued\"")), "id-token-claim-missing");
}

#[test]
fn refuses_a_token_before_the_time_it_becomes_valid() {
    assert!(with("\"sub\"", "\"nbf\":1612521080,\"sub\"").is_ok());
    assert_eq!(code_of(with("\"sub\"", "\"nbf\":1612521081,\"sub\"")), "id-token-not-yet-valid");
}

#[test]
fn blames_the_clock_only_for_what_a_right_one_would_let_pass() {
    let minutes = |claims: &str, now| validate_claims(claims, now).unwrap_err().clock_minutes();
    let issued = Timestamp::from_seconds(1_612_521_016);

    let expired_when_made = CLAIMS.replace("1612607416", "1612517416");
    assert_eq!(minutes(&expired_when_made, NOW), None);
    let valid_later = CLAIMS.replace("\"sub\"", "\"nbf\":1612524616,\"sub\"");
    assert_eq!(minutes(&valid_later, NOW), None);
    let valid_at_once = CLAIMS.replace("\"sub\"", "\"nbf\":1612521016,\"sub\"");
    assert_eq!(minutes(&valid_at_once, issued - Seconds(600)), Some(-10));
}

#[test]
fn tells_how_far_ahead_the_clock_is_by_the_least_that_one_exchange_shows() {
    let claims = validate_claims(CLAIMS, NOW).unwrap();
    let ahead = |asked, answered| {
        let at = |seconds: i64| Timestamp::from_seconds(1_612_521_016 + seconds);
        claims.clock_ahead(at(asked), at(answered)).0
    };

    assert_eq!(ahead(0, 0), 0);
    assert_eq!(ahead(-20, 20), 0, "a slow network is no fast clock");
    assert_eq!(ahead(1, 5), 0, "`iat` counts whole seconds");
    assert_eq!(ahead(600, 602), 599);
    assert_eq!(ahead(-602, -600), -600);
    assert_eq!(ahead(600, 0), 0, "the clock was put back meanwhile");
}

#[test]
fn reads_times_with_a_fraction() {
    assert!(with("1612607416", "1612607416.75").is_ok());
}

#[test]
fn refuses_a_nonce_that_is_missing_or_another_one() {
    assert_eq!(code_of(with("\"nonce\"", "\"nounce\"")), "id-token-nonce-mismatch");
    assert_eq!(code_of(with("AAAA\"", "AAAB\"")), "id-token-nonce-mismatch");
}

/// The pair of access token and `at_hash` of OIDC Core appendix A.3.
#[test]
fn accepts_the_published_access_token_hash_and_refuses_another() {
    assert!(with("\"sub\"", "\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\",\"sub\"").is_ok());
    let refused = with("\"sub\"", "\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RA\",\"sub\"");
    assert_eq!(code_of(refused), "id-token-access-token-mismatch");
}

#[test]
fn refuses_a_subject_that_is_missing_empty_too_long_or_not_ascii() {
    assert_eq!(code_of(with("\"sub\"", "\"subject\"")), "id-token-claim-missing");
    assert_eq!(code_of(with("auth0|1", "")), "id-token-subject-invalid");
    assert_eq!(code_of(with("auth0|1", &"x".repeat(256))), "id-token-subject-invalid");
    assert_eq!(code_of(with("auth0|1", "é")), "id-token-subject-invalid");
    assert!(with("auth0|1", &"x".repeat(255)).is_ok());
}

#[test]
fn refuses_claims_that_are_no_json_object() {
    assert_eq!(code_of(validate_claims("[]", NOW)), "id-token-malformed");
}
