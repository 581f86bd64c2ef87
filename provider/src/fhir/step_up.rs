//! What takes more than a valid token: a document that is shown only to someone who proved lately, and well, who they
//! are.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::outcome::outcome;
use super::{directory, resource};
use crate::Provider;
use crate::access::Call;
use crate::settings::{StepUp, seconds};
use crate::state::{Grant, Session};

/// `GET /fhir/v3/DocumentReference/{id}`.
pub(crate) async fn document(
    State(provider): State<Provider>,
    call: Call,
    Path(id): Path<String>,
) -> Response {
    let step_up = &provider.settings().step_up;
    provider.behind_the_token(&call, |grant| {
        if !step_up.is_met_by(&grant.session, provider.now()) {
            return demanded(step_up, grant);
        }
        match directory::document(&id, &grant.session.person.workspace) {
            Some(document) => resource(&document),
            None => outcome(StatusCode::NOT_FOUND, "not-found", "No document has this id"),
        }
    })
}

/// The challenge that sends a client back to the authorization endpoint
/// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470#section-3)).
pub(super) fn demanded(step_up: &StepUp, grant: &Grant) -> Response {
    let why = "A stronger or more recent sign-in is needed";
    let mut challenge = grant.challenge("insufficient_user_authentication").saying("error_description", why);
    if !step_up.acr_values.is_empty() {
        challenge = challenge.saying("acr_values", step_up.acr_values.join(" "));
    }
    if let Some(max_age) = step_up.max_age {
        challenge = challenge.saying("max_age", max_age.as_secs().to_string());
    }
    challenge.on(outcome(StatusCode::UNAUTHORIZED, "login", why))
}

impl StepUp {
    fn is_met_by(&self, session: &Session, now: i64) -> bool {
        let is_strong = self.acr_values.is_empty()
            || session.acr.as_ref().is_some_and(|acr| self.acr_values.contains(acr));
        let is_recent = self.max_age.is_none_or(|max_age| now - session.authenticated_at <= seconds(max_age));
        is_strong && is_recent
    }
}
