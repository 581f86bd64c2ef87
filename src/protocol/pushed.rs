//! Pushed authorization requests: what is asked goes to the provider directly, and the browser carries a reference to it
//! ([RFC 9126]).
//!
//! Nobody who sees the address bar, the history or a proxy's log reads what was asked, or can change it.
//!
//! [RFC 9126]: https://www.rfc-editor.org/rfc/rfc9126

use std::fmt;

use super::codes::codes;
use super::endpoint::Endpoint;
use super::json::{Json, Object, WrongMember};
use super::refusal::{ErrorCode, description};
use super::secret::RequestUri;
use super::time::Seconds;
use super::transport::Answer;

/// What the provider keeps the request under, and for how long ([RFC 9126 §2.2]).
///
/// [RFC 9126 §2.2]: https://www.rfc-editor.org/rfc/rfc9126#section-2.2
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedRequest {
    pub request_uri: RequestUri,
    pub expires_in: Option<Seconds>,
}

impl PushedRequest {
    /// # Errors
    ///
    /// [`PushedRequestError`]: the provider's refusal (§2.3), a status without one, a body that is no JSON object, a
    /// member that is missing or wrong.
    pub fn read(answer: &Answer) -> Result<Self, PushedRequestError> {
        let body = Object::parse(&answer.body).ok();
        if answer.is_transient() {
            return Err(PushedRequestError::Unavailable { status: answer.status });
        }
        // §2.3: "an error response with the same format as is specified for error responses from the token endpoint".
        if let Some(Json::Text(error)) = body.as_ref().and_then(|body| body.member("error")) {
            let description = body.as_ref().and_then(description);
            return Err(PushedRequestError::from_provider(answer.status, error, description));
        }
        // §2.2 has a 201; what counts is that there is something to refer to.
        if !answer.is_success() {
            return Err(PushedRequestError::HttpStatus { status: answer.status });
        }
        let body = body.ok_or(PushedRequestError::Unreadable)?;
        let request_uri = body.text("request_uri").map_err(PushedRequestError::WrongMember)?;
        let request_uri = request_uri.filter(|uri| !uri.is_empty()).ok_or(PushedRequestError::UriMissing)?;
        let expires_in = body.seconds("expires_in").map_err(PushedRequestError::WrongMember)?;
        Ok(Self { request_uri: RequestUri::new(request_uri), expires_in: expires_in.map(Seconds) })
    }

    /// The address to leave for. §4: "The client uses the request_uri value returned by the authorization server to build
    /// an authorization request as defined in RFC 9101." With its `client_id` and nothing else, since nothing else counts.
    pub fn address(&self, client_id: &str, authorization_endpoint: &Endpoint) -> String {
        authorization_endpoint
            .with_query(&[("client_id", client_id), ("request_uri", self.request_uri.expose())])
    }
}

/// Why a request could not be pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushedRequestError {
    /// The deployment or the provider wants it pushed, and there is no endpoint to push it to.
    EndpointMissing,
    /// Too many requests, or a failure of the server's: the same may work in a minute.
    Unavailable {
        status: u16,
    },
    /// Provider and deployment do not agree.
    Refused {
        error: ErrorCode,
        description: Option<String>,
    },
    HttpStatus {
        status: u16,
    },
    /// The body is no JSON object: a page of a proxy, half an answer, nothing.
    Unreadable,
    WrongMember(WrongMember),
    UriMissing,
}

codes! { PushedRequestError:
    Self::EndpointMissing => "pushed-request-endpoint-missing",
    Self::Unavailable { .. } => "pushed-request-unavailable",
    Self::Refused { .. } => "pushed-request-refused",
    Self::HttpStatus { .. } => "pushed-request-http-status",
    Self::Unreadable | Self::WrongMember(_) => "pushed-request-unreadable",
    Self::UriMissing => "pushed-request-uri-missing",
}

impl PushedRequestError {
    fn from_provider(status: u16, error: &str, description: Option<String>) -> Self {
        match ErrorCode::parse(error) {
            error if error.is_transient() => Self::Unavailable { status },
            error => Self::Refused { error, description },
        }
    }

    /// What the provider itself said, to be quoted as theirs.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for PushedRequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::EndpointMissing => {
                "there is no `pushed_authorization_request_endpoint` to push the request to"
            }
            Self::Refused { error, .. } => {
                return write!(formatter, "the pushed authorization request was answered with {error}");
            }
            Self::HttpStatus { status } | Self::Unavailable { status } => {
                return write!(formatter, "the pushed authorization request was answered with HTTP {status}");
            }
            Self::Unreadable => "the answer to the pushed authorization request is no JSON object",
            Self::WrongMember(wrong) => {
                return write!(formatter, "answer to the pushed authorization request: {wrong}");
            }
            Self::UriMissing => "the answer to the pushed authorization request has no `request_uri`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<PushedRequest, PushedRequestError> {
        PushedRequest::read(&Answer::new(status, body))
    }

    fn code_of(status: u16, body: &str) -> &'static str {
        read(status, body).expect_err("an error").code()
    }

    /// RFC 9126 §2.2 and §4.
    #[test]
    fn leaves_with_the_published_reference_and_nothing_else() {
        let body = r#"{"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c","expires_in":60}"#;
        let endpoint = Endpoint::parse("https://as.example.com/authorize").unwrap();

        let pushed = read(201, body).unwrap();

        assert_eq!(pushed.expires_in, Some(Seconds(60)));
        assert_eq!(
            pushed.address("s6BhdRkqt3", &endpoint),
            "https://as.example.com/authorize?client_id=s6BhdRkqt3\
             &request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
        );
        assert!(!format!("{pushed:?}").contains("6esc"), "whoever has it can sign in with it");
    }

    #[test]
    fn bears_another_success_and_a_lifetime_left_out() {
        assert!(read(200, r#"{"request_uri":"urn:x"}"#).is_ok_and(|pushed| pushed.expires_in.is_none()));
    }

    #[test]
    fn tells_a_bad_moment_from_a_refusal() {
        for (status, body) in [
            (429, ""),
            (503, "<html>"),
            (500, r#"{"error":"invalid_request"}"#),
            (400, r#"{"error":"temporarily_unavailable"}"#),
        ] {
            assert_eq!(code_of(status, body), "pushed-request-unavailable", "{body}");
        }
        let refused = read(400, r#"{"error":"invalid_request","error_description":"No"}"#).unwrap_err();
        assert_eq!((refused.code(), refused.quotation()), ("pushed-request-refused", Some("No")));
        assert!(refused.to_string().ends_with("invalid_request"));
    }

    #[test]
    fn refuses_an_answer_that_refers_to_nothing() {
        assert_eq!(code_of(404, "Not Found"), "pushed-request-http-status");
        assert_eq!(code_of(413, ""), "pushed-request-http-status");
        for body in ["<!doctype html>", "", r#"{"request_uri":"#, r#"{"request_uri":7}"#] {
            assert_eq!(code_of(201, body), "pushed-request-unreadable", "{body}");
        }
        assert_eq!(code_of(201, r#"{"request_uri":"urn:x","expires_in":"60"}"#), "pushed-request-unreadable");
        for body in ["{}", r#"{"request_uri":""}"#, r#"{"request_uri":null}"#] {
            assert_eq!(code_of(201, body), "pushed-request-uri-missing", "{body}");
        }
    }
}
