//! What WebCrypto does with a signature check, for real.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jose::{Algorithm, SignatureCheck};
use rsa::signature::Verifier;
use rsa::{BigUint, RsaPublicKey, pkcs1v15, pss};
use sha2::{Sha256, Sha384, Sha512};

/// Whether the signature is the key's; a key that cannot be imported makes no valid signature.
pub fn verify(check: &SignatureCheck) -> bool {
    verified(check).is_some()
}

fn verified(check: &SignatureCheck) -> Option<()> {
    match check.algorithm() {
        Algorithm::Rs256 => pkcs1(check, pkcs1v15::VerifyingKey::<Sha256>::new(rsa_key(check)?)),
        Algorithm::Rs384 => pkcs1(check, pkcs1v15::VerifyingKey::<Sha384>::new(rsa_key(check)?)),
        Algorithm::Rs512 => pkcs1(check, pkcs1v15::VerifyingKey::<Sha512>::new(rsa_key(check)?)),
        Algorithm::Ps256 => probabilistic(check, pss::VerifyingKey::<Sha256>::new(rsa_key(check)?)),
        Algorithm::Ps384 => probabilistic(check, pss::VerifyingKey::<Sha384>::new(rsa_key(check)?)),
        Algorithm::Ps512 => probabilistic(check, pss::VerifyingKey::<Sha512>::new(rsa_key(check)?)),
        Algorithm::Es256 => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point(check)?).ok()?;
            let signature = p256::ecdsa::Signature::from_slice(check.signature()).ok()?;
            key.verify(check.signing_input(), &signature).ok()
        }
        Algorithm::Es384 => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point(check)?).ok()?;
            let signature = p384::ecdsa::Signature::from_slice(check.signature()).ok()?;
            key.verify(check.signing_input(), &signature).ok()
        }
        Algorithm::Es512 => {
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(&point(check)?).ok()?;
            let signature = p521::ecdsa::Signature::from_slice(check.signature()).ok()?;
            key.verify(check.signing_input(), &signature).ok()
        }
        Algorithm::EdDsa => {
            let key = ed25519_dalek::VerifyingKey::try_from(&octets(check, "x")?[..]).ok()?;
            let signature = ed25519_dalek::Signature::from_slice(check.signature()).ok()?;
            key.verify(check.signing_input(), &signature).ok()
        }
    }
}

fn pkcs1(check: &SignatureCheck, key: impl Verifier<pkcs1v15::Signature>) -> Option<()> {
    let signature = pkcs1v15::Signature::try_from(check.signature()).ok()?;
    key.verify(check.signing_input(), &signature).ok()
}

fn probabilistic(check: &SignatureCheck, key: impl Verifier<pss::Signature>) -> Option<()> {
    let signature = pss::Signature::try_from(check.signature()).ok()?;
    key.verify(check.signing_input(), &signature).ok()
}

fn rsa_key(check: &SignatureCheck) -> Option<RsaPublicKey> {
    let number = |name| Some(BigUint::from_bytes_be(&octets(check, name)?));
    RsaPublicKey::new(number("n")?, number("e")?).ok()
}

/// SEC 1 §2.3.3: an uncompressed point is 4, x and y.
fn point(check: &SignatureCheck) -> Option<Vec<u8>> {
    Some([&[4][..], &octets(check, "x")?, &octets(check, "y")?].concat())
}

fn octets(check: &SignatureCheck, member: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(check.key().member(member)?).ok()
}
