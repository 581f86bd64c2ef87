//! The authorization request that a browser leaves with, and the response it comes back with
//! ([RFC 6749 §4.1], [OIDC Core §3.1.2]).
//!
//! [RFC 6749 §4.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1
//! [OIDC Core §3.1.2]: https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint

mod error;
#[cfg(test)]
mod tests;

use std::fmt;

use super::authentication::AuthenticationRequirements;
use super::dpop::Thumbprint;
use super::endpoint::Endpoint;
use super::evidence::{Check, Evidence};
use super::form::{self, Pairs};
use super::pkce::CodeChallenge;
use super::secret::{AuthorizationCode, FormBody, LoginHint, Nonce, State};
use super::target::Target;
use super::text::to_decimal;

pub use error::AuthorizationError;

/// What the browser asks the provider for when it leaves.
#[derive(Debug)]
pub struct AuthorizationRequest<'a> {
    pub client_id: &'a str,
    pub redirect_uri: &'a Endpoint,
    pub scope: &'a str,
    pub state: &'a State,
    pub nonce: &'a Nonce,
    pub code_challenge: &'a CodeChallenge,
    pub requirements: &'a AuthenticationRequirements,
    /// `prompt=none`: the provider asks the person nothing, or answers with an error (OIDC Core §3.1.2.1).
    pub silently: bool,
    /// Who is expected to sign in, as whoever initiated the sign-in knows them (OIDC Core §3.1.2.1).
    pub login_hint: Option<&'a LoginHint>,
    /// The key that the code is bound to, if it is bound to one (RFC 9449 §10).
    pub dpop_jkt: Option<&'a Thumbprint>,
    pub target: &'a Target,
    /// A deployment's own parameters, such as Lifen's `version=2.0.0`. The configuration refuses the names above.
    pub parameters: &'a [(String, String)],
}

impl AuthorizationRequest<'_> {
    /// The parameters this request sets itself, and those that would change what the answer is or how it comes: no
    /// deployment may set them beside it, since what was asked could then not be checked.
    pub const PARAMETERS: [&'static str; 17] = [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "max_age",
        "acr_values",
        "dpop_jkt",
        "resource",
        "audience",
        "authorization_details",
        "response_mode",
        "request",
        "request_uri",
    ];

    /// The address to leave for.
    pub fn address(&self, authorization_endpoint: &Endpoint) -> String {
        let mut address = authorization_endpoint.with_query(&[]);
        self.append_to(&mut address);
        address
    }

    /// The same as a form, to be pushed before the browser leaves (RFC 9126 §2.1).
    pub fn form(&self) -> FormBody {
        let mut form = String::new();
        self.append_to(&mut form);
        FormBody::new(form)
    }

    fn append_to(&self, text: &mut String) {
        form::append(
            text,
            &[
                ("response_type", "code"),
                ("client_id", self.client_id),
                ("redirect_uri", self.redirect_uri.as_str()),
                ("scope", self.scope),
                ("state", self.state.expose()),
                ("nonce", self.nonce.expose()),
                ("code_challenge", self.code_challenge.as_str()),
                ("code_challenge_method", CodeChallenge::METHOD),
            ],
        );
        if let Some(max_age) = self.requirements.max_age {
            form::append(text, &[("max_age", &to_decimal(max_age.0))]);
        }
        for (name, value) in [
            ("acr_values", self.requirements.acr_values.as_deref()),
            ("prompt", self.silently.then_some("none")),
            ("login_hint", self.login_hint.map(LoginHint::expose)),
            ("dpop_jkt", self.dpop_jkt.map(Thumbprint::as_str)),
            ("audience", self.target.audience.as_deref()),
            ("authorization_details", self.target.authorization_details.as_deref()),
        ] {
            value.inspect(|value| form::append(text, &[(name, value)]));
        }
        self.target.append_resources_to(text);
        for (name, value) in self.parameters {
            // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once." The hint about this
            // one person takes the place of one that a deployment gives about everybody.
            if self.login_hint.is_none() || name != "login_hint" {
                form::append(text, &[(name, value)]);
            }
        }
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

    /// As a query again, for another tab to parse.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.parameters.all().for_each(|pair| form::append(&mut query, &[pair]));
        query
    }

    /// Whether it says that this issuer sent it (RFC 9207).
    pub fn names_issuer(&self, issuer: &str) -> bool {
        self.parameters.value("iss") == Some(issuer)
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
    pub fn confirm(
        self,
        expected: &ExpectedResponse<'_>,
        evidence: &mut Evidence,
    ) -> Result<AuthorizationCode, AuthorizationError> {
        // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
        if let Some(parameter) = self.repeated {
            return Err(AuthorizationError::ParameterRepeated { parameter });
        }
        match self.parameters.value("state") {
            None => return Err(AuthorizationError::StateMissing),
            Some(state) if !evidence.same_secret(Check::State, expected.state.expose(), state) => {
                return Err(AuthorizationError::StateUnknown);
            }
            Some(_) => {}
        }
        // RFC 9207 §2.4: "If the value does not match the expected issuer identifier, clients MUST reject the
        // authorization response and MUST NOT proceed with the authorization grant." On errors too.
        match self.parameters.value("iss") {
            Some(found) if !evidence.same(Check::ResponseIssuer, expected.issuer, found) => {
                return Err(AuthorizationError::IssuerMismatch {
                    expected: expected.issuer.to_owned(),
                    found: found.to_owned(),
                });
            }
            None if expected.issuer_promised => return Err(AuthorizationError::IssuerMissing),
            None => evidence.absent(Check::ResponseIssuer),
            Some(_) => {}
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
