//! The authorization endpoint's logic: what is asked, who answers, what goes back. The pages are elsewhere.

mod decision;
mod parameters;
mod request;
mod response;
mod target;
mod wanting;

use std::fmt;

pub(crate) use decision::Next;
pub(crate) use parameters::Parameters;
pub(crate) use request::{Answerable, AuthorizationRequest, KNOWN_SCOPES};
pub(crate) use response::with_query;
pub(crate) use target::Target;

/// Why an authorization request is answered by a page instead of a redirect, or not at all.
///
/// "The authorization server MUST NOT automatically redirect the user agent to the invalid redirection URI"
/// ([RFC 6749 §4.1.2.1]): whoever sends people to a provider with a forged address gets nothing back.
///
/// [RFC 6749 §4.1.2.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The address is not this provider's authorization endpoint.
    NotTheAuthorizationEndpoint,
    /// `client_id` is missing or repeated, or no client has it.
    UnknownClient,
    /// `redirect_uri` is missing or repeated, or is not, to the letter, one the client registered.
    UnregisteredRedirectUri,
    /// `request_uri` is no request that was pushed, or it was used or has expired.
    UnknownRequestUri,
    /// Nobody with this name can sign in.
    UnknownPerson(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTheAuthorizationEndpoint => {
                f.write_str("this is not the provider's authorization endpoint")
            }
            Self::UnknownClient => f.write_str("`client_id` names no client of this provider"),
            Self::UnregisteredRedirectUri => {
                f.write_str("`redirect_uri` is not, to the letter, one that the client registered")
            }
            Self::UnknownRequestUri => {
                f.write_str("`request_uri` is no request that was pushed, or it was used or has expired")
            }
            Self::UnknownPerson(person) => write!(f, "nobody here is called {person:?}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// What an authorization response says instead of a code
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1),
/// [OIDC Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationError {
    pub(crate) error: &'static str,
    pub(crate) description: String,
}

impl AuthorizationError {
    pub(crate) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self { error, description: description.into() }
    }
}
