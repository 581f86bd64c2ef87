//! The token endpoint: a code becomes an access token and an ID Token.

mod spoilt;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::authorization::Parameters;
use crate::state::{Code, Grant, Spent};
use crate::{Misbehaviour, Provider, answer, random};

/// "A maximum authorization code lifetime of 10 minutes is RECOMMENDED"; this provider takes one.
const CODE_LIFETIME: i64 = 60;
const ACCESS_TOKEN_LIFETIME: i64 = 172_800;

/// `POST /oauth/token` ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
pub(crate) async fn token(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    let form = Parameters::parse(&body);
    let fault = form.only("code").and_then(|code| provider.state().codes.get(code)?.fault);
    let response = match fault.and_then(spoilt::answer_in_place_of_a_check) {
        Some(response) => response,
        None => match provider.redeem(&headers, &form) {
            Ok(answer) => spoilt::answer_with(answer, fault),
            Err(refused) => refused.into_response(),
        },
    };
    if fault == Some(Misbehaviour::TokenSlow) {
        tokio::time::sleep(provider.settings().slow_answer).await;
    }
    let response = answer::not_stored(response);
    if fault == Some(Misbehaviour::TokenRefusesCors) { answer::refusing_cors(response) } else { response }
}

/// A token request that gets an error ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
struct Refused {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

impl Refused {
    fn new(error: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description }
    }

    fn into_response(self) -> Response {
        answer::oauth_error(self.status, self.error, self.description)
    }
}

impl Provider {
    /// Checks the request in the specification's order and spends the code.
    fn redeem(&self, headers: &HeaderMap, form: &Parameters) -> Result<Map<String, Value>, Refused> {
        check_shape(headers, form)?;
        let client_id =
            form.only("client_id").ok_or(Refused::new("invalid_request", "`client_id` is missing"))?;
        if self.state().client(client_id).is_none() {
            return Err(Refused::new("invalid_client", "no client has this `client_id`"));
        }
        let code_text = form.only("code").ok_or(Refused::new("invalid_request", "`code` is missing"))?;
        let redirect_uri =
            form.only("redirect_uri").ok_or(Refused::new("invalid_request", "`redirect_uri` is missing"))?;
        let verifier =
            form.only("code_verifier").filter(|verifier| is_verifier(verifier)).ok_or(Refused::new(
                "invalid_request",
                "`code_verifier` is missing or not 43 to 128 unreserved characters",
            ))?;

        let mut code = self.spend(code_text, client_id, redirect_uri, verifier)?;
        let is_narrowed = code.fault == Some(Misbehaviour::ScopeNarrowed);
        if is_narrowed {
            code.request.scope.retain(|word| word == "openid");
        }
        let mut answer = self.grant(code_text, &code);
        // "OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED" (RFC 6749 §5.1).
        if is_narrowed {
            let scope: Vec<_> = code.request.scope.into_iter().collect();
            answer.insert("scope".into(), scope.join(" ").into());
        }
        Ok(answer)
    }

    /// A code opens once, within a minute, for the client, the address and the verifier it was made for.
    fn spend(
        &self,
        text: &str,
        client_id: &str,
        redirect_uri: &str,
        verifier: &str,
    ) -> Result<Code, Refused> {
        let invalid = |description| Err(Refused::new("invalid_grant", description));
        let now = self.now();
        let mut state = self.state();
        let Some(code) = state.codes.get_mut(text) else { return invalid("nobody was given this code") };
        match &code.spent {
            Spent::No => {}
            Spent::Burnt => return invalid("the code was offered wrongly before"),
            // "SHOULD revoke (when possible) all tokens previously issued based on that authorization code"
            Spent::For(access_token) => {
                let access_token = access_token.clone();
                state.grants.remove(&access_token);
                return invalid("the code was redeemed before");
            }
        }
        if now - code.issued_at >= CODE_LIFETIME {
            return invalid("the code has expired");
        }
        // Whoever offers it wrongly once may be guessing: there is no second try.
        code.spent = Spent::Burnt;
        if code.request.client_id != client_id {
            return invalid("the code was given to another client");
        }
        if code.request.redirect_uri != redirect_uri {
            return invalid("`redirect_uri` is not the one of the authorization request");
        }
        if code.request.code_challenge != URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) {
            return invalid("`code_verifier` does not fit the challenge");
        }
        Ok(code.clone())
    }

    fn grant(&self, code_text: &str, code: &Code) -> Map<String, Value> {
        let access_token = random::text();
        let grant = Grant {
            person: code.session.person.clone(),
            client_id: code.request.client_id.clone(),
            scope: code.request.scope.clone(),
            fault: code.fault,
            expires_at: self.now() + ACCESS_TOKEN_LIFETIME,
        };
        let key = {
            let mut state = self.state();
            if let Some(code) = state.codes.get_mut(code_text) {
                code.spent = Spent::For(access_token.clone());
            }
            state.grants.insert(access_token.clone(), grant);
            state.faults.latest = code.fault;
            state.rotate_for(code.fault);
            state.signing_key_for(&code.request.client_id)
        };

        let mut answer = Map::new();
        answer.insert("access_token".into(), access_token.clone().into());
        if code.request.scope.contains("openid") {
            answer.insert("id_token".into(), self.id_token(code, &access_token, key).into());
        }
        answer.insert("expires_in".into(), ACCESS_TOKEN_LIFETIME.into());
        answer.insert("token_type".into(), "Bearer".into());
        answer
    }
}

fn check_shape(headers: &HeaderMap, form: &Parameters) -> Result<(), Refused> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refused::new("invalid_request", "the request is not form-encoded"));
    }
    if form.first_repeated().is_some() {
        return Err(Refused::new("invalid_request", "a parameter is repeated"));
    }
    // A public client that proves to hold a secret was given one it cannot keep.
    if headers.contains_key(header::AUTHORIZATION) || form.only("client_secret").is_some() {
        let refused = Refused::new("invalid_client", "public clients have no secret");
        return Err(Refused { status: StatusCode::UNAUTHORIZED, ..refused });
    }
    match form.only("grant_type") {
        Some("authorization_code") => Ok(()),
        Some(_) => Err(Refused::new("unsupported_grant_type", "`grant_type` has to be `authorization_code`")),
        None => Err(Refused::new("invalid_request", "`grant_type` is missing")),
    }
}

/// 43 to 128 unreserved characters ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
fn is_verifier(text: &str) -> bool {
    let is_unreserved = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}
