//! Why a signed token was refused before its claims were looked at.

use std::fmt;

use super::Algorithm;

/// The check of a JWS that failed. The ID Token and a signed userinfo response share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwsError {
    /// Not three base64url parts around JSON objects.
    Malformed,
    TooLarge,
    AlgorithmRefused {
        found: String,
    },
    CriticalHeader,
    KeyNotFound {
        kid: Option<String>,
    },
    KeyAmbiguous,
    SignatureInvalid {
        algorithm: Algorithm,
    },
}

impl fmt::Display for JwsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed => "no JWS of three parts around JSON objects",
            Self::TooLarge => "longer than 32 KiB",
            Self::AlgorithmRefused { found } => return write!(formatter, "`alg`: {found} is not allowed"),
            Self::CriticalHeader => "it has a `crit` header",
            Self::KeyNotFound { kid } => {
                let kid = kid.as_deref().unwrap_or("(none named)");
                return write!(formatter, "`kid`: no key {kid} in the JWK Set");
            }
            Self::KeyAmbiguous => "several keys fit and it names none",
            Self::SignatureInvalid { algorithm } => {
                return write!(formatter, "the {} signature is not the provider's", algorithm.name());
            }
        })
    }
}
