//! Verifies signatures from what is published, and from nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs8::AssociatedOid;
use rsa::sha2::digest::FixedOutputReset;
use rsa::sha2::{Digest, Sha256, Sha384, Sha512};
use rsa::signature::Verifier as _;
use rsa::{BigUint, RsaPublicKey, pkcs1v15, pss};
use serde_json::Value;

use crate::relying_party::header;

/// Whether a token's signature holds under a published key, with the algorithm the token's header names.
pub fn is_signed_by(token: &str, jwk: &Value) -> bool {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (input, signature) = (input.as_bytes(), URL_SAFE_NO_PAD.decode(signature).unwrap());
    match (header(token)["alg"].as_str().unwrap(), jwk["kty"].as_str().unwrap()) {
        ("RS256", "RSA") => pkcs1::<Sha256>(jwk, input, &signature),
        ("RS384", "RSA") => pkcs1::<Sha384>(jwk, input, &signature),
        ("RS512", "RSA") => pkcs1::<Sha512>(jwk, input, &signature),
        ("PS256", "RSA") => pss::<Sha256>(jwk, input, &signature),
        ("PS384", "RSA") => pss::<Sha384>(jwk, input, &signature),
        ("PS512", "RSA") => pss::<Sha512>(jwk, input, &signature),
        ("ES256", "EC") => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point(jwk, "P-256", 32)).unwrap();
            p256::ecdsa::Signature::from_slice(&signature).is_ok_and(|s| key.verify(input, &s).is_ok())
        }
        ("ES384", "EC") => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point(jwk, "P-384", 48)).unwrap();
            p384::ecdsa::Signature::from_slice(&signature).is_ok_and(|s| key.verify(input, &s).is_ok())
        }
        ("ES512", "EC") => {
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(&point(jwk, "P-521", 66)).unwrap();
            p521::ecdsa::Signature::from_slice(&signature).is_ok_and(|s| key.verify(input, &s).is_ok())
        }
        ("EdDSA", "OKP") => {
            assert_eq!(jwk["crv"], "Ed25519");
            let key = octets(jwk, "x").try_into().unwrap();
            let key = ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap();
            ed25519_dalek::Signature::from_slice(&signature)
                .is_ok_and(|s| key.verify_strict(input, &s).is_ok())
        }
        _ => false,
    }
}

pub fn rsa_key(jwk: &Value) -> RsaPublicKey {
    let number = |member| BigUint::from_bytes_be(&octets(jwk, member));
    RsaPublicKey::new(number("n"), number("e")).unwrap()
}

pub fn octets(jwk: &Value, member: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(jwk[member].as_str().unwrap()).unwrap()
}

fn point(jwk: &Value, curve: &str, length: usize) -> Vec<u8> {
    assert_eq!(jwk["crv"], curve);
    let (x, y) = (octets(jwk, "x"), octets(jwk, "y"));
    assert_eq!((x.len(), y.len()), (length, length));
    [vec![4], x, y].concat()
}

fn pkcs1<D: Digest + AssociatedOid>(jwk: &Value, input: &[u8], signature: &[u8]) -> bool {
    let key = pkcs1v15::VerifyingKey::<D>::new(rsa_key(jwk));
    pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| key.verify(input, &signature).is_ok())
}

fn pss<D: Digest + FixedOutputReset>(jwk: &Value, input: &[u8], signature: &[u8]) -> bool {
    let key = pss::VerifyingKey::<D>::new(rsa_key(jwk));
    pss::Signature::try_from(signature).is_ok_and(|signature| key.verify(input, &signature).is_ok())
}
