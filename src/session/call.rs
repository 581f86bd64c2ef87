//! What a page asks of an API.

use std::fmt;

use super::Error;
use crate::protocol::api::ApiError;
use crate::protocol::endpoint::Endpoint;

/// One request to an API, which the session adds its access token to.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    pub method: Method,
    pub address: Endpoint,
    pub body: Option<CallBody>,
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
            Ok(address) => Ok(Self { method: Method::Get, address, body: None }),
            Err(_) => Err(Error::Api(ApiError::AddressInvalid)),
        }
    }

    /// The same with another method, and what it sends.
    pub fn sending(self, method: Method, content_type: &str, text: String) -> Self {
        Self { method, body: Some(CallBody { content_type: content_type.to_owned(), text }), ..self }
    }

    /// Whether it may be made again without its caller, after a redirect: it changes nothing (RFC 9110 §9.2.1), and there
    /// is nothing of it to keep but its address.
    pub fn is_repeatable(&self) -> bool {
        self.method == Method::Get && self.body.is_none()
    }
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
    }

    #[test]
    fn says_in_a_log_no_more_than_where_it_went() {
        let call = get().sending(Method::Post, "text/plain", "planted".to_owned());

        assert_eq!(format!("{call:?}"), "Call(POST https://api.lifen.fr, redacted)");
    }
}
