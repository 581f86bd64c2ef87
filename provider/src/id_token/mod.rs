//! The ID Token: the statement that somebody signed in, meant for one client.

mod spoilt;

use crate::keys::{Key, base64url};
use crate::state::Code;
use crate::{Provider, jws};

pub(crate) use spoilt::without_or_with_slash;

/// A day: shorter than the access token, as Lifen does it.
const LIFETIME: i64 = 24 * 3600;

impl Provider {
    /// Signs the ID Token that goes with an access token ([OIDC Core §2], [§3.1.3.6]).
    ///
    /// [OIDC Core §2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
    /// [§3.1.3.6]: https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken
    pub(crate) fn id_token(&self, code: &Code, access_token: &str, key: Key) -> String {
        let now = self.now();
        let key = spoilt::key(key, code.fault);
        let mut claims = self.claims_about(&code.session.person, &code.request.scope, code.fault);
        claims.insert("iss".into(), self.issuer().into());
        claims.insert("aud".into(), code.request.client_id.clone().into());
        claims.insert("iat".into(), now.into());
        claims.insert("exp".into(), (now + LIFETIME).into());
        claims.insert("at_hash".into(), access_token_hash(access_token, key).into());
        if let Some(nonce) = &code.request.nonce {
            claims.insert("nonce".into(), nonce.clone().into());
        }
        // "auth_time is REQUIRED" when `max_age` was asked.
        if code.request.max_age.is_some() {
            claims.insert("auth_time".into(), code.session.authenticated_at.into());
        }
        if let Some(acr) = &code.request.acr {
            claims.insert("acr".into(), acr.clone().into());
        }
        if let Some(fault) = code.fault {
            spoilt::spoil(&mut claims, fault, now, key);
        }
        jws::sign(&claims, key, code.fault)
    }
}

/// "the base64url encoding of the left-most half of the hash of the octets of the ASCII representation".
fn access_token_hash(access_token: &str, key: Key) -> String {
    let hash = key.algorithm().hash(access_token.as_bytes());
    base64url(&hash[..hash.len() / 2])
}
