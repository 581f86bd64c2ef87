//! The token endpoint: a code, or a refresh token, becomes an access token and an ID Token.

mod code;
mod issue;
mod renewal;
mod request;
mod spoilt;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde_json::{Map, Value};

use crate::authorization::Parameters;
use crate::dpop::BadProof;
use crate::{Dpop, Misbehaviour, Provider, answer};
pub(crate) use request::{Refused, check_shape};

/// `POST /oauth/token` ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
pub(crate) async fn token(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    let form = Parameters::parse(&body);
    let fault = provider.fault_of_the_tokens(&form);
    let response = match fault.and_then(spoilt::answer_in_place_of_a_check) {
        Some(response) => response,
        None => match provider.exchange(&headers, &form, fault) {
            Ok(answer) => spoilt::answer_with(answer, fault),
            Err(refused) => refused.into_response(),
        },
    };
    if matches!(fault, Some(Misbehaviour::TokenSlow | Misbehaviour::RefreshSlow)) {
        tokio::time::sleep(provider.settings().slow_answer).await;
    }
    let response = answer::not_stored(response);
    match fault {
        Some(Misbehaviour::TokenRefusesCors | Misbehaviour::RefreshRefusesCors) => {
            answer::refusing_cors(response)
        }
        _ => response,
    }
}

impl Provider {
    /// That of the sign-in the tokens belong to; in a renewal, the one that stands goes first.
    fn fault_of_the_tokens(&self, form: &Parameters) -> Option<Misbehaviour> {
        let state = self.state();
        match form.only("grant_type") {
            Some("refresh_token") => {
                let standing = state.faults.standing.filter(|fault| fault.is_of_a_renewal());
                standing.or_else(|| state.family_of(form.only("refresh_token")?)?.1.fault)
            }
            _ => state.codes.get(form.only("code")?)?.fault,
        }
    }

    /// The key that tokens are to be bound to, if the client brings one and its proofs count.
    pub(crate) fn key_of_the_client(
        &self,
        client_id: &str,
        headers: &HeaderMap,
        path: &str,
    ) -> Result<Option<String>, Refused> {
        let dpop = self.state().client_metadata(client_id).dpop;
        if dpop == Dpop::Ignored {
            return Ok(None);
        }
        let proof = self.check_proof(headers, &Method::POST, path, None);
        proof.map_err(|BadProof { error, description }| Refused::new(error, description))
    }

    /// Checks the request in the specification's order and answers by its grant.
    fn exchange(
        &self,
        headers: &HeaderMap,
        form: &Parameters,
        fault: Option<Misbehaviour>,
    ) -> Result<Map<String, Value>, Refused> {
        request::check_shape(headers, form)?;
        let renews = match form.only("grant_type") {
            Some("authorization_code") => false,
            Some("refresh_token") if self.gives_refresh_tokens() => true,
            Some(_) => {
                let description = "`grant_type` is none of the metadata's `grant_types_supported`";
                return Err(Refused::new("unsupported_grant_type", description));
            }
            None => return Err(Refused::new("invalid_request", "`grant_type` is missing")),
        };
        let client_id = self.client_of(form)?;
        let jkt = self.key_of_the_client(&client_id, headers, "/oauth/token")?;
        if jkt.is_none() && self.state().client_metadata(&client_id).dpop == Dpop::Required {
            let description = "this client has to bring a proof of possession";
            return Err(Refused::new("invalid_dpop_proof", description));
        }
        if renews { self.renew(&client_id, form, jkt, fault) } else { self.redeem(&client_id, form, jkt) }
    }
}
