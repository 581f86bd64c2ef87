//! The cookie that says who is signed in at the provider itself.

use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};

const NAME: &str = "provider_session";

/// The session's id in the request's cookies.
pub(crate) fn read(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .map(|(_, value)| value.to_owned())
}

/// Sets the cookie: not for scripts, and not sent from other sites except by a navigation.
pub(crate) fn set(session: &str) -> HeaderValue {
    HeaderValue::try_from(format!("{NAME}={session}; Path=/; HttpOnly; SameSite=Lax"))
        .expect("a session's id is base64url")
}

pub(crate) fn forget() -> HeaderValue {
    HeaderValue::from_static("provider_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}
