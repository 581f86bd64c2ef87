//! The claims of an ID Token whose signature is good: its first line is the JOSE header, the rest the payload.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::authentication::AuthenticationRequirements;
use lifen_connect::protocol::id_token::{self, Expected, IdTokenError, ValidatedClaims};
use lifen_connect::protocol::jose::{Algorithm, Jws, Proof, VerifiedJws};
use lifen_connect::protocol::secret::{AccessToken, Nonce};
use lifen_connect::protocol::time::{Seconds, Timestamp};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::json::{self, Members, Value};
use super::keys::ONE_OF_EACH;
use super::secrecy::{self, PLANTED};

const ISSUER: &str = "https://login.lifen.fr/";
const CLIENT_ID: &str = "client";
const NONCE: &str = "t54Y78j_m91haC1_tOfZD9qxeLrVlZpe";
/// The access token of OIDC Core appendix A.3.
const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const SKEW: i64 = 60;
const NOW: i64 = 1_612_521_020;

/// An authentication of the last five minutes in one of two contexts, or in whatever context.
const ASKED: [Asked; 3] =
    [(None, None, false), (Some(300), Some("eidas2 eidas3"), false), (Some(0), Some("eidas2"), true)];

/// `max_age`, `acr_values`, and whether these are but a wish.
type Asked = (Option<i64>, Option<&'static str>, bool);

pub fn holds(token: &str) {
    let (header, claims) = token.split_once('\n').unwrap_or((r#"{"alg":"RS256"}"#, token));
    let Ok(document) = json::read(claims) else { return };
    let Some(verified) = verified(header, claims) else { return };
    for asked in ASKED {
        is_validated_as_due(&verified, document.as_ref(), asked);
        if !token.contains(PLANTED) {
            secrecy::is_silent(&validated(&verified, PLANTED, PLANTED, asked));
        }
    }
    if let Some(planted) = secrecy::plant(claims, &["sub", "name", "email", "nonce", "at_hash"]) {
        let verified = self::verified(header, &planted).expect("a header that was good");
        ASKED.iter().for_each(|asked| secrecy::is_silent(&validated(&verified, NONCE, ACCESS_TOKEN, *asked)));
    }
}

fn is_validated_as_due(verified: &VerifiedJws, document: Option<&Members>, asked: Asked) {
    let algorithm = verified.algorithm();
    let is_due = |document: &Members, generous| {
        is_due(document, algorithm, generous) && is_authenticated(document, asked, generous)
    };
    match validated(verified, NONCE, ACCESS_TOKEN, asked) {
        Ok(validated) => {
            let document = document.expect("claims are an object");
            assert!(is_due(document, 1.0), "claims that are not ours");
            secrecy::is_redacted(&validated, "ValidatedClaims");
            assert_eq!(document.text("sub"), Some(validated.subject()));
            assert_eq!(validated.proof(), Proof::Signature(algorithm));
            assert!(document.are(validated.claims()));
        }
        Err(error) => {
            assert!(!document.is_some_and(|document| is_due(document, -1.0)), "refused: {error}");
            assert!(error.clock_minutes().is_none_or(|minutes| minutes != 0), "a clock that is right");
            secrecy::is_a_code(error.code(), "id-token");
        }
    }
}

/// `None` for a header that the token's own target is about.
fn verified(header: &str, claims: &str) -> Option<VerifiedJws> {
    let [header, payload] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    let jws = Jws::parse(&format!("{header}.{payload}.AAAA"), &Algorithm::ALL).ok()?;
    Some(jws.check_against(&ONE_OF_EACH).ok()?.answered(true).expect("a proof out of a yes"))
}

fn validated(
    verified: &VerifiedJws,
    nonce: &str,
    access_token: &str,
    (max_age, acr_values, acr_is_voluntary): Asked,
) -> Result<ValidatedClaims, IdTokenError> {
    let expected = Expected {
        issuer: ISSUER,
        client_id: CLIENT_ID,
        nonce: &Nonce::new(nonce),
        access_token: Some(&AccessToken::new(access_token)),
        requirements: &AuthenticationRequirements {
            max_age: max_age.map(Seconds),
            acr_values: acr_values.map(str::to_owned),
            acr_is_voluntary,
        },
        skew: Seconds(SKEW),
    };
    secrecy::shows_nothing(&format!("{expected:?} {verified:?}"));
    id_token::validate(verified, &expected, Timestamp::from_seconds(NOW))
}

/// OIDC Core §3.1.3.7, read once more; times this many seconds more generous.
fn is_due(claims: &Members, algorithm: Algorithm, generous: f64) -> bool {
    let audiences = audiences(claims);
    let party = match claims.member("azp") {
        None => audiences.len() == 1,
        Some(azp) => azp.text() == Some(CLIENT_ID),
    };
    let (now, skew) = (NOW as f64, SKEW as f64 + generous);
    let moment = |name| match claims.member(name) {
        Some(Value::Number(moment)) => Ok(Some(*moment)),
        None => Ok(None),
        Some(_) => Err(()),
    };
    let past = |name| moment(name).is_ok_and(|moment| moment.is_none_or(|moment| moment <= now + skew));
    claims.text("iss") == Some(ISSUER)
        && audiences.contains(&CLIENT_ID)
        && party
        && moment("exp").is_ok_and(|expiry| expiry.is_some_and(|expiry| now < expiry + skew))
        && claims.member("iat").is_some()
        && past("iat")
        && past("nbf")
        && claims.text("nonce") == Some(NONCE)
        && claims.member("at_hash").is_none_or(|found| found.text() == Some(&hash(algorithm)))
        && claims.text("sub").is_some_and(|sub| sub.is_ascii() && (1..=255).contains(&sub.len()))
}

/// OIDC Core §3.1.3.7, steps 12 and 13.
fn is_authenticated(claims: &Members, (max_age, acr_values, is_a_wish): Asked, generous: f64) -> bool {
    let found = claims.text("acr").unwrap_or_default();
    let fresh = |age: i64| match claims.member("auth_time") {
        Some(Value::Number(at)) => NOW as f64 <= at + age as f64 + SKEW as f64 + generous,
        _ => false,
    };
    acr_values.is_none_or(|asked| is_a_wish || asked.split(' ').any(|asked| asked == found))
        && max_age.is_none_or(fresh)
}

pub fn audiences(claims: &Members) -> Vec<&str> {
    match claims.member("aud") {
        Some(Value::Text(one)) => vec![one],
        Some(list) => list.texts().unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The left half of the access token's hash.
fn hash(algorithm: Algorithm) -> String {
    let whole = match algorithm.name() {
        "RS256" | "PS256" | "ES256" => Sha256::digest(ACCESS_TOKEN).to_vec(),
        "RS384" | "PS384" | "ES384" => Sha384::digest(ACCESS_TOKEN).to_vec(),
        _ => Sha512::digest(ACCESS_TOKEN).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&whole[..whole.len() / 2])
}
