//! Signatures that nobody should have made: right in themselves, and not what the token says.

use lifen_connect::protocol::jose::{Jws, JwsError};

use super::*;

const RSA: [&str; 6] = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

async fn token(pair: &KeyPair, says: &str, signed_with: &str) -> String {
    pair.token(&json!({ "alg": says }), &json!({ "iss": "joe" }), signed_with).await
}

async fn signed_as(pair: &KeyPair, says: &str, words: Value) -> String {
    let input = token(pair, says, says).await;
    let input = input.rsplit_once('.').expect("three parts").0;
    let signature = pair.sign_as(words, input.as_bytes()).await;
    [input, ".", &URL_SAFE_NO_PAD.encode(signature)].concat()
}

/// An RSA key can sign in six ways, and the one that the header says is the one that counts.
#[wasm_bindgen_test]
async fn accepts_of_an_rsa_key_the_algorithm_the_token_says_and_no_other() {
    let pair = KeyPair::for_algorithm("PS256").await;

    for signed_with in RSA {
        for says in RSA {
            let holds = holds(&token(&pair, says, signed_with).await, &pair.public()).await;

            assert_eq!(holds, says == signed_with, "{signed_with} offered as {says}");
        }
    }
}

#[wasm_bindgen_test]
async fn accepts_of_a_curve_the_hash_that_belongs_to_it_and_no_other() {
    for (says, curve) in [("ES256", "P-256"), ("ES384", "P-384"), ("ES512", "P-521")] {
        let pair = KeyPair::for_algorithm(says).await;
        for (hash, belongs) in [("SHA-256", "ES256"), ("SHA-384", "ES384"), ("SHA-512", "ES512")] {
            let words = json!({ "name": "ECDSA", "namedCurve": curve, "hash": hash });
            let holds = holds(&signed_as(&pair, says, words).await, &pair.public()).await;

            assert_eq!(holds, says == belongs, "{curve} with {hash}");
        }
    }
}

/// RFC 7518 §3.5: "The size of the salt value is the same size as the hash function output."
#[wasm_bindgen_test]
async fn accepts_of_pss_the_salt_that_is_as_long_as_the_hash_and_no_other() {
    let pair = KeyPair::for_algorithm("PS256").await;
    for (says, hash, right) in [("PS256", "SHA-256", 32), ("PS384", "SHA-384", 48), ("PS512", "SHA-512", 64)]
    {
        for salt in [0, 20, 32, 48, 64] {
            let words = json!({ "name": "RSA-PSS", "hash": hash, "saltLength": salt });
            let holds = holds(&signed_as(&pair, says, words).await, &pair.public()).await;

            assert_eq!(holds, salt == right, "{says} with a salt of {salt}");
        }
    }
}

/// RFC 7518 §3.4 wants R and S side by side. Other worlds wrap them in DER.
#[wasm_bindgen_test]
async fn refuses_an_ecdsa_signature_in_der() {
    let vector = vectors::ALL.iter().find(|vector| vector.algorithm == "ES256").expect("a vector");
    let signature = vector.signature();
    let integer = |octets: &[u8]| {
        // In A.3 neither half begins with a zero; one whose first bit is set would be negative without one.
        let sign: &[u8] = if octets[0] & 0x80 == 0 { &[] } else { &[0] };
        [&[2, (octets.len() + sign.len()) as u8], sign, octets].concat()
    };
    let (r, s) = signature.split_at(32);
    let inside = [integer(r), integer(s)].concat();
    let der = [&[0x30, inside.len() as u8], &inside[..]].concat();

    assert!(holds(&vector.signed(&signature), &vector.key()).await);
    assert!(!holds(&vector.signed(&der), &vector.key()).await);
}

/// Under the name of one curve, the coordinates of another; and under its own name it is no key for the algorithm.
#[wasm_bindgen_test]
async fn refuses_a_key_of_another_curve() {
    let p256 = KeyPair::for_algorithm("ES256").await;
    let p384 = KeyPair::for_algorithm("ES384").await;
    let offered = token(&p256, "ES256", "ES256").await;
    let mut disguised = p384.public();
    disguised["crv"] = "P-256".into();

    assert!(holds(&offered, &p256.public()).await);
    assert!(!holds(&offered, &disguised).await);
    let keys = JwkSet::parse(&json!({ "keys": [p384.public()] }).to_string()).expect("keys");
    let jws = Jws::parse(&offered, &Algorithm::ALL).expect("a JWS");
    assert_eq!(jws.check_against(&keys), Err(JwsError::KeyNotFound { kid: None }));
}

/// What a JWK says of its own use must not get in the way of the one use it is put to.
#[wasm_bindgen_test]
async fn accepts_keys_whatever_else_they_say_of_themselves() {
    for algorithm in Algorithm::ALL {
        let pair = KeyPair::for_algorithm(algorithm.name()).await;
        let mut key = pair.public();
        for (name, value) in [
            ("use", json!("sig")),
            ("alg", json!(algorithm.name())),
            ("key_ops", json!(["verify", "encrypt"])),
            ("ext", json!(false)),
            ("kid", json!("1")),
            ("x5c", json!(["MII"])),
        ] {
            key[name] = value;
        }

        assert!(holds(&token(&pair, algorithm.name(), algorithm.name()).await, &key).await, "{algorithm:?}");
    }
}
