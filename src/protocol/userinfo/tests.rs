use super::*;
use crate::protocol::jwk::JwkSet;
use crate::protocol::jwk::tests::one_rsa_key;
use crate::protocol::to_base64url;

const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

fn read(status: u16, body: &str) -> Result<UserInfoResponse, UserInfoError> {
    UserInfoResponse::read(&Answer::new(status, body), &[Algorithm::Rs256])
}

fn code_of(status: u16, body: &str) -> &'static str {
    read(status, body).expect_err("an error").code()
}

fn claims_of(body: &str) -> Result<Object, UserInfoError> {
    match read(200, body) {
        Ok(UserInfoResponse::Claims(claims)) => claims.about("auth0|1").map(|(claims, _)| claims),
        other => panic!("claims, not {other:?}"),
    }
}

/// What becomes of these claims in a response that is signed well.
fn signed(claims: &str) -> Result<Object, &'static str> {
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{}.AAAA\n", to_base64url(claims.as_bytes()));
    let Ok(UserInfoResponse::Signed(jws)) = read(200, &token) else { panic!("a signed response") };
    let check = jws.check_against(&JwkSet::parse(&one_rsa_key()).unwrap()).unwrap();
    UserInfo::of(&check.answered(true).unwrap(), "https://login.lifen.fr/", "client", Seconds(60), NOW)
        .and_then(|claims| claims.about("auth0|1"))
        .map(|(claims, _)| claims)
        .map_err(|error| error.code())
}

#[test]
fn accepts_the_claims_of_the_same_subject() {
    let claims = claims_of(r#"{"sub":"auth0|1","name":"Victor Pugin"}"#).unwrap();

    assert_eq!(claims.text("name"), Ok(Some("Victor Pugin")));
}

#[test]
fn uses_nothing_of_another_subjects_claims() {
    for body in [r#"{"sub":"auth0|2","name":"x"}"#, r#"{"name":"x"}"#, r#"{"sub":["auth0|1"]}"#] {
        assert_eq!(claims_of(body), Err(UserInfoError::SubjectMismatch), "{body}");
    }
}

#[test]
fn tells_each_failure_of_the_endpoint() {
    assert_eq!(code_of(401, ""), "userinfo-unauthorized");
    assert_eq!(code_of(403, "{}"), "userinfo-forbidden");
    assert_eq!(code_of(429, "{}"), "userinfo-rate-limited");
    assert_eq!(code_of(500, "{}"), "userinfo-http-status");
    assert_eq!(code_of(302, "{}"), "userinfo-http-status");
    assert_eq!(code_of(200, "<html>"), "userinfo-unreadable");
    assert_eq!(code_of(200, ""), "userinfo-unreadable");
}

/// OpenID Foundation module `oidcc-client-test-userinfo-signed`.
#[test]
fn accepts_a_signed_response_with_and_without_issuer_and_audience() {
    for claims in [
        r#"{"sub":"auth0|1","iss":"https://login.lifen.fr/","aud":"client"}"#,
        r#"{"sub":"auth0|1","aud":["api","client"]}"#,
        r#"{"sub":"auth0|1"}"#,
        r#"{"sub":"auth0|1","exp":1799999941,"nbf":1800000060}"#,
    ] {
        assert!(signed(claims).is_ok(), "{claims}");
    }
}

#[test]
fn refuses_a_signed_response_of_another_issuer_or_for_another_relying_party() {
    for (claims, code) in [
        (r#"{"sub":"auth0|1","iss":"https://login.lifen.fr"}"#, "userinfo-issuer-mismatch"),
        (r#"{"sub":"auth0|1","iss":7}"#, "userinfo-issuer-mismatch"),
        (r#"{"sub":"auth0|1","aud":"another"}"#, "userinfo-audience-mismatch"),
        (r#"{"sub":"auth0|1","aud":[]}"#, "userinfo-audience-mismatch"),
        (r#"{"sub":"auth0|1","aud":7}"#, "userinfo-audience-mismatch"),
        (r#"{"sub":"auth0|2"}"#, "userinfo-subject-mismatch"),
        (r#"["auth0|1"]"#, "userinfo-signature-refused"),
    ] {
        assert_eq!(signed(claims), Err(code), "{claims}");
    }
}

#[test]
fn refuses_a_signed_response_that_is_not_valid_now() {
    for claims in [
        r#"{"sub":"auth0|1","exp":1799999940}"#,
        r#"{"sub":"auth0|1","nbf":1800000061}"#,
        r#"{"sub":"auth0|1","exp":"soon"}"#,
        r#"{"sub":"auth0|1","nbf":"soon"}"#,
    ] {
        assert_eq!(signed(claims), Err("userinfo-not-current"), "{claims}");
    }
}

#[test]
fn refuses_a_signed_response_whose_header_is_not_allowed() {
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"RS256","crit":["x"]}"#] {
        let token = format!("{}.e30.AAAA", to_base64url(header.as_bytes()));

        assert_eq!(code_of(200, &token), "userinfo-signature-refused", "{header}");
    }
}

#[test]
fn says_in_a_log_what_was_wrong_and_nothing_of_whom_it_is_about() {
    assert_eq!(
        UserInfoError::HttpStatus { status: 502 }.to_string(),
        "the userinfo endpoint answered HTTP 502"
    );
    let said = UserInfoError::SubjectMismatch.to_string();
    assert_eq!(said, "userinfo: `sub` is not the ID Token's");
}
