//! Why an authorization response led nowhere.

use std::fmt;

use crate::protocol::codes::codes;
use crate::protocol::refusal::ErrorCode;

/// Why an authorization response led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationError {
    /// `access_denied`: the person, or the provider on their behalf, said no.
    Denied {
        description: Option<String>,
    },
    /// `server_error`, `temporarily_unavailable`: the provider cannot at the moment.
    Unavailable {
        error: ErrorCode,
        description: Option<String>,
    },
    /// The provider would have to ask the person something: OIDC Core §3.1.2.6.
    InteractionRequired {
        error: ErrorCode,
        description: Option<String>,
    },
    /// Any other error: provider and deployment do not agree.
    Refused {
        error: ErrorCode,
        description: Option<String>,
    },
    ParameterRepeated {
        parameter: &'static str,
    },
    /// The state is ours, but there is neither a code nor an error.
    ResponseIncomplete,
    StateMissing,
    /// No pending sign-in of this tab has this state: another tab, another browser, cleared storage, or forged.
    StateUnknown,
    /// This state was used before: the page was reloaded, or reached by the back button.
    StateReplayed,
    /// The pending sign-in is more than an hour old.
    Expired,
    IssuerMismatch {
        expected: String,
        found: String,
    },
    IssuerMissing,
}

codes! { AuthorizationError:
    Self::Denied { .. } => "authorization-denied",
    Self::Unavailable { .. } => "authorization-unavailable",
    Self::InteractionRequired { .. } => "authorization-interaction-required",
    Self::Refused { .. } => "authorization-refused",
    Self::ParameterRepeated { .. } => "authorization-parameter-repeated",
    Self::ResponseIncomplete => "authorization-response-incomplete",
    Self::StateMissing => "authorization-state-missing",
    Self::StateUnknown => "authorization-state-unknown",
    Self::StateReplayed => "authorization-state-replayed",
    Self::Expired => "authorization-expired",
    Self::IssuerMismatch { .. } => "authorization-issuer-mismatch",
    Self::IssuerMissing => "authorization-issuer-missing",
}

impl AuthorizationError {
    pub(super) fn from_provider(error: &str, description: Option<String>) -> Self {
        match ErrorCode::parse(error) {
            ErrorCode::AccessDenied => Self::Denied { description },
            error if error.is_transient() => Self::Unavailable { error, description },
            error if error.wants_the_person() => Self::InteractionRequired { error, description },
            error => Self::Refused { error, description },
        }
    }

    /// What the provider itself said, to be quoted as theirs.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::Denied { description }
            | Self::Unavailable { description, .. }
            | Self::InteractionRequired { description, .. }
            | Self::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Denied { .. } => "the provider answered access_denied",
            Self::Unavailable { error, .. }
            | Self::InteractionRequired { error, .. }
            | Self::Refused { error, .. } => return write!(formatter, "the provider answered {error}"),
            Self::ParameterRepeated { parameter } => {
                return write!(
                    formatter,
                    "the response carries `{parameter}` more than once (RFC 6749 §3.1)"
                );
            }
            Self::ResponseIncomplete => "the response carries neither `code` nor `error`",
            Self::StateMissing => "the response carries no `state`",
            Self::StateUnknown => "`state` matches no pending sign-in of this tab",
            Self::StateReplayed => "`state` was used before in this tab",
            Self::Expired => "the pending sign-in is more than one hour old",
            Self::IssuerMismatch { expected, found } => {
                return write!(formatter, "`iss`: expected {expected}, found {found} (RFC 9207)");
            }
            Self::IssuerMissing => "the metadata promises `iss` and the response has none (RFC 9207)",
        })
    }
}
