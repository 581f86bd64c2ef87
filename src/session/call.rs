//! What a page asks of an API.

use std::fmt;

use serde::Serialize;

use super::Error;
use crate::protocol::api::ApiError;
use crate::protocol::challenge::Scheme;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::json::Json;
use crate::protocol::time::Seconds;

/// One request to an API, which the session adds its access token to.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    pub method: Method,
    pub address: Endpoint,
    /// What the API is told besides, by its name: a condition, say.
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: Option<CallBody>,
    /// How long its caller waits for an answer, and for a server that asks to come again; as long as the deployment's
    /// `timeout` where nothing is said. The person's own time, for another authentication, is not counted.
    pub limit: Option<Seconds>,
}

/// What it sends.
#[derive(Clone, PartialEq, Eq)]
pub struct CallBody {
    pub content_type: String,
    pub text: String,
}

/// The methods of RFC 9110 §9.3 and RFC 5789 that an API is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Call {
    /// Reads what is at this address.
    ///
    /// # Errors
    ///
    /// [`ApiError::AddressInvalid`] for what is no [`Endpoint`]: relative, unencoded, or on plain http.
    pub fn get(address: &str) -> Result<Self, Error> {
        match Endpoint::parse(address) {
            Ok(address) => {
                Ok(Self { method: Method::Get, address, headers: Vec::new(), body: None, limit: None })
            }
            Err(_) => Err(Error::Api(ApiError::AddressInvalid)),
        }
    }

    /// The same with another method, and what it sends.
    pub fn sending(self, method: Method, content_type: &str, text: String) -> Self {
        Self { method, body: Some(CallBody { content_type: content_type.to_owned(), text }), ..self }
    }

    /// The same, sending this value as JSON: FHIR's media type is `application/fhir+json`.
    ///
    /// # Errors
    ///
    /// [`ApiError::Unwritable`] for what JSON has no form for: a number that is none, a map whose keys are no texts.
    pub fn sending_json<T: Serialize>(
        self,
        method: Method,
        content_type: &str,
        value: &T,
    ) -> Result<Self, Error> {
        match Json::of(value) {
            Ok(value) => Ok(self.sending(method, content_type, value.to_text())),
            Err(_) => Err(Error::Api(ApiError::Unwritable)),
        }
    }

    /// The same with a time limit of its own.
    pub fn within(self, limit: Seconds) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// The call as a command for a shell, with the access token left as `$ACCESS_TOKEN`: it can be shown, copied and sent to
    /// whoever helps. A DPoP token takes a proof as well, `$DPOP_PROOF`, which only this browser can make.
    pub fn to_curl(&self, scheme: Scheme) -> String {
        let mut command = String::from("curl");
        if self.method != Method::Get {
            command.push_str(" -X ");
            command.push_str(self.method.name());
        }
        command.push_str(" -H \"Authorization: ");
        command.push_str(scheme.name());
        command.push_str(" $ACCESS_TOKEN\"");
        if scheme == Scheme::Dpop {
            command.push_str(" -H \"DPoP: $DPOP_PROOF\"");
        }
        if let Some(body) = &self.body {
            command.push_str(" -H ");
            quote(&["Content-Type: ", &body.content_type].concat(), &mut command);
            command.push_str(" --data-raw ");
            quote(&body.text, &mut command);
        }
        // Brackets would be a pattern of curl's own.
        command.push_str(if self.address.as_str().bytes().any(|octet| octet == b'[') { " -g " } else { " " });
        quote(self.address.as_str(), &mut command);
        command
    }

    /// The same with one header more.
    pub fn saying(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Whether it may be made again without its caller, after a redirect: it changes nothing (RFC 9110 §9.2.1), and there
    /// is nothing of it to keep but its address.
    pub fn is_repeatable(&self) -> bool {
        self.method == Method::Get && self.body.is_none() && self.headers.is_empty()
    }
}

/// As one word of a shell, which reads nothing within single quotes but the quote that ends them.
fn quote(text: &str, command: &mut String) {
    command.push('\'');
    for character in text.chars() {
        match character {
            '\'' => command.push_str("'\\''"),
            other => command.push(other),
        }
    }
    command.push('\'');
}

/// The method and the server; what is asked of it and sent to it is the person's.
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Call({} {}, redacted)", self.method.name(), self.address.origin())
    }
}

/// Which of a page's calls: given out by whoever makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallId(pub u32);

#[cfg(test)]
mod tests {
    use super::*;

    fn get() -> Call {
        Call::get("https://api.lifen.fr/fhir/v3/Patient?name=planted").unwrap()
    }

    #[test]
    fn may_be_made_again_when_it_only_reads() {
        assert!(get().is_repeatable());
        for method in [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete] {
            assert!(!get().sending(method, "application/fhir+json", "{}".to_owned()).is_repeatable());
        }
        assert!(!Call { method: Method::Delete, ..get() }.is_repeatable());
        assert!(!get().saying("If-None-Match", "*").is_repeatable());
    }

    #[test]
    fn is_a_command_whose_token_is_left_to_whoever_runs_it() {
        assert_eq!(
            get().to_curl(Scheme::Bearer),
            "curl -H \"Authorization: Bearer $ACCESS_TOKEN\" 'https://api.lifen.fr/fhir/v3/Patient?name=planted'"
        );
        assert_eq!(
            get().sending(Method::Put, "application/fhir+json", "{}".to_owned()).to_curl(Scheme::Dpop),
            "curl -X PUT -H \"Authorization: DPoP $ACCESS_TOKEN\" -H \"DPoP: $DPOP_PROOF\" \
             -H 'Content-Type: application/fhir+json' --data-raw '{}' \
             'https://api.lifen.fr/fhir/v3/Patient?name=planted'"
        );
    }

    #[test]
    fn sends_a_type_of_ones_own_as_json() {
        #[derive(serde::Serialize)]
        struct Note {
            text: &'static str,
            pages: Option<u8>,
        }
        let call = get().sending_json(Method::Post, "application/json", &Note { text: "é\"", pages: None });

        assert_eq!(call.unwrap().body.unwrap().text, r#"{"text":"é\"","pages":null}"#);
        let unwritable = get().sending_json(Method::Post, "application/json", &f64::NAN);
        assert_eq!(unwritable.unwrap_err().code(), "api-body-unwritable");
    }

    #[test]
    fn says_in_a_log_no_more_than_where_it_went() {
        let call = get().sending(Method::Post, "text/plain", "planted".to_owned());

        assert_eq!(format!("{call:?}"), "Call(POST https://api.lifen.fr, redacted)");
    }
}
