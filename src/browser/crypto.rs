//! The browser's own cryptography: random octets, and signatures verified by WebCrypto.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::protocol::jose::{Algorithm, Hash, Scheme, SignatureCheck};
use crate::protocol::jwk::PublicKey;
use crate::protocol::secret::Entropy;
use crate::session::{EnvironmentError, SignInEntropy};

/// The secrets of one sign-in; `None` in a browser without a random source.
pub fn random() -> Option<Box<SignInEntropy>> {
    let mut octets = [[0; 32]; 3];
    getrandom::fill(octets.as_flattened_mut()).ok()?;
    let [state, nonce, code_verifier] = octets.map(Entropy);
    Some(Box::new(SignInEntropy { state, nonce, code_verifier }))
}

/// Whether the signature is the key's.
///
/// # Errors
///
/// [`EnvironmentError::CryptoUnavailable`] where there is no `crypto.subtle`. A key that cannot be imported makes no
/// valid signature: that is `false`.
pub async fn verify(check: &SignatureCheck) -> Result<bool, EnvironmentError> {
    let subtle = subtle().ok_or(EnvironmentError::CryptoUnavailable)?;
    Ok(verified(&subtle, check).await.is_ok_and(|answer| answer.is_truthy()))
}

async fn verified(subtle: &SubtleCrypto, check: &SignatureCheck) -> Result<JsValue, JsValue> {
    let key = import(subtle, check.algorithm(), check.key()).await?;
    let answer = subtle.verify_with_object_and_u8_array_and_u8_array(
        &algorithm(check.algorithm())?,
        &key,
        check.signature(),
        check.signing_input(),
    )?;
    JsFuture::from(answer).await
}

/// The key as WebCrypto takes it.
pub(super) async fn import(
    subtle: &SubtleCrypto,
    algorithm: Algorithm,
    key: &PublicKey,
) -> Result<CryptoKey, JsValue> {
    let jwk = Object::new();
    for (name, value) in key.members() {
        set(&jwk, name, &JsValue::from_str(value))?;
    }
    let usages = Array::of1(&JsValue::from_str("verify"));
    let algorithm = self::algorithm(algorithm)?;
    let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)?;
    Ok(JsFuture::from(key).await?.unchecked_into())
}

/// WebCrypto's words for an algorithm. It takes each member where it applies, and passes over the rest.
pub(super) fn algorithm(algorithm: Algorithm) -> Result<Object, JsValue> {
    let name = match algorithm.scheme() {
        Scheme::RsaPkcs1 => "RSASSA-PKCS1-v1_5",
        Scheme::RsaPss => "RSA-PSS",
        Scheme::Ecdsa => "ECDSA",
        Scheme::Ed25519 => "Ed25519",
    };
    // RFC 7518 §3.5: "The size of the salt value is the same size as the hash function output."
    let (hash, salt) = match algorithm.hash() {
        Hash::Sha256 => ("SHA-256", 32.0),
        Hash::Sha384 => ("SHA-384", 48.0),
        Hash::Sha512 => ("SHA-512", 64.0),
    };
    let words = Object::new();
    set(&words, "name", &JsValue::from_str(name))?;
    set(&words, "hash", &JsValue::from_str(hash))?;
    set(&words, "saltLength", &JsValue::from_f64(salt))?;
    if let (_, Some(curve)) = algorithm.key_type() {
        set(&words, "namedCurve", &JsValue::from_str(curve))?;
    }
    Ok(words)
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<bool, JsValue> {
    Reflect::set(object, &JsValue::from_str(name), value)
}

pub(super) fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}
