//! The token answer, made wrong on command.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use crate::{Misbehaviour, answer};

/// Faults for which the code or the refresh token does not even matter: it stays as it was.
pub(super) fn answer_in_place_of_a_check(fault: Misbehaviour) -> Option<Response> {
    use Misbehaviour::*;
    let response = match fault {
        TokenServerError => answer::server_error(),
        TokenTemporarilyUnavailable => answer::oauth_error(
            StatusCode::SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            "The server is being looked after",
        ),
        TokenUnauthorizedEmpty => StatusCode::UNAUTHORIZED.into_response(),
        TokenBadRequestEmpty => StatusCode::BAD_REQUEST.into_response(),
        TokenErrorWithStatus200 => {
            answer::oauth_error(StatusCode::OK, "invalid_grant", "Invalid authorization code")
        }
        TokenRedirects => answer::elsewhere(),
        TokenForbidden => answer::json(
            StatusCode::FORBIDDEN,
            &json!({"statusCode": 403, "code": "blocked", "message": "Forbidden"}),
        ),
        InvalidGrant => {
            answer::oauth_error(StatusCode::BAD_REQUEST, "invalid_grant", "Invalid authorization code")
        }
        TokenErrorWithoutDescription => {
            answer::json(StatusCode::BAD_REQUEST, &json!({"error": "invalid_request"}))
        }
        TokenRateLimited => answer::rate_limited(answer::oauth_error(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Global limit has been reached",
        )),
        TokenAnswerIsHtml => answer::web_page(),
        TokenAnswerIsEmpty => answer::typed(StatusCode::OK, "application/json", String::new()),
        RefreshServerError => answer::server_error(),
        RefreshInvalidGrant => {
            answer::oauth_error(StatusCode::BAD_REQUEST, "invalid_grant", "Unknown or invalid refresh token.")
        }
        RefreshRateLimited => answer::rate_limited(answer::oauth_error(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Global limit has been reached",
        )),
        _ => return None,
    };
    Some(response)
}

pub(super) fn answer_with(mut answer: Map<String, Value>, fault: Option<Misbehaviour>) -> Response {
    use Misbehaviour::*;
    match fault {
        Some(NoAccessToken) => drop(answer.remove("access_token")),
        Some(NoIdToken | RefreshWithoutIdToken) => drop(answer.remove("id_token")),
        Some(WrongTokenType) => answer["token_type"] = "mac".into(),
        Some(MissingTokenType) => drop(answer.remove("token_type")),
        Some(TokenTypeDpop) => answer["token_type"] = "DPoP".into(),
        Some(ExpiresInNegative) => answer["expires_in"] = (-86_400).into(),
        Some(ExpiresInMissing) => drop(answer.remove("expires_in")),
        Some(LowercaseBearer) => answer["token_type"] = "bearer".into(),
        Some(ExpiresInAsText) => answer["expires_in"] = answer["expires_in"].to_string().into(),
        Some(RefreshAnswerLost) => return answer::bad_gateway(),
        Some(TokenAnswerIsHalf) => return answer::half(&Value::Object(answer)),
        _ => {}
    }
    answer::json(StatusCode::OK, &Value::Object(answer))
}
