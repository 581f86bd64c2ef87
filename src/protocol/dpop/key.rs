//! The public half of the key that proofs are made with, and what names it.

use sha2::{Digest, Sha256};

use crate::protocol::to_base64url;

/// The public key of this browser, on P-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofKey {
    x: String,
    y: String,
}

/// The SHA-256 of a key in base64url ([RFC 7638]): what an authorization request names it by, as `dpop_jkt`.
///
/// [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbprint(String);

impl ProofKey {
    /// Reads a point as WebCrypto exports it (`raw`): the octet 4, then both coordinates. `None` for anything else.
    pub fn from_point(octets: &[u8]) -> Option<Self> {
        let [4, coordinates @ ..] = octets else { return None };
        match coordinates.split_at_checked(32)? {
            (x, y) if y.len() == 32 => Some(Self { x: to_base64url(x), y: to_base64url(y) }),
            _ => None,
        }
    }

    /// RFC 9449 §4.2: "jwk: Represents the public key chosen by the client in JSON Web Key (JWK) [RFC7517] format […] It
    /// MUST NOT contain a private key."
    ///
    /// The members RFC 7638 §3.2 asks for, in the order §3.3 hashes them in.
    pub(super) fn to_jwk(&self) -> String {
        [r#"{"crv":"P-256","kty":"EC","x":""#, &self.x, r#"","y":""#, &self.y, r#""}"#].concat()
    }

    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint(to_base64url(&Sha256::digest(self.to_jwk().as_bytes())))
    }
}

impl Thumbprint {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
