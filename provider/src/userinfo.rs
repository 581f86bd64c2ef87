//! The userinfo endpoint: who the bearer of an access token is.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::state::Grant;
use crate::{Misbehaviour, Provider, answer, jws};

/// `GET` and `POST /userinfo` ([OIDC Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
pub(crate) async fn userinfo(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let response = match provider.grant_of(&headers) {
        Ok(grant) if !grant.scope.contains("openid") => refused(StatusCode::FORBIDDEN, "insufficient_scope"),
        Ok(grant) => provider.about(&grant),
        Err(BadToken::Missing) => answer::challenged(
            answer::json(StatusCode::UNAUTHORIZED, &json!({"error": "access token missing"})),
            None,
        ),
        Err(BadToken::Invalid) => refused(StatusCode::UNAUTHORIZED, "invalid_token"),
    };
    answer::not_stored(response)
}

/// Why a request has no grant behind it.
pub(crate) enum BadToken {
    Missing,
    /// Made up, expired, or revoked.
    Invalid,
}

impl Provider {
    /// What the request's access token opens.
    pub(crate) fn grant_of(&self, headers: &HeaderMap) -> Result<Grant, BadToken> {
        let token = answer::bearer(headers).ok_or(BadToken::Missing)?;
        let grant = self.state().grants.get(token).cloned().ok_or(BadToken::Invalid)?;
        if self.now() >= grant.expires_at { Err(BadToken::Invalid) } else { Ok(grant) }
    }

    fn about(&self, grant: &Grant) -> Response {
        use Misbehaviour::*;
        let mut claims = self.claims_about(&grant.person, &grant.scope, grant.fault);
        match grant.fault {
            Some(UserinfoUnauthorized) => return refused(StatusCode::UNAUTHORIZED, "invalid_token"),
            Some(UserinfoForbidden) => return refused(StatusCode::FORBIDDEN, "insufficient_scope"),
            Some(UserinfoRateLimited) => {
                let limited =
                    answer::oauth_error(StatusCode::TOO_MANY_REQUESTS, "access_denied", "Too Many Requests");
                return answer::rate_limited(limited);
            }
            Some(UserinfoIsHtml) => return answer::web_page(),
            Some(UserinfoInvalidSubject) => drop(claims.insert("sub".into(), "auth0|somebody-else".into())),
            // "it SHOULD contain the Claims iss … and aud" (OIDC Core §5.3.2).
            Some(UserinfoSigned) => {
                claims.insert("iss".into(), self.issuer().into());
                claims.insert("aud".into(), grant.client_id.clone().into());
                let key = self.state().signing_key_for(&grant.client_id);
                let signed = jws::sign(&claims, key, None);
                return answer::typed(StatusCode::OK, "application/jwt", signed);
            }
            _ => {}
        }
        let response = answer::json(StatusCode::OK, &Value::Object(claims));
        if grant.fault == Some(UserinfoRefusesCors) { answer::refusing_cors(response) } else { response }
    }
}

fn refused(status: StatusCode, error: &str) -> Response {
    let body = json!({"error": error, "error_description": "The access token does not open this."});
    answer::challenged(answer::json(status, &body), Some(error))
}
