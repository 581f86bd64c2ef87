//! The provider's public keys, and the choice of the one that signed ([RFC 7517], [OIDC Core §10.1]).
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
//! [OIDC Core §10.1]: https://openid.net/specs/openid-connect-core-1_0.html#SigEnc

use super::jose::Algorithm;
use super::json::{Json, Object, Unreadable};
use super::transport::Answer;

/// The keys a provider publishes. Keys of a kind we do not use are left out when it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwkSet {
    keys: Vec<Jwk>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Jwk {
    kid: Option<String>,
    algorithm: Option<String>,
    public: RsaPublicKey,
}

/// The public half of an RSA key, as the JWK writes it: base64url texts, which WebCrypto imports as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublicKey {
    pub modulus: String,
    pub exponent: String,
}

/// Why the JWK Set gave no keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysError {
    HttpStatus { status: u16 },
    Unreadable,
}

impl KeysError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::HttpStatus { .. } => "keys-http-status",
            Self::Unreadable => "keys-unreadable",
        }
    }
}

impl std::fmt::Display for KeysError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::HttpStatus { status } => write!(formatter, "the JWK Set's address answered HTTP {status}"),
            Self::Unreadable => formatter.write_str("the JWK Set is no JSON object with a list `keys`"),
        }
    }
}

/// Why no key could be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// No key fits; the provider may have rotated its keys since they were fetched.
    NotFound,
    /// Several fit, and the token does not say which.
    Ambiguous,
}

impl JwkSet {
    /// # Errors
    ///
    /// [`KeysError`] for a status other than 2xx, or a body without a list of `keys`.
    pub fn read(answer: &Answer) -> Result<Self, KeysError> {
        if !answer.is_success() {
            return Err(KeysError::HttpStatus { status: answer.status });
        }
        Self::parse(&answer.body).map_err(|_| KeysError::Unreadable)
    }

    /// Reads a JWK Set document.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let document = Object::parse(text)?;
        let Some(Json::List(keys)) = document.member("keys") else {
            return Err(Unreadable { line: 0, column: 0 });
        };
        // RFC 7517 §5: "Implementations SHOULD ignore JWKs within a JWK Set that use "kty" values that are not
        // understood by them, that are missing required members, or for which values are out of the supported ranges."
        let mut fitting = Vec::new();
        for key in keys {
            if let Json::Object(key) = key {
                fitting.extend(Jwk::read(key));
            }
        }
        Ok(Self { keys: fitting })
    }

    /// The one key that can have made this signature.
    ///
    /// # Errors
    ///
    /// [`NoKey::NotFound`] when none fits; [`NoKey::Ambiguous`] when several do: OIDC Core §10.1, "If there are
    /// multiple keys in the referenced JWK Set document, a kid value MUST be provided in the JOSE Header."
    pub fn choose(&self, algorithm: Algorithm, kid: Option<&str>) -> Result<&RsaPublicKey, NoKey> {
        let mut fitting = self.keys.iter().filter(|key| {
            key.algorithm.as_deref().is_none_or(|name| name == algorithm.name())
                && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid))
        });
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(&key.public),
            (None, _) => Err(NoKey::NotFound),
            (Some(_), Some(_)) => Err(NoKey::Ambiguous),
        }
    }
}

impl Jwk {
    /// An RSA key meant for signatures; `None` for any other.
    fn read(key: &Object) -> Option<Self> {
        let text = |name| key.text(name).ok().flatten();
        let signs = text("use").is_none_or(|purpose| purpose == "sig")
            && key.texts("key_ops").ok()?.is_none_or(|operations| operations.contains(&"verify"));
        if text("kty") != Some("RSA") || !signs {
            return None;
        }
        Some(Self {
            kid: text("kid").map(str::to_owned),
            algorithm: text("alg").map(str::to_owned),
            public: RsaPublicKey { modulus: text("n")?.to_owned(), exponent: text("e")?.to_owned() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(list: &str) -> JwkSet {
        JwkSet::parse(&format!(r#"{{"keys":[{list}]}}"#)).unwrap()
    }

    fn key(kid: &str, rest: &str) -> String {
        format!(r#"{{"kty":"RSA","kid":"{kid}","n":"n-of-{kid}","e":"AQAB"{rest}}}"#)
    }

    #[test]
    fn chooses_the_key_the_token_names() {
        let set = keys(&format!("{},{}", key("a", ""), key("b", r#","use":"sig","alg":"RS256""#)));

        assert_eq!(set.choose(Algorithm::Rs256, Some("b")).unwrap().modulus, "n-of-b");
        assert_eq!(set.choose(Algorithm::Rs256, Some("c")), Err(NoKey::NotFound));
    }

    #[test]
    fn chooses_the_only_key_for_a_token_that_names_none_and_refuses_to_guess_among_several() {
        let one = keys(&key("a", ""));
        let two = keys(&format!("{},{}", key("a", ""), key("b", "")));

        assert_eq!(one.choose(Algorithm::Rs256, None).unwrap().modulus, "n-of-a");
        assert_eq!(two.choose(Algorithm::Rs256, None), Err(NoKey::Ambiguous));
    }

    #[test]
    fn passes_over_keys_that_cannot_have_signed() {
        for unusable in [
            key("a", r#","use":"enc""#),
            key("a", r#","key_ops":["encrypt"]"#),
            key("a", r#","alg":"RS512""#),
            r#"{"kty":"EC","kid":"a","crv":"P-256","x":"x","y":"y"}"#.to_owned(),
            r#"{"kty":"RSA","kid":"a","e":"AQAB"}"#.to_owned(),
            "42".to_owned(),
        ] {
            assert_eq!(
                keys(&unusable).choose(Algorithm::Rs256, Some("a")),
                Err(NoKey::NotFound),
                "{unusable}"
            );
        }
    }

    #[test]
    fn refuses_a_document_without_a_list_of_keys() {
        let read = |status, body: &str| JwkSet::read(&Answer { status, body: body.to_owned() });

        assert_eq!(read(200, "<html>"), Err(KeysError::Unreadable));
        assert_eq!(read(200, r#"{"keys":{}}"#), Err(KeysError::Unreadable));
        assert_eq!(read(503, r#"{"keys":[]}"#), Err(KeysError::HttpStatus { status: 503 }));
        assert!(read(200, r#"{"keys":[]}"#).is_ok());
    }
}
