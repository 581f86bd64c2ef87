//! The revocation endpoint: a client gives back what it was given.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::authorization::Parameters;
use crate::token::{Refused, check_shape};
use crate::{Misbehaviour, Provider, answer};

/// `POST /oauth/revoke` ([RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009#section-2)).
pub(crate) async fn revoke(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    let fault = provider.state().faults.standing;
    let response = match fault {
        Some(Misbehaviour::RevocationUnauthorized) => StatusCode::UNAUTHORIZED.into_response(),
        Some(Misbehaviour::RevocationServerError) => answer::server_error(),
        _ => match provider.take_back(&headers, &Parameters::parse(&body)) {
            Ok(()) => StatusCode::OK.into_response(),
            Err(refused) => refused.into_response(),
        },
    };
    let response = answer::not_stored(response);
    if fault == Some(Misbehaviour::RevocationRefusesCors) {
        answer::refusing_cors(response)
    } else {
        response
    }
}

impl Provider {
    /// `token_type_hint` only says where to look first: here that is everywhere.
    fn take_back(&self, headers: &HeaderMap, form: &Parameters) -> Result<(), Refused> {
        check_shape(headers, form)?;
        let client_id = self.client_of(form)?;
        let token = form.only("token").ok_or(Refused::new("invalid_request", "`token` is missing"))?;
        // "verifies whether the token was issued to the client making the revocation request"
        let somebody_elses = Refused::new("invalid_grant", "the token was given to another client");

        let mut state = self.state();
        if let Some((id, family)) = state.family_of(token) {
            if family.request.client_id != client_id {
                return Err(somebody_elses);
            }
            // "the authorization server SHOULD also invalidate all access tokens based on the same authorization grant"
            let id = id.to_owned();
            state.revoke(&id);
        } else if let Some(grant) = state.grants.get(token) {
            if grant.client_id != client_id {
                return Err(somebody_elses);
            }
            state.grants.remove(token);
        }
        // "The authorization server responds with HTTP status code 200 if the token has been revoked successfully or if
        // the client submitted an invalid token."
        Ok(())
    }
}
