//! Everything that can go wrong, grouped by who must act.

use std::fmt;

use crate::configuration::ConfigurationError;
use crate::lifen::account::AccountError;
use crate::protocol::api::ApiError;
use crate::protocol::authorization::AuthorizationError;
use crate::protocol::codes::codes;
use crate::protocol::id_token::IdTokenError;
use crate::protocol::initiated_login::InitiatedLoginError;
use crate::protocol::jwk::KeysError;
use crate::protocol::metadata::MetadataError;
use crate::protocol::pushed::PushedRequestError;
use crate::protocol::refusal::reference_in;
use crate::protocol::token::TokenError;
use crate::protocol::transport::{Silence, TransportError};
use crate::protocol::userinfo::UserInfoError;

/// Why there is no session. [`code`](Self::code) is stable: tests, support tickets and translations key on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Whoever deployed the app has to act.
    Configuration(ConfigurationError),
    /// The browser cannot do it, as it is set up.
    Environment(EnvironmentError),
    /// Nobody answered.
    Transport(TransportError),
    Metadata(MetadataError),
    Keys(KeysError),
    PushedRequest(PushedRequestError),
    Authorization(AuthorizationError),
    Token(TokenError),
    IdToken(IdTokenError),
    UserInfo(UserInfoError),
    /// A call brought nothing; the session goes on.
    Api(ApiError),
    Session(SessionError),
    /// There is no account to go on with; the session goes on.
    Account(AccountError),
    /// The link by which another site asked for a sign-in.
    InitiatedLogin(InitiatedLoginError),
}

/// What became of a session while nobody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionError {
    /// The page was reloaded, and somebody else is signed in at the provider by now.
    PersonChanged,
    /// The page was reloaded again and again, and resumed each time.
    RedirectLoop,
    /// Somebody else signed in, in another tab.
    PersonElsewhere,
    /// The person works in another workspace now, in another tab.
    WorkspaceElsewhere,
}

/// What the browser lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentError {
    /// Plain http beyond this machine: WebCrypto is not there, and anybody on the way could read the tokens.
    InsecureContext,
    /// Storage is blocked, full, or was cleared: the sign-in cannot be remembered over the redirect.
    StorageBlocked,
    /// IndexedDB is blocked or full: the key that tokens are to be bound to cannot be kept over the redirect.
    KeyStorageBlocked,
    /// The part of the app that keeps this key did not come: there is no network, or another version took its place.
    RestMissing,
    /// No random numbers, or no `crypto.subtle`.
    CryptoUnavailable,
}

/// The one thing to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Begin a new sign-in, which leads to where the person was going.
    SignInAgain,
    /// The same, in other words: nothing was wrong but the moment.
    TryAgain,
    /// Look for the account again; the session is there.
    LookAgain,
    /// Load the page again, once the browser's settings have changed.
    Reload,
    /// The person can mend nothing here: hand the details to whoever can.
    ContactSupport,
}

/// The kinds of errors, which know their codes and say themselves what happened; one that is left out does not build.
macro_rules! kinds {
    ($($kind:ident($error:ty),)+) => {
        impl Error {
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$kind(error) => error.code(),)+
                }
            }

            /// Every code there is.
            pub fn codes() -> impl Iterator<Item = &'static str> {
                [$(<$error>::CODES),+].into_iter().flatten().copied()
            }
        }

        /// The technical sentence, in English, for whoever is asked for help. It holds no secret.
        impl fmt::Display for Error {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$kind(error) => error.fmt(formatter),)+
                }
            }
        }
    };
}

kinds! {
    Configuration(ConfigurationError),
    Environment(EnvironmentError),
    Transport(TransportError),
    Metadata(MetadataError),
    Keys(KeysError),
    PushedRequest(PushedRequestError),
    Authorization(AuthorizationError),
    Token(TokenError),
    IdToken(IdTokenError),
    UserInfo(UserInfoError),
    Api(ApiError),
    Session(SessionError),
    InitiatedLogin(InitiatedLoginError),
    Account(AccountError),
}

codes! { EnvironmentError:
    Self::InsecureContext => "environment-insecure-context",
    Self::StorageBlocked => "environment-storage-blocked",
    Self::KeyStorageBlocked => "environment-key-storage-blocked",
    Self::RestMissing => "environment-rest-missing",
    Self::CryptoUnavailable => "environment-crypto-unavailable",
}

codes! { SessionError:
    Self::PersonChanged => "session-person-changed",
    Self::RedirectLoop => "session-redirect-loop",
    Self::PersonElsewhere => "session-person-elsewhere",
    Self::WorkspaceElsewhere => "session-workspace-elsewhere",
}

impl Error {
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Configuration(_)
            | Self::Environment(EnvironmentError::InsecureContext | EnvironmentError::CryptoUnavailable)
            | Self::Transport(TransportError {
                silence: Silence::CorsRefused | Silence::PolicyRefused,
                ..
            }) => Remedy::ContactSupport,
            Self::Environment(EnvironmentError::StorageBlocked | EnvironmentError::KeyStorageBlocked) => {
                Remedy::Reload
            }
            Self::Environment(EnvironmentError::RestMissing) | Self::Transport(_) | Self::Keys(_) => {
                Remedy::TryAgain
            }
            Self::Metadata(MetadataError::HttpStatus { .. } | MetadataError::Unreadable) => Remedy::TryAgain,
            Self::Metadata(_) => Remedy::ContactSupport,
            Self::Token(error) => match error {
                TokenError::Unavailable { .. } => Remedy::TryAgain,
                TokenError::GrantRefused { .. } | TokenError::HttpStatus { .. } => Remedy::SignInAgain,
                TokenError::Unreadable | TokenError::WrongMember(_) => Remedy::SignInAgain,
                _ => Remedy::ContactSupport,
            },
            Self::Api(error) => match error {
                ApiError::SignedOut | ApiError::Unauthorized { .. } => Remedy::SignInAgain,
                ApiError::AuthenticationDenied | ApiError::ScopeDenied { .. } | ApiError::NotRepeated => {
                    Remedy::TryAgain
                }
                error if error.is_transient() => Remedy::TryAgain,
                _ => Remedy::ContactSupport,
            },
            Self::Account(error) => match error {
                AccountError::StorageBlocked | AccountError::StorageNewer => Remedy::Reload,
                error if error.is_transient() => Remedy::LookAgain,
                _ => Remedy::ContactSupport,
            },
            Self::PushedRequest(error) => match error {
                PushedRequestError::Refused { .. }
                | PushedRequestError::EndpointMissing
                | PushedRequestError::UriMissing => Remedy::ContactSupport,
                _ => Remedy::TryAgain,
            },
            Self::Authorization(AuthorizationError::Unavailable { .. }) => Remedy::TryAgain,
            Self::Authorization(_)
            | Self::IdToken(_)
            | Self::UserInfo(_)
            | Self::Session(_)
            | Self::InitiatedLogin(_) => Remedy::SignInAgain,
        }
    }

    /// What the provider itself said, to be quoted as theirs.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::PushedRequest(error) => error.quotation(),
            Self::Authorization(error) => error.quotation(),
            Self::Token(error) => error.quotation(),
            Self::Api(error) => error.quotation(),
            _ => None,
        }
    }

    /// The id by which the provider finds this failure in its logs, where it gave one.
    pub fn provider_reference(&self) -> Option<String> {
        reference_in(self.quotation()?)
    }

    /// How far this computer's clock is off in minutes, positive when it is fast, if that is what broke the sign-in.
    pub fn clock_minutes(&self) -> Option<i64> {
        match self {
            Self::IdToken(error) => error.clock_minutes(),
            _ => None,
        }
    }
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::InsecureContext => "this page is no secure context (https, or localhost)",
            Self::StorageBlocked => "sessionStorage cannot be written",
            Self::KeyStorageBlocked => "IndexedDB cannot keep a key",
            Self::RestMissing => "the rest of the app, which keeps the key, could not be loaded",
            Self::CryptoUnavailable => "the Web Cryptography API is not available",
        })
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PersonChanged => "`sub` is not that of the session that was to be resumed",
            Self::RedirectLoop => "the session was resumed more than three times within a minute",
            Self::PersonElsewhere => "another tab is signed in with another `sub` or Lifen User ID",
            Self::WorkspaceElsewhere => "another tab is signed in with another workspace",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::json::Object;
    use crate::protocol::refusal::ErrorCode;
    use crate::protocol::transport::EndpointRole;

    /// Another try mends a bad moment, another sign-in a code that is spent; whatever the two sides disagree about, neither.
    #[test]
    fn names_the_one_thing_to_do_when_no_token_was_given() {
        let wrong = Object::parse(r#"{"scope":1}"#).unwrap().text("scope").unwrap_err();
        for (error, remedy) in [
            (TokenError::Unavailable { status: 503 }, Remedy::TryAgain),
            (TokenError::GrantRefused { description: None }, Remedy::SignInAgain),
            (TokenError::HttpStatus { status: 404 }, Remedy::SignInAgain),
            (TokenError::Unreadable, Remedy::SignInAgain),
            (TokenError::WrongMember(wrong), Remedy::SignInAgain),
            (
                TokenError::Refused { error: ErrorCode::InvalidClient, description: None },
                Remedy::ContactSupport,
            ),
            (TokenError::IdTokenMissing, Remedy::ContactSupport),
        ] {
            assert_eq!(Error::Token(error.clone()).remedy(), remedy, "{error}");
        }
    }

    /// What to do about a call: make it again, sign in, or tell whoever set it up.
    #[test]
    fn names_the_one_thing_to_do_when_a_call_brought_nothing() {
        for (error, remedy) in [
            (ApiError::SignedOut, Remedy::SignInAgain),
            (ApiError::Unauthorized { description: None }, Remedy::SignInAgain),
            (ApiError::AuthenticationDenied, Remedy::TryAgain),
            (ApiError::NotRepeated, Remedy::TryAgain),
            (ApiError::ScopeDenied { scope: String::new() }, Remedy::TryAgain),
            (ApiError::Unreadable, Remedy::ContactSupport),
            (ApiError::RateLimited { retry_after: None }, Remedy::TryAgain),
            (ApiError::Silent(Silence::Offline), Remedy::TryAgain),
            (ApiError::Silent(Silence::CorsRefused), Remedy::ContactSupport),
            (ApiError::Silent(Silence::PolicyRefused), Remedy::ContactSupport),
            (ApiError::OriginNotAllowed { origin: String::new() }, Remedy::ContactSupport),
            (ApiError::ScopeMissing { scope: None, description: None }, Remedy::ContactSupport),
            (ApiError::AuthenticationInsufficient { description: None }, Remedy::ContactSupport),
        ] {
            assert_eq!(Error::Api(error.clone()).remedy(), remedy, "{error}");
        }
    }

    #[test]
    fn quotes_the_provider_and_finds_the_id_that_it_gave_the_failure() {
        let description = || Some("No. Trace ID: 0a1b2c3d".to_owned());
        for error in [
            Error::Token(TokenError::GrantRefused { description: description() }),
            Error::Api(ApiError::Unauthorized { description: description() }),
        ] {
            assert_eq!(error.quotation(), Some("No. Trace ID: 0a1b2c3d"));
            assert_eq!(error.provider_reference().as_deref(), Some("0a1b2c3d"));
        }
        for error in [Error::Token(TokenError::Unreadable), Error::Session(SessionError::RedirectLoop)] {
            assert_eq!((error.quotation(), error.provider_reference()), (None, None));
        }
    }

    /// For whoever reads a log; what a person is told is `ui::messages`.
    #[test]
    fn says_what_the_browser_lacks_and_what_became_of_the_session() {
        let said = Error::Environment(EnvironmentError::StorageBlocked).to_string();
        assert_eq!(said, "sessionStorage cannot be written");
        let said = Error::Session(SessionError::WorkspaceElsewhere).to_string();
        assert_eq!(said, "another tab is signed in with another workspace");
    }

    #[test]
    fn says_who_did_not_answer_and_why() {
        let said = |endpoint, silence| Error::Transport(TransportError { endpoint, silence }).to_string();

        assert_eq!(said(EndpointRole::Token, Silence::Offline), "token endpoint: this computer is offline");
        assert_eq!(
            said(EndpointRole::Metadata, Silence::Timeout),
            "provider metadata: no answer within the time limit"
        );
        assert_eq!(
            said(EndpointRole::UserInfo, Silence::CorsRefused),
            "userinfo endpoint: the server answers, but does not let this origin read it (CORS)"
        );
        assert_eq!(said(EndpointRole::Keys, Silence::Unreachable), "JWK Set: no connection");
        assert_eq!(
            said(EndpointRole::Token, Silence::PolicyRefused),
            "token endpoint: the Content-Security-Policy of this page lets it send no request there"
        );
    }
}
