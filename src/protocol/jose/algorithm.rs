//! The signature algorithms a provider may sign with ([RFC 7518 §3.1], [RFC 8037 §3.1]).
//!
//! [RFC 7518 §3.1]: https://www.rfc-editor.org/rfc/rfc7518#section-3.1
//! [RFC 8037 §3.1]: https://www.rfc-editor.org/rfc/rfc8037#section-3.1

use sha2::{Digest, Sha256, Sha384, Sha512};

/// A signature that a public client can verify. `none` and the `HS` family, which it could not, have no value here and
/// so can never be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: the default of OIDC Core §3.1.3.7 step 7.
    Rs256,
    Rs384,
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    Ps384,
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519.
    EdDsa,
}

/// How a signature is made, in the names of WebCrypto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Ed25519,
}

/// A hash function of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    pub const ALL: [Self; 10] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    /// The value of the header's `alg`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    pub fn scheme(self) -> Scheme {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 => Scheme::RsaPkcs1,
            Self::Ps256 | Self::Ps384 | Self::Ps512 => Scheme::RsaPss,
            Self::Es256 | Self::Es384 | Self::Es512 => Scheme::Ecdsa,
            Self::EdDsa => Scheme::Ed25519,
        }
    }

    /// The hash of the signature, which is `at_hash`'s too. Ed25519 hashes with SHA-512 (RFC 8032 §5.1).
    pub fn hash(self) -> Hash {
        match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => Hash::Sha256,
            Self::Rs384 | Self::Ps384 | Self::Es384 => Hash::Sha384,
            Self::Rs512 | Self::Ps512 | Self::Es512 | Self::EdDsa => Hash::Sha512,
        }
    }

    /// The `kty` of a key for it, and its `crv` where that kind has curves.
    pub fn key_type(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Es256 => ("EC", Some("P-256")),
            Self::Es384 => ("EC", Some("P-384")),
            Self::Es512 => ("EC", Some("P-521")),
            Self::EdDsa => ("OKP", Some("Ed25519")),
            _ => ("RSA", None),
        }
    }
}

impl Hash {
    pub(crate) fn digest(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(octets).to_vec(),
            Self::Sha384 => Sha384::digest(octets).to_vec(),
            Self::Sha512 => Sha512::digest(octets).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_algorithm_by_its_name_and_no_other() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
        }
        for name in ["", "none", "None", "HS256", "HS512", "rs256", "RSA-OAEP", "ES256K", "Ed25519"] {
            assert_eq!(Algorithm::named(name), None, "{name}");
        }
    }

    /// FIPS 180-4's example "abc", the first octets of each.
    #[test]
    fn hashes_the_published_example() {
        assert_eq!(Hash::Sha256.digest(b"abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(Hash::Sha384.digest(b"abc")[..4], [0xcb, 0x00, 0x75, 0x3f]);
        assert_eq!(Hash::Sha512.digest(b"abc")[..4], [0xdd, 0xaf, 0x35, 0xa1]);
        assert_eq!(Hash::Sha384.digest(b"abc").len(), 48);
    }

    /// RFC 7518 §3.1 and RFC 8037 §3.1, row by row.
    #[test]
    fn knows_what_each_algorithm_is_made_of() {
        use Scheme::*;
        let rows =
            Algorithm::ALL.map(|algorithm| (algorithm.scheme(), algorithm.hash(), algorithm.key_type()));

        assert_eq!(
            rows,
            [
                (RsaPkcs1, Hash::Sha256, ("RSA", None)),
                (RsaPkcs1, Hash::Sha384, ("RSA", None)),
                (RsaPkcs1, Hash::Sha512, ("RSA", None)),
                (RsaPss, Hash::Sha256, ("RSA", None)),
                (RsaPss, Hash::Sha384, ("RSA", None)),
                (RsaPss, Hash::Sha512, ("RSA", None)),
                (Ecdsa, Hash::Sha256, ("EC", Some("P-256"))),
                (Ecdsa, Hash::Sha384, ("EC", Some("P-384"))),
                (Ecdsa, Hash::Sha512, ("EC", Some("P-521"))),
                (Ed25519, Hash::Sha512, ("OKP", Some("Ed25519"))),
            ]
        );
    }
}
