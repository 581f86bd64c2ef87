//! A signed token in its compact form, and the proof that its signature was verified ([RFC 7515]).
//!
//! The arithmetic is the browser's own (WebCrypto): this module says what to verify, and turns the answer into a
//! [`VerifiedJws`], which nothing else can make.
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515

use super::from_base64url;
use super::id_token::IdTokenError;
use super::json::Object;
use super::jwk::{JwkSet, NoKey, RsaPublicKey};

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
pub struct Jws {
    algorithm: Algorithm,
    kid: Option<String>,
    signing_input: String,
    payload: Vec<u8>,
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
        let malformed = IdTokenError::Malformed;
        let (signing_input, signature) = token.rsplit_once('.').ok_or(malformed.clone())?;
        let (header, payload) = signing_input.split_once('.').ok_or(malformed.clone())?;
        let octets = |part: &str| from_base64url(part).ok_or(malformed.clone());
        let header = String::from_utf8(octets(header)?).map_err(|_| malformed.clone())?;
        let header = Object::parse(&header).map_err(|_| malformed.clone())?;
        let name = header.required_text("alg").map_err(|_| malformed.clone())?;
        let algorithm = allowed.iter().copied().find(|algorithm| algorithm.name() == name);
        let algorithm = algorithm.ok_or_else(|| IdTokenError::AlgorithmRefused { found: name.to_owned() })?;
        // RFC 7515 §4.1.11: "If any of the listed extension Header Parameters are not understood and supported by the
        // recipient, then the JWS is invalid."
        if header.members().any(|(name, _)| name == "crit") {
            return Err(IdTokenError::CriticalHeader);
        }
        Ok(Self {
            algorithm,
            kid: header.text("kid").map_err(|_| malformed.clone())?.map(str::to_owned),
            signing_input: signing_input.to_owned(),
            payload: octets(payload)?,
            signature: octets(signature)?,
        })
    }

    /// Chooses the key and says what WebCrypto has to verify.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::KeyNotFound`] or [`IdTokenError::KeyAmbiguous`].
    pub fn check_against(&self, keys: &JwkSet) -> Result<SignatureCheck, IdTokenError> {
        match keys.choose(self.algorithm, self.kid.as_deref()) {
            Ok(key) => Ok(SignatureCheck { key: key.clone(), jws: self.clone() }),
            Err(NoKey::NotFound) => Err(IdTokenError::KeyNotFound { kid: self.kid.clone() }),
            Err(NoKey::Ambiguous) => Err(IdTokenError::KeyAmbiguous),
        }
    }
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
        self.jws.algorithm
    }

    pub fn key(&self) -> &RsaPublicKey {
        &self.key
    }

    /// The octets that were signed: header, a full stop, payload.
    pub fn signing_input(&self) -> &[u8] {
        self.jws.signing_input.as_bytes()
    }

    pub fn signature(&self) -> &[u8] {
        &self.jws.signature
    }

    /// What `crypto.subtle.verify` answered, made into a proof.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::SignatureInvalid`] when the answer was no.
    pub fn answered(self, valid: bool) -> Result<VerifiedJws, IdTokenError> {
        if !valid {
            return Err(IdTokenError::SignatureInvalid { algorithm: self.jws.algorithm });
        }
        Ok(VerifiedJws { payload: self.jws.payload, algorithm: self.jws.algorithm })
    }
}

/// A payload whose signature was verified: the proof is that this value exists.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedJws {
    payload: Vec<u8>,
    algorithm: Algorithm,
}

impl VerifiedJws {
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The claims.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::Malformed`] when the payload is no JSON object.
    pub fn claims(&self) -> Result<Object, IdTokenError> {
        let text = std::str::from_utf8(&self.payload).map_err(|_| IdTokenError::Malformed)?;
        Object::parse(text).map_err(|_| IdTokenError::Malformed)
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

        assert_eq!(jws.algorithm, Algorithm::Rs256);
        assert_eq!(jws.signing_input, "eyJhbGciOiJSUzI1NiJ9.e30");
        assert_eq!(jws.signature, [0, 0, 0]);
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
