//! The keys the provider publishes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::metadata::not_kept;
use crate::{Misbehaviour, Provider, answer, keys};

/// `GET /.well-known/jwks.json` ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)): one key for each
/// algorithm in use, RS256 first.
pub(crate) async fn jwk_set(State(provider): State<Provider>) -> Response {
    use Misbehaviour::*;
    let (fault, keys) = {
        let state = provider.state();
        let keys: Vec<_> =
            state.algorithms().into_iter().map(|algorithm| state.signing_key.of(algorithm)).collect();
        (state.faults.standing, keys)
    };
    let mut jwks: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
    match fault {
        Some(KeysServerError) => return answer::server_error(),
        Some(KeysUnreadable) => return answer::half(&json!({"keys": jwks})),
        Some(KeysEmpty) => jwks.clear(),
        Some(KeysWrongUse) => jwks.iter_mut().for_each(|jwk| jwk["use"] = "enc".into()),
        Some(KeysWrongType) => jwks = keys.iter().map(|key| key.jwk_of_another_type()).collect(),
        Some(KeyIdAbsentSeveralKeys) => jwks.extend(keys.iter().map(|key| key.next().jwk())),
        Some(SignatureEs256WithWrongKey) => jwks.push(keys::elliptic_curve_jwk()),
        _ => {}
    }
    let response = not_kept(answer::json(StatusCode::OK, &json!({"keys": jwks})));
    if fault == Some(KeysRefuseCors) { answer::refusing_cors(response) } else { response }
}
