//! The userinfo endpoint: who the bearer of an access token is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::access::{Call, Challenge};
use crate::state::Grant;
use crate::{Misbehaviour, Provider, answer, jws};

const SOMEBODY_ELSE: &str = "auth0|somebody-else";

/// `GET` and `POST /userinfo` ([OIDC Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
pub(crate) async fn userinfo(State(provider): State<Provider>, call: Call) -> Response {
    let response = match provider.grant_of(&call) {
        Ok(grant) if !grant.scope.contains("openid") => {
            refused(StatusCode::FORBIDDEN, grant.challenge("insufficient_scope"))
        }
        Ok(grant) => provider.about(&grant),
        Err(challenge) => refused(StatusCode::UNAUTHORIZED, challenge),
    };
    answer::not_stored(response)
}

impl Provider {
    fn about(&self, grant: &Grant) -> Response {
        use Misbehaviour::*;
        let mut claims = self.claims_about(&grant.session.person, &grant.scope, grant.fault);
        match grant.fault {
            Some(UserinfoUnauthorized) => {
                return refused(StatusCode::UNAUTHORIZED, grant.challenge("invalid_token"));
            }
            Some(UserinfoForbidden) => {
                return refused(StatusCode::FORBIDDEN, grant.challenge("insufficient_scope"));
            }
            Some(UserinfoRateLimited) => {
                let limited =
                    answer::oauth_error(StatusCode::TOO_MANY_REQUESTS, "access_denied", "Too Many Requests");
                return answer::rate_limited(limited);
            }
            Some(UserinfoServerError) => return answer::server_error(),
            Some(UserinfoRedirects) => return answer::elsewhere(),
            Some(UserinfoIsHtml) => return answer::web_page(),
            Some(UserinfoDisagrees) => disagree(&mut claims),
            Some(UserinfoMissingSubject) => drop(claims.remove("sub")),
            Some(UserinfoInvalidSubject) => drop(claims.insert("sub".into(), SOMEBODY_ELSE.into())),
            Some(fault) if is_signed(fault) => return self.signed(claims, &grant.client_id, fault),
            _ => {}
        }
        let response = answer::json(StatusCode::OK, &Value::Object(claims));
        if grant.fault == Some(UserinfoRefusesCors) { answer::refusing_cors(response) } else { response }
    }

    /// "If signed, the UserInfo Response SHOULD contain the Claims iss (issuer) and aud (audience) as members"
    /// ([OIDC Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    fn signed(&self, mut claims: Map<String, Value>, client_id: &str, fault: Misbehaviour) -> Response {
        use Misbehaviour::*;
        claims.insert("iss".into(), self.issuer().into());
        claims.insert("aud".into(), client_id.into());
        let mut say = |claim: &str, value: Value| drop(claims.insert(claim.to_owned(), value));
        let mut of_the_signature = None;
        match fault {
            UserinfoWithoutIssuerAndAudience => claims.retain(|claim, _| claim != "iss" && claim != "aud"),
            UserinfoSignedByAnotherIssuer => say("iss", "https://another-provider.example/".into()),
            UserinfoSignedForAnotherClient => say("aud", "another-client".into()),
            UserinfoSignedInvalidSubject => say("sub", SOMEBODY_ELSE.into()),
            UserinfoSignedExpired => say("exp", (self.now() - 3600).into()),
            UserinfoSignedInvalidSignature => of_the_signature = Some(InvalidSignature),
            UserinfoSignedUnknownKey => of_the_signature = Some(UnknownKeyId),
            UserinfoSignedAlgorithmNone => of_the_signature = Some(AlgorithmNone),
            _ => {}
        }
        let key = self.state().signing_key_for(client_id);
        answer::typed(StatusCode::OK, "application/jwt", jws::sign(&claims, key, of_the_signature))
    }
}

/// What a directory says that was brought up to date after the person signed in, or was not.
fn disagree(claims: &mut Map<String, Value>) {
    for (claim, value) in [("name", "Victoire Pugin"), ("email", "v.pugin@rochebrune.example")] {
        if claims.contains_key(claim) {
            claims.insert(claim.to_owned(), value.into());
        }
    }
    claims["https://lifen.fr/user"]["currentWorkspaceId"] = "Organization/7120458".into();
}

fn is_signed(fault: Misbehaviour) -> bool {
    use Misbehaviour::*;
    matches!(
        fault,
        UserinfoSigned
            | UserinfoWithoutIssuerAndAudience
            | UserinfoSignedInvalidSignature
            | UserinfoSignedUnknownKey
            | UserinfoSignedAlgorithmNone
            | UserinfoSignedForAnotherClient
            | UserinfoSignedByAnotherIssuer
            | UserinfoSignedInvalidSubject
            | UserinfoSignedExpired
    )
}

fn refused(status: StatusCode, challenge: Challenge) -> Response {
    let body = match challenge.error {
        Some(error) => {
            json!({"error": error, "error_description": "The access token does not open this."})
        }
        None => json!({"error": "access token missing"}),
    };
    challenge.on(answer::json(status, &body))
}
