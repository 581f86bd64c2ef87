//! The provider's public keys, and the choice among them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jose::Algorithm;
use lifen_connect::protocol::jwk::{JwkSet, NoKey};
use lifen_connect::protocol::transport::Answer;

use super::json::{self, Members, Value};
use super::{keys, secrecy};

pub fn holds(body: &str) {
    let Ok(document) = json::read(body) else { return };
    let listed = document.as_ref().and_then(|document| match document.member("keys") {
        Some(Value::List(keys)) => Some(keys.as_slice()),
        _ => None,
    });
    for status in [200, 404] {
        match JwkSet::read(&Answer::new(status, body)) {
            Ok(set) => {
                assert_eq!(status, 200, "keys out of a failure");
                chooses_the_only_key_that_fits(&set, listed.expect("keys are listed"));
            }
            Err(error) => {
                assert!(listed.is_none() || status != 200, "listed keys, refused: {error}");
                secrecy::is_a_code(error.code(), "keys");
            }
        }
    }
}

fn chooses_the_only_key_that_fits(set: &JwkSet, listed: &[Value]) {
    let objects = listed.iter().filter_map(|key| match key {
        Value::Object(key) => Some(key),
        _ => None,
    });
    let keys: Vec<&Members> = objects.filter(|key| verifies(key)).collect();
    let named: Vec<_> = keys.iter().filter_map(|key| key.text("kid")).map(Some).collect();
    for algorithm in Algorithm::ALL {
        for kid in named.iter().copied().chain([None, Some("of-no-key")]) {
            let fitting: Vec<_> = keys.iter().filter(|key| fits(key, algorithm.name(), kid)).collect();
            match set.choose(algorithm, kid) {
                Ok(chosen) => {
                    assert_eq!(fitting.len(), 1, "a guess among {fitting:?}");
                    let due = members(fitting[0]).expect("a kind of key that is known");
                    assert!(chosen.members().iter().map(|(name, _)| *name).eq(due.iter().copied()));
                    for (name, value) in chosen.members() {
                        assert_eq!(Some(value.as_str()), fitting[0].text(name), "{name}");
                    }
                }
                Err(NoKey::NotFound) => assert!(fitting.is_empty(), "not found, though {fitting:?}"),
                Err(NoKey::Ambiguous) => assert!(fitting.len() > 1, "ambiguous, though {fitting:?}"),
            }
        }
    }
}

/// RFC 7517 §4, RFC 7518 §3.3 and §6, RFC 8037 §2, read once more.
fn verifies(key: &Members) -> bool {
    let operations = key.member("key_ops");
    members(key).is_some_and(|members| members.iter().all(|name| key.text(name).is_some()))
        && key
            .text("n")
            .filter(|_| key.text("kty") == Some("RSA"))
            .is_none_or(|modulus| bits(modulus) >= 2048)
        && ["kid", "use", "alg"].into_iter().all(|name| key.text_or_nothing(name))
        && key.text("use").is_none_or(|purpose| purpose == "sig")
        && operations.is_none_or(|list| list.texts().is_some_and(|list| list.contains(&"verify")))
}

fn fits(key: &Members, algorithm: &str, kid: Option<&str>) -> bool {
    let (kind, curve) = keys::kind_of(algorithm);
    key.text("kty") == Some(kind)
        && curve.is_none_or(|curve| key.text("crv") == Some(curve))
        && key.text("alg").is_none_or(|stated| stated == algorithm)
        && kid.is_none_or(|kid| key.text("kid") == Some(kid))
}

fn members(key: &Members) -> Option<&'static [&'static str]> {
    match key.text("kty")? {
        "RSA" => Some(&["kty", "n", "e"]),
        "EC" => Some(&["kty", "crv", "x", "y"]),
        "OKP" => Some(&["kty", "crv", "x"]),
        _ => None,
    }
}

/// The length of a number in base64url.
fn bits(number: &str) -> usize {
    let octets = URL_SAFE_NO_PAD.decode(number).unwrap_or_default();
    let binary: String = octets.iter().map(|octet| format!("{octet:08b}")).collect();
    binary.trim_start_matches('0').len()
}
