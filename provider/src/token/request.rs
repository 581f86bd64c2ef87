//! What every request of a public client to an endpoint of its own has to be, and how it is refused.

use std::borrow::Cow;

use axum::http::header;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::authorization::{AuthorizationError, Parameters};
use crate::{Provider, answer};

/// A request that gets an error ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
pub(crate) struct Refused {
    status: StatusCode,
    error: &'static str,
    description: Cow<'static, str>,
}

impl Refused {
    pub(crate) fn new(error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: description.into() }
    }

    pub(crate) fn into_response(self) -> Response {
        answer::oauth_error(self.status, self.error, &self.description)
    }
}

impl From<AuthorizationError> for Refused {
    fn from(AuthorizationError { error, description }: AuthorizationError) -> Self {
        Self::new(error, description)
    }
}

pub(crate) fn check_shape(headers: &HeaderMap, form: &Parameters) -> Result<(), Refused> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refused::new("invalid_request", "the request is not form-encoded"));
    }
    if form.first_repeated().is_some() {
        return Err(Refused::new("invalid_request", "a parameter is repeated"));
    }
    // A public client that proves to hold a secret was given one it cannot keep.
    if headers.contains_key(header::AUTHORIZATION) || form.only("client_secret").is_some() {
        let refused = Refused::new("invalid_client", "public clients have no secret");
        return Err(Refused { status: StatusCode::UNAUTHORIZED, ..refused });
    }
    Ok(())
}

impl Provider {
    /// Who asks: a name is all a public client has to show.
    pub(crate) fn client_of(&self, form: &Parameters) -> Result<String, Refused> {
        let client_id =
            form.only("client_id").ok_or(Refused::new("invalid_request", "`client_id` is missing"))?;
        match self.state().client(client_id) {
            Some(client) => Ok(client.client_id.clone()),
            None => Err(Refused::new("invalid_client", "no client has this `client_id`")),
        }
    }
}
