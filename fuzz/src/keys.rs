//! Keys to verify with, which no signature was ever made with.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jwk::JwkSet;

/// One key of every kind and curve, all of one name: RFC 7517 §4.5 allows that.
pub static ONE_OF_EACH: LazyLock<JwkSet> = LazyLock::new(|| {
    let modulus = URL_SAFE_NO_PAD.encode([0x80; 256]);
    let mut keys = vec![format!(r#"{{"kty":"RSA","kid":"key-1","n":"{modulus}","e":"AQAB"}}"#)];
    for curve in ["P-256", "P-384", "P-521"] {
        keys.push(format!(r#"{{"kty":"EC","kid":"key-1","crv":"{curve}","x":"x","y":"y"}}"#));
    }
    keys.push(r#"{"kty":"OKP","kid":"key-1","crv":"Ed25519","x":"x"}"#.to_owned());
    JwkSet::parse(&format!(r#"{{"keys":[{}]}}"#, keys.join(","))).expect("keys")
});

/// RFC 7518 §3.1 and §6.2.1.1, RFC 8037 §3.1, read once more: the `kty` and the `crv` of an algorithm's keys.
pub fn kind_of(algorithm: &str) -> (&'static str, Option<&'static str>) {
    match algorithm {
        "ES256" => ("EC", Some("P-256")),
        "ES384" => ("EC", Some("P-384")),
        "ES512" => ("EC", Some("P-521")),
        "EdDSA" => ("OKP", Some("Ed25519")),
        _ => ("RSA", None),
    }
}
