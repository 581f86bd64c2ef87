//! A team's account directory behind the access token, as the app's documentation asks for one: a single address, where
//! everybody finds their own account.
//!
//! Whose it is, the token says and nothing else: no address names a person, and what a body says of it is not believed.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value};

use crate::access::Call;
use crate::fhir::outcome;
use crate::state::Grant;
use crate::{Provider, answer};

/// By client and Lifen User ID: two apps know the same person each in their own way.
pub(crate) type AccountKey = (String, String);

/// What an account has to have.
const REQUIRED: [&str; 2] = ["name", "email"];

/// `GET /account`.
pub(crate) async fn find(State(provider): State<Provider>, call: Call) -> Response {
    provider.behind_the_token(&call, |grant| match provider.state().accounts.get(&key_of(grant)) {
        Some(account) => shown(StatusCode::OK, account),
        None => nobody(),
    })
}

/// `PUT /account`: makes one, or puts another in its place; with `If-None-Match: *` ([RFC 9110 §13.1.2]) it only makes one.
///
/// [RFC 9110 §13.1.2]: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
pub(crate) async fn put(State(provider): State<Provider>, call: Call, body: Bytes) -> Response {
    provider.behind_the_token(&call, |grant| {
        let mut state = provider.state();
        let known = state.accounts.contains_key(&key_of(grant));
        if known && text(&call.headers, header::IF_NONE_MATCH) == "*" {
            return outcome(StatusCode::PRECONDITION_FAILED, "conflict", "There is an account already");
        }
        let Some(account) = account(&body, grant) else { return unprocessable() };
        let response = shown(if known { StatusCode::OK } else { StatusCode::CREATED }, &account);
        state.accounts.insert(key_of(grant), account);
        response
    })
}

/// `PATCH /account`: a merge patch ([RFC 7396]) for an account that is there.
///
/// [RFC 7396]: https://www.rfc-editor.org/rfc/rfc7396
pub(crate) async fn patch(State(provider): State<Provider>, call: Call, body: Bytes) -> Response {
    provider.behind_the_token(&call, |grant| {
        if text(&call.headers, header::CONTENT_TYPE) != "application/merge-patch+json" {
            return outcome(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported", "A merge patch is needed");
        }
        let mut state = provider.state();
        let Some(known) = state.accounts.get(&key_of(grant)) else { return nobody() };
        let mut patched = Value::Object(known.clone());
        let Ok(change @ Value::Object(_)) = serde_json::from_slice(&body) else { return unprocessable() };
        merge(&mut patched, change);
        let Some(account) = checked(patched, grant) else { return unprocessable() };
        let response = shown(StatusCode::OK, &account);
        state.accounts.insert(key_of(grant), account);
        response
    })
}

/// `DELETE /account`.
pub(crate) async fn delete(State(provider): State<Provider>, call: Call) -> Response {
    provider.behind_the_token(&call, |grant| match provider.state().accounts.remove(&key_of(grant)) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => nobody(),
    })
}

fn key_of(grant: &Grant) -> AccountKey {
    (grant.client_id.clone(), grant.session.person.uuid.clone())
}

fn account(body: &[u8], grant: &Grant) -> Option<Map<String, Value>> {
    checked(serde_json::from_slice(body).ok()?, grant)
}

/// An account that has what one has to have, and is of whoever the token is.
fn checked(account: Value, grant: &Grant) -> Option<Map<String, Value>> {
    let Value::Object(mut account) = account else { return None };
    let is_there =
        |member: &str| account.get(member).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    if !REQUIRED.into_iter().all(is_there) {
        return None;
    }
    account.remove("issuer");
    account.remove("sub");
    account.insert("lifen_user_id".to_owned(), grant.session.person.uuid.clone().into());
    Some(account)
}

/// RFC 7396 §2: what is `null` goes, what is an object is merged, anything else is put in its place.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(changes) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), change);
        }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn shown(status: StatusCode, account: &Map<String, Value>) -> Response {
    answer::not_stored(answer::json(status, &Value::Object(account.clone())))
}

fn nobody() -> Response {
    outcome(StatusCode::NOT_FOUND, "not-found", "Whoever the access token is of has no account here")
}

fn unprocessable() -> Response {
    outcome(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "An account is an object with `name` and `email`")
}
