//! Random octets, and the signature that WebCrypto verifies.

use std::collections::HashSet;

use lifen_connect::browser::adapters::{random, verify};
use lifen_connect::protocol::jose::{Algorithm, Jws, SignatureCheck};
use lifen_connect::protocol::jwk::JwkSet;
use lifen_connect::session::EnvironmentError;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change};

/// RFC 7515 appendix A.2: the example of a JWS with RS256.
const SIGNING_INPUT: &str = "eyJhbGciOiJSUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG\
    bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOL\
    n6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_I\
    oypGlUPQGe77Rw";
const MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL\
    -yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBE\
    Ma2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb\
    54h4FRWyuXpoQ";

fn check(signing_input: &str, signature: &str, modulus: &str, exponent: &str) -> SignatureCheck {
    let keys = format!(r#"{{"keys":[{{"kty":"RSA","n":"{modulus}","e":"{exponent}"}}]}}"#);
    let jws = Jws::parse(&[signing_input, ".", signature].concat(), &[Algorithm::Rs256]).expect("a JWS");
    jws.check_against(&JwkSet::parse(&keys).expect("keys")).expect("a key")
}

#[wasm_bindgen_test]
async fn accepts_the_signature_of_rfc_7515_appendix_a_2() {
    let answer = verify(&check(SIGNING_INPUT, SIGNATURE, MODULUS, "AQAB")).await;

    assert_eq!(answer, Ok(true));
}

#[wasm_bindgen_test]
async fn refuses_a_signature_with_one_octet_changed() {
    for changed in [SIGNATURE.replacen('c', "d", 1), SIGNATURE.replacen("Rw", "Rg", 1)] {
        assert_eq!(verify(&check(SIGNING_INPUT, &changed, MODULUS, "AQAB")).await, Ok(false));
    }
}

#[wasm_bindgen_test]
async fn refuses_a_signature_that_is_short_or_not_there() {
    for changed in ["", &SIGNATURE[4..]] {
        assert_eq!(verify(&check(SIGNING_INPUT, changed, MODULUS, "AQAB")).await, Ok(false));
    }
}

#[wasm_bindgen_test]
async fn refuses_a_payload_and_a_header_that_were_not_signed() {
    let payload = SIGNING_INPUT.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJ0b20i", 1);
    let header = SIGNING_INPUT.replacen("eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJSUzI1NiIgfQ", 1);

    for changed in [payload, header] {
        assert_ne!(changed, SIGNING_INPUT);
        assert_eq!(verify(&check(&changed, SIGNATURE, MODULUS, "AQAB")).await, Ok(false));
    }
}

#[wasm_bindgen_test]
async fn refuses_the_signature_of_another_key() {
    let another = MODULUS.replacen("ofgW", "ofgX", 1);

    assert_eq!(verify(&check(SIGNING_INPUT, SIGNATURE, &another, "AQAB")).await, Ok(false));
    assert_eq!(verify(&check(SIGNING_INPUT, SIGNATURE, MODULUS, "Aw")).await, Ok(false));
}

#[wasm_bindgen_test]
async fn refuses_a_key_that_is_none() {
    for (modulus, exponent) in [("", "AQAB"), ("not base64url!", "AQAB"), (MODULUS, ""), ("AQAB", "AQAB")] {
        assert_eq!(verify(&check(SIGNING_INPUT, SIGNATURE, modulus, exponent)).await, Ok(false), "{modulus}");
    }
}

#[wasm_bindgen_test]
async fn says_that_a_browser_has_no_webcrypto() {
    let tab = Tab::new();
    change::set(&tab.window().crypto().unwrap(), "subtle", &JsValue::UNDEFINED);

    let answer = verify(&check(SIGNING_INPUT, SIGNATURE, MODULUS, "AQAB")).await;

    assert_eq!(answer, Err(EnvironmentError::CryptoUnavailable));
}

#[wasm_bindgen_test]
fn draws_32_octets_for_every_secret_and_none_twice() {
    let secrets = (0..50).flat_map(|_| {
        let secrets = random().expect("a random source");
        [secrets.state.0, secrets.nonce.0, secrets.code_verifier.0]
    });
    let secrets: HashSet<[u8; 32]> = secrets.collect();

    assert_eq!(secrets.len(), 150);
    for place in 0..32 {
        let octets: HashSet<u8> = secrets.iter().map(|secret| secret[place]).collect();
        assert!(octets.len() > 32, "octet {place} takes {} values", octets.len());
    }
}

#[wasm_bindgen_test]
fn has_no_secrets_where_a_browser_has_no_random_source() {
    let tab = Tab::new();
    change::refuse(&tab.window().crypto().unwrap(), "getRandomValues", "OperationError");

    assert!(random().is_none());
}
