//! The token answer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::authorization::Target;
use crate::family::Family;
use crate::id_token::Statement;
use crate::settings::seconds;
use crate::state::Grant;
use crate::{Granted, Misbehaviour, Provider, random};

/// What is to be given, and on whose word.
pub(super) struct Issue<'a> {
    pub(super) id: &'a str,
    pub(super) family: &'a Family,
    /// All that the family was granted, or less.
    pub(super) scope: &'a BTreeSet<String>,
    /// All that was asked for, or less.
    pub(super) target: &'a Target,
    pub(super) is_renewal: bool,
    /// Of this answer: the access token has its family's.
    pub(super) fault: Option<Misbehaviour>,
    pub(super) refresh_token: Option<String>,
}

impl Issue<'_> {
    fn granted(&self) -> Granted {
        let Family { request, session, jkt, .. } = self.family;
        let Target { resource, audience, authorization_details } = self.target.clone();
        Granted {
            client_id: request.client_id.clone(),
            person: session.person.id.clone(),
            is_renewal: self.is_renewal,
            scope: self.scope.iter().cloned().collect(),
            resource,
            audience,
            authorization_details,
            auth_time: session.authenticated_at,
            acr: session.acr.clone(),
            jkt: jkt.clone(),
        }
    }
}

impl Provider {
    /// A new access token and what goes with it ([RFC 6749 §5.1], [OIDC Core §3.1.3.3]).
    ///
    /// [RFC 6749 §5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    /// [OIDC Core §3.1.3.3]: https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse
    pub(super) fn issue(&self, issue: &Issue<'_>) -> Map<String, Value> {
        let Issue { id, family, scope, fault, .. } = *issue;
        let Family { request, session, .. } = family;
        // "SHOULD NOT have a nonce Claim, even when the ID Token issued at the time of the original authentication
        // contained nonce" (OIDC Core §12.2).
        let nonce = request.nonce.as_deref().filter(|_| !issue.is_renewal);
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
            state.granted.push(issue.granted());
            state.rotate_for(family.fault);
            state.signing_key_for(&request.client_id)
        };

        let mut answer = Map::new();
        if scope.contains("openid") {
            let statement = Statement { request, session, scope, nonce, fault };
            answer.insert("id_token".into(), self.id_token(&statement, &access_token, key).into());
        }
        if !issue.target.authorization_details.is_empty() {
            let details = issue.target.authorization_details.clone();
            answer.insert("authorization_details".into(), details.into());
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
