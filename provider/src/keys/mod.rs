//! The keys the provider signs with.

mod private;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::Algorithm;
use private::Private;

/// One key for one algorithm, under the name the JWK Set gives it.
///
/// The algorithms of a family or a curve share the private key, each under a name of its own. A provider that rotates
/// takes the next number: the names are always new, the two keys behind them take turns, because making a third would
/// only cost time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    number: usize,
    algorithm: Algorithm,
    name: Name,
    is_too_small: bool,
}

/// What the `kid` is made of: number and algorithm of the key, unless a fault keeps them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name {
    number: usize,
    algorithm: Algorithm,
}

impl Key {
    pub(crate) const FIRST: Self = Self {
        number: 0,
        algorithm: Algorithm::RS256,
        name: Name { number: 0, algorithm: Algorithm::RS256 },
        is_too_small: false,
    };

    /// The key after a rotation.
    pub(crate) fn next(self) -> Self {
        let name = Name { number: self.name.number + 1, ..self.name };
        Self { name, ..self.replaced() }
    }

    /// The key after a rotation that nobody was told of: the name is the old one.
    pub(crate) fn replaced(self) -> Self {
        Self { number: self.number + 1, ..self }
    }

    /// The key of the same rotation for another algorithm.
    pub(crate) fn of(self, algorithm: Algorithm) -> Self {
        Self { name: Name { algorithm, ..self.name }, ..self.misused_for(algorithm) }
    }

    /// The same name, signing with an algorithm that is not the one the key is published for.
    pub(crate) fn misused_for(self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self }
    }

    /// 1024 bits in place of 2048, if it is an RSA key and the algorithm can be squeezed into that few: PS512 cannot.
    pub(crate) fn too_small(self) -> Self {
        Self { is_too_small: self.algorithm.is_rsa() && self.algorithm != Algorithm::PS512, ..self }
    }

    pub(crate) fn algorithm(self) -> Algorithm {
        self.algorithm
    }

    /// The `kid`.
    pub(crate) fn id(self) -> String {
        let number = self.name.number + 1;
        match self.name.algorithm {
            Algorithm::RS256 => format!("key-{number}"),
            other => format!("key-{number}-{}", other.to_string().to_lowercase()),
        }
    }

    pub(crate) fn sign(self, input: &[u8]) -> Vec<u8> {
        self.private().sign(self.algorithm, input)
    }

    pub(crate) fn verifies(self, input: &[u8], signature: &[u8]) -> bool {
        self.private().verifies(self.algorithm, input, signature)
    }

    /// The public half as a JWK ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
    pub(crate) fn jwk(self) -> Value {
        let mut jwk = self.private().public_members();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.algorithm.to_string().into();
        jwk["kid"] = self.id().into();
        jwk
    }

    /// A key that is no use for the algorithm, under this one's name.
    pub(crate) fn jwk_of_another_type(self) -> Value {
        let mut jwk = self.of(self.algorithm.of_another_family()).jwk();
        jwk["kid"] = self.id().into();
        jwk
    }

    /// The public half as PEM: what a relying party that confuses algorithms would take for an HMAC secret.
    pub(crate) fn public_pem(self) -> String {
        self.private().public_pem()
    }

    fn private(self) -> &'static Private {
        if self.is_too_small { Private::too_small() } else { Private::of(self.algorithm, self.number % 2) }
    }
}

/// The kid of [`elliptic_curve_jwk`].
pub(crate) const ELLIPTIC_CURVE_KEY_ID: &str = "elliptic-curve";

/// A P-256 key, published only while a fault needs it.
pub(crate) fn elliptic_curve_jwk() -> Value {
    let mut jwk = Key::FIRST.of(Algorithm::ES256).jwk();
    jwk["kid"] = ELLIPTIC_CURVE_KEY_ID.into();
    jwk
}

/// An ES256 signature that is well made, by a key nobody published.
pub(crate) fn sign_with_an_unpublished_elliptic_curve_key(input: &[u8]) -> Vec<u8> {
    Private::new_elliptic_curve().sign(Algorithm::ES256, input)
}

pub(crate) fn base64url(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}
