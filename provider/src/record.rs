//! What the provider received, for a test to look at. Never what was secret in it.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::Provider;

/// One request: enough to say who asked what and in which order, nothing that signs anyone in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recorded {
    /// `GET`, `POST`; a preflight is `OPTIONS`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The names of the query's parameters, in order, without their values.
    pub parameters: Vec<String>,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Whether an `Authorization` header came along.
    pub has_authorization_header: bool,
    /// Whether a proof of possession came along, in a `DPoP` header.
    pub has_dpop_proof: bool,
}

/// Records everything but the commands given to the provider itself.
pub(crate) async fn record(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/admin/") {
        let recorded = Recorded::of(&request);
        provider.state().requests.push(recorded);
    }
    next.run(request).await
}

impl Recorded {
    fn of(request: &Request) -> Self {
        let text = |name: HeaderName| Some(request.headers().get(name)?.to_str().ok()?.to_owned());
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            parameters: form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
                .map(|(name, _)| name.into_owned())
                .collect(),
            origin: text(header::ORIGIN),
            content_type: text(header::CONTENT_TYPE),
            has_authorization_header: request.headers().contains_key(header::AUTHORIZATION),
            has_dpop_proof: request.headers().contains_key("dpop"),
        }
    }
}
