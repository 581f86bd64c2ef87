//! A signed token in its compact form, and the proof that its signature was verified ([RFC 7515]).
//!
//! The arithmetic is the browser's own (WebCrypto): this module says what to verify, and turns the answer into a
//! [`VerifiedJws`], which nothing else can make.
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515

mod algorithm;
mod error;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::evidence::{Check, Evidence, Value};
use super::from_base64url;
use super::json::Object;
use super::jwk::{JwkSet, NoKey, PublicKey};
use super::text;

pub use algorithm::{Algorithm, Hash, Scheme};
pub use error::JwsError;

/// The largest token read, in octets: a real one has two thousand.
const LARGEST: usize = 32 * 1024;

/// A token taken apart, with nothing verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Jws(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    algorithm: Algorithm,
    kid: Option<String>,
    content: Content,
    evidence: Evidence,
}

#[derive(PartialEq, Eq)]
struct Content {
    signing_input: String,
    payload: String,
    signature: Vec<u8>,
}

impl Jws {
    /// Takes a compact serialization apart and reads its header.
    ///
    /// # Errors
    ///
    /// Too large; not three base64url parts; a header that is no JSON object; an algorithm that the configuration does
    /// not allow (the token's own word never widens the choice); a `crit` header, since we understand no extension.
    pub fn parse(token: &str, allowed: &[Algorithm]) -> Result<Self, JwsError> {
        if token.len() > LARGEST {
            return Err(JwsError::TooLarge);
        }
        let (header, content) = take_apart(token).ok_or(JwsError::Malformed)?;
        let (Ok(name), Ok(kid)) = (header.required_text("alg"), header.text("kid")) else {
            return Err(JwsError::Malformed);
        };
        let mut evidence = Evidence::default();
        let names = || {
            let names: Vec<_> = allowed.iter().map(|algorithm| algorithm.name()).collect();
            (Value::Text(names.join(" ")), Value::text(name))
        };
        let algorithm = match allowed.iter().copied().find(|algorithm| algorithm.name() == name) {
            Some(algorithm) if evidence.holds(Check::Algorithm, algorithm.name() == name, names) => algorithm,
            _ => return Err(JwsError::AlgorithmRefused { found: name.to_owned() }),
        };
        // RFC 7515 §4.1.11: "If any of the listed extension Header Parameters are not understood and supported by the
        // recipient, then the JWS is invalid."
        if header.members().any(|(name, _)| name == "crit") {
            return Err(JwsError::CriticalHeader);
        }
        Ok(Self(Arc::new(Parts { algorithm, kid: kid.map(str::to_owned), content, evidence })))
    }

    /// Chooses the key and says what WebCrypto has to verify.
    ///
    /// # Errors
    ///
    /// [`JwsError::KeyNotFound`] or [`JwsError::KeyAmbiguous`].
    pub fn check_against(&self, keys: &JwkSet) -> Result<SignatureCheck, JwsError> {
        match keys.choose(self.0.algorithm, self.0.kid.as_deref()) {
            Ok(key) => Ok(SignatureCheck { key: key.clone(), jws: self.clone() }),
            Err(NoKey::NotFound) => Err(self.without_a_key()),
            Err(NoKey::Ambiguous) => Err(JwsError::KeyAmbiguous),
        }
    }

    /// The refusal of a token that no key can verify.
    pub fn without_a_key(&self) -> JwsError {
        JwsError::KeyNotFound { kid: self.0.kid.clone() }
    }

    /// Takes the token on the word of the connection it came over.
    ///
    /// OIDC Core §3.1.3.7 step 6: "If the ID Token is received via direct communication between the Client and the
    /// Token Endpoint (which it is in this flow), the TLS server validation MAY be used to validate the issuer in place
    /// of checking the token signature."
    pub fn vouched_for_by_tls(self, _: TlsStandsIn) -> VerifiedJws {
        let mut evidence = self.0.evidence.clone();
        evidence.stated(Check::Tls);
        VerifiedJws { jws: self, proof: Proof::Tls, evidence }
    }
}

/// The header, and what was signed.
fn take_apart(token: &str) -> Option<(Object, Content)> {
    let [header, payload, signature] = *text::parts(token, b'.') else { return None };
    let content = Content {
        signing_input: token.get(..header.len() + 1 + payload.len())?.to_owned(),
        payload: String::from_utf8(from_base64url(payload)?).ok()?,
        signature: from_base64url(signature)?,
    };
    let header = String::from_utf8(from_base64url(header)?).ok()?;
    Some((Object::parse(&header).ok()?, content))
}

impl std::fmt::Debug for Jws {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Jws(redacted)")
    }
}

/// One signature for the browser to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureCheck {
    key: PublicKey,
    jws: Jws,
}

impl SignatureCheck {
    pub fn algorithm(&self) -> Algorithm {
        self.jws.0.algorithm
    }

    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The octets that were signed: header, a full stop, payload.
    pub fn signing_input(&self) -> &[u8] {
        self.jws.0.content.signing_input.as_bytes()
    }

    pub fn signature(&self) -> &[u8] {
        &self.jws.0.content.signature
    }

    /// What `crypto.subtle.verify` answered, made into a proof.
    ///
    /// # Errors
    ///
    /// [`JwsError::SignatureInvalid`] when the answer was no.
    pub fn answered(self, valid: bool) -> Result<VerifiedJws, JwsError> {
        let mut evidence = self.jws.0.evidence.clone();
        let kid = || self.jws.0.kid.as_deref().map_or(Value::Secret, Value::text);
        if !evidence.holds(Check::Signature, valid, || (kid(), kid())) {
            return Err(JwsError::SignatureInvalid { algorithm: self.algorithm() });
        }
        Ok(VerifiedJws { proof: Proof::Signature(self.algorithm()), jws: self.jws, evidence })
    }
}

/// A payload that the provider vouches for: the proof is that this value exists.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedJws {
    jws: Jws,
    proof: Proof,
    evidence: Evidence,
}

/// What vouches for a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A signature of the provider's, verified.
    Signature(Algorithm),
    /// TLS to the token endpoint, where the configuration lets it stand in for the signature.
    Tls,
}

/// The deployment's statement that TLS may stand in for the signature. Only its configuration makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TlsStandsIn(());

impl TlsStandsIn {
    pub(crate) fn as_configured() -> Self {
        Self(())
    }
}

impl VerifiedJws {
    pub fn algorithm(&self) -> Algorithm {
        self.jws.0.algorithm
    }

    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// How that was found.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The claims.
    ///
    /// # Errors
    ///
    /// [`JwsError::Malformed`] when the payload is no JSON object.
    pub fn claims(&self) -> Result<Object, JwsError> {
        Object::parse(&self.jws.0.content.payload).map_err(|_| JwsError::Malformed)
    }
}

impl std::fmt::Debug for VerifiedJws {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("VerifiedJws(redacted)")
    }
}
