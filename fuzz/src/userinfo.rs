//! What the userinfo endpoint says about a person, signed or not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jose::Algorithm;
use lifen_connect::protocol::json::Object;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::Answer;
use lifen_connect::protocol::userinfo::{UserInfo, UserInfoError, UserInfoResponse};

use super::json::{self, Members, Value};
use super::keys::ONE_OF_EACH;
use super::{id_token, jws, secrecy};

const SUBJECT: &str = "auth0|1";
const ISSUER: &str = "https://login.lifen.fr/";
const CLIENT_ID: &str = "client";
const SKEW: i64 = 60;
const NOW: i64 = 1_612_521_020;

/// The body as it came, and as the payload of a signed response: a signature is more than mutations can make.
pub fn holds(body: &str) {
    reads_the_person_s_own_claims_only(body);
    reads_the_person_s_own_claims_only(&signed(body));
    if let Some(planted) = secrecy::plant(body, &["sub", "name", "email"]) {
        for body in [signed(&planted), planted] {
            let answer = Answer::new(200, body);
            secrecy::is_silent(&UserInfoResponse::read(&answer, &Algorithm::ALL));
            secrecy::is_silent(&claims(&answer).map(|_| "a person's claims are the app's to show"));
        }
    }
}

fn reads_the_person_s_own_claims_only(body: &str) {
    let Ok(document) = json::read(body) else { return };
    let Ok(due) = is_due(body, document) else { return };
    for status in [199, 200, 204, 299, 300, 401, 403, 429] {
        let due = due.as_ref().filter(|_| (200..300).contains(&status));
        match claims(&Answer::new(status, body)) {
            Ok(claims) => assert!(due.is_some_and(|due| due.are(&claims)), "another person's claims"),
            Err(error) => {
                assert!(due.is_none(), "the person's own claims, refused: {error}");
                secrecy::is_a_code(error.code(), "userinfo");
            }
        }
    }
}

/// What a session does with the answer.
fn claims(answer: &Answer) -> Result<Object, UserInfoError> {
    let userinfo = match UserInfoResponse::read(answer, &Algorithm::ALL)? {
        UserInfoResponse::Claims(claims) => claims,
        UserInfoResponse::Signed(jws) => {
            let check = jws.check_against(&ONE_OF_EACH).map_err(UserInfoError::Jws)?;
            let refused = check.clone().answered(false).expect_err("a proof out of a no");
            secrecy::is_a_code(UserInfoError::Jws(refused).code(), "userinfo");
            let verified = check.answered(true).expect("a proof out of a yes");
            UserInfo::of(&verified, ISSUER, CLIENT_ID, Seconds(SKEW), Timestamp::from_seconds(NOW))?
        }
    };
    secrecy::is_redacted(&userinfo, "UserInfo");
    userinfo.about(SUBJECT).map(|(claims, _)| claims)
}

/// OIDC Core §5.3.2, read once more: the claims that are to be had, if any.
fn is_due(body: &str, document: Option<Members>) -> Result<Option<Members>, json::Beyond> {
    let is_the_persons = |claims: &Members| claims.text("sub") == Some(SUBJECT);
    if document.is_some() {
        return Ok(document.filter(is_the_persons));
    }
    let token = body.trim_matches(|character: char| character.is_ascii_whitespace());
    if !jws::is_due(token, &Algorithm::ALL)? || !jws::names_its_key(token, "key-1")? {
        return Ok(None);
    }
    let payload = token.split('.').nth(1).and_then(jws::text).expect("a payload");
    Ok(json::read(&payload)?.filter(is_the_persons).filter(is_ours_and_current))
}

fn is_ours_and_current(claims: &Members) -> bool {
    let moment = |name, current: fn(f64) -> bool| match claims.member(name) {
        Some(Value::Number(moment)) => current(*moment),
        other => other.is_none(),
    };
    claims.member("iss").is_none_or(|issuer| issuer.text() == Some(ISSUER))
        && (claims.member("aud").is_none() || id_token::audiences(claims).contains(&CLIENT_ID))
        // Rounded down, as a reader of whole seconds has them.
        && moment("exp", |expiry| (NOW as f64) < expiry.floor() + SKEW as f64)
        && moment("nbf", |start| (NOW + SKEW) as f64 >= start.floor())
}

fn signed(payload: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"key-1"}"#);
    format!("{header}.{}.AAAA", URL_SAFE_NO_PAD.encode(payload))
}
