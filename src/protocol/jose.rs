//! A signed token in its compact form, and the proof that its signature was verified ([RFC 7515]).
//!
//! The arithmetic is the browser's own (WebCrypto): this module says what to verify, and turns the answer into a
//! [`VerifiedJws`], which nothing else can make.
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515

use std::sync::Arc;

use super::from_base64url;
use super::id_token::IdTokenError;
use super::json::Object;
use super::jwk::{JwkSet, NoKey, RsaPublicKey};
use super::text;

/// The largest token read, in octets: a real one has two thousand.
const LARGEST: usize = 32 * 1024;

/// The signature algorithms of RFC 7518 §3.1 that a provider may sign with. `none` and the `HS` family, which a
/// public client could not verify, have no value here and so can never be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: the default of OIDC Core §3.1.3.7 step 7.
    Rs256,
}

impl Algorithm {
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
        }
    }
}

/// A token taken apart, with nothing verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Jws(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    algorithm: Algorithm,
    kid: Option<String>,
    content: Content,
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
    pub fn parse(token: &str, allowed: &[Algorithm]) -> Result<Self, IdTokenError> {
        if token.len() > LARGEST {
            return Err(IdTokenError::TooLarge);
        }
        let (header, content) = take_apart(token).ok_or(IdTokenError::Malformed)?;
        let (Ok(name), Ok(kid)) = (header.required_text("alg"), header.text("kid")) else {
            return Err(IdTokenError::Malformed);
        };
        let Some(algorithm) = allowed.iter().copied().find(|algorithm| algorithm.name() == name) else {
            return Err(IdTokenError::AlgorithmRefused { found: name.to_owned() });
        };
        // RFC 7515 §4.1.11: "If any of the listed extension Header Parameters are not understood and supported by the
        // recipient, then the JWS is invalid."
        if header.members().any(|(name, _)| name == "crit") {
            return Err(IdTokenError::CriticalHeader);
        }
        Ok(Self(Arc::new(Parts { algorithm, kid: kid.map(str::to_owned), content })))
    }

    /// Chooses the key and says what WebCrypto has to verify.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::KeyNotFound`] or [`IdTokenError::KeyAmbiguous`].
    pub fn check_against(&self, keys: &JwkSet) -> Result<SignatureCheck, IdTokenError> {
        match keys.choose(self.0.algorithm, self.0.kid.as_deref()) {
            Ok(key) => Ok(SignatureCheck { key: key.clone(), jws: self.clone() }),
            Err(NoKey::NotFound) => Err(IdTokenError::KeyNotFound { kid: self.0.kid.clone() }),
            Err(NoKey::Ambiguous) => Err(IdTokenError::KeyAmbiguous),
        }
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
    key: RsaPublicKey,
    jws: Jws,
}

impl SignatureCheck {
    pub fn algorithm(&self) -> Algorithm {
        self.jws.0.algorithm
    }

    pub fn key(&self) -> &RsaPublicKey {
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
    /// [`IdTokenError::SignatureInvalid`] when the answer was no.
    pub fn answered(self, valid: bool) -> Result<VerifiedJws, IdTokenError> {
        match valid {
            true => Ok(VerifiedJws(self.jws)),
            false => Err(IdTokenError::SignatureInvalid { algorithm: self.algorithm() }),
        }
    }
}

/// A payload whose signature was verified: the proof is that this value exists.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedJws(Jws);

impl VerifiedJws {
    pub fn algorithm(&self) -> Algorithm {
        self.0.0.algorithm
    }

    /// The claims.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::Malformed`] when the payload is no JSON object.
    pub fn claims(&self) -> Result<Object, IdTokenError> {
        Object::parse(&self.0.0.content.payload).map_err(|_| IdTokenError::Malformed)
    }
}

impl std::fmt::Debug for VerifiedJws {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("VerifiedJws(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::to_base64url;

    fn token(header: &str) -> String {
        format!("{}.{}.{}", to_base64url(header.as_bytes()), to_base64url(b"{}"), to_base64url(b"signature"))
    }

    fn parse(token: &str) -> Result<Jws, IdTokenError> {
        Jws::parse(token, &[Algorithm::Rs256])
    }

    #[test]
    fn takes_the_published_example_of_rfc_7515_apart() {
        // RFC 7515 appendix A.2.1: the header {"alg":"RS256"}.
        let jws = parse("eyJhbGciOiJSUzI1NiJ9.e30.AAAA").unwrap();

        assert_eq!(jws.0.algorithm, Algorithm::Rs256);
        assert_eq!(jws.0.content.signing_input, "eyJhbGciOiJSUzI1NiJ9.e30");
        assert_eq!(jws.0.content.signature, [0, 0, 0]);
    }

    #[test]
    fn refuses_an_algorithm_that_the_configuration_does_not_allow() {
        for found in ["none", "None", "HS256", "RS512", "ES256"] {
            let refused = IdTokenError::AlgorithmRefused { found: found.to_owned() };
            assert_eq!(parse(&token(&format!(r#"{{"alg":"{found}"}}"#))), Err(refused));
        }
    }

    #[test]
    fn refuses_a_critical_extension() {
        assert_eq!(parse(&token(r#"{"alg":"RS256","crit":["b64"]}"#)), Err(IdTokenError::CriticalHeader));
    }

    #[test]
    fn refuses_what_is_no_compact_serialization() {
        for text in [
            "",
            "a",
            "a.b",
            "a.b.c",
            "e30.e30.",
            "eyJhbGciOiJSUzI1NiJ9.e30.AAAA=",
            "eyJhbGciOiJSUzI1NiJ9.e.30.AA",
        ] {
            assert_eq!(parse(text), Err(IdTokenError::Malformed), "{text}");
        }
    }

    #[test]
    fn refuses_an_oversized_token_before_it_looks_inside() {
        assert_eq!(parse(&"a".repeat(LARGEST + 1)), Err(IdTokenError::TooLarge));
    }

    #[test]
    fn makes_a_proof_only_of_a_signature_that_was_found_valid() {
        let keys = JwkSet::parse(r#"{"keys":[{"kty":"RSA","n":"n","e":"AQAB"}]}"#).unwrap();
        let check = parse(&token(r#"{"alg":"RS256"}"#)).unwrap().check_against(&keys).unwrap();

        assert!(check.clone().answered(true).is_ok());
        assert_eq!(
            check.answered(false),
            Err(IdTokenError::SignatureInvalid { algorithm: Algorithm::Rs256 })
        );
    }
}
