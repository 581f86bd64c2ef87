//! Requests across origins, with a time limit, and the reason when nobody answers.

use gloo_net::http::{Method, RequestBuilder};
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use crate::protocol::endpoint::Endpoint;
use crate::protocol::secret::{AccessToken, FormBody};
use crate::protocol::time::Seconds;
use crate::protocol::transport::{Answer, Silence};

/// One request of a sign-in.
pub struct Request {
    address: Endpoint,
    token: Option<AccessToken>,
    form: Option<FormBody>,
}

impl Request {
    /// GETs a public document.
    pub fn get(address: Endpoint) -> Self {
        Self { address, token: None, form: None }
    }

    /// GETs what the access token opens.
    pub fn get_with(address: Endpoint, token: AccessToken) -> Self {
        Self { address, token: Some(token), form: None }
    }

    /// POSTs a form, without any header that would need a preflight.
    pub fn post(address: Endpoint, form: FormBody) -> Self {
        Self { address, token: None, form: Some(form) }
    }

    /// # Errors
    ///
    /// [`Silence`] when there is no answer a page may read within the limit.
    pub async fn send(self, limit: Seconds) -> Result<Answer, Silence> {
        let signal = AbortSignal::timeout_with_f64(limit.0 as f64 * 1000.0);
        match self.exchange(&signal).await {
            Ok(answer) => Ok(answer),
            Err(_) if signal.aborted() => Err(Silence::Timeout),
            Err(_) => Err(self.reason().await),
        }
    }

    async fn exchange(&self, signal: &AbortSignal) -> Result<Answer, gloo_net::Error> {
        // Never along a redirect, which could lead a token elsewhere.
        let mut request = self.builder(signal).redirect(RequestRedirect::Error);
        if let Some(token) = &self.token {
            // RFC 6750 §2.1. The one header that makes the browser ask first (a preflight).
            request = request.header("Authorization", &["Bearer ", token.expose()].concat());
        }
        let request = match &self.form {
            Some(form) => request
                .method(Method::POST)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form.expose())?,
            None => request.build()?,
        };
        let response = request.send().await?;
        Ok(Answer { status: response.status(), body: response.text().await? })
    }

    /// A browser hides why a request failed. What it does tell: being offline, and whether the server takes a request
    /// whose answer nobody may read.
    async fn reason(&self) -> Silence {
        if web_sys::window().is_some_and(|window| !window.navigator().on_line()) {
            return Silence::Offline;
        }
        let probe = self.builder(&AbortSignal::timeout_with_f64(3000.0)).mode(RequestMode::NoCors).build();
        let Ok(probe) = probe else { return Silence::Unreachable };
        match probe.send().await {
            Ok(_) => Silence::CorsRefused,
            Err(_) => Silence::Unreachable,
        }
    }

    /// No cookies, no referrer, nothing kept.
    fn builder(&self, signal: &AbortSignal) -> RequestBuilder {
        RequestBuilder::new(self.address.as_str())
            .credentials(RequestCredentials::Omit)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .cache(RequestCache::NoStore)
            .abort_signal(Some(signal))
    }
}
