//! Private keys: one pair of RSA, one of each curve, made when they are first needed.

use std::sync::OnceLock;

use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::pkcs8::{AssociatedOid, EncodePublicKey as _, LineEnding};
use rsa::pss;
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest, Sha256, Sha384, Sha512};
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

use super::base64url;
use crate::Algorithm;

pub(super) enum Private {
    Rsa(RsaPrivateKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl Private {
    /// One of the two keys an algorithm is used with.
    pub(super) fn of(algorithm: Algorithm, which: usize) -> &'static Self {
        use Algorithm::*;
        static KEYS: [[OnceLock<Private>; 2]; 5] = [const { [const { OnceLock::new() }; 2] }; 5];
        let key = |kind: usize, new: fn() -> Private| KEYS[kind][which].get_or_init(new);
        match algorithm {
            RS256 | RS384 | RS512 | PS256 | PS384 | PS512 => key(0, Self::new_rsa),
            ES256 => key(1, Self::new_elliptic_curve),
            ES384 => key(2, || Self::P384(p384::ecdsa::SigningKey::random(&mut OsRng))),
            ES512 => key(3, || Self::P521(p521::ecdsa::SigningKey::random(&mut OsRng))),
            EdDSA => key(4, || Self::Ed25519(ed25519_dalek::SigningKey::generate(&mut OsRng))),
        }
    }

    /// "A key of size 2048 bits or larger MUST be used with these algorithms" (RFC 7518 §3.3): this one has half of it.
    pub(super) fn too_small() -> &'static Self {
        static KEY: OnceLock<Private> = OnceLock::new();
        KEY.get_or_init(|| Self::rsa_of(1024))
    }

    fn new_rsa() -> Self {
        Self::rsa_of(2048)
    }

    fn rsa_of(bits: usize) -> Self {
        let key = RsaPrivateKey::new(&mut OsRng, bits);
        Self::Rsa(key.expect("the system has randomness and the number of bits is one that keys have"))
    }

    pub(super) fn new_elliptic_curve() -> Self {
        Self::P256(p256::ecdsa::SigningKey::random(&mut OsRng))
    }

    /// The signature as JWS has it: for ECDSA the two numbers side by side, not DER (RFC 7518 §3.4).
    pub(super) fn sign(&self, algorithm: Algorithm, input: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => match algorithm {
                Algorithm::RS384 => sign_pkcs1::<Sha384>(key, input),
                Algorithm::RS512 => sign_pkcs1::<Sha512>(key, input),
                Algorithm::PS256 => sign_pss::<Sha256>(key, input),
                Algorithm::PS384 => sign_pss::<Sha384>(key, input),
                Algorithm::PS512 => sign_pss::<Sha512>(key, input),
                _ => sign_pkcs1::<Sha256>(key, input),
            },
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(input);
                signature.to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(input);
                signature.to_vec()
            }
            Self::P521(key) => {
                let signature: p521::ecdsa::Signature = key.sign(input);
                signature.to_vec()
            }
            Self::Ed25519(key) => key.sign(input).to_vec(),
        }
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, input: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => match algorithm {
                Algorithm::RS384 => verifies_pkcs1::<Sha384>(key, input, signature),
                Algorithm::RS512 => verifies_pkcs1::<Sha512>(key, input, signature),
                Algorithm::PS256 => verifies_pss::<Sha256>(key, input, signature),
                Algorithm::PS384 => verifies_pss::<Sha384>(key, input, signature),
                Algorithm::PS512 => verifies_pss::<Sha512>(key, input, signature),
                _ => verifies_pkcs1::<Sha256>(key, input, signature),
            },
            Self::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verifying_key().verify(input, &signature).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verifying_key().verify(input, &signature).is_ok()),
            Self::P521(key) => p521::ecdsa::Signature::from_slice(signature).is_ok_and(|signature| {
                p521::ecdsa::VerifyingKey::from(key).verify(input, &signature).is_ok()
            }),
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verifying_key().verify(input, &signature).is_ok()),
        }
    }

    /// What a JWK says of the key itself: its type and the type's own members
    /// ([RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518#section-6),
    /// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2)).
    pub(super) fn public_members(&self) -> Value {
        match self {
            Self::Rsa(key) => json!({
                "kty": "RSA",
                "n": base64url(key.n().to_bytes_be()),
                "e": base64url(key.e().to_bytes_be()),
            }),
            Self::P256(_) => self.point("P-256"),
            Self::P384(_) => self.point("P-384"),
            Self::P521(_) => self.point("P-521"),
            Self::Ed25519(key) => json!({
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(key.verifying_key().as_bytes()),
            }),
        }
    }

    /// The two coordinates, each as long as the curve's field (RFC 7518 §6.2.1.2).
    fn point(&self, curve: &str) -> Value {
        let encoded = self.uncompressed_point();
        let (x, y) = encoded[1..].split_at(encoded.len() / 2);
        json!({"kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y)})
    }

    /// 0x04 and the coordinates; nothing for a key that is on no such curve.
    fn uncompressed_point(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_encoded_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_encoded_point(false).as_bytes().to_vec(),
            Self::P521(key) => {
                p521::ecdsa::VerifyingKey::from(key).to_encoded_point(false).as_bytes().to_vec()
            }
            Self::Rsa(_) | Self::Ed25519(_) => Vec::new(),
        }
    }

    pub(super) fn public_pem(&self) -> String {
        let point = self.uncompressed_point();
        let pem = match self {
            Self::Rsa(key) => key.to_public_key().to_public_key_pem(LineEnding::LF).ok(),
            Self::P256(_) => p256::PublicKey::from_sec1_bytes(&point)
                .ok()
                .and_then(|key| key.to_public_key_pem(LineEnding::LF).ok()),
            Self::P384(_) => p384::PublicKey::from_sec1_bytes(&point)
                .ok()
                .and_then(|key| key.to_public_key_pem(LineEnding::LF).ok()),
            Self::P521(_) => p521::PublicKey::from_sec1_bytes(&point)
                .ok()
                .and_then(|key| key.to_public_key_pem(LineEnding::LF).ok()),
            Self::Ed25519(key) => key.verifying_key().to_public_key_pem(LineEnding::LF).ok(),
        };
        pem.expect("a key that was made can be written down")
    }
}

/// RSASSA-PKCS1-v1_5 ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
fn sign_pkcs1<D: Digest + AssociatedOid>(key: &RsaPrivateKey, input: &[u8]) -> Vec<u8> {
    pkcs1v15::SigningKey::<D>::new(key.clone()).sign(input).to_vec()
}

fn verifies_pkcs1<D: Digest + AssociatedOid>(key: &RsaPrivateKey, input: &[u8], signature: &[u8]) -> bool {
    let key = pkcs1v15::VerifyingKey::<D>::new(key.to_public_key());
    pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| key.verify(input, &signature).is_ok())
}

/// RSASSA-PSS, whose "size of the salt value is the same size as the hash function output"
/// ([RFC 7518 §3.5](https://www.rfc-editor.org/rfc/rfc7518#section-3.5)).
fn sign_pss<D: Digest + rsa::sha2::digest::FixedOutputReset>(key: &RsaPrivateKey, input: &[u8]) -> Vec<u8> {
    pss::SigningKey::<D>::new(key.clone()).sign_with_rng(&mut OsRng, input).to_vec()
}

fn verifies_pss<D: Digest + rsa::sha2::digest::FixedOutputReset>(
    key: &RsaPrivateKey,
    input: &[u8],
    signature: &[u8],
) -> bool {
    let key = pss::VerifyingKey::<D>::new(key.to_public_key());
    pss::Signature::try_from(signature).is_ok_and(|signature| key.verify(input, &signature).is_ok())
}
