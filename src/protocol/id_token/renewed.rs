//! What a renewed ID Token has to have in common with the first one (OIDC Core §12.2).

use super::*;
use crate::protocol::jose::Jws;
use crate::protocol::jwk::JwkSet;
use crate::protocol::jwk::tests::one_rsa_key;

const NOW: Timestamp = Timestamp::from_seconds(1_612_521_020);
const LATER: Timestamp = Timestamp::from_seconds(1_612_524_620);

const TIMES: &str = r#""iat":1612521016,"exp":1612607416"#;
const LATER_TIMES: &str = r#""iat":1612524616,"exp":1612611016"#;

fn verified(claims: &str) -> VerifiedJws {
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{}.AAAA", to_base64url(claims.as_bytes()));
    let keys = JwkSet::parse(&one_rsa_key()).unwrap();
    let check = Jws::parse(&token, &[Algorithm::Rs256]).unwrap().check_against(&keys).unwrap();
    check.answered(true).unwrap()
}

/// Renews a session whose ID Token had the first claims with one that has the second, besides issuer and times.
fn renewed(first: &str, second: &str) -> Result<ValidatedClaims, IdTokenError> {
    let claims = |times, rest| format!(r#"{{"iss":"https://login.lifen.fr/",{times},{rest}}}"#);
    let requirements = AuthenticationRequirements { max_age: Some(Seconds(600)), ..Default::default() };
    let expected = Expected {
        issuer: "https://login.lifen.fr/",
        client_id: "client",
        nonce: &Nonce::new("n"),
        access_token: None,
        requirements: &AuthenticationRequirements::default(),
        skew: Seconds(60),
    };
    let with_nonce = format!(r#"{first},"nonce":"n""#);
    let first = validate(&verified(&claims(TIMES, with_nonce.as_str())), &expected, NOW).unwrap();
    let access_token = Some(&AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"));
    let expected = Expected { access_token, requirements: &requirements, ..expected };
    validate_renewed(&verified(&claims(LATER_TIMES, second)), &first, &expected, LATER)
}

const PLAIN: &str = r#""sub":"auth0|1","aud":"client""#;

fn plain(and: &str) -> String {
    [PLAIN, ",", and].concat()
}

#[track_caller]
fn refuses(first: &str, second: &str, code: &str) {
    assert_eq!(renewed(first, second).expect_err("an error").code(), code, "{first} then {second}");
}

const MISMATCH: &str = "id-token-renewal-mismatch";

#[test]
fn accepts_one_of_the_same_person_at_the_same_relying_party() {
    let claims = renewed(PLAIN, PLAIN).unwrap();

    assert_eq!(claims.subject(), "auth0|1");
    assert_eq!(claims.expires_at(), Timestamp::from_seconds(1_612_611_016));
}

#[test]
fn refuses_one_about_somebody_else() {
    refuses(PLAIN, r#""sub":"auth0|2","aud":"client""#, MISMATCH);
    refuses(PLAIN, r#""aud":"client""#, "id-token-claim-missing");
}

#[test]
fn accepts_the_same_audiences_in_any_order_and_form_and_refuses_others() {
    let of = |audiences: &str| format!(r#""sub":"auth0|1","azp":"client","aud":{audiences}"#);

    assert!(renewed(&of(r#""client""#), &of(r#"["client"]"#)).is_ok());
    assert!(renewed(&of(r#"["client","api"]"#), &of(r#"["api","client"]"#)).is_ok());
    refuses(&of(r#""client""#), &of(r#"["client","api"]"#), MISMATCH);
    refuses(&of(r#"["client","api"]"#), &of(r#""client""#), MISMATCH);
    refuses(&of(r#""client""#), &of(r#""api""#), "id-token-audience-mismatch");
}

#[test]
fn accepts_the_authorized_party_as_it_was_and_none_where_there_was_none() {
    let azp = plain(r#""azp":"client""#);

    assert!(renewed(&azp, &azp).is_ok());
    refuses(PLAIN, &azp, MISMATCH);
    refuses(&azp, PLAIN, MISMATCH);
    refuses(&azp, &plain(r#""azp":"api""#), "id-token-authorized-party-mismatch");
    refuses(&azp, &plain(r#""azp":7"#), "id-token-claim-missing");
}

#[test]
fn accepts_the_time_of_the_original_authentication_or_none() {
    let at = |seconds: i64| plain(&format!(r#""auth_time":{seconds}"#));

    assert!(renewed(&at(1_612_520_000), &at(1_612_520_000)).is_ok());
    assert!(renewed(&at(1_612_520_000), PLAIN).is_ok());
    assert!(renewed(PLAIN, &at(1_612_520_000)).is_ok(), "it was not told before");
    refuses(&at(1_612_520_000), &at(1_612_524_600), MISMATCH);
    refuses(PLAIN, &plain(r#""auth_time":"soon""#), "id-token-claim-missing");
}

#[test]
fn accepts_the_nonce_of_the_sign_in_or_none() {
    assert!(renewed(PLAIN, &plain(r#""nonce":"n""#)).is_ok());
    refuses(PLAIN, &plain(r#""nonce":"m""#), "id-token-nonce-mismatch");
    refuses(PLAIN, &plain(r#""nonce":"""#), "id-token-nonce-mismatch");
}

#[test]
fn holds_it_to_its_own_times_and_to_the_access_token_it_came_with() {
    refuses(PLAIN, &plain(r#""nbf":1612524681"#), "id-token-not-yet-valid");
    assert!(renewed(PLAIN, &plain(r#""at_hash":"77QmUPtjPfzWtF2AnpK9RQ""#)).is_ok());
    refuses(PLAIN, &plain(r#""at_hash":"77QmUPtjPfzWtF2AnpK9RA""#), "id-token-access-token-mismatch");
}
