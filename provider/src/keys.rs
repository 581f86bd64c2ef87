//! The keys the provider signs with, and the JWK Set that publishes them.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::SigningKey as EllipticCurveKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{EncodePublicKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};
use sha2::Sha256;

/// The kid of [`elliptic_curve_jwk`].
pub(crate) const ELLIPTIC_CURVE_KEY_ID: &str = "elliptic-curve";

/// One RSA key of 2048 bits under the name the JWK Set gives it.
///
/// A provider that rotates takes the next number: the name is always new, the two keys behind the names take turns,
/// because making a third would only cost time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    number: usize,
}

impl Key {
    pub(crate) const FIRST: Self = Self { number: 0 };

    /// The other RSA key, under a new name.
    pub(crate) fn next(self) -> Self {
        Self { number: self.number + 1 }
    }

    pub(crate) fn id(self) -> String {
        format!("key-{}", self.number + 1)
    }

    /// RS256: RSASSA-PKCS1-v1_5 with SHA-256 ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
    pub(crate) fn sign(self, input: &[u8]) -> Vec<u8> {
        SigningKey::<Sha256>::new(self.private().clone()).sign(input).to_vec()
    }

    pub(crate) fn verifies(self, input: &[u8], signature: &[u8]) -> bool {
        let key = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(self.public());
        rsa::pkcs1v15::Signature::try_from(signature)
            .is_ok_and(|signature| key.verify(input, &signature).is_ok())
    }

    /// The public half as a JWK ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
    pub(crate) fn jwk(self) -> Value {
        let public = self.public();
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id(),
            "n": URL_SAFE_NO_PAD.encode(public.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(public.e().to_bytes_be()),
        })
    }

    /// The public half as PEM: what a relying party that confuses algorithms would take for an HMAC secret.
    pub(crate) fn public_pem(self) -> String {
        self.public().to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    fn public(self) -> RsaPublicKey {
        self.private().to_public_key()
    }

    fn private(self) -> &'static RsaPrivateKey {
        static KEYS: [OnceLock<RsaPrivateKey>; 2] = [OnceLock::new(), OnceLock::new()];
        KEYS[self.number % 2].get_or_init(|| {
            RsaPrivateKey::new(&mut OsRng, 2048).expect("the system has randomness and 2048 is a key size")
        })
    }
}

/// A P-256 key, published only while a fault needs it.
pub(crate) fn elliptic_curve_jwk() -> Value {
    let point = elliptic_curve_key().verifying_key().to_encoded_point(false);
    let coordinate = |octets: Option<&p256::FieldBytes>| octets.map(|octets| URL_SAFE_NO_PAD.encode(octets));
    json!({
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "kid": ELLIPTIC_CURVE_KEY_ID,
        "x": coordinate(point.x()),
        "y": coordinate(point.y()),
    })
}

/// An ES256 signature that is well made, by a key nobody published.
pub(crate) fn sign_with_an_unpublished_elliptic_curve_key(input: &[u8]) -> Vec<u8> {
    let signature: p256::ecdsa::Signature = EllipticCurveKey::random(&mut OsRng).sign(input);
    signature.to_vec()
}

fn elliptic_curve_key() -> &'static EllipticCurveKey {
    static KEY: OnceLock<EllipticCurveKey> = OnceLock::new();
    KEY.get_or_init(|| EllipticCurveKey::random(&mut OsRng))
}
