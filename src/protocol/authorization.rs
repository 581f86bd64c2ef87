//! The authorization request that a browser leaves with, and the response it comes back with
//! ([RFC 6749 §4.1], [OIDC Core §3.1.2]).
//!
//! [RFC 6749 §4.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1
//! [OIDC Core §3.1.2]: https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint

use std::fmt;

use super::endpoint::Endpoint;
use super::form::{self, Pairs};
use super::pkce::CodeChallenge;
use super::secret::{AuthorizationCode, Nonce, State};

/// What the browser asks the provider for when it leaves.
#[derive(Debug)]
pub struct AuthorizationRequest<'a> {
    pub client_id: &'a str,
    pub redirect_uri: &'a Endpoint,
    pub scope: &'a str,
    pub state: &'a State,
    pub nonce: &'a Nonce,
    pub code_challenge: &'a CodeChallenge,
    /// A deployment's own parameters, such as Lifen's `version=2.0.0`. The configuration refuses the names above.
    pub parameters: &'a [(String, String)],
}

impl AuthorizationRequest<'_> {
    /// The parameters this request sets itself, which no deployment may set for it.
    pub const PARAMETERS: [&'static str; 8] = [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];

    /// The address to leave for.
    pub fn address(&self, authorization_endpoint: &Endpoint) -> String {
        let mut address = authorization_endpoint.with_query(&[
            ("response_type", "code"),
            ("client_id", self.client_id),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", self.scope),
            ("state", self.state.expose()),
            ("nonce", self.nonce.expose()),
            ("code_challenge", self.code_challenge.as_str()),
            ("code_challenge_method", CodeChallenge::METHOD),
        ]);
        self.parameters.iter().for_each(|(name, value)| form::append(&mut address, &[(name, value)]));
        address
    }
}

/// The query a provider sent the browser back with, before it is known to be ours.
///
/// `Debug` shows nothing, since it holds the code and the state.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationResponse {
    parameters: Pairs,
    repeated: Option<&'static str>,
}

impl fmt::Debug for AuthorizationResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationResponse(redacted)")
    }
}

impl AuthorizationResponse {
    /// The parameters we know. RFC 6749 §4.1.2: "The client MUST ignore unrecognized response parameters."
    const PARAMETERS: [&'static str; 5] = ["code", "state", "iss", "error", "error_description"];

    /// Reads the query of the redirect route, with or without its question mark.
    ///
    /// `None` when it holds neither a code, nor an error, nor a state: the route was merely visited.
    pub fn parse(query: &str) -> Option<Self> {
        let parameters = Pairs::read(query.strip_prefix('?').unwrap_or(query));
        if ["code", "error", "state"].into_iter().all(|name| parameters.value(name).is_none()) {
            return None;
        }
        let repeated = Self::PARAMETERS.into_iter().find(|name| parameters.values(name).count() > 1);
        Some(Self { parameters, repeated })
    }

    /// The state as it came, to find the pending sign-in by.
    pub fn state(&self) -> Option<State> {
        self.parameters.value("state").map(State::new)
    }

    /// Why a response leads nowhere when no sign-in is pending for it; `used` when one was, and was taken.
    pub fn without_pending(&self, used: bool) -> AuthorizationError {
        match (self.repeated, self.parameters.value("state")) {
            (Some(parameter), _) => AuthorizationError::ParameterRepeated { parameter },
            (None, None) => AuthorizationError::StateMissing,
            (None, Some(_)) if used => AuthorizationError::StateReplayed,
            (None, Some(_)) => AuthorizationError::StateUnknown,
        }
    }

    /// Confirms that this response answers the request that is pending, and hands out its code.
    ///
    /// # Errors
    ///
    /// In this order: a parameter that came twice, a state that is missing or another one, an issuer that is another
    /// one or missing although promised ([RFC 9207 §2.4]), the provider's own error, neither code nor error.
    ///
    /// [RFC 9207 §2.4]: https://www.rfc-editor.org/rfc/rfc9207#section-2.4
    pub fn confirm(self, expected: &ExpectedResponse<'_>) -> Result<AuthorizationCode, AuthorizationError> {
        // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
        if let Some(parameter) = self.repeated {
            return Err(AuthorizationError::ParameterRepeated { parameter });
        }
        match self.parameters.value("state") {
            None => return Err(AuthorizationError::StateMissing),
            Some(state) if state != expected.state.expose() => return Err(AuthorizationError::StateUnknown),
            Some(_) => {}
        }
        // RFC 9207 §2.4: "If the value does not match the expected issuer identifier, clients MUST reject the
        // authorization response and MUST NOT proceed with the authorization grant." On errors too.
        match self.parameters.value("iss") {
            Some(found) if found != expected.issuer => {
                return Err(AuthorizationError::IssuerMismatch {
                    expected: expected.issuer.to_owned(),
                    found: found.to_owned(),
                });
            }
            None if expected.issuer_promised => return Err(AuthorizationError::IssuerMissing),
            _ => {}
        }
        if let Some(error) = self.parameters.value("error") {
            let description = self.parameters.value("error_description").map(str::to_owned);
            return Err(AuthorizationError::from_provider(error, description));
        }
        match self.parameters.value("code") {
            Some(code) if !code.is_empty() => Ok(AuthorizationCode::new(code)),
            _ => Err(AuthorizationError::ResponseIncomplete),
        }
    }
}

/// What a response must agree with: the request that is pending.
#[derive(Debug)]
pub struct ExpectedResponse<'a> {
    pub state: &'a State,
    pub issuer: &'a str,
    /// The metadata's `authorization_response_iss_parameter_supported`.
    pub issuer_promised: bool,
}

/// Why an authorization response led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationError {
    /// `access_denied`: the person, or the provider on their behalf, said no.
    Denied {
        description: Option<String>,
    },
    /// Any other error of RFC 6749 §4.1.2.1 or OIDC Core §3.1.2.6, in the provider's words.
    Refused {
        error: String,
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

impl AuthorizationError {
    fn from_provider(error: &str, description: Option<String>) -> Self {
        match error {
            "access_denied" => Self::Denied { description },
            _ => Self::Refused { error: error.to_owned(), description },
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied { .. } => "authorization-denied",
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
    }

    /// What the provider itself said, to be quoted as theirs.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::Denied { description } | Self::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Denied { .. } => "the provider answered access_denied",
            Self::Refused { error, .. } => return write!(formatter, "the provider answered {error}"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::pkce::CodeVerifier;
    use crate::protocol::secret::Entropy;

    fn confirm(query: &str) -> Result<AuthorizationCode, AuthorizationError> {
        let state = State::new("the-state");
        let expected =
            ExpectedResponse { state: &state, issuer: "https://login.lifen.fr/", issuer_promised: false };
        AuthorizationResponse::parse(query).expect("a response").confirm(&expected)
    }

    fn code_of(result: Result<AuthorizationCode, AuthorizationError>) -> &'static str {
        result.expect_err("an error").code()
    }

    #[test]
    fn asks_with_exactly_the_parameters_of_the_documented_request() {
        let parameters = [("version".to_owned(), "2.0.0".to_owned())];
        let request = AuthorizationRequest {
            client_id: "i1OU7pVVP3e1Qbux1Lvcf9fuRGt36bnq",
            redirect_uri: &Endpoint::parse("https://app.example/callback").unwrap(),
            scope: "openid profile email",
            state: &State::from(Entropy([1; 32])),
            nonce: &Nonce::from(Entropy([2; 32])),
            code_challenge: &CodeVerifier::from(Entropy([3; 32])).challenge(),
            parameters: &parameters,
        };

        let address = request.address(&Endpoint::parse("https://login.lifen.fr/authorize").unwrap());

        assert_eq!(
            address,
            "https://login.lifen.fr/authorize?response_type=code&client_id=i1OU7pVVP3e1Qbux1Lvcf9fuRGt36bnq\
             &redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&scope=openid+profile+email\
             &state=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE&nonce=AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
             &code_challenge=g77gcvvTQj90gfwWOCFjatjPtz-u8N0FgfOXnqDHMbk&code_challenge_method=S256&version=2.0.0"
        );
    }

    #[test]
    fn accepts_the_code_of_the_response_that_was_asked_for() {
        let code =
            confirm("?code=-5GyxALXWWMPbhsl&state=the-state&iss=https%3A%2F%2Flogin.lifen.fr%2F&other=1");

        assert_eq!(code.unwrap().expose(), "-5GyxALXWWMPbhsl");
    }

    #[test]
    fn refuses_a_state_that_is_missing_or_another_one() {
        assert_eq!(code_of(confirm("code=x")), "authorization-state-missing");
        assert_eq!(code_of(confirm("code=x&state=forged")), "authorization-state-unknown");
    }

    #[test]
    fn refuses_a_parameter_that_comes_twice() {
        for query in ["code=x&code=y&state=the-state", "code=x&state=the-state&state=the-state"] {
            assert_eq!(code_of(confirm(query)), "authorization-parameter-repeated");
        }
    }

    #[test]
    fn refuses_a_response_of_another_issuer_even_when_it_is_an_error() {
        for query in [
            "code=x&state=the-state&iss=https://evil.example/",
            "error=x&state=the-state&iss=https://login.lifen.fr",
        ] {
            assert_eq!(code_of(confirm(query)), "authorization-issuer-mismatch");
        }
    }

    #[test]
    fn refuses_a_response_without_the_issuer_that_the_metadata_promises() {
        let state = State::new("s");
        let expected =
            ExpectedResponse { state: &state, issuer: "https://login.lifen.fr/", issuer_promised: true };

        let result = AuthorizationResponse::parse("code=x&state=s").unwrap().confirm(&expected);

        assert_eq!(code_of(result), "authorization-issuer-missing");
    }

    #[test]
    fn tells_a_refusal_by_the_person_from_any_other_error_of_the_provider() {
        let denied = confirm("error=access_denied&error_description=Non+merci&state=the-state").unwrap_err();
        let refused = confirm("error=server_error&state=the-state").unwrap_err();

        assert_eq!((denied.code(), denied.quotation()), ("authorization-denied", Some("Non merci")));
        assert_eq!((refused.code(), refused.quotation()), ("authorization-refused", None));
    }

    #[test]
    fn refuses_a_response_without_code_and_error() {
        assert_eq!(code_of(confirm("state=the-state")), "authorization-response-incomplete");
        assert_eq!(code_of(confirm("code=&state=the-state")), "authorization-response-incomplete");
    }

    #[test]
    fn takes_a_plain_visit_of_the_redirect_route_for_no_response() {
        assert_eq!(AuthorizationResponse::parse(""), None);
        assert_eq!(AuthorizationResponse::parse("?utm_source=mail"), None);
    }
}
