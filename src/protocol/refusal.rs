//! The error codes with which a provider says no, typed ([RFC 6749 §4.1.2.1], [§5.2], [OIDC Core §3.1.2.6],
//! [RFC 6750 §3.1], [RFC 9449], [RFC 9470]).
//!
//! [RFC 6749 §4.1.2.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
//! [§5.2]: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
//! [OIDC Core §3.1.2.6]: https://openid.net/specs/openid-connect-core-1_0.html#AuthError
//! [RFC 6750 §3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
//! [RFC 9449]: https://www.rfc-editor.org/rfc/rfc9449
//! [RFC 9470]: https://www.rfc-editor.org/rfc/rfc9470

use std::fmt;

macro_rules! error_codes {
    ($($name:ident = $code:literal,)+) => {
        /// An error code of the registry "OAuth Extensions Error", as far as a sign-in or a call can meet it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $code, "`")] $name,)+
            /// A code of the provider's own.
            Unknown(String),
        }

        impl ErrorCode {
            const KNOWN: &[(&str, Self)] = &[$(($code, Self::$name),)+];
        }
    };
}

error_codes! {
    InvalidRequest = "invalid_request",
    UnauthorizedClient = "unauthorized_client",
    AccessDenied = "access_denied",
    UnsupportedResponseType = "unsupported_response_type",
    InvalidScope = "invalid_scope",
    ServerError = "server_error",
    TemporarilyUnavailable = "temporarily_unavailable",
    InvalidClient = "invalid_client",
    InvalidGrant = "invalid_grant",
    UnsupportedGrantType = "unsupported_grant_type",
    InteractionRequired = "interaction_required",
    LoginRequired = "login_required",
    AccountSelectionRequired = "account_selection_required",
    ConsentRequired = "consent_required",
    InvalidRequestUri = "invalid_request_uri",
    InvalidRequestObject = "invalid_request_object",
    RequestNotSupported = "request_not_supported",
    RequestUriNotSupported = "request_uri_not_supported",
    RegistrationNotSupported = "registration_not_supported",
    UnmetAuthenticationRequirements = "unmet_authentication_requirements",
    InvalidTarget = "invalid_target",
    InvalidToken = "invalid_token",
    InsufficientScope = "insufficient_scope",
    InsufficientUserAuthentication = "insufficient_user_authentication",
    InvalidAuthorizationDetails = "invalid_authorization_details",
    InvalidDpopProof = "invalid_dpop_proof",
    UseDpopNonce = "use_dpop_nonce",
}

impl ErrorCode {
    pub fn parse(code: &str) -> Self {
        let known = Self::KNOWN.iter().find(|(name, _)| *name == code);
        known.map_or_else(|| Self::Unknown(code.to_owned()), |(_, known)| known.clone())
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown(code) => code,
            known => Self::KNOWN.iter().find(|(_, code)| code == known).map_or("", |(name, _)| name),
        }
    }

    /// Nothing is wrong but the moment: the same request may work in a minute.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::ServerError | Self::TemporarilyUnavailable)
    }

    /// The provider would have to ask the person something, and was told not to (`prompt=none`).
    pub fn wants_the_person(&self) -> bool {
        matches!(
            self,
            Self::InteractionRequired
                | Self::LoginRequired
                | Self::AccountSelectionRequired
                | Self::ConsentRequired
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_codes_of_both_specifications_and_keeps_the_providers_own() {
        for (name, code) in ErrorCode::KNOWN {
            assert_eq!((&ErrorCode::parse(name), code.as_str()), (code, *name));
        }
        assert_eq!(ErrorCode::parse("invalid_code"), ErrorCode::Unknown("invalid_code".to_owned()));
        assert_eq!(ErrorCode::parse("invalid_code").to_string(), "invalid_code");
        assert_eq!(ErrorCode::parse("ACCESS_DENIED"), ErrorCode::Unknown("ACCESS_DENIED".to_owned()));
    }

    #[test]
    fn tells_a_bad_moment_and_a_question_for_the_person_from_a_refusal() {
        let which = |is: fn(&ErrorCode) -> bool| {
            let codes = ErrorCode::KNOWN.iter().filter(|(_, code)| is(code));
            codes.map(|(name, _)| *name).collect::<Vec<_>>()
        };

        assert_eq!(which(ErrorCode::is_transient), ["server_error", "temporarily_unavailable"]);
        assert_eq!(
            which(ErrorCode::wants_the_person),
            ["interaction_required", "login_required", "account_selection_required", "consent_required"]
        );
        assert!(!ErrorCode::Unknown(String::new()).is_transient());
    }
}
