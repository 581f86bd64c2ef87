//! JSON Web Signatures in compact form, made for real and, on command, made wrong.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::keys::{self, Key};
use crate::{Algorithm, Misbehaviour};

/// Signs `claims` with `key` ([RFC 7515 §7.1]), unless the fault of this sign-in has another idea.
///
/// [RFC 7515 §7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
pub(crate) fn sign(claims: &Map<String, Value>, key: Key, fault: Option<Misbehaviour>) -> String {
    use Misbehaviour::*;
    let mut header = json!({"alg": key.algorithm().to_string(), "typ": "JWT", "kid": key.id()});
    match fault {
        Some(AlgorithmNone) => header = json!({"alg": "none", "typ": "JWT"}),
        Some(AlgorithmHs256) => header["alg"] = "HS256".into(),
        Some(SignatureEs256WithWrongKey) => {
            header["alg"] = "ES256".into();
            header["kid"] = keys::ELLIPTIC_CURVE_KEY_ID.into();
        }
        Some(UnknownKeyId) => header["kid"] = "nowhere".into(),
        Some(KeyIdAbsent | KeyIdAbsentSeveralKeys | KeyIdAbsentRotated) => {
            header = json!({"alg": key.algorithm().to_string(), "typ": "JWT"});
        }
        Some(CriticalHeader) => {
            header["crit"] = json!(["https://lifen.fr/seal"]);
            header["https://lifen.fr/seal"] = "unbroken".into();
        }
        _ => {}
    }

    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload(claims, fault))
    );
    let signature = match fault {
        Some(AlgorithmNone) => Vec::new(),
        Some(AlgorithmHs256) => hmac_sha256(key.public_pem().as_bytes(), input.as_bytes()),
        Some(SignatureEs256WithWrongKey) => {
            keys::sign_with_an_unpublished_elliptic_curve_key(input.as_bytes())
        }
        Some(InvalidSignature) => key.next().sign(input.as_bytes()),
        _ => key.sign(input.as_bytes()),
    };
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The claims of a token this provider signed with one of `keys`, in whichever of its algorithms and whatever its age:
/// what an `id_token_hint` is.
pub(crate) fn claims_of_our_own(token: &str, keys: &[Key]) -> Option<Value> {
    let (input, signature) = token.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    // The name only chooses among our own keys: each opens what was signed with itself, and nothing is symmetric.
    let algorithm: Algorithm = decode(header)?["alg"].as_str()?.parse().ok()?;
    keys.iter().find(|key| key.of(algorithm).verifies(input.as_bytes(), &signature))?;
    decode(payload)
}

fn decode(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// "The Claim Names within a JWT Claims Set MUST be unique" (RFC 7519 §4), which no map of claims can disobey.
fn payload(claims: &Map<String, Value>, fault: Option<Misbehaviour>) -> String {
    let mut text = Value::Object(claims.clone()).to_string();
    if fault == Some(Misbehaviour::RepeatedClaim) {
        text.pop();
        text.push_str(r#","sub":"auth0|somebody-else"}"#);
    }
    text
}

fn hmac_sha256(secret: &[u8], input: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(input);
    mac.finalize().into_bytes().to_vec()
}
