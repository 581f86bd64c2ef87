//! How a token is signed, and with whose key.

use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm};
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use rsa::sha2::{Digest, Sha256, Sha384, Sha512};
use rsa::{Pkcs1v15Sign, Pss};

use crate::chance::Chance;
use crate::members::Members;
use crate::private::{ed25519, p256_key, p384_key, p521_key, rsa_key};
use crate::public;

/// Which of the keys of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Provider,
    /// Well made, and nobody's that is trusted.
    Stranger,
    /// The provider's too, of 1024 bits; only RSA has one.
    Weak,
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    EdDsa,
    /// PS256 with this salt instead of one as long as the hash.
    Ps256Salted(usize),
    /// An HMAC under the provider's public key in PEM: what a verifier that confuses algorithms would take.
    Hs256,
    /// Not at all.
    Unsigned,
}

impl Made {
    pub const ASYMMETRIC: [(&'static str, Self); 10] = [
        ("RS256", Self::Rs256),
        ("RS384", Self::Rs384),
        ("RS512", Self::Rs512),
        ("PS256", Self::Ps256),
        ("PS384", Self::Ps384),
        ("PS512", Self::Ps512),
        ("ES256", Self::Es256),
        ("ES384", Self::Es384),
        ("ES512", Self::Es512),
        ("EdDSA", Self::EdDsa),
    ];

    pub fn sign(self, owner: Owner, input: &[u8]) -> Vec<u8> {
        let chance = &mut Chance::from_seed(7);
        let key = rsa_key(owner);
        match self {
            Self::Rs256 => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(input)),
            Self::Rs384 => key.sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(input)),
            Self::Rs512 => key.sign(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(input)),
            Self::Ps256 => key.sign_with_rng(chance, Pss::new::<Sha256>(), &Sha256::digest(input)),
            Self::Ps384 => key.sign_with_rng(chance, Pss::new::<Sha384>(), &Sha384::digest(input)),
            Self::Ps512 => key.sign_with_rng(chance, Pss::new::<Sha512>(), &Sha512::digest(input)),
            Self::Ps256Salted(length) => {
                let padding = Pss::new_with_salt::<Sha256>(length);
                key.sign_with_rng(chance, padding, &Sha256::digest(input))
            }
            other => return other.sign_without_rsa(owner, input),
        }
        .unwrap()
    }

    fn sign_without_rsa(self, owner: Owner, input: &[u8]) -> Vec<u8> {
        use ed25519_dalek::ed25519::signature::Signer;
        match self {
            Self::Es256 => Signer::<p256::ecdsa::Signature>::sign(&p256_key(owner), input).to_vec(),
            Self::Es384 => Signer::<p384::ecdsa::Signature>::sign(&p384_key(owner), input).to_vec(),
            Self::Es512 => Signer::<p521::ecdsa::Signature>::sign(&p521_key(owner), input).to_vec(),
            Self::EdDsa => ed25519(owner).sign(input).to_vec(),
            Self::Hs256 => {
                let pem = rsa_key(owner).to_public_key().to_public_key_pem(LineEnding::LF).unwrap();
                CoreHmacKey::new(pem).sign(&CoreJwsSigningAlgorithm::HmacSha256, input).unwrap()
            }
            _ => Vec::new(),
        }
    }

    /// The hash of its name, which is `at_hash`'s too.
    pub fn hash(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Rs384 | Self::Ps384 | Self::Es384 => Sha384::digest(octets).to_vec(),
            Self::Rs512 | Self::Ps512 | Self::Es512 | Self::EdDsa => Sha512::digest(octets).to_vec(),
            _ => Sha256::digest(octets).to_vec(),
        }
    }

    /// The members that make the owner's public key.
    pub fn jwk(self, owner: Owner) -> Members {
        match self {
            Self::Es256 => {
                public::point("P-256", p256_key(owner).verifying_key().to_encoded_point(false).as_bytes())
            }
            Self::Es384 => {
                public::point("P-384", p384_key(owner).verifying_key().to_encoded_point(false).as_bytes())
            }
            Self::Es512 => {
                let key = p521::ecdsa::VerifyingKey::from(&p521_key(owner));
                public::point("P-521", key.to_encoded_point(false).as_bytes())
            }
            Self::EdDsa => public::octets("Ed25519", ed25519(owner).verifying_key().as_bytes()),
            _ => public::rsa(rsa_key(owner)),
        }
    }
}
