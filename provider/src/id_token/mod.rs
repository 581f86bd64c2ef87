//! The ID Token: the statement that somebody signed in, meant for one client.

mod spoilt;

use std::collections::BTreeSet;

use crate::authorization::AuthorizationRequest;
use crate::keys::{Key, base64url};
use crate::state::Session;
use crate::{Misbehaviour, Provider, jws};

pub(crate) use spoilt::without_or_with_slash;

/// A day: shorter than the access token, as Lifen does it.
const LIFETIME: i64 = 24 * 3600;

/// Who signed in, and what was asked.
pub(crate) struct Statement<'a> {
    pub(crate) request: &'a AuthorizationRequest,
    pub(crate) session: &'a Session,
    pub(crate) scope: &'a BTreeSet<String>,
    /// The request's, in the answer to the code alone.
    pub(crate) nonce: Option<&'a str>,
    pub(crate) fault: Option<Misbehaviour>,
}

impl Provider {
    /// Signs the ID Token that goes with an access token ([OIDC Core §2], [§3.1.3.6]).
    ///
    /// [OIDC Core §2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
    /// [§3.1.3.6]: https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken
    pub(crate) fn id_token(&self, statement: &Statement<'_>, access_token: &str, key: Key) -> String {
        let Statement { request, session, scope, nonce, fault } = *statement;
        let now = self.now();
        let key = spoilt::key(key, fault);
        let mut claims = self.claims_about(&session.person, scope, fault);
        claims.insert("iss".into(), self.issuer().into());
        claims.insert("aud".into(), request.client_id.clone().into());
        claims.insert("iat".into(), now.into());
        claims.insert("exp".into(), (now + LIFETIME).into());
        claims.insert("at_hash".into(), access_token_hash(access_token, key).into());
        if let Some(nonce) = nonce {
            claims.insert("nonce".into(), nonce.into());
        }
        // "auth_time is REQUIRED" when `max_age` was asked.
        if request.max_age.is_some() {
            claims.insert("auth_time".into(), session.authenticated_at.into());
        }
        if let Some(acr) = session.acr.as_ref().filter(|_| !request.acr_values.is_empty()) {
            claims.insert("acr".into(), acr.clone().into());
        }
        if self.state().client_metadata(&request.client_id).frontchannel_logout_uri.is_some() {
            claims.insert("sid".into(), session.sid.clone().into());
        }
        if let Some(fault) = fault {
            spoilt::spoil(&mut claims, fault, now, key);
            spoilt::renewed(&mut claims, fault, session.authenticated_at);
        }
        jws::sign(&claims, key, fault)
    }
}

/// "the base64url encoding of the left-most half of the hash of the octets of the ASCII representation".
fn access_token_hash(access_token: &str, key: Key) -> String {
    let hash = key.algorithm().hash(access_token.as_bytes());
    base64url(&hash[..hash.len() / 2])
}
