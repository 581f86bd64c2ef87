//! What a signature can be made with.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// An asymmetric algorithm of JSON Web Signatures, by the name its specification gives it.
///
/// RSA and ECDSA are [RFC 7518 §3.1], EdDSA is [RFC 8037 §3.1], here always with Ed25519.
///
/// [RFC 7518 §3.1]: https://www.rfc-editor.org/rfc/rfc7518#section-3.1
/// [RFC 8037 §3.1]: https://www.rfc-editor.org/rfc/rfc8037#section-3.1
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: "the default, if omitted" (OIDC Dynamic Client Registration §2).
    #[default]
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RS512,
    /// RSASSA-PSS with SHA-256.
    PS256,
    /// RSASSA-PSS with SHA-384.
    PS384,
    /// RSASSA-PSS with SHA-512.
    PS512,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384.
    ES384,
    /// ECDSA on P-521 with SHA-512.
    ES512,
    /// EdDSA on Ed25519.
    EdDSA,
}

impl Algorithm {
    /// Every one of them.
    pub const ALL: &'static [Self] = &[
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::ES512,
        Self::EdDSA,
    ];

    pub(crate) fn is_rsa(self) -> bool {
        use Algorithm::*;
        matches!(self, RS256 | RS384 | RS512 | PS256 | PS384 | PS512)
    }

    /// An algorithm that the same key could sign with if it is RSA, and RS256 otherwise.
    pub(crate) fn another(self) -> Self {
        match self {
            Self::RS256 => Self::PS256,
            Self::RS384 => Self::PS384,
            Self::RS512 => Self::PS512,
            _ => Self::RS256,
        }
    }

    /// An algorithm that takes another type of key.
    pub(crate) fn of_another_family(self) -> Self {
        if self.is_rsa() { Self::ES256 } else { Self::RS256 }
    }

    /// "the hash algorithm used in the `alg` Header Parameter of the ID Token's JOSE Header" (OIDC Core §3.1.3.6):
    /// for Ed25519 that is the SHA-512 within it.
    pub(crate) fn hash(self, input: &[u8]) -> Vec<u8> {
        match self {
            Self::RS256 | Self::PS256 | Self::ES256 => Sha256::digest(input).to_vec(),
            Self::RS384 | Self::PS384 | Self::ES384 => Sha384::digest(input).to_vec(),
            Self::RS512 | Self::PS512 | Self::ES512 | Self::EdDSA => Sha512::digest(input).to_vec(),
        }
    }
}

/// The `alg` value.
impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::EdDSA => "EdDSA",
        })
    }
}

/// Reads the `alg` value, to the letter: "a case-sensitive ASCII string" (RFC 7515 §4.1.1).
impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|algorithm| algorithm.to_string() == name)
            .ok_or_else(|| UnknownAlgorithm(name.to_owned()))
    }
}

/// The provider signs with no algorithm of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAlgorithm(pub String);

impl fmt::Display for UnknownAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no algorithm to sign with is called {:?}", self.0)
    }
}

impl std::error::Error for UnknownAlgorithm {}
