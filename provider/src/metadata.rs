//! What the provider says of itself.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::Response;
use serde_json::{Value, json};

use crate::authorization::KNOWN_SCOPES;
use crate::id_token::without_or_with_slash;
use crate::keys::Key;
use crate::{Algorithm, ClientMetadata, Dpop, Misbehaviour, Provider, answer};

/// `GET /.well-known/openid-configuration` and `GET /.well-known/oauth-authorization-server`: one document, since each
/// specification bears the other's members ([OIDC Discovery §3], [RFC 8414 §2]).
///
/// [OIDC Discovery §3]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
/// [RFC 8414 §2]: https://www.rfc-editor.org/rfc/rfc8414#section-2
pub(crate) async fn metadata(State(provider): State<Provider>) -> Response {
    use Misbehaviour::*;
    let fault = provider.state().faults.standing;
    let mut document = provider.metadata();
    match fault {
        Some(MetadataIsHtml) => return answer::web_page(),
        Some(MetadataServerError) => return answer::server_error(),
        Some(MetadataIssuerMismatch) => document["issuer"] = "https://another-provider.example/".into(),
        Some(MetadataIssuerTrailingSlash) => {
            document["issuer"] = without_or_with_slash(provider.issuer()).into();
        }
        Some(MetadataEndpointMissing) => remove(&mut document, |name| name == "token_endpoint"),
        Some(MetadataInsecureEndpoint) => {
            document["token_endpoint"] = "http://login.example/oauth/token".into()
        }
        Some(MetadataWithoutS256) => document["code_challenge_methods_supported"] = json!(["plain"]),
        Some(MetadataWithoutUserinfo) => remove(&mut document, |name| name == "userinfo_endpoint"),
        // `response_types_supported` is required, and a list of challenge methods is the promise of PKCE.
        Some(MetadataWithoutLists) => remove(&mut document, |name| {
            name.ends_with("_supported")
                && !["response_types_supported", "code_challenge_methods_supported"].contains(&name)
                && name != "authorization_response_iss_parameter_supported"
        }),
        _ => {}
    }
    let response = not_kept(answer::json(StatusCode::OK, &document));
    if fault == Some(MetadataRefusesCors) { answer::refusing_cors(response) } else { response }
}

/// The browser's cache would hide what the provider is commanded to do next.
pub(crate) fn not_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn remove(document: &mut Value, is_unwanted: impl Fn(&str) -> bool) {
    if let Value::Object(members) = document {
        members.retain(|name, _| !is_unwanted(name));
    }
}

impl Provider {
    fn metadata(&self) -> Value {
        let algorithms: Vec<_> = self.state().algorithms().iter().map(Algorithm::to_string).collect();
        let mut grant_types = vec!["authorization_code"];
        if self.gives_refresh_tokens() {
            grant_types.push("refresh_token");
        }
        let mut document = json!({
            "issuer": self.issuer(),
            "authorization_endpoint": self.address_of("/authorize"),
            "token_endpoint": self.address_of("/oauth/token"),
            "userinfo_endpoint": self.address_of("/userinfo"),
            "pushed_authorization_request_endpoint": self.address_of("/oauth/par"),
            "revocation_endpoint": self.address_of("/oauth/revoke"),
            "jwks_uri": self.address_of("/.well-known/jwks.json"),
            "end_session_endpoint": self.address_of("/oidc/logout"),
            "scopes_supported": KNOWN_SCOPES,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": grant_types,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": algorithms,
            "userinfo_signing_alg_values_supported": algorithms,
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": [
                "iss", "sub", "aud", "iat", "exp", "nonce", "at_hash", "auth_time", "acr",
                "name", "nickname", "picture", "updated_at", "email", "email_verified",
                "https://lifen.fr/application", "https://lifen.fr/user",
            ],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "ui_locales_supported": ["fr", "en"],
            "claims_parameter_supported": false,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "authorization_response_iss_parameter_supported": true,
        });
        if self.any_client(|metadata| metadata.dpop != Dpop::Ignored) {
            document["dpop_signing_alg_values_supported"] = json!(["ES256"]);
        }
        if self.any_client(|metadata| metadata.frontchannel_logout_uri.is_some()) {
            document["frontchannel_logout_supported"] = true.into();
            document["frontchannel_logout_session_supported"] = true.into();
        }
        let settings = self.settings();
        if settings.require_pushed_authorization_requests {
            document["require_pushed_authorization_requests"] = true.into();
        }
        if !settings.authorization_details_types.is_empty() {
            document["authorization_details_types_supported"] = json!(settings.authorization_details_types);
        }
        document
    }

    /// Whether any client may renew.
    pub(crate) fn gives_refresh_tokens(&self) -> bool {
        self.any_client(|metadata| metadata.refresh_tokens)
    }

    fn any_client(&self, may: impl Fn(&ClientMetadata) -> bool) -> bool {
        self.state().client_metadata.values().any(may)
    }

    /// Every key that ever signed for this provider: the current one first, and the one before it if there was one.
    pub(crate) fn keys_so_far(&self) -> Vec<Key> {
        let current = self.state().signing_key;
        if current == Key::FIRST { vec![current] } else { vec![current, current.next()] }
    }
}
