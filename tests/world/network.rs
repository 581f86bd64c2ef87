//! The network between a page and the provider, as a browser lets a page use it.

use std::cell::RefCell;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, Response, header};
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::transport::{Answer, EndpointRole, Headers, Silence};
use provider::Provider;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// One request of a page to another origin.
#[derive(Clone)]
pub struct Outgoing {
    pub method: Method,
    pub address: String,
    /// A form.
    pub body: Option<String>,
    /// How the access token is brought, and the token.
    pub token: Option<(Scheme, String)>,
    /// A proof of possession.
    pub dpop: Option<String>,
}

/// What can be wrong between here and an endpoint.
#[derive(Clone, Debug)]
pub enum Fault {
    /// No connection.
    Down,
    /// This computer has no network.
    Offline,
    /// The answer takes a minute.
    Slow,
    /// Somebody in between answers instead, and lets every page read it: a proxy, a portal, a cache.
    Says(u16, String),
    /// The API refuses with these words in `WWW-Authenticate`.
    Challenges(u16, &'static str),
    /// 429, with this in `Retry-After`.
    AsksToComeBack(&'static str),
    /// It wants another nonce in every proof, and is content with none.
    WantsAnotherNonce,
}

/// The way to the provider.
pub struct Network {
    provider: Provider,
    /// The page's origin.
    origin: String,
    limit: Duration,
    faults: RefCell<Vec<(EndpointRole, Fault)>>,
    /// What is wrong with the APIs.
    api_fault: RefCell<Option<Fault>>,
    /// Its clock stands still, and jumps to the next timer when there is nothing else to do.
    runtime: Runtime,
}

impl Network {
    pub fn new(provider: Provider, origin: &str, limit: Duration) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        Self {
            provider,
            origin: origin.to_owned(),
            limit,
            faults: RefCell::default(),
            api_fault: RefCell::default(),
            runtime: runtime.expect("a runtime"),
        }
    }

    pub fn breaks(&self, endpoint: EndpointRole, fault: Fault) {
        self.faults.borrow_mut().push((endpoint, fault));
    }

    pub fn breaks_everywhere(&self, fault: &Fault) {
        for endpoint in [
            EndpointRole::Metadata,
            EndpointRole::Keys,
            EndpointRole::PushedRequest,
            EndpointRole::Token,
            EndpointRole::UserInfo,
        ] {
            self.breaks(endpoint, fault.clone());
        }
    }

    pub fn recovers(&self) {
        self.faults.borrow_mut().clear();
        self.the_api_is(None);
    }

    /// What is wrong with the APIs from now on.
    pub fn the_api_is(&self, fault: impl Into<Option<Fault>>) {
        *self.api_fault.borrow_mut() = fault.into();
    }

    /// What a page's call gets.
    pub fn calls(&self, request: Outgoing) -> Result<Answer, Silence> {
        let fault = self.api_fault.borrow().clone();
        self.fetch_over(fault, request)
    }

    /// What `fetch` gives a page: an answer it may read, or a reason.
    pub fn fetch(&self, endpoint: EndpointRole, request: Outgoing) -> Result<Answer, Silence> {
        let fault =
            self.faults.borrow().iter().find(|(at, _)| *at == endpoint).map(|(_, fault)| fault.clone());
        self.fetch_over(fault, request)
    }

    fn fetch_over(&self, fault: Option<Fault>, request: Outgoing) -> Result<Answer, Silence> {
        let answer = async {
            match fault {
                Some(Fault::Down) => Err(Silence::Unreachable),
                Some(Fault::Offline) => Err(Silence::Offline),
                Some(Fault::Says(status, body)) => Ok(Answer::new(status, body)),
                Some(Fault::Challenges(status, words)) => {
                    let headers = Headers { www_authenticate: Some(words.to_owned()), ..Headers::default() };
                    Ok(Answer { status, body: String::new(), headers })
                }
                Some(Fault::AsksToComeBack(when)) => {
                    let headers = Headers { retry_after: Some(when.to_owned()), ..Headers::default() };
                    Ok(Answer { status: 429, body: String::new(), headers })
                }
                Some(Fault::WantsAnotherNonce) => Ok(wants_another_nonce(&request)),
                Some(Fault::Slow) => {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    self.exchange(request).await
                }
                None => self.exchange(request).await,
            }
        };
        let answer = self.runtime.block_on(async { tokio::time::timeout(self.limit, answer).await });
        answer.unwrap_or(Err(Silence::Timeout))
    }

    /// Sends a request whose answer nobody reads.
    pub fn sends(&self, request: Outgoing) {
        let down = self.faults.borrow().iter().any(|(at, _)| *at == EndpointRole::Token);
        if !down {
            let _ = self.runtime.block_on(self.exchange(request));
        }
    }

    /// Goes to an address as a navigation does, and answers with where it is redirected to.
    pub fn visit(&self, address: &str) -> Option<String> {
        let request = Request::get(address).body(Body::empty()).expect("a request");
        let response = self.runtime.block_on(self.provider.router().oneshot(request)).expect("an answer");
        Some(response.headers().get(header::LOCATION)?.to_str().ok()?.to_owned())
    }

    /// The page that is there.
    pub fn page(&self, address: &str) -> String {
        let request = Request::get(address).body(Body::empty()).expect("a request");
        self.runtime.block_on(async {
            let response = self.answer(request).await;
            let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            String::from_utf8_lossy(&body).into_owned()
        })
    }

    async fn exchange(&self, request: Outgoing) -> Result<Answer, Silence> {
        if !self.preflight_allows(&request).await {
            return Err(Silence::CorsRefused);
        }
        let mut builder = Request::builder()
            .method(request.method)
            .uri(&request.address)
            .header(header::ORIGIN, &self.origin);
        if request.body.is_some() && request.token.is_some() {
            builder = builder.header(header::CONTENT_TYPE, "application/fhir+json");
        } else if request.body.is_some() {
            builder = builder.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if let Some((scheme, token)) = request.token {
            builder = builder.header(header::AUTHORIZATION, format!("{} {token}", scheme.name()));
        }
        if let Some(proof) = request.dpop {
            builder = builder.header("dpop", proof);
        }
        let response =
            self.answer(builder.body(request.body.map_or(Body::empty(), Body::from)).unwrap()).await;
        if !self.may_read(response.headers()) {
            return Err(Silence::CorsRefused);
        }
        // `redirect: "error"`: a token is never carried along. A browser cannot tell that from an answer no page may read,
        // since the same request without CORS has to follow the redirect, and gets there.
        if response.status().is_redirection() {
            return Err(Silence::CorsRefused);
        }
        let status = response.status().as_u16();
        let headers = Headers::read(|name| exposed(response.headers(), name));
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned(), headers })
    }

    /// Fetch §4.8: `Authorization` and `DPoP` are no safelisted headers, so the browser asks first.
    async fn preflight_allows(&self, request: &Outgoing) -> bool {
        let unsafe_headers = [("authorization", request.token.is_some()), ("dpop", request.dpop.is_some())];
        let names: Vec<_> =
            unsafe_headers.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
        if names.is_empty() {
            return true;
        }
        let preflight = Request::builder()
            .method(Method::OPTIONS)
            .uri(&request.address)
            .header(header::ORIGIN, &self.origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, request.method.as_str())
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, names.join(","));
        let response = self.answer(preflight.body(Body::empty()).expect("a request")).await;
        // A `*` does not cover `Authorization`: it has to be named.
        let allowed = response.headers().get_all(header::ACCESS_CONTROL_ALLOW_HEADERS).iter();
        let allowed: Vec<_> = allowed.filter_map(|value| value.to_str().ok()).collect();
        let allows = |asked: &str| {
            let mut names = allowed.iter().flat_map(|value| value.split(','));
            names.any(|name| name.trim().eq_ignore_ascii_case(asked))
        };
        response.status().is_success() && self.may_read(response.headers()) && names.into_iter().all(allows)
    }

    /// Fetch §4.10, the CORS check of a request without credentials.
    fn may_read(&self, headers: &HeaderMap) -> bool {
        let allowed: Vec<_> = headers.get_all(header::ACCESS_CONTROL_ALLOW_ORIGIN).iter().collect();
        matches!(allowed[..], [one] if one == "*" || one == self.origin.as_str())
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.provider.router().oneshot(request).await.expect("a router always answers")
    }
}

/// Fetch §3.3.2: of the headers no CORS answer shows, those that the server lists. A header that came twice is one list.
fn exposed(headers: &HeaderMap, name: &str) -> Option<String> {
    let joined = |name: &str| {
        let values: Vec<_> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let list = joined("Access-Control-Expose-Headers")?;
    list.split(',').any(|listed| listed.trim().eq_ignore_ascii_case(name)).then(|| joined(name))?
}

/// RFC 9449 §8 and §9.
fn wants_another_nonce(request: &Outgoing) -> Answer {
    let status = if request.token.is_some() { 401 } else { 400 };
    let mut answer = Answer::new(status, r#"{"error":"use_dpop_nonce"}"#);
    answer.headers.dpop_nonce = Some("another-nonce".to_owned());
    answer.headers.www_authenticate = Some("DPoP error=\"use_dpop_nonce\"".to_owned());
    answer
}
