//! What WebCrypto does with a signature check: RSASSA-PKCS1-v1_5 with SHA-256, for real.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jose::{Algorithm, SignatureCheck};
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::sha2::Sha256;
use rsa::signature::Verifier;
use rsa::{BigUint, RsaPublicKey};

/// Whether the signature is the key's; a key that cannot be imported makes no valid signature.
pub fn verify(check: &SignatureCheck) -> bool {
    assert_eq!(check.algorithm(), Algorithm::Rs256, "the only algorithm that is allowed");
    let number = |text: &str| Some(BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(text).ok()?));
    let verified = || {
        let key = RsaPublicKey::new(number(&check.key().modulus)?, number(&check.key().exponent)?).ok()?;
        let signature = Signature::try_from(check.signature()).ok()?;
        VerifyingKey::<Sha256>::new(key).verify(check.signing_input(), &signature).ok()
    };
    verified().is_some()
}
