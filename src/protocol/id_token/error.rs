//! Why an ID Token was refused: one variant a check.

use std::fmt;

use crate::protocol::codes::codes;
use crate::protocol::jose::JwsError;
use crate::protocol::json::WrongMember;
use crate::protocol::time::Seconds;

/// The check that failed, with expected and found where both are public.
///
/// A token comes fresh from the token endpoint, so its `iat` shows how far this computer's clock is ahead of the
/// provider's: `clock_ahead`, where the token would have passed on a clock that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdTokenError {
    /// It is no signed token of the provider's: nothing of it was read.
    Jws(JwsError),
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
    Expired {
        ago: Seconds,
        clock_ahead: Option<Seconds>,
    },
    NotYetValid {
        ahead: Seconds,
        clock_ahead: Option<Seconds>,
    },
    IssuedInTheFuture {
        ahead: Seconds,
    },
    /// A required claim is not there, or is of another kind.
    ClaimMissing(WrongMember),
    NonceMismatch,
    AccessTokenMismatch,
    /// `auth_time`: the person proved who they are longer ago than `max_age` allows.
    AuthenticationTooOld {
        ago: Seconds,
        max_age: Seconds,
        clock_ahead: Option<Seconds>,
    },
    /// A claim of a renewed ID Token is not what it was in the first one (OIDC Core §12.2).
    RenewalMismatch {
        claim: &'static str,
    },
    /// `acr`: another authentication context than was asked.
    AuthenticationContextMismatch {
        expected: String,
        found: String,
    },
}

codes! { IdTokenError:
    Self::Jws(JwsError::Malformed) => "id-token-malformed",
    Self::Jws(JwsError::TooLarge) => "id-token-too-large",
    Self::Jws(JwsError::AlgorithmRefused { .. }) => "id-token-algorithm-refused",
    Self::Jws(JwsError::CriticalHeader) => "id-token-critical-header",
    Self::Jws(JwsError::KeyNotFound { .. }) => "id-token-key-not-found",
    Self::Jws(JwsError::KeyAmbiguous) => "id-token-key-ambiguous",
    Self::Jws(JwsError::SignatureInvalid { .. }) => "id-token-signature-invalid",
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
    Self::AuthenticationTooOld { .. } => "id-token-authentication-too-old",
    Self::AuthenticationContextMismatch { .. } => "id-token-authentication-context-mismatch",
    Self::RenewalMismatch { .. } => "id-token-renewal-mismatch",
}

impl IdTokenError {
    /// How far this computer's clock is off, in whole minutes and at least one, when that is what the check tells:
    /// positive when it is fast.
    pub fn clock_minutes(&self) -> Option<i64> {
        let ahead = match self {
            Self::Expired { clock_ahead, .. }
            | Self::NotYetValid { clock_ahead, .. }
            | Self::AuthenticationTooOld { clock_ahead, .. } => clock_ahead.map(|ahead| ahead.0),
            Self::IssuedInTheFuture { ahead } => Some(-ahead.0),
            _ => None,
        };
        ahead.map(|ahead| if ahead < 0 { (ahead / 60).min(-1) } else { (ahead / 60).max(1) })
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
            Self::Jws(error) => return write!(formatter, "ID Token: {error}"),
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
            Self::NotYetValid { ahead, .. } => return write!(formatter, "`nbf` is {} s ahead", ahead.0),
            Self::IssuedInTheFuture { ahead } => return write!(formatter, "`iat` is {} s ahead", ahead.0),
            Self::ClaimMissing(wrong) => return write!(formatter, "ID Token: {wrong}"),
            Self::NonceMismatch => "`nonce` is not the one this browser sent",
            Self::AccessTokenMismatch => "`at_hash` is not the access token's hash",
            Self::AuthenticationTooOld { ago, max_age, .. } => {
                return write!(formatter, "`auth_time` was {} s ago, `max_age` is {} s", ago.0, max_age.0);
            }
            Self::RenewalMismatch { claim } => {
                return write!(formatter, "`{claim}` of the renewed ID Token is not what it was at sign-in");
            }
            Self::AuthenticationContextMismatch { expected, found } => {
                return write!(formatter, "`acr`: expected one of {expected}, found {found}");
            }
        })
    }
}
