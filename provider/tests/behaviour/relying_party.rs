//! The other party of every test: it asks as a relying party asks, and reads the answers without trusting them.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use provider::{Algorithm, Client, Clock, Misbehaviour, Provider, Settings};
use serde_json::Value;
use tower::ServiceExt as _;
use url::Url;

pub const ISSUER: &str = "http://127.0.0.1:9090/";
pub const ORIGIN: &str = "http://localhost:8080";
pub const REDIRECT_URI: &str = "http://localhost:8080/callback";
pub const HOME: &str = "http://localhost:8080/";
pub const NOW: i64 = 1_800_000_000;
pub const STATE: &str = "the-state-of-this-sign-in-01234";
pub const NONCE: &str = "the-nonce-of-this-sign-in-01234";
/// RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub struct RelyingParty {
    pub provider: Provider,
    pub clock: Clock,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn error(&self) -> (StatusCode, String) {
        (self.status, self.json()["error"].as_str().unwrap_or_default().to_owned())
    }
}

impl RelyingParty {
    pub fn new() -> Self {
        Self::registered_for(Algorithm::default())
    }

    /// The client `demo` gets its ID Tokens signed with `algorithm`; the client `other` as usual.
    pub fn registered_for(algorithm: Algorithm) -> Self {
        Self::set_up(algorithm, Settings::default())
    }

    /// With the same clients as ever and these settings.
    pub fn with(settings: Settings) -> Self {
        Self::set_up(Algorithm::default(), settings)
    }

    fn set_up(algorithm: Algorithm, settings: Settings) -> Self {
        let clock = Clock::virtual_at(NOW);
        let client = |id: &str, algorithm| Client {
            client_id: id.into(),
            redirect_uris: vec![REDIRECT_URI.into()],
            post_logout_redirect_uris: vec![HOME.into()],
            id_token_signed_response_alg: algorithm,
        };
        let settings = Settings {
            issuer: ISSUER.into(),
            clients: vec![client("demo", algorithm), client("other", Algorithm::default())],
            ..settings
        };
        let provider = Provider::new(settings, clock.clone());
        Self { router: provider.router(), provider, clock }
    }

    pub fn meeting(misbehaviour: Misbehaviour) -> Self {
        let relying_party = Self::new();
        relying_party.provider.misbehave(misbehaviour);
        relying_party
    }

    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("origin", ORIGIN)], "").await
    }

    pub async fn metadata(&self) -> Answer {
        self.get("/.well-known/openid-configuration").await
    }

    pub async fn keys(&self) -> Answer {
        self.get("/.well-known/jwks.json").await
    }

    /// Signs Victor in and allows everything; what came back.
    pub fn response(&self) -> Vec<(String, String)> {
        let location = self.provider.sign_in_as("victor", &authorization_url(&[])).unwrap();
        parameters(&location)
    }

    /// Signs Victor in; his code.
    pub fn code(&self) -> String {
        self.code_for(&[])
    }

    pub fn code_for(&self, changes: &[(&str, &str)]) -> String {
        let location = self.provider.sign_in_as("victor", &authorization_url(changes)).unwrap();
        value(&parameters(&location), "code").unwrap_or_else(|| panic!("no code in {location}"))
    }

    pub async fn redeem(&self, code: &str) -> Answer {
        self.redeem_with(code, &[]).await
    }

    /// The token request with some parameters in place of the right ones; an empty one is left out.
    pub async fn redeem_with(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let right = [
            ("grant_type", "authorization_code"),
            ("client_id", "demo"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ];
        self.posts("/oauth/token", &right, changes).await
    }

    /// A form with some parameters in place of the right ones; an empty one is left out.
    pub async fn posts(&self, path: &str, right: &[(&str, &str)], changes: &[(&str, &str)]) -> Answer {
        let headers = [("origin", ORIGIN), ("content-type", "application/x-www-form-urlencoded")];
        self.ask("POST", path, &headers, &encoded(right, changes)).await
    }

    /// Signs Victor in and redeems his code; the token answer.
    pub async fn token_answer(&self) -> Value {
        self.redeem(&self.code()).await.json()
    }

    pub async fn access_token(&self) -> String {
        self.token_answer().await["access_token"].as_str().unwrap().to_owned()
    }

    /// Header and claims of the ID Token of a new sign-in.
    pub async fn id_token(&self) -> (Value, Value) {
        decoded(self.token_answer().await["id_token"].as_str().unwrap())
    }

    pub async fn bearing(&self, token: &str, path: &str) -> Answer {
        self.ask("GET", path, &[("origin", ORIGIN), ("authorization", &format!("Bearer {token}"))], "").await
    }

    pub async fn userinfo(&self, token: &str) -> Answer {
        self.bearing(token, "/userinfo").await
    }
}

/// The authorization request with some parameters in place of the right ones; an empty one is left out.
pub fn authorization_url(changes: &[(&str, &str)]) -> String {
    format!("{ISSUER}authorize?{}", encoded(&authorization_request(), changes))
}

/// The parameters of a good authorization request.
pub fn authorization_request() -> [(&'static str, &'static str); 9] {
    [
        ("response_type", "code"),
        ("client_id", "demo"),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "openid profile email"),
        ("state", STATE),
        ("nonce", NONCE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("version", "2.0.0"),
    ]
}

/// The path and query of [`authorization_url`].
pub fn authorization_path(changes: &[(&str, &str)]) -> String {
    authorization_url(changes).replacen(ISSUER, "/", 1)
}

pub fn parameters(location: &str) -> Vec<(String, String)> {
    assert!(location.starts_with(REDIRECT_URI), "{location}");
    Url::parse(location).unwrap().query_pairs().into_owned().collect()
}

pub fn value(parameters: &[(String, String)], name: &str) -> Option<String> {
    parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// Header and claims.
pub fn decoded(token: &str) -> (Value, Value) {
    (header(token), serde_json::from_str(&payload(token)).unwrap())
}

pub fn header(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap()
}

/// The claims as they are written.
pub fn payload(token: &str) -> String {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn encoded(right: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    query.extend_pairs(right.iter().filter(|(name, _)| !is_changed(name)));
    query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}
