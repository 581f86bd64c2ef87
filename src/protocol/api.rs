//! What came of a call to an API: the answer, or what would open the door ([RFC 6750 §3.1], [RFC 9470 §3]).
//!
//! [RFC 6750 §3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
//! [RFC 9470 §3]: https://www.rfc-editor.org/rfc/rfc9470#section-3

use std::fmt;

use serde::de::DeserializeOwned;

use super::challenge::{Challenge, Scheme};
use super::codes::codes;
use super::http_date;
use super::json::Json;
use super::outcome::{Issue, OperationOutcome};
use super::refusal::ErrorCode;
use super::text::decimal;
use super::time::Seconds;
use super::transport::{Answer, Silence};

/// What an API makes of an access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiAnswer {
    /// It opened what was asked for.
    Success(Answer),
    /// It is not taken, or no longer: another one may be.
    TokenRefused {
        description: Option<String>,
    },
    /// It is good, and the person has to prove anew, or better, who they are.
    AuthenticationInsufficient(Challenge),
    Refused(ApiError),
}

impl ApiAnswer {
    /// Reads the answer to a token that was brought by this scheme.
    pub fn read(answer: Answer, scheme: Scheme) -> Self {
        if answer.is_success() {
            return Self::Success(answer);
        }
        let status = answer.status;
        let mut challenge = match (status, &answer.headers.www_authenticate) {
            (401 | 403, Some(header)) => Challenge::read(header, scheme),
            _ => Challenge::default(),
        };
        let outcome = OperationOutcome::read(&answer.body);
        // A browser may not show the header, and the body says it for a person anyway.
        if challenge.description.is_none() {
            challenge.description = outcome.as_ref().and_then(OperationOutcome::words).map(str::to_owned);
        }
        match (status, &challenge.error) {
            (_, Some(ErrorCode::InsufficientUserAuthentication)) => {
                Self::AuthenticationInsufficient(challenge)
            }
            (_, Some(ErrorCode::InsufficientScope)) => Self::Refused(ApiError::ScopeMissing {
                scope: challenge.scope,
                description: challenge.description,
            }),
            // It is the proof that is not taken, and another token would need one too.
            (_, Some(ErrorCode::InvalidDpopProof | ErrorCode::UseDpopNonce)) => {
                Self::Refused(ApiError::HttpStatus { status, description: challenge.description })
            }
            // RFC 6750 §3.1: "The client MAY request a new access token and retry the protected resource request." Without a
            // word (a browser may not even show the header) 401 means no more than that.
            (401, _) | (_, Some(ErrorCode::InvalidToken)) => {
                Self::TokenRefused { description: challenge.description }
            }
            (429, _) => Self::Refused(ApiError::RateLimited { retry_after: retry_after(&answer) }),
            _ if answer.is_transient() => {
                Self::Refused(ApiError::Unavailable { status, retry_after: retry_after(&answer) })
            }
            _ => Self::Refused(match outcome {
                Some(outcome) => ApiError::Outcome { status, outcome },
                None => ApiError::HttpStatus { status, description: challenge.description },
            }),
        }
    }
}

impl Answer {
    /// The body as a type of one's own, through serde.
    ///
    /// # Errors
    ///
    /// [`ApiError::Unreadable`] for what is no JSON, or another one. Why is the person's, or a patient's, and not told:
    /// [`Json::parse`] and [`Json::to`] tell whoever has to find out.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        let value = Json::parse(&self.body).map_err(|_| ApiError::Unreadable)?;
        value.to().map_err(|_| ApiError::Unreadable)
    }
}

/// RFC 9110 §10.2.3: a number of seconds, or a date. A date is the server's, and is counted from the server's own time,
/// where this page may read it: this computer's clock may be another.
fn retry_after(answer: &Answer) -> Option<Seconds> {
    let value = answer.headers.retry_after.as_deref()?.trim_ascii();
    let until = || {
        let now = http_date::read(answer.headers.date.as_deref()?.trim_ascii())?;
        Some(http_date::read(value)? - now)
    };
    let seconds = decimal(value, i64::from(u32::MAX)).map(Seconds).or_else(until)?;
    Some(seconds.max(Seconds(0)))
}

/// Why a call has no answer to give.
///
/// What the API says of it may be about the person, or about a patient: `Debug` leaves it out, as the sentence does.
#[derive(Clone, PartialEq, Eq)]
pub enum ApiError {
    /// No allow-list names this origin: the access token was not sent there.
    OriginNotAllowed {
        origin: String,
    },
    /// What was to be called is no address that a token may be sent to.
    AddressInvalid,
    /// Nobody is signed in.
    SignedOut,
    /// 401, although the access token was renewed.
    Unauthorized {
        description: Option<String>,
    },
    /// 403: the access token does not open this, and would with this scope.
    ScopeMissing {
        scope: Option<String>,
        description: Option<String>,
    },
    /// The person, or the provider, did not give the access that was asked for; the session is as it was.
    ScopeDenied {
        scope: String,
    },
    /// The API asks for another authentication again, although the person has just given it.
    AuthenticationInsufficient {
        description: Option<String>,
    },
    /// The API asked for another authentication, and the person, or the provider, said no.
    AuthenticationDenied,
    /// The person proved anew who they are, and the call was one that nobody but its caller may make again.
    NotRepeated,
    /// 429.
    RateLimited {
        retry_after: Option<Seconds>,
    },
    /// 5xx.
    Unavailable {
        status: u16,
        retry_after: Option<Seconds>,
    },
    HttpStatus {
        status: u16,
        description: Option<String>,
    },
    /// A FHIR API refused, and says why issue by issue.
    Outcome {
        status: u16,
        outcome: OperationOutcome,
    },
    /// The answer is no JSON, or not what the page asks for.
    Unreadable,
    /// What the page wants to send cannot be written as JSON.
    Unwritable,
    /// Nobody answered.
    Silent(Silence),
}

codes! { ApiError:
    Self::OriginNotAllowed { .. } => "api-origin-not-allowed",
    Self::AddressInvalid => "api-address-invalid",
    Self::SignedOut => "api-signed-out",
    Self::Unauthorized { .. } => "api-unauthorized",
    Self::ScopeMissing { .. } => "api-scope-missing",
    Self::ScopeDenied { .. } => "api-scope-denied",
    Self::AuthenticationInsufficient { .. } => "api-authentication-insufficient",
    Self::AuthenticationDenied => "api-authentication-denied",
    Self::NotRepeated => "api-not-repeated",
    Self::RateLimited { .. } => "api-rate-limited",
    Self::Unavailable { .. } => "api-unavailable",
    Self::HttpStatus { .. } => "api-http-status",
    Self::Outcome { .. } => "api-operation-outcome",
    Self::Unreadable => "api-answer-unreadable",
    Self::Unwritable => "api-body-unwritable",
    Self::Silent(Silence::Offline) => "api-offline",
    Self::Silent(Silence::Timeout) => "api-timeout",
    Self::Silent(Silence::CorsRefused) => "api-cors-refused",
    Self::Silent(Silence::PolicyRefused) => "api-policy-refused",
    Self::Silent(Silence::Unreachable) => "api-unreachable",
}

impl ApiError {
    /// What the API itself said.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::Unauthorized { description }
            | Self::ScopeMissing { description, .. }
            | Self::AuthenticationInsufficient { description }
            | Self::HttpStatus { description, .. } => description.as_deref(),
            Self::Outcome { outcome, .. } => outcome.words(),
            _ => None,
        }
    }

    /// What a FHIR API found wrong, issue by issue.
    pub fn issues(&self) -> &[Issue] {
        match self {
            Self::Outcome { outcome, .. } => &outcome.issues,
            _ => &[],
        }
    }

    /// The scope that would open the door: what to ask the person for.
    pub fn missing_scope(&self) -> Option<&str> {
        match self {
            Self::ScopeMissing { scope, .. } => scope.as_deref(),
            _ => None,
        }
    }

    /// How long to wait before the call is worth making again.
    pub fn retry_after(&self) -> Option<Seconds> {
        match self {
            Self::RateLimited { retry_after } | Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Nothing is wrong but the moment: the same call may work in a minute.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Unavailable { .. } => true,
            Self::Silent(silence) => !matches!(silence, Silence::CorsRefused | Silence::PolicyRefused),
            _ => false,
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ApiError({self})")
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OriginNotAllowed { origin } => {
                return write!(formatter, "the API: `api_origins` does not list {origin}");
            }
            Self::AddressInvalid => "the API: this is no address that an access token may be sent to",
            Self::SignedOut => "the API: nobody is signed in",
            Self::Unauthorized { .. } => "the API does not take the access token (HTTP 401)",
            Self::ScopeMissing { scope: Some(scope), .. } => {
                return write!(formatter, "the API: the access token lacks the scope {scope}");
            }
            Self::ScopeMissing { scope: None, .. } => "the API: the access token lacks a scope",
            Self::ScopeDenied { scope } => {
                return write!(formatter, "the API: the scope {scope} was asked for and not given");
            }
            Self::AuthenticationInsufficient { .. } => {
                "the API asks for another authentication than the one it asked for before"
            }
            Self::AuthenticationDenied => "the API: the authentication that it asks for was not given",
            Self::NotRepeated => "the API: the call was interrupted by a sign-in, and was not made again",
            Self::RateLimited { retry_after: Some(Seconds(seconds)) } => {
                return write!(formatter, "the API was asked too often (HTTP 429): again in {seconds} s");
            }
            Self::RateLimited { retry_after: None } => "the API was asked too often (HTTP 429)",
            Self::Unavailable { status, .. } | Self::HttpStatus { status, .. } => {
                return write!(formatter, "the API answered HTTP {status}");
            }
            Self::Outcome { status, outcome } => {
                write!(formatter, "the API answered HTTP {status}")?;
                return outcome
                    .issues
                    .iter()
                    .try_for_each(|issue| write!(formatter, ", {} {}", issue.severity.name(), issue.code));
            }
            Self::Unreadable => "the API's answer is not the JSON that was expected",
            Self::Unwritable => "the API: what was to be sent cannot be written as JSON",
            Self::Silent(silence) => return write!(formatter, "the API{}", silence.words()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::transport::Headers;

    fn read(status: u16, challenge: &str) -> ApiAnswer {
        let www_authenticate = Some(challenge.to_owned()).filter(|challenge| !challenge.is_empty());
        let headers = Headers { www_authenticate, ..Headers::default() };
        ApiAnswer::read(Answer { status, body: "{}".to_owned(), headers }, Scheme::Bearer)
    }

    fn code(answer: ApiAnswer) -> &'static str {
        match answer {
            ApiAnswer::Success(_) => "success",
            ApiAnswer::TokenRefused { .. } => "token",
            ApiAnswer::AuthenticationInsufficient(_) => "authentication",
            ApiAnswer::Refused(error) => error.code(),
        }
    }

    #[test]
    fn tells_what_would_open_the_door() {
        for (status, challenge, expected) in [
            (200, "", "success"),
            (204, r#"Bearer error="invalid_token""#, "success"),
            (401, "", "token"),
            (401, "Bearer", "token"),
            (401, r#"Bearer error="invalid_token""#, "token"),
            (401, r#"Bearer error="invalid_request""#, "token"),
            (401, r#"Basic realm="x""#, "token"),
            (401, r#"Bearer error="insufficient_user_authentication""#, "authentication"),
            (403, r#"Bearer error="insufficient_user_authentication""#, "authentication"),
            (403, r#"Bearer error="insufficient_scope", scope="profile""#, "api-scope-missing"),
            (403, r#"Bearer error="invalid_token""#, "token"),
            (403, "", "api-http-status"),
            (404, r#"Bearer error="invalid_token""#, "api-http-status"),
            (422, "", "api-http-status"),
            (302, "", "api-http-status"),
            (429, "", "api-rate-limited"),
            (500, r#"Bearer error="insufficient_scope""#, "api-unavailable"),
            (503, "", "api-unavailable"),
        ] {
            assert_eq!(code(read(status, challenge)), expected, "{status} {challenge}");
        }
    }

    #[test]
    fn keeps_what_the_api_said_of_it() {
        let missing = r#"Bearer error="insufficient_scope", scope="profile", error_description="No profile""#;
        let ApiAnswer::Refused(error) = read(403, missing) else { panic!("refused") };
        assert_eq!(error.missing_scope(), Some("profile"));
        assert_eq!(error.to_string(), "the API: the access token lacks the scope profile");
        assert_eq!(error.quotation(), Some("No profile"));

        let insufficient =
            r#"Bearer error="insufficient_user_authentication", acr_values="eidas3", max_age=60"#;
        let ApiAnswer::AuthenticationInsufficient(challenge) = read(401, insufficient) else {
            panic!("a challenge")
        };
        assert_eq!((challenge.acr_values.as_deref(), challenge.max_age), (Some("eidas3"), Some(Seconds(60))));
    }

    fn asks_to_come_back(value: &str, date: Option<&str>) -> Option<Seconds> {
        let headers = Headers {
            retry_after: Some(value.to_owned()),
            date: date.map(str::to_owned),
            ..Headers::default()
        };
        let answer = Answer { status: 429, body: String::new(), headers };
        match ApiAnswer::read(answer, Scheme::Bearer) {
            ApiAnswer::Refused(error) => error.retry_after(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn knows_when_to_ask_again_where_the_api_counts_in_seconds() {
        assert_eq!(asks_to_come_back(" 30 ", None), Some(Seconds(30)));
        assert_eq!(asks_to_come_back("0", None), Some(Seconds(0)));
        for none in ["", "-1", "soon"] {
            assert_eq!(asks_to_come_back(none, Some("Wed, 21 Oct 2026 07:27:30 GMT")), None, "{none}");
        }
    }

    #[test]
    fn understands_a_date_by_the_servers_own_time_and_by_no_other() {
        let at = "Wed, 21 Oct 2026 07:28:00 GMT";

        assert_eq!(asks_to_come_back(at, Some("Wed, 21 Oct 2026 07:27:30 GMT")), Some(Seconds(30)));
        assert_eq!(asks_to_come_back(at, Some("Wed, 21 Oct 2026 07:29:00 GMT")), Some(Seconds(0)));
        assert_eq!(asks_to_come_back(at, None), None);
        assert_eq!(asks_to_come_back(at, Some("today")), None);
    }

    #[test]
    fn a_fhir_api_says_why_issue_by_issue() {
        let refusal = |status, code: &str| {
            let issue = format!(r#"{{"severity":"error","code":"{code}","diagnostics":"No {code}"}}"#);
            let body = format!(r#"{{"resourceType":"OperationOutcome","issue":[{issue}]}}"#);
            ApiAnswer::read(Answer::new(status, body), Scheme::Bearer)
        };

        for (status, issue) in [(404, "not-found"), (422, "invalid"), (403, "forbidden")] {
            let ApiAnswer::Refused(error) = refusal(status, issue) else { panic!("refused") };
            assert_eq!((error.code(), error.issues()[0].code.as_str()), ("api-operation-outcome", issue));
            assert_eq!(error.to_string(), format!("the API answered HTTP {status}, error {issue}"));
            assert_eq!(error.quotation(), Some(format!("No {issue}").as_str()));
        }
        // What the status says is more to go by.
        assert_eq!(code(refusal(429, "throttled")), "api-rate-limited");
        assert_eq!(code(refusal(500, "exception")), "api-unavailable");
        let ApiAnswer::TokenRefused { description } = refusal(401, "login") else { panic!("a token") };
        assert_eq!(description.as_deref(), Some("No login"));
    }

    #[test]
    fn gives_its_body_as_a_type_of_ones_own() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Bundle {
            total: u32,
        }

        assert_eq!(Answer::new(200, r#"{"total":3,"entry":[]}"#).json(), Ok(Bundle { total: 3 }));
        for body in ["", "<html>", r#"{"total":"3"}"#, r#"{"total":3"#] {
            assert_eq!(Answer::new(200, body).json::<Bundle>(), Err(ApiError::Unreadable), "{body}");
        }
    }

    #[test]
    fn says_in_a_log_what_it_is_and_not_what_the_api_said() {
        let error = ApiError::Unauthorized { description: Some("planted".to_owned()) };
        assert_eq!(format!("{error:?}"), "ApiError(the API does not take the access token (HTTP 401))");
    }

    #[test]
    fn knows_a_bad_moment_from_a_refusal() {
        for silence in [Silence::Offline, Silence::Timeout, Silence::Unreachable] {
            assert!(ApiError::Silent(silence).is_transient(), "{silence:?}");
        }
        assert!(ApiError::RateLimited { retry_after: None }.is_transient());
        assert!(ApiError::Unavailable { status: 503, retry_after: None }.is_transient());
        assert!(!ApiError::Silent(Silence::CorsRefused).is_transient());
        assert!(!ApiError::Silent(Silence::PolicyRefused).is_transient());
        assert!(!ApiError::SignedOut.is_transient());
    }
}
