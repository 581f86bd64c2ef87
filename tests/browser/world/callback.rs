//! Coming back from the provider: a pending sign-in, the redirect route with a code, and a provider that answers.

use std::cell::RefCell;
use std::collections::VecDeque;

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::remember;
use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::authentication::AuthenticationRequirements;
use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::metadata::ProviderMetadata;
use lifen_connect::protocol::pkce::CodeVerifier;
use lifen_connect::protocol::secret::{Entropy, Nonce, State};
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Arrival, PendingSignIn, Place, Steps};
use serde_json::{Value, json};

use super::network::{Network, Received, Reply};
use super::provider::{Provider, claims};
use super::tab::Tab;

/// A return from the provider, as a test wants it. Whatever is not said goes well.
pub struct Return {
    /// Where the person was going.
    pub place: &'static str,
    /// Claims of the ID Token that are not the usual ones.
    pub claims: Value,
    /// Members of the configuration beside the usual ones.
    pub configuration: Value,
    /// What the provider signs with.
    pub algorithm: &'static str,
    /// The keys that came along, if they are not those that sign; an empty text if none did.
    pub keys: Option<String>,
    /// The keys that the provider publishes by now, if they are not those that sign.
    pub published: Option<String>,
    /// What the token endpoint does with the code; the usual answer if nothing is said.
    pub token: Option<Reply>,
    /// What the usual answer says of its access token.
    pub token_type: &'static str,
    /// What the usual answer says was granted, where it is not what was asked.
    pub scope: Option<&'static str>,
    /// A refresh token to go with the usual answer.
    pub refresh_token: Option<&'static str>,
    /// What the token endpoint does with a refresh token.
    pub renewal: Reply,
    pub userinfo: Reply,
    /// Claims with which userinfo answers as a JWT of the provider's, in place of that.
    pub signed_userinfo: Option<Value>,
    /// What an API answers, one call after the other; nobody is there for the next.
    pub api: Vec<Reply>,
}

impl Default for Return {
    fn default() -> Self {
        let userinfo = json!({ "sub": "auth0|victor" }).to_string();
        Self {
            place: "/",
            claims: json!({}),
            configuration: json!({}),
            algorithm: "RS256",
            keys: None,
            published: None,
            token: None,
            token_type: "Bearer",
            scope: None,
            refresh_token: None,
            renewal: Reply::ok(renewal("the-next-access-token", "the-next-refresh-token")),
            userinfo: Reply::ok(userinfo),
            signed_userinfo: None,
            api: Vec::new(),
        }
    }
}

impl Return {
    /// Everything else that is there when the page of a [`Tab::returning`] loads.
    pub async fn happens(self, tab: &Tab) -> Network {
        tab.configured_with(&configuration(&self.configuration));
        self.network().await
    }

    /// The same for whoever starts where the page has arrived: the response is off the address bar already.
    pub async fn arrives(self, tab: &Tab) -> (Page, Network) {
        let base = tab.origin() + "/";
        let configuration =
            Configuration::parse(&configuration(&self.configuration), &base).expect("a configuration");
        let response = AuthorizationResponse::parse(Self::ADDRESS.trim_start_matches("/callback"));
        let arrival = Arrival::Response(response.expect("a response"));
        (Page { start: Ok((configuration, arrival)) }, self.network().await)
    }

    /// What the provider sends the browser to.
    pub const ADDRESS: &str = "/callback?code=the-code&state=state";

    /// The sign-in is pending, and the provider answers.
    async fn network(self) -> Network {
        let provider = match self.algorithm {
            "RS256" => Provider::known().await,
            other => Provider::signing_with(other).await,
        };
        let keys = self.keys.or(Some(provider.keys.clone())).filter(|keys| !keys.is_empty());
        let pending = PendingSignIn { keys, ..pending_at("state", self.place) };
        let id_token = provider.sign(&claims(pending.nonce.expose(), &self.claims)).await;
        remember(pending).expect("room for a pending sign-in");
        let token = self.token.unwrap_or_else(|| {
            Reply::ok(granting(self.scope, &token_response(&id_token, self.token_type, self.refresh_token)))
        });
        let userinfo = match self.signed_userinfo {
            Some(claims) => Reply::ok(provider.sign(&claims).await),
            None => self.userinfo,
        };
        let published = self.published.unwrap_or(provider.keys);
        let api = RefCell::new(VecDeque::from(self.api));
        Network::answering(move |request: &Received| match request.path() {
            path if path.starts_with("/fhir/") || path == "/account" => {
                api.borrow_mut().pop_front().unwrap_or(Reply::Failure)
            }
            "/token" if request.field("grant_type").as_deref() == Some("refresh_token") => {
                self.renewal.clone()
            }
            "/token" => token.clone(),
            "/userinfo" => userinfo.clone(),
            "/keys" => Reply::ok(published.clone()),
            _ => Reply::Failure,
        })
    }
}

/// What the token endpoint answers to a code.
pub fn token_response(id_token: &str, token_type: &str, refresh_token: Option<&str>) -> String {
    json!({
        "access_token": "the-access-token",
        "token_type": token_type,
        "expires_in": 3600,
        "id_token": id_token,
        "refresh_token": refresh_token,
    })
    .to_string()
}

fn granting(scope: Option<&str>, answer: &str) -> String {
    let mut answer: Value = serde_json::from_str(answer).expect("an answer");
    answer["scope"] = scope.into();
    answer.to_string()
}

/// What the token endpoint answers to a refresh token.
pub fn renewal(access_token: &str, refresh_token: &str) -> String {
    json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": 3600,
        "refresh_token": refresh_token,
    })
    .to_string()
}

/// The data block of a deployment, with further members.
pub fn configuration(changes: &Value) -> String {
    let mut configuration = json!({
        "issuer": Provider::ISSUER,
        "client_id": "client",
        "authorization_endpoint": "https://provider.example/authorize",
        "token_endpoint": "https://provider.example/token",
        "jwks_uri": "https://provider.example/keys",
        "userinfo_endpoint": "https://provider.example/userinfo",
        // Whoever signs in is in; what the default makes of that has tests of its own.
        "account_directory": "none",
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        configuration[name] = value.clone();
    }
    configuration.to_string()
}

pub fn pending(state: &str) -> PendingSignIn {
    pending_at(state, "/session?from=link#trust")
}

/// A sign-in that began a moment ago.
pub fn pending_at(state: &str, place: &str) -> PendingSignIn {
    let endpoint = |path| Endpoint::parse(&format!("https://provider.example/{path}")).expect("an address");
    PendingSignIn {
        state: State::new(state),
        nonce: Nonce::from(Entropy([2; 32])),
        code_verifier: CodeVerifier::from(Entropy([3; 32])),
        place: Place::of(place),
        created_at: Timestamp::from_milliseconds(js_sys::Date::now() as i64),
        provider: ProviderMetadata {
            issuer: Provider::ISSUER.to_owned(),
            authorization_endpoint: endpoint("authorize"),
            token_endpoint: endpoint("token"),
            jwks_uri: endpoint("keys"),
            userinfo_endpoint: Some(endpoint("userinfo")),
            end_session_endpoint: Some(endpoint("logout")),
            revocation_endpoint: None,
            pushed_authorization_request_endpoint: None,
            pushing_required: false,
            offers_dpop: false,
            issuer_promised: false,
        }
        .into(),
        keys: None,
        requirements: AuthenticationRequirements::default(),
        resumes: None,
        errand: None,
        scope: None,
        steps: Steps::default(),
    }
}
