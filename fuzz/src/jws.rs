//! A token taken apart, before anything of it is trusted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::id_token::IdTokenError;
use lifen_connect::protocol::jose::{Algorithm, Jws, JwsError, Proof, SignatureCheck};

use super::json::{self, Beyond};
use super::keys::{self, ONE_OF_EACH};
use super::secrecy::{self, PLANTED};

pub fn holds(token: &str) {
    for allowed in [&Algorithm::ALL[..], &[Algorithm::Rs256], &[Algorithm::Es384, Algorithm::EdDsa], &[]] {
        let Ok(due) = is_due(token, allowed) else { return };
        let jws = Jws::parse(token, allowed);
        assert_eq!(jws.is_ok(), due, "{jws:?}");
        match jws {
            Ok(jws) => is_checked_octet_for_octet(&jws, token, allowed),
            Err(error) => is_a_code(error),
        }
    }
    shows_no_signature(token);
}

fn is_checked_octet_for_octet(jws: &Jws, token: &str, allowed: &[Algorithm]) {
    let check = match jws.check_against(&ONE_OF_EACH) {
        Ok(check) => check,
        Err(error) => return assert_eq!(error, jws.without_a_key(), "a key of each kind"),
    };
    let (input, signature) = token.rsplit_once('.').expect("three parts");
    assert_eq!(check.signing_input(), input.as_bytes());
    assert_eq!(Some(check.signature()), decoded(signature).as_deref());
    is_checked_by_a_key_of_its_kind(&check, allowed);
    assert!(check.clone().answered(false).is_err(), "a proof out of a no");

    let verified = check.clone().answered(true).expect("a proof out of a yes");
    assert_eq!(verified.proof(), Proof::Signature(check.algorithm()));
    let payload = input.split_once('.').and_then(|(_, payload)| text(payload)).expect("a payload");
    let Ok(claims) = json::read(&payload) else { return };
    match (verified.claims(), &claims) {
        (Ok(ours), Some(claims)) => assert!(claims.are(&ours)),
        (Err(error), None) => is_a_code(error),
        (ours, _) => panic!("we say {ours:?}, serde_json says {claims:?}"),
    }
}

fn is_checked_by_a_key_of_its_kind(check: &SignatureCheck, allowed: &[Algorithm]) {
    assert!(allowed.contains(&check.algorithm()), "a token chose its own algorithm");
    let (kind, curve) = keys::kind_of(check.algorithm().name());
    assert_eq!((check.key().member("kty"), check.key().member("crv")), (Some(kind), curve));
}

fn shows_no_signature(token: &str) {
    let Some((input, _)) = token.rsplit_once('.').filter(|_| !token.contains(PLANTED)) else { return };
    let planted = format!("{input}.{PLANTED}");
    let jws = Jws::parse(&planted, &Algorithm::ALL);
    secrecy::is_silent(&jws);
    let Ok(jws) = jws else { return };
    secrecy::is_redacted(&jws, "Jws");
    let check = jws.check_against(&ONE_OF_EACH);
    secrecy::is_silent(&check);
    if let Ok(check) = check {
        let octets = format!("{:?}", check.signature());
        assert!(!format!("{check:?}").contains(&octets), "a log shows the signature's octets");
        let verified = check.clone().answered(true).expect("a proof out of a yes");
        secrecy::is_redacted(&verified, "VerifiedJws");
        secrecy::is_silent(&check.answered(false));
    }
}

fn is_a_code(error: JwsError) {
    secrecy::is_a_code(IdTokenError::Jws(error).code(), "id-token");
}

/// RFC 7515 §5.2, read once more: three base64url parts, of which the first is a JOSE header we can follow.
pub fn is_due(token: &str, allowed: &[Algorithm]) -> Result<bool, Beyond> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { return Ok(false) };
    let (Some(header), Some(_), Some(_)) = (text(header), text(payload), decoded(signature)) else {
        return Ok(false);
    };
    let header = json::read(&header)?;
    let names: Vec<_> = allowed.iter().map(|algorithm| algorithm.name()).collect();
    Ok(token.len() <= 32 * 1024
        && header.is_some_and(|header| {
            header.text("alg").is_some_and(|name| names.contains(&name))
                && header.text_or_nothing("kid")
                && !header.has("crit")
        }))
}

/// Whether its header names this key, or none.
pub fn names_its_key(token: &str, kid: &str) -> Result<bool, Beyond> {
    let Some(header) = token.split('.').next().and_then(text) else { return Ok(false) };
    Ok(json::read(&header)?.is_some_and(|header| header.text("kid").is_none_or(|named| named == kid)))
}

fn decoded(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

pub fn text(part: &str) -> Option<String> {
    String::from_utf8(decoded(part)?).ok()
}
