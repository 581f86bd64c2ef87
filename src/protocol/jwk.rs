//! The provider's public keys, and the choice of the one that signed ([RFC 7517], [OIDC Core §10.1]).
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
//! [OIDC Core §10.1]: https://openid.net/specs/openid-connect-core-1_0.html#SigEnc

use super::codes::codes;
use super::from_base64url;
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
    public: PublicKey,
}

/// A public key, in the members its kind needs and no other: nothing else that a JWK may say (its own idea of purpose
/// or algorithm) gets to whoever imports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Vec<(&'static str, String)>);

impl PublicKey {
    /// The members of a JWK that make the key, `kty` first, as base64url texts.
    pub fn members(&self) -> &[(&'static str, String)] {
        &self.0
    }

    pub fn member(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn read(key: &Object) -> Option<Self> {
        // RFC 7518 §6.2.1 and §6.3.1, RFC 8037 §2.
        let members: &[&'static str] = match key.text("kty").ok()?? {
            "RSA" => &["kty", "n", "e"],
            "EC" => &["kty", "crv", "x", "y"],
            "OKP" => &["kty", "crv", "x"],
            _ => return None,
        };
        let mut read = Self(Vec::new());
        for name in members {
            read.0.push((name, key.text(name).ok()??.to_owned()));
        }
        read.is_large_enough().then_some(read)
    }

    /// RFC 7518 §3.3, §3.5: "A key of size 2048 bits or larger MUST be used with these algorithms." A curve has but one
    /// size.
    fn is_large_enough(&self) -> bool {
        let Some(modulus) = self.member("n") else { return true };
        let octets = from_base64url(modulus).unwrap_or_default();
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        match octets.get(zeros..) {
            Some([first, rest @ ..]) => (rest.len() + 1) * 8 - first.leading_zeros() as usize >= 2048,
            _ => false,
        }
    }

    fn fits(&self, algorithm: Algorithm) -> bool {
        let (kind, curve) = algorithm.key_type();
        self.member("kty") == Some(kind) && self.member("crv") == curve
    }
}

/// Why the JWK Set gave no keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysError {
    HttpStatus { status: u16 },
    Unreadable,
}

codes! { KeysError:
    Self::HttpStatus { .. } => "keys-http-status",
    Self::Unreadable => "keys-unreadable",
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
    pub fn choose(&self, algorithm: Algorithm, kid: Option<&str>) -> Result<&PublicKey, NoKey> {
        let mut fitting =
            self.fitting(algorithm).filter(|key| kid.is_none_or(|kid| key.kid.as_deref() == Some(kid)));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(&key.public),
            (None, _) => Err(NoKey::NotFound),
            (Some(_), Some(_)) => Err(NoKey::Ambiguous),
        }
    }

    /// A key that signatures of this algorithm can be of, before any token says which one.
    pub fn any_for(&self, algorithm: Algorithm) -> Option<&PublicKey> {
        self.fitting(algorithm).next().map(|key| &key.public)
    }

    fn fitting(&self, algorithm: Algorithm) -> impl Iterator<Item = &Jwk> {
        self.keys.iter().filter(move |key| {
            key.public.fits(algorithm) && key.algorithm.as_deref().is_none_or(|name| name == algorithm.name())
        })
    }
}

impl Jwk {
    /// A key meant for signatures, of a kind we know; `None` for any other, and for one that describes itself in values
    /// of another kind than RFC 7517 §4 has.
    fn read(key: &Object) -> Option<Self> {
        let text = |name| key.text(name).ok();
        let signs = text("use")?.is_none_or(|purpose| purpose == "sig")
            && key.texts("key_ops").ok()?.is_none_or(|operations| operations.contains(&"verify"));
        if !signs {
            return None;
        }
        Some(Self {
            kid: text("kid")?.map(str::to_owned),
            algorithm: text("alg")?.map(str::to_owned),
            public: PublicKey::read(key)?,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
