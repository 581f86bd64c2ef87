//! Pushed authorization requests: what is asked goes to the provider directly, and the browser carries only a reference.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

use crate::authorization::{Answerable, Parameters, Refusal};
use crate::settings::seconds;
use crate::token::{Refused, check_shape};
use crate::{Misbehaviour, Provider, answer, random};

/// What the reference of a pushed request begins with: by it, it is told from the address of a request object.
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// A request that waits for its browser.
pub(crate) struct Pushed {
    client_id: String,
    parameters: Parameters,
    expires_at: i64,
}

/// `POST /oauth/par` ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)).
pub(crate) async fn push(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    let fault = provider.state().faults.standing;
    let response = match fault {
        Some(Misbehaviour::PushedRequestServerError) => answer::server_error(),
        Some(Misbehaviour::PushedRequestRefused) => {
            Refused::new("invalid_request", "the request is refused").into_response()
        }
        _ => match provider.take_request(&headers, Parameters::parse(&body)) {
            Ok(request_uri) => {
                let expires_in = seconds(provider.settings().pushed_request_lifetime);
                let body = json!({"request_uri": request_uri, "expires_in": expires_in});
                answer::json(StatusCode::CREATED, &body)
            }
            Err(refused) => refused.into_response(),
        },
    };
    answer::not_stored(response)
}

impl Provider {
    /// "validate the pushed request as it would an authorization request sent to the authorization endpoint".
    fn take_request(&self, headers: &HeaderMap, mut form: Parameters) -> Result<String, Refused> {
        check_shape(headers, &form)?;
        let client_id = self.client_of(&form)?;
        if form.only("request_uri").is_some() {
            return Err(Refused::new("invalid_request", "`request_uri` cannot be pushed"));
        }
        // The proof binds the code as `dpop_jkt` does (RFC 9449 §10.1).
        if let Some(jkt) = self.key_of_the_client(&client_id, headers, "/oauth/par")? {
            match form.only("dpop_jkt") {
                Some(said) if said != jkt => {
                    return Err(Refused::new("invalid_dpop_proof", "`dpop_jkt` is another key"));
                }
                Some(_) => {}
                None => form.add("dpop_jkt", jkt),
            }
        }
        let answerable = Answerable::parse(&form, &self.state().clients, self.settings())
            .map_err(|refusal| Refused::new("invalid_request", refusal.to_string()))?;
        answerable.request.map_err(Refused::from)?;

        let request_uri = format!("{PREFIX}{}", random::text());
        let expires_at = self.now().saturating_add(seconds(self.settings().pushed_request_lifetime));
        let pushed = Pushed { client_id, parameters: form, expires_at };
        self.state().pushed.insert(request_uri.clone(), pushed);
        Ok(request_uri)
    }

    /// What the browser's parameters refer to, if they refer to something that was pushed: once, and not for long.
    ///
    /// Whatever else the query says does not count ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
    pub(crate) fn pushed(&self, parameters: &Parameters) -> Result<Option<Parameters>, Refusal> {
        let Some(uri) = parameters.only("request_uri").filter(|uri| uri.starts_with(PREFIX)) else {
            return Ok(None);
        };
        let now = self.now();
        let mut state = self.state();
        let has_expired = state.faults.standing == Some(Misbehaviour::PushedRequestUriExpired);
        state.pushed.retain(|_, pushed| now < pushed.expires_at && !has_expired);
        let is_the_clients = state
            .pushed
            .get(uri)
            .is_some_and(|pushed| Some(pushed.client_id.as_str()) == parameters.only("client_id"));
        let pushed = if is_the_clients { state.pushed.remove(uri) } else { None };
        pushed.map(|pushed| Some(pushed.parameters)).ok_or(Refusal::UnknownRequestUri)
    }

    /// Whether this client has to push what it asks.
    pub(crate) fn wants_pushed_requests_of(&self, client_id: &str) -> bool {
        self.settings().require_pushed_authorization_requests
            || self.state().client_metadata(client_id).require_pushed_authorization_requests
    }
}
