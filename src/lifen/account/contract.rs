//! What the answers of an HTTP account directory mean; `docs/configuration.md` has the contract.
//!
//! There is one address, and whose account it is the access token says: no address names a person.

use super::AccountError;
use crate::protocol::api::ApiError;

/// What the directory was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `GET`.
    Find,
    /// `PUT` with `If-None-Match: *`.
    Create,
    /// `PATCH` with a merge patch.
    Update,
    /// `DELETE`.
    Delete,
}

/// What an answer can mean that is no success and no failure either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is no account.
    Absent,
    /// Somebody was faster: there is one by now.
    Exists,
}

/// What the directory means by an answer that is no success; `None` where it is about the session, which says so itself.
pub fn outcome(asked: Asked, error: &ApiError) -> Option<Result<Outcome, AccountError>> {
    let status = match error {
        ApiError::HttpStatus { status, .. } | ApiError::Outcome { status, .. } => *status,
        ApiError::ScopeMissing { .. } | ApiError::ScopeDenied { .. } => 403,
        ApiError::RateLimited { .. } => return Some(Err(AccountError::RateLimited)),
        ApiError::Unavailable { status, .. } => {
            return Some(Err(AccountError::Unavailable { status: *status }));
        }
        ApiError::Silent(silence) => return Some(Err(AccountError::Silent(*silence))),
        ApiError::OriginNotAllowed { .. }
        | ApiError::AddressInvalid
        | ApiError::SignedOut
        | ApiError::Unauthorized { .. }
        | ApiError::AuthenticationInsufficient { .. }
        | ApiError::AuthenticationDenied
        | ApiError::NotRepeated
        | ApiError::Unreadable
        | ApiError::Unwritable => return None,
    };
    Some(match status {
        404 | 410 if asked != Asked::Create => Ok(Outcome::Absent),
        // RFC 9110 §13.1.2: "the origin server MUST NOT perform the requested method" where something is there already.
        409 | 412 if asked == Asked::Create => Ok(Outcome::Exists),
        403 => Err(AccountError::Refused),
        status => Err(AccountError::HttpStatus { status }),
    })
}
