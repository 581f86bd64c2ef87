//! Commands to the provider over HTTP, for a test or a developer in another process.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::record::Recorded;
use crate::{Granted, Misbehaviour, Provider, answer};

/// `POST /admin/misbehaviour` with `{"misbehaviour": "invalid-audience"}`.
pub(crate) async fn misbehave(State(provider): State<Provider>, Json(command): Json<Value>) -> Response {
    match command["misbehaviour"].as_str().unwrap_or_default().parse::<Misbehaviour>() {
        Ok(misbehaviour) => {
            provider.misbehave(misbehaviour);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(unknown) => answer::json(
            StatusCode::UNPROCESSABLE_ENTITY,
            &json!({"error": unknown.to_string(), "known": Misbehaviour::ALL}),
        ),
    }
}

/// `GET /admin/misbehaviour`: what is commanded, and everything that could be.
pub(crate) async fn misbehaviours(State(provider): State<Provider>) -> Json<Value> {
    let known: Vec<_> = Misbehaviour::ALL
        .iter()
        .map(|misbehaviour| json!({"misbehaviour": misbehaviour, "description": misbehaviour.description()}))
        .collect();
    let faults = &provider.state().faults;
    Json(json!({"next": faults.next, "standing": faults.standing, "known": known}))
}

/// `DELETE /admin/misbehaviour`.
pub(crate) async fn behave(State(provider): State<Provider>) -> StatusCode {
    provider.behave();
    StatusCode::NO_CONTENT
}

/// `GET /admin/requests`.
pub(crate) async fn requests(State(provider): State<Provider>) -> Json<Vec<Recorded>> {
    Json(provider.requests())
}

/// `GET /admin/granted`.
pub(crate) async fn granted(State(provider): State<Provider>) -> Json<Vec<Granted>> {
    Json(provider.granted())
}

/// `DELETE /admin/requests`.
pub(crate) async fn forget_requests(State(provider): State<Provider>) -> StatusCode {
    provider.forget_requests();
    StatusCode::NO_CONTENT
}
