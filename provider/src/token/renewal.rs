//! The refresh token's turn: once, and then its successor's.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Refused;
use super::issue::Issue;
use crate::authorization::Parameters;
use crate::family::{Family, RefreshToken};
use crate::settings::seconds;
use crate::state::State;
use crate::{Misbehaviour, Provider, random};

impl Provider {
    /// The refresh token grant ([RFC 6749 §6], [OIDC Core §12]).
    ///
    /// [RFC 6749 §6]: https://www.rfc-editor.org/rfc/rfc6749#section-6
    /// [OIDC Core §12]: https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens
    pub(super) fn renew(
        &self,
        client_id: &str,
        form: &Parameters,
        jkt: Option<String>,
        fault: Option<Misbehaviour>,
    ) -> Result<Map<String, Value>, Refused> {
        if !self.state().client_metadata(client_id).refresh_tokens {
            return Err(Refused::new("unauthorized_client", "this client may not renew"));
        }
        let text = form
            .only("refresh_token")
            .ok_or(Refused::new("invalid_request", "`refresh_token` is missing"))?;
        let (id, family, scope, target, refresh_token) = {
            let mut state = self.state();
            let (id, family, scope) = self.check(&mut state, text, client_id, form.only("scope"))?;
            // "The binding MUST be validated when the refresh token is later presented" (RFC 9449 §5).
            if family.jkt.is_some() && family.jkt != jkt {
                return Err(Refused::new("invalid_grant", "the refresh token is bound to another key"));
            }
            let target = family.request.target.narrowed(form)?;
            let keeps_it = fault == Some(Misbehaviour::RefreshWithoutRotation);
            let next = if keeps_it { text.to_owned() } else { random::text() };
            state.rotate(&id, RefreshToken { text: next.clone(), used_at: self.now() });
            (id, family, scope, target, (!keeps_it).then_some(next))
        };

        let mut answer = self.issue(&Issue {
            id: &id,
            family: &family,
            scope: &scope,
            target: &target,
            is_renewal: true,
            fault,
            refresh_token,
        });
        if scope != family.request.scope {
            let scope: Vec<_> = scope.into_iter().collect();
            answer.insert("scope".into(), scope.join(" ").into());
        }
        Ok(answer)
    }

    /// Whether this refresh token opens anything for this client, and how much of it is asked for.
    fn check(
        &self,
        state: &mut State,
        text: &str,
        client_id: &str,
        scope: Option<&str>,
    ) -> Result<(String, Family, BTreeSet<String>), Refused> {
        let invalid = |description| Err(Refused::new("invalid_grant", description));
        let now = self.now();
        let Some((id, family)) = state.family_of(text) else {
            return invalid("nobody was given this refresh token, or it was revoked");
        };
        let (id, family) = (id.to_owned(), family.clone());
        if family.request.client_id != client_id {
            return invalid("the refresh token was given to another client");
        }
        let Some(current) = family.current.as_ref().filter(|current| current.text == text) else {
            // "the authorization server cannot determine which party submitted the invalid refresh token, but it will
            // revoke the active refresh token" (RFC 9700 §4.14.2).
            state.revoke(&id);
            return invalid(
                "the refresh token was used before: all that stems from the same sign-in is revoked",
            );
        };
        let settings = self.settings();
        if now - current.used_at >= seconds(settings.refresh_token_idle_lifetime)
            || now - family.granted_at >= seconds(settings.refresh_token_absolute_lifetime)
        {
            return invalid("the refresh token has expired");
        }
        // "MUST NOT include any scope not originally granted by the resource owner" (RFC 6749 §6).
        let scope = match scope {
            None => family.scope.clone(),
            Some(scope) => scope.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        };
        if !scope.is_subset(&family.scope) {
            return Err(Refused::new("invalid_scope", "`scope` has more than was granted"));
        }
        Ok((id, family, scope))
    }
}
