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

use super::json::Object;

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

/// What the provider says of its refusal, and the id under which it has it in its logs where that stands beside it.
pub(super) fn description(body: &Object) -> Option<String> {
    let text = |member| body.text(member).ok().flatten();
    let mut said = text("error_description").map(str::to_owned);
    if !cfg!(feature = "receipt") || said.as_deref().is_some_and(|said| reference_in(said).is_some()) {
        return said;
    }
    for member in ["correlation_id", "trace_id", "request_id"] {
        if let Some(id) = text(member) {
            let said = said.get_or_insert_default();
            let gap = if said.is_empty() { "" } else { " " };
            [gap, "(", member, ": ", id, ")"].into_iter().for_each(|part| said.push_str(part));
            break;
        }
    }
    said
}

/// The id by which a provider finds a failure in its logs, where it says one: "Correlation ID: 7ac3…".
///
/// It is of the provider's making, and of nothing that this browser keeps to itself.
pub fn reference_in(said: &str) -> Option<String> {
    const NAMES: [&str; 6] =
        ["correlation_id", "correlation id", "trace_id", "trace id", "request_id", "request id"];
    let said = said.as_bytes();
    NAMES.iter().find_map(|name| {
        let name = name.as_bytes();
        let at = said.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name))?;
        let after = said.iter().skip(at + name.len()).skip_while(|octet| b" :=\"#".contains(octet));
        let id: Vec<u8> =
            after.copied().take_while(|octet| octet.is_ascii_alphanumeric() || *octet == b'-').collect();
        (8..=64).contains(&id.len()).then(|| String::from_utf8(id).ok())?
    })
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
    fn finds_the_id_by_which_a_provider_finds_a_failure_in_its_logs() {
        let entra = "AADSTS70008: The code has expired. Trace ID: 0a1b2c3d-0000-4444-8888-99aabbccdd00 Correlation ID: \
                     7ac33f2b-1111-4444-8888-99aabbccdd11 Timestamp: 2026-11-28 06:00:00Z";
        assert_eq!(reference_in(entra).as_deref(), Some("7ac33f2b-1111-4444-8888-99aabbccdd11"));
        assert_eq!(reference_in("No. (trace_id: abcdef0123)").as_deref(), Some("abcdef0123"));
        assert_eq!(
            reference_in("request id=\"é\", Request ID #12345678").as_deref(),
            None,
            "the first one counts"
        );
        for none in ["", "No", "trace_id", "Trace ID: short", &format!("trace id {}", "x".repeat(65))] {
            assert_eq!(reference_in(none), None, "{none}");
        }
    }

    #[cfg(feature = "receipt")]
    #[test]
    fn keeps_the_id_that_stands_beside_what_the_provider_says() {
        let said = |body: &str| description(&Object::parse(body).unwrap());

        let beside = r#"{"error_description":"No.","trace_id":"abcdef01","correlation_id":"7ac33f2b"}"#;
        assert_eq!(said(beside).as_deref(), Some("No. (correlation_id: 7ac33f2b)"));
        assert_eq!(said(r#"{"trace_id":"abcdef01"}"#).as_deref(), Some("(trace_id: abcdef01)"));
        let within = r#"{"error_description":"Trace ID: abcdef01","trace_id":"abcdef01"}"#;
        assert_eq!(said(within).as_deref(), Some("Trace ID: abcdef01"));
        assert_eq!(said(r#"{"error":"x","trace_id":7}"#), None);
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
