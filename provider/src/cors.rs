//! Which pages may read which answers.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::{Misbehaviour, Provider};

/// Put into a response's extensions by a handler whose fault is to refuse pages of other origins.
#[derive(Clone)]
pub(crate) struct RefuseCors;

/// Lets pages of a client's origin read the answers of the endpoints this is wrapped around, and answers preflights
/// ([Fetch §3.3](https://fetch.spec.whatwg.org/#http-cors-protocol)). Others get the answer without the permission.
pub(crate) async fn cors(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let path = request.uri().path().to_owned();

    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let refused = response.extensions().get::<RefuseCors>().is_some()
        || (is_preflight && refuses_preflights(&provider, &path));
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.filter(|origin| !refused && is_allowed(&provider, origin)) {
        allow(headers, origin, is_preflight);
    }
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue, is_preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if is_preflight {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization, content-type, dpop, if-none-match"),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    } else {
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("date, dpop-nonce, retry-after, www-authenticate"),
        );
    }
}

fn is_allowed(provider: &Provider, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    provider.state().clients.iter().any(|client| client.is_at(origin))
}

/// A preflight carries neither code nor token, so it is refused for the latest sign-in's fault.
fn refuses_preflights(provider: &Provider, path: &str) -> bool {
    let faults = &provider.state().faults;
    match faults.latest {
        Some(Misbehaviour::UserinfoRefusesCors) => path == "/userinfo",
        Some(Misbehaviour::ApiRefusesCors) => path.starts_with("/fhir/") || path == "/account",
        _ => false,
    }
}
