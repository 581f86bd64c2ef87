//! Requests across origins, with a time limit, and the reason when nobody answers.

use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use crate::protocol::secret::{AccessToken, FormBody};
use crate::protocol::time::Seconds;
use crate::protocol::transport::{Answer, Silence};

/// GETs a document, with the access token where one is given.
///
/// # Errors
///
/// [`Silence`] when there is no answer a page may read.
pub async fn get(address: &str, token: Option<&AccessToken>, limit: Seconds) -> Result<Answer, Silence> {
    let mut request = Request::get(address);
    if let Some(token) = token {
        // RFC 6750 §2.1. The one header that makes the browser ask first (a preflight).
        request = request.header("Authorization", &format!("Bearer {}", token.expose()));
    }
    exchange(address, request, None, limit).await
}

/// POSTs a form without any header that would need a preflight.
///
/// # Errors
///
/// [`Silence`] when there is no answer a page may read.
pub async fn post_form(address: &str, body: &FormBody, limit: Seconds) -> Result<Answer, Silence> {
    let request = Request::post(address).header("Content-Type", "application/x-www-form-urlencoded");
    exchange(address, request, Some(body.expose()), limit).await
}

async fn exchange(
    address: &str,
    request: RequestBuilder,
    body: Option<&str>,
    limit: Seconds,
) -> Result<Answer, Silence> {
    let signal = AbortSignal::timeout_with_f64(limit.0 as f64 * 1000.0);
    // No cookies, no referrer, nothing kept; and never along a redirect, which could lead a token elsewhere.
    let request = request
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&signal));
    match read(request, body).await {
        Ok(answer) => Ok(answer),
        Err(_) => Err(reason(address, &signal).await),
    }
}

async fn read(request: RequestBuilder, body: Option<&str>) -> Result<Answer, gloo_net::Error> {
    let request = match body {
        Some(body) => request.body(body)?,
        None => request.build()?,
    };
    let response = request.send().await?;
    Ok(Answer { status: response.status(), body: response.text().await? })
}

/// A browser hides why a request failed. What it does tell: the time limit, being offline, and whether the server
/// takes a request whose answer nobody may read.
async fn reason(address: &str, signal: &AbortSignal) -> Silence {
    if signal.aborted() {
        return Silence::Timeout;
    }
    if web_sys::window().is_some_and(|window| !window.navigator().on_line()) {
        return Silence::Offline;
    }
    let probe = Request::get(address)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&AbortSignal::timeout_with_f64(3000.0)));
    match probe.send().await {
        Ok(_) => Silence::CorsRefused,
        Err(_) => Silence::Unreachable,
    }
}
