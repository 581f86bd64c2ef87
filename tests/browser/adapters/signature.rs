//! Signatures, verified by the browser's own WebCrypto.

mod made_here;
mod vectors;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::browser::adapters::verify;
use lifen_connect::protocol::jose::{Algorithm, Jws, SignatureCheck};
use lifen_connect::protocol::jwk::JwkSet;
use lifen_connect::session::EnvironmentError;
use serde_json::{Value, json};
use vectors::Vector;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{KeyPair, Tab, change};

/// What WebCrypto is asked for this token and this key.
fn check(token: &str, key: &Value) -> SignatureCheck {
    let jws = Jws::parse(token, &Algorithm::ALL).expect("a JWS");
    let keys = json!({ "keys": [key] }).to_string();
    jws.check_against(&JwkSet::parse(&keys).expect("keys")).expect("a key that fits")
}

/// What it answers.
async fn holds(token: &str, key: &Value) -> bool {
    verify(&check(token, key)).await.expect("WebCrypto")
}

impl Vector {
    fn key(&self) -> Value {
        self.key.iter().map(|(name, value)| (name.to_string(), Value::from(*value))).collect()
    }

    fn signing_input(&self) -> &'static str {
        self.token.rsplit_once('.').expect("three parts").0
    }

    fn signature(&self) -> Vec<u8> {
        octets(self.token.rsplit_once('.').expect("three parts").1)
    }

    fn signed(&self, signature: &[u8]) -> String {
        [self.signing_input(), ".", &URL_SAFE_NO_PAD.encode(signature)].concat()
    }
}

fn octets(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

#[wasm_bindgen_test]
async fn accepts_the_signatures_of_others_with_every_algorithm() {
    for vector in &vectors::ALL {
        assert!(holds(vector.token, &vector.key()).await, "{}", vector.source);
    }
    for algorithm in Algorithm::ALL {
        assert!(vectors::ALL.iter().any(|vector| vector.algorithm == algorithm.name()), "{algorithm:?}");
    }
}

#[wasm_bindgen_test]
async fn refuses_a_signature_with_one_octet_changed() {
    for vector in &vectors::ALL {
        let right = vector.signature();
        for place in [0, 1, right.len() / 2 - 1, right.len() / 2, right.len() - 1] {
            let mut changed = right.clone();
            changed[place] ^= 1;

            let holds = holds(&vector.signed(&changed), &vector.key()).await;

            assert!(!holds, "{}: octet {place}", vector.source);
        }
    }
}

#[wasm_bindgen_test]
async fn refuses_a_signature_that_is_short_long_or_not_there() {
    for vector in &vectors::ALL {
        let right = vector.signature();
        for changed in [
            &[][..],
            &[0],
            &right[1..],
            &right[..right.len() - 1],
            &[&right[..], &[0]].concat(),
            &[&[0], &right[..]].concat(),
        ] {
            assert!(!holds(&vector.signed(changed), &vector.key()).await, "{}", vector.source);
        }
    }
}

/// Zeros satisfy the equation of ECDSA wherever nobody looks whether they are in range.
#[wasm_bindgen_test]
async fn refuses_a_signature_of_zeros() {
    for vector in &vectors::ALL {
        let zeros = vec![0; vector.signature().len()];

        assert!(!holds(&vector.signed(&zeros), &vector.key()).await, "{}", vector.source);
    }
}

#[wasm_bindgen_test]
async fn refuses_a_payload_and_a_header_that_were_not_signed() {
    for vector in &vectors::ALL {
        let parts: Vec<&str> = vector.token.split('.').collect();
        let [header, payload, signature] = parts[..] else { panic!("three parts") };
        let another_payload = URL_SAFE_NO_PAD.encode(r#"{"iss":"tom"}"#);
        let another_header = URL_SAFE_NO_PAD.encode([&octets(header)[..], b" "].concat());

        for changed in [[header, &another_payload, signature], [&another_header, payload, signature]] {
            assert!(!holds(&changed.join("."), &vector.key()).await, "{}", vector.source);
        }
    }
}

#[wasm_bindgen_test]
async fn refuses_the_signature_of_another_key() {
    let rsa = KeyPair::for_algorithm("RS256").await.public();
    for vector in &vectors::ALL {
        let mut another = match vector.algorithm {
            "ES256" | "ES384" | "ES512" | "EdDSA" => KeyPair::for_algorithm(vector.algorithm).await.public(),
            _ => rsa.clone(),
        };
        if let Some(name) = vector.key().get("kid") {
            another["kid"] = name.clone();
        }

        assert!(!holds(vector.token, &another).await, "{}", vector.source);
    }
}

/// A key that WebCrypto will not take verifies nothing: a point that is not on its curve, one of another curve, half of
/// a key.
#[wasm_bindgen_test]
async fn refuses_a_key_that_is_none() {
    for vector in &vectors::ALL {
        for member in ["n", "e", "x", "y"] {
            let right = vector.key();
            let Some(text) = right[member].as_str() else { continue };
            let mut flipped = octets(text);
            // The lowest bit: an RSA modulus becomes even, a point leaves its curve.
            *flipped.last_mut().expect("an octet") ^= 1;
            for wrong in [&URL_SAFE_NO_PAD.encode(flipped), "not base64url!", "", "AQAB"] {
                let mut key = right.clone();
                key[member] = wrong.into();
                // An exponent of 65537 is the right one, and a modulus this short is passed over before.
                if (member, wrong) == ("e", "AQAB") || (member == "n" && wrong.len() < 300) {
                    continue;
                }

                assert!(!holds(vector.token, &key).await, "{}: {member} {wrong}", vector.source);
            }
        }
    }
}

#[wasm_bindgen_test]
async fn says_that_a_browser_has_no_webcrypto() {
    let tab = Tab::new();
    change::set(&tab.window().crypto().unwrap(), "subtle", &JsValue::UNDEFINED);

    for vector in &vectors::ALL {
        let answer = verify(&check(vector.token, &vector.key())).await;

        assert_eq!(answer, Err(EnvironmentError::CryptoUnavailable), "{}", vector.source);
    }
}
