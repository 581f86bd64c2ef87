//! What the provider is told when it is made.

use std::collections::HashMap;
use std::time::Duration;

use url::Url;

use crate::person::Person;
use crate::{Algorithm, ClientMetadata};

/// Who the provider is, whom it knows and who may ask it.
///
/// ```
/// let settings = provider::Settings {
///     issuer: "http://127.0.0.1:9090/".into(),
///     clients: vec![provider::Client {
///         client_id: "demo".into(),
///         redirect_uris: vec!["http://localhost:8080/callback".into()],
///         post_logout_redirect_uris: vec!["http://localhost:8080/".into()],
///         id_token_signed_response_alg: provider::Algorithm::ES256,
///     }],
///     ..Default::default()
/// };
/// # let _ = settings;
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer identifier, as text: what `iss` says and what the endpoints hang below. Lifen's ends in a slash.
    ///
    /// Port 0 (`http://127.0.0.1:0/`) stands for the port that [`Provider::start`](crate::Provider::start) is given.
    pub issuer: String,
    /// The relying parties it knows from the start; [`Provider::register`](crate::Provider::register) adds others.
    pub clients: Vec<Client>,
    /// What they registered besides, by `client_id`.
    pub client_metadata: HashMap<String, ClientMetadata>,
    /// The people who can sign in.
    pub people: Vec<Person>,
    /// The application's name in the claim `https://lifen.fr/application` and on the pages.
    pub application: String,
    /// What the API's `DocumentReference/9410021` asks of the sign-in behind a token.
    pub step_up: StepUp,
    /// Whether a proof of possession has to carry a nonce of the provider's ([RFC 9449 §8]).
    ///
    /// [RFC 9449 §8]: https://www.rfc-editor.org/rfc/rfc9449#section-8
    pub dpop_nonce_required: bool,
    /// Whether every client has to push what it asks ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126#section-5)).
    pub require_pushed_authorization_requests: bool,
    /// How long a pushed request waits for its browser.
    pub pushed_request_lifetime: Duration,
    /// What `resource` may name ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707)); an empty list stands for
    /// everything.
    pub resources: Vec<String>,
    /// The types that `authorization_details` may have ([RFC 9396](https://www.rfc-editor.org/rfc/rfc9396)); an empty
    /// list stands for every one.
    pub authorization_details_types: Vec<String>,
    /// Where the claims say that the API is, in place of where it is.
    pub api_url: Option<String>,
    /// The origin that the API sends its callers to under [`Misbehaviour::ApiRedirects`](crate::Misbehaviour::ApiRedirects)
    /// and [`Misbehaviour::ApiNextPageElsewhere`](crate::Misbehaviour::ApiNextPageElsewhere). Where it is empty, that is its
    /// own and `https://api.example.evil`.
    pub elsewhere: String,
    /// How many calls of one access token the API takes a second; Lifen's takes ten. `None` counts nothing.
    pub api_calls_per_second: Option<usize>,
    /// How long the token endpoint waits under [`Misbehaviour::TokenSlow`](crate::Misbehaviour::TokenSlow) and
    /// [`Misbehaviour::RefreshSlow`](crate::Misbehaviour::RefreshSlow).
    pub slow_answer: Duration,
    /// How long an access token opens something; the token answer's `expires_in`.
    pub access_token_lifetime: Duration,
    /// How long a refresh token waits to be used ([RFC 9700 §4.14.2]).
    ///
    /// [RFC 9700 §4.14.2]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
    pub refresh_token_idle_lifetime: Duration,
    /// How long refresh tokens can follow each other, from the sign-in on.
    pub refresh_token_absolute_lifetime: Duration,
}

impl Default for Settings {
    /// The demo's issuer, four people, no client, and lifetimes as Lifen and Auth0 have them.
    fn default() -> Self {
        Self {
            issuer: "http://127.0.0.1:9090/".to_owned(),
            clients: Vec::new(),
            client_metadata: HashMap::new(),
            people: Person::all(),
            application: "Lifen Demo".to_owned(),
            step_up: StepUp::default(),
            dpop_nonce_required: false,
            require_pushed_authorization_requests: false,
            pushed_request_lifetime: Duration::from_secs(60),
            resources: Vec::new(),
            authorization_details_types: Vec::new(),
            api_url: None,
            elsewhere: String::new(),
            api_calls_per_second: None,
            slow_answer: Duration::from_secs(60),
            access_token_lifetime: Duration::from_secs(172_800),
            refresh_token_idle_lifetime: Duration::from_secs(14 * 86_400),
            refresh_token_absolute_lifetime: Duration::from_secs(30 * 86_400),
        }
    }
}

/// What it takes to see something sensitive ([RFC 9470 §3]).
///
/// [RFC 9470 §3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
#[derive(Clone, Debug)]
pub struct StepUp {
    /// The authentication contexts that will do, the preferred one first; none asks for nothing. Whoever is asked for a
    /// context at the authorization endpoint attains it.
    pub acr_values: Vec<String>,
    /// How long ago the person may have proved who they are.
    pub max_age: Option<Duration>,
}

impl Default for StepUp {
    /// The level that eIDAS calls substantial, in the last ten minutes.
    fn default() -> Self {
        Self { acr_values: vec!["eidas2".to_owned()], max_age: Some(Duration::from_secs(600)) }
    }
}

/// A relying party: a public client, so it has no secret ([RFC 6749 §2.1]).
///
/// [RFC 6749 §2.1]: https://www.rfc-editor.org/rfc/rfc6749#section-2.1
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The name the client goes by in every request.
    pub client_id: String,
    /// Where an authorization response may go. Compared as text.
    pub redirect_uris: Vec<String>,
    /// Where a person may be sent after signing out. Compared as text.
    pub post_logout_redirect_uris: Vec<String>,
    /// What its ID Tokens are signed with ([OIDC Dynamic Client Registration §2]), and its userinfo answers when they
    /// are signed.
    ///
    /// [OIDC Dynamic Client Registration §2]: https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
    pub id_token_signed_response_alg: Algorithm,
}

/// A setting on the provider's clock.
pub(crate) fn seconds(lifetime: Duration) -> i64 {
    i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)
}

impl Client {
    /// Whether a page of `origin` may read the provider's answers: an origin that receives codes may.
    pub(crate) fn is_at(&self, origin: &str) -> bool {
        self.redirect_uris
            .iter()
            .filter_map(|uri| Url::parse(uri).ok())
            .any(|uri| uri.origin().ascii_serialization() == origin)
    }
}
