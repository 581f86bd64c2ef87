//! Why an ID Token was refused: one variant a check.

use std::fmt;

use crate::protocol::jose::Algorithm;
use crate::protocol::json::WrongMember;
use crate::protocol::time::Seconds;

/// The check that failed, with expected and found where both are public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdTokenError {
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
    IssuerMismatch {
        expected: String,
        found: String,
    },
    AudienceMismatch {
        expected: String,
        found: String,
    },
    AuthorizedPartyMismatch {
        found: String,
    },
    SubjectInvalid,
    /// `issued` ago: a token comes fresh from the token endpoint, so this is how fast the clock is.
    Expired {
        ago: Seconds,
        issued: Seconds,
    },
    NotYetValid {
        ahead: Seconds,
    },
    IssuedInTheFuture {
        ahead: Seconds,
    },
    /// A required claim is not there, or is of another kind.
    ClaimMissing(WrongMember),
    NonceMismatch,
    AccessTokenMismatch,
}

impl IdTokenError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "id-token-malformed",
            Self::TooLarge => "id-token-too-large",
            Self::AlgorithmRefused { .. } => "id-token-algorithm-refused",
            Self::CriticalHeader => "id-token-critical-header",
            Self::KeyNotFound { .. } => "id-token-key-not-found",
            Self::KeyAmbiguous => "id-token-key-ambiguous",
            Self::SignatureInvalid { .. } => "id-token-signature-invalid",
            Self::IssuerMismatch { .. } => "id-token-issuer-mismatch",
            Self::AudienceMismatch { .. } => "id-token-audience-mismatch",
            Self::AuthorizedPartyMismatch { .. } => "id-token-authorized-party-mismatch",
            Self::SubjectInvalid => "id-token-subject-invalid",
            Self::Expired { .. } => "id-token-expired",
            Self::NotYetValid { .. } => "id-token-not-yet-valid",
            Self::IssuedInTheFuture { .. } => "id-token-issued-in-the-future",
            Self::ClaimMissing(_) => "id-token-claim-missing",
            Self::NonceMismatch => "id-token-nonce-mismatch",
            Self::AccessTokenMismatch => "id-token-access-token-mismatch",
        }
    }

    /// How far this computer's clock is off, in whole minutes and at least one, when that is what the check tells:
    /// positive when it is fast.
    pub fn clock_minutes(&self) -> Option<i64> {
        match self {
            Self::Expired { issued, .. } => Some((issued.0 / 60).max(1)),
            Self::NotYetValid { ahead } | Self::IssuedInTheFuture { ahead } => Some(-(ahead.0 / 60).max(1)),
            _ => None,
        }
    }
}

impl From<WrongMember> for IdTokenError {
    fn from(wrong: WrongMember) -> Self {
        Self::ClaimMissing(wrong)
    }
}

impl fmt::Display for IdTokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed => "the ID Token is no JWS of three parts around JSON objects",
            Self::TooLarge => "the ID Token is longer than 32 KiB",
            Self::AlgorithmRefused { found } => return write!(formatter, "`alg`: {found} is not allowed"),
            Self::CriticalHeader => "the ID Token has a `crit` header",
            Self::KeyNotFound { kid } => {
                return write!(
                    formatter,
                    "`kid`: no key {} in the JWK Set",
                    kid.as_deref().unwrap_or("(none named)")
                );
            }
            Self::KeyAmbiguous => "several keys fit and the token names none",
            Self::SignatureInvalid { algorithm } => {
                return write!(formatter, "the {} signature is not the provider's", algorithm.name());
            }
            Self::IssuerMismatch { expected, found } => {
                return write!(formatter, "`iss`: expected {expected}, found {found}");
            }
            Self::AudienceMismatch { expected, found } => {
                return write!(formatter, "`aud`: expected {expected}, found {found}");
            }
            Self::AuthorizedPartyMismatch { found } => {
                return write!(formatter, "`azp`: expected the client_id, found {found}");
            }
            Self::SubjectInvalid => "`sub` is empty, too long or not ASCII",
            Self::Expired { ago, .. } => return write!(formatter, "`exp` was {} s ago", ago.0),
            Self::NotYetValid { ahead } => return write!(formatter, "`nbf` is {} s ahead", ahead.0),
            Self::IssuedInTheFuture { ahead } => return write!(formatter, "`iat` is {} s ahead", ahead.0),
            Self::ClaimMissing(wrong) => return write!(formatter, "ID Token: {wrong}"),
            Self::NonceMismatch => "`nonce` is not the one this browser sent",
            Self::AccessTokenMismatch => "`at_hash` is not the access token's hash",
        })
    }
}
