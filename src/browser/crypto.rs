//! The browser's own cryptography: random octets, and signatures verified by WebCrypto.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::protocol::jose::{Algorithm, SignatureCheck};
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
    let algorithm = algorithm(check.algorithm())?;
    // Built from the two numbers alone: nothing else a JWK may say (its own idea of algorithm or purpose) gets in.
    let jwk = object(&[("kty", "RSA"), ("n", &check.key().modulus), ("e", &check.key().exponent)])?;
    let usages = Array::of1(&JsValue::from_str("verify"));
    let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)?;
    let key: CryptoKey = JsFuture::from(key).await?.unchecked_into();
    let answer = subtle.verify_with_object_and_u8_array_and_u8_array(
        &algorithm,
        &key,
        check.signature(),
        check.signing_input(),
    )?;
    JsFuture::from(answer).await
}

/// The names WebCrypto has for RFC 7518 §3.1.
fn algorithm(algorithm: Algorithm) -> Result<Object, JsValue> {
    match algorithm {
        Algorithm::Rs256 => object(&[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")]),
    }
}

fn object(members: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(object)
}

fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}
