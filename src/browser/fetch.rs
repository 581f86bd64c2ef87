//! Requests across origins, with a time limit, and the reason when nobody answers.

use std::rc::Rc;

use gloo_net::http;
use js_sys::{Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode,
    RequestRedirect,
};

use super::dpop_key::Prover;
use super::navigation::listen_for_ever;
use crate::protocol::challenge::Scheme;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::secret::{AccessToken, DpopProof, FormBody};
use crate::protocol::time::Seconds;
use crate::protocol::transport::{Answer, Headers, Silence};
use crate::session::{Call, CallBody, Method, ProofRequest};

/// One request of a sign-in, or of a page.
pub struct Request {
    address: Endpoint,
    token: Option<AccessToken>,
    method: Method,
    headers: Vec<(&'static str, &'static str)>,
    body: Option<CallBody>,
    /// What has to be proved, and what it is signed with.
    proof: Option<(ProofRequest, Option<Rc<dyn Prover>>)>,
    /// What stops it.
    stop: Option<AbortController>,
}

impl Request {
    /// GETs a public document.
    pub fn get(address: Endpoint) -> Self {
        let (headers, method) = (Vec::new(), Method::Get);
        Self { address, token: None, method, headers, body: None, proof: None, stop: None }
    }

    /// GETs what the access token opens.
    pub fn get_with(address: Endpoint, token: AccessToken) -> Self {
        Self { token: Some(token), ..Self::get(address) }
    }

    /// POSTs a form, without any header that would need a preflight.
    pub fn post(address: Endpoint, form: FormBody) -> Self {
        let content_type = "application/x-www-form-urlencoded".to_owned();
        let body = CallBody { content_type, text: form.expose().to_owned() };
        Self { method: Method::Post, body: Some(body), ..Self::get(address) }
    }

    /// What a page asks of an API.
    pub fn call(call: Call, token: AccessToken) -> Self {
        let Call { method, address, headers, body, .. } = call;
        Self { token: Some(token), method, headers, body, ..Self::get(address) }
    }

    /// Has the request stop when this is aborted.
    pub fn stopped_by(self, stop: Option<AbortController>) -> Self {
        Self { stop, ..self }
    }

    /// Has the request bring a proof of possession of this key.
    pub fn proven(self, proof: ProofRequest, key: Option<Rc<dyn Prover>>) -> Self {
        Self { proof: Some((proof, key)), ..self }
    }

    /// # Errors
    ///
    /// [`Silence`] when there is no answer a page may read within the limit.
    pub async fn send(self, limit: Seconds) -> Result<Answer, Silence> {
        // Where the browser refuses to sign, the request goes without: whoever wants the proof says so.
        let proof = match &self.proof {
            Some((proof, Some(key))) => {
                key.proof(self.method.name(), &self.address, proof.nonce.as_ref(), self.token.as_ref()).await
            }
            _ => None,
        };
        let signal = AbortSignal::timeout_with_f64(limit.0 as f64 * 1000.0);
        let options = options();
        options.set_signal(Some(&self.signal(&signal)));
        match exchange(self.request(&options, proof.as_ref())).await {
            Some(answer) => Ok(answer),
            None if signal.aborted() => Err(Silence::Timeout),
            // Nobody waits to be told why.
            None if self.stop.as_ref().is_some_and(|stop| stop.signal().aborted()) => Err(Silence::Timeout),
            None => Err(self.reason().await),
        }
    }

    /// The time limit's, or one that follows both it and whoever stops the request: not every browser joins signals.
    fn signal(&self, limit: &AbortSignal) -> AbortSignal {
        let Some(stop) = &self.stop else { return limit.clone() };
        let stopping = stop.clone();
        limit.set_onabort(Some(Closure::once_into_js(move || stopping.abort()).unchecked_ref()));
        stop.signal()
    }

    /// Sends it though the page is about to be gone and nobody will read the answer.
    ///
    /// Not as `no-cors`: such a request has to follow redirects (Fetch §4.1), and this one carries a token. A server that
    /// lets this origin read nothing gets it all the same, and the console says that nobody could read the answer.
    pub fn keepalive(self) {
        let options = options();
        // Where a browser does not know it, the request has as long as the page has.
        let _ = Reflect::set(&options, &"keepalive".into(), &JsValue::TRUE);
        let request = self.request(&options, None);
        spawn_local(async {
            exchange(request).await;
        });
    }

    /// What the browser is asked to send. Made of its own parts: gloo-net's builder would take the address apart and
    /// put it together again, for a query that none of ours adds.
    fn request(&self, options: &RequestInit, proof: Option<&DpopProof>) -> Result<web_sys::Request, JsValue> {
        // Never along a redirect, which could lead a token elsewhere.
        options.set_redirect(RequestRedirect::Error);
        options.set_method(self.method.name());
        if let Some(body) = &self.body {
            options.set_body(&JsValue::from_str(&body.text));
        }
        let request = web_sys::Request::new_with_str_and_init(self.address.as_str(), options)?;
        if let Some(body) = &self.body {
            request.headers().set("Content-Type", &body.content_type)?;
        }
        for (name, value) in &self.headers {
            request.headers().set(name, value)?;
        }
        if let Some(token) = &self.token {
            // RFC 6750 §2.1, RFC 9449 §7.1. A header that makes the browser ask first (a preflight).
            let scheme = if self.proof.is_some() { Scheme::Dpop } else { Scheme::Bearer };
            request.headers().set("Authorization", &[scheme.name(), " ", token.expose()].concat())?;
        }
        if let Some(proof) = proof {
            // RFC 9449 §4.1. One more such header.
            request.headers().set("DPoP", proof.expose())?;
        }
        Ok(request)
    }

    /// A browser hides why a request failed. What it does tell: being offline, and whether the server takes a request
    /// whose answer nobody may read.
    async fn reason(&self) -> Silence {
        if web_sys::window().is_some_and(|window| !window.navigator().on_line()) {
            return Silence::Offline;
        }
        let options = options();
        options.set_signal(Some(&AbortSignal::timeout_with_f64(3000.0)));
        options.set_mode(RequestMode::NoCors);
        let refusal = JsFuture::from(self.refusal());
        match exchange(web_sys::Request::new_with_str_and_init(self.address.as_str(), &options)).await {
            Some(_) => Silence::CorsRefused,
            None if refusal.await.is_ok_and(|heard| heard.is_truthy()) => Silence::PolicyRefused,
            None => Silence::Unreachable,
        }
    }

    /// Whether this page's own policy refuses a request there. The browser says so in an event, a moment after the request
    /// has failed like any other: without one by then, it was something else.
    fn refusal(&self) -> Promise {
        let origin = self.address.origin();
        Promise::new(&mut |heard, _| {
            let silence = heard.clone();
            let origin = origin.clone();
            let listener = Closure::<dyn FnMut(Violation)>::new(move |violation: Violation| {
                if violation.blocked_uri().starts_with(origin.as_str()) {
                    let _ = heard.call1(&JsValue::NULL, &JsValue::TRUE);
                }
            });
            listen_for_ever("securitypolicyviolation", &listener.into_js_value());
            if let Some(window) = web_sys::window() {
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&silence, 250);
            }
        })
    }
}

#[wasm_bindgen]
extern "C" {
    /// A `SecurityPolicyViolationEvent`.
    type Violation;
    #[wasm_bindgen(method, getter, js_name = blockedURI)]
    fn blocked_uri(this: &Violation) -> String;
}

/// No cookies, no referrer, nothing kept.
fn options() -> RequestInit {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_cache(RequestCache::NoStore);
    options
}

/// The answer of a server, read to its end; what went wrong on the way tells nothing.
async fn exchange(request: Result<web_sys::Request, JsValue>) -> Option<Answer> {
    let response = http::Request::from(request.ok()?).send().await.ok()?;
    let headers = Headers::read(|name| response.headers().get(name));
    Some(Answer { status: response.status(), body: response.text().await.ok()?, headers })
}
