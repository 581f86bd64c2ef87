//! The token answer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::family::Family;
use crate::id_token::Statement;
use crate::settings::seconds;
use crate::state::Grant;
use crate::{Misbehaviour, Provider, random};

/// What is to be given, and on whose word.
pub(super) struct Issue<'a> {
    pub(super) id: &'a str,
    pub(super) family: &'a Family,
    /// All that the family was granted, or less.
    pub(super) scope: &'a BTreeSet<String>,
    pub(super) nonce: Option<&'a str>,
    /// Of this answer: the access token has its family's.
    pub(super) fault: Option<Misbehaviour>,
    pub(super) refresh_token: Option<String>,
}

impl Provider {
    /// A new access token and what goes with it ([RFC 6749 §5.1], [OIDC Core §3.1.3.3]).
    ///
    /// [RFC 6749 §5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    /// [OIDC Core §3.1.3.3]: https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse
    pub(super) fn issue(&self, issue: &Issue<'_>) -> Map<String, Value> {
        let Issue { id, family, scope, nonce, fault, .. } = *issue;
        let Family { request, session, .. } = family;
        let access_token = random::text();
        let lifetime = seconds(self.settings().access_token_lifetime);
        let grant = Grant {
            family: id.to_owned(),
            session: session.clone(),
            client_id: request.client_id.clone(),
            scope: scope.clone(),
            fault: family.fault,
            jkt: family.jkt.clone(),
            expires_at: self.now().saturating_add(lifetime),
        };
        let key = {
            let mut state = self.state();
            state.grants.insert(access_token.clone(), grant);
            state.faults.latest = family.fault;
            state.rotate_for(family.fault);
            state.signing_key_for(&request.client_id)
        };

        let mut answer = Map::new();
        if scope.contains("openid") {
            let statement = Statement { request, session, scope, nonce, fault };
            answer.insert("id_token".into(), self.id_token(&statement, &access_token, key).into());
        }
        answer.insert("access_token".into(), access_token.into());
        answer.insert("expires_in".into(), lifetime.into());
        answer.insert("token_type".into(), if family.jkt.is_some() { "DPoP" } else { "Bearer" }.into());
        if let Some(refresh_token) = &issue.refresh_token {
            answer.insert("refresh_token".into(), refresh_token.clone().into());
        }
        answer
    }
}
