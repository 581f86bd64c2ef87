//! Demonstrating Proof of Possession: tokens that are worth nothing without a key that never leaves the browser
//! ([RFC 9449]).
//!
//! What is signed is made here; the signature is the browser's, since only it can use the key.
//!
//! [RFC 9449]: https://www.rfc-editor.org/rfc/rfc9449

mod key;
mod nonce;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use sha2::{Digest, Sha256};

use super::endpoint::Endpoint;
use super::jose::Algorithm;
use super::secret::{AccessToken, DpopProof, Entropy};
use super::text::to_decimal;
use super::time::Timestamp;
use super::to_base64url;

pub use key::{ProofKey, Thumbprint};
pub use nonce::{DpopNonce, asks_for_a_nonce};

/// What signs every proof: the one algorithm that each browser's WebCrypto and each provider have in common.
pub const ALGORITHM: Algorithm = Algorithm::Es256;

/// The claims of a proof: this request, now, and no other ([RFC 9449 §4.2]).
///
/// [RFC 9449 §4.2]: https://www.rfc-editor.org/rfc/rfc9449#section-4.2
#[derive(Debug)]
pub struct ProofClaims<'a> {
    /// `jti`, which no other proof has.
    pub id: Entropy,
    pub method: &'a str,
    pub address: &'a Endpoint,
    pub issued_at: Timestamp,
    /// The nonce this server gave last, if it gave one.
    pub nonce: Option<&'a DpopNonce>,
    /// What the request opens something with; none at the token endpoint.
    pub access_token: Option<&'a AccessToken>,
}

impl ProofClaims<'_> {
    /// Header and claims as they are signed.
    ///
    /// No value needs JSON's escapes: an [`Endpoint`] and a [`DpopNonce`] have neither quotation mark nor backslash nor
    /// control character, and the others are base64url, digits or a method's name.
    pub fn signed_by(&self, key: &ProofKey) -> ProofInput {
        let header =
            [r#"{"typ":"dpop+jwt","alg":""#, ALGORITHM.name(), r#"","jwk":"#, &key.to_jwk(), "}"].concat();
        // §4.2: "htu: The HTTP target URI (Section 7.1 of [RFC9110]) of the request to which the JWT is attached,
        // without query and fragment parts." As a browser writes it, whatever the configuration's capitals.
        let mut claims = [
            r#"{"jti":""#,
            &to_base64url(&self.id.0),
            r#"","htm":""#,
            self.method,
            r#"","htu":""#,
            self.address.origin().as_str(),
            self.address.path(),
            r#"","iat":"#,
            &to_decimal(self.issued_at.seconds()),
        ]
        .concat();
        if let Some(nonce) = self.nonce {
            claims.extend([r#","nonce":""#, nonce.expose(), r#"""#]);
        }
        if let Some(token) = self.access_token {
            // §4.2: "ath: Hash of the access token. The value MUST be the result of a base64url encoding […] the SHA-256
            // [SHS] hash of the ASCII encoding of the associated access token's value."
            let hash = to_base64url(&Sha256::digest(token.expose().as_bytes()));
            claims.extend([r#","ath":""#, &hash, r#"""#]);
        }
        claims.push('}');
        ProofInput([&to_base64url(header.as_bytes()), ".", &to_base64url(claims.as_bytes())].concat())
    }
}

/// A proof that is yet to be signed. `Debug` leaves the text out: it may hold a nonce and the hash of a token.
#[derive(Clone, PartialEq, Eq)]
pub struct ProofInput(String);

impl ProofInput {
    /// The octets to sign.
    pub fn octets(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The proof, with the signature in the form that JOSE and WebCrypto share: the two numbers, 32 octets each
    /// (RFC 7518 §3.4).
    pub fn with_signature(&self, signature: &[u8]) -> DpopProof {
        DpopProof::new([&self.0, ".", &to_base64url(signature)].concat())
    }
}

impl std::fmt::Debug for ProofInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ProofInput(redacted)")
    }
}
