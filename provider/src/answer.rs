//! The forms an answer takes.

use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::cors::RefuseCors;

pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    typed(status, "application/json", body.to_string())
}

/// "parameters are serialized into a JSON structure" ([RFC 6749 §5.2]).
///
/// [RFC 6749 §5.2]: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
pub(crate) fn oauth_error(status: StatusCode, error: &str, description: &str) -> Response {
    json(status, &json!({"error": error, "error_description": description}))
}

/// What a misplaced proxy or a captive portal sends: a page where a program expects JSON, with a cheerful 200.
pub(crate) fn web_page() -> Response {
    let page =
        "<!doctype html><html><head><title>Welcome</title></head><body><h1>Hospital Wi-Fi</h1></body></html>";
    typed(StatusCode::OK, "text/html; charset=utf-8", page.to_owned())
}

pub(crate) fn server_error() -> Response {
    typed(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", "Internal Server Error".to_owned())
}

/// What stands between the provider and its clients, when it lost an answer.
pub(crate) fn bad_gateway() -> Response {
    typed(StatusCode::BAD_GATEWAY, "text/html", "<h1>502 Bad Gateway</h1>".to_owned())
}

/// To an address of this provider where nothing is, which keeps method and body: what arrives there was sent by whoever
/// follows a redirect with a secret in hand, and [`Provider::requests`](crate::Provider::requests) tells of it.
pub(crate) fn elsewhere() -> Response {
    elsewhere_at("")
}

/// The same at another origin, whose server sees for itself what arrives.
pub(crate) fn elsewhere_at(origin: &str) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{origin}/elsewhere"))]).into_response()
}

/// Only the first half of a text, with its length: complete for HTTP, broken for JSON.
pub(crate) fn half(body: &Value) -> Response {
    let mut text = body.to_string();
    text.truncate(text.len() / 2);
    typed(StatusCode::OK, "application/json", text)
}

pub(crate) fn rate_limited(response: Response) -> Response {
    again_after(30, response)
}

/// To be asked once more in this many seconds.
pub(crate) fn again_after(seconds: u64, mut response: Response) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

pub(crate) fn typed(status: StatusCode, content_type: &'static str, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// The answer stays unreadable for pages of other origins.
pub(crate) fn refusing_cors(mut response: Response) -> Response {
    response.extensions_mut().insert(RefuseCors);
    response
}

/// Answers with secrets in them are kept nowhere (RFC 6749 §5.1).
pub(crate) fn not_stored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
