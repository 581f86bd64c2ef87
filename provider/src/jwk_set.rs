//! The keys the provider publishes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::metadata::not_kept;
use crate::{Algorithm, Misbehaviour, Provider, answer, keys};

/// `GET /.well-known/jwks.json` ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)): one key for each
/// algorithm in use, RS256 first.
pub(crate) async fn jwk_set(State(provider): State<Provider>) -> Response {
    use Misbehaviour::*;
    let (fault, keys) = {
        let state = provider.state();
        (state.faults.standing, state.keys())
    };
    let mut jwks: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
    match fault {
        Some(KeysServerError) => return answer::server_error(),
        Some(KeysUnreadable) => return answer::half(&json!({"keys": jwks})),
        Some(KeysEmpty) => jwks.clear(),
        Some(KeysWrongUse) => jwks.iter_mut().for_each(|jwk| jwk["use"] = "enc".into()),
        Some(KeysWrongOperations) => jwks.iter_mut().for_each(only_for_encryption),
        Some(KeysWrongAlgorithm) => {
            for (jwk, key) in jwks.iter_mut().zip(&keys) {
                jwk["alg"] = published_for_another(key.algorithm()).to_string().into();
            }
        }
        // A JWK that says `alg` would speak against the token.
        Some(AlgorithmNotAllowed) => jwks.iter_mut().for_each(|jwk| remove(jwk, "alg")),
        Some(KeysWrongType) => jwks = keys.iter().map(|key| key.jwk_of_another_type()).collect(),
        Some(KeyIdAbsentSeveralKeys) => jwks.extend(keys.iter().map(|key| key.next().jwk())),
        Some(SignatureEs256WithWrongKey) => jwks.push(keys::elliptic_curve_jwk()),
        _ => {}
    }
    let response = not_kept(answer::json(StatusCode::OK, &json!({"keys": jwks})));
    if fault == Some(KeysRefuseCors) { answer::refusing_cors(response) } else { response }
}

/// "The use and key_ops JWK members SHOULD NOT be used together" (RFC 7517 §4.3).
fn only_for_encryption(jwk: &mut Value) {
    remove(jwk, "use");
    jwk["key_ops"] = json!(["encrypt"]);
}

/// An algorithm of the same family, where there is one: what is wrong is the `alg` and nothing else.
fn published_for_another(algorithm: Algorithm) -> Algorithm {
    use Algorithm::*;
    match algorithm {
        RS512 | PS512 => RS256,
        RS256 | RS384 | PS256 | PS384 => RS512,
        ES512 => ES256,
        ES256 | ES384 | EdDSA => ES512,
    }
}

fn remove(jwk: &mut Value, member: &str) {
    if let Value::Object(members) = jwk {
        members.remove(member);
    }
}
