//! The code's turn: once, and only for whom it was made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::Refused;
use super::issue::Issue;
use crate::authorization::Parameters;
use crate::family::{Family, RefreshToken};
use crate::state::{Code, Spent};
use crate::{Dpop, Misbehaviour, Provider, random};

/// "A maximum authorization code lifetime of 10 minutes is RECOMMENDED"; this provider takes one.
const CODE_LIFETIME: i64 = 60;

impl Provider {
    /// The authorization code grant ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    pub(super) fn redeem(
        &self,
        client_id: &str,
        form: &Parameters,
        jkt: Option<String>,
    ) -> Result<Map<String, Value>, Refused> {
        let code_text = form.only("code").ok_or(Refused::new("invalid_request", "`code` is missing"))?;
        let redirect_uri =
            form.only("redirect_uri").ok_or(Refused::new("invalid_request", "`redirect_uri` is missing"))?;
        let verifier =
            form.only("code_verifier").filter(|verifier| is_verifier(verifier)).ok_or(Refused::new(
                "invalid_request",
                "`code_verifier` is missing or not 43 to 128 unreserved characters",
            ))?;

        let target = {
            let state = self.state();
            let code = state.codes.get(code_text).map(|code| code.request.target.clone());
            code.unwrap_or_default().narrowed(form)?
        };
        let code = self.spend(code_text, client_id, redirect_uri, verifier, jkt.as_deref())?;
        let (id, family) = self.found(code_text, code, jkt);
        let refresh_token = family.current.as_ref().map(|current| current.text.clone());
        let mut answer = self.issue(&Issue {
            id: &id,
            family: &family,
            scope: &family.scope,
            target: &target,
            is_renewal: false,
            fault: family.fault,
            refresh_token,
        });
        // "OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED" (RFC 6749 §5.1).
        if family.scope != family.request.scope {
            let scope: Vec<_> = family.scope.into_iter().collect();
            answer.insert("scope".into(), scope.join(" ").into());
        }
        Ok(answer)
    }

    /// A code opens once, within a minute, for the client, the address and the verifier it was made for.
    fn spend(
        &self,
        text: &str,
        client_id: &str,
        redirect_uri: &str,
        verifier: &str,
        jkt: Option<&str>,
    ) -> Result<Code, Refused> {
        let invalid = |description| Err(Refused::new("invalid_grant", description));
        let now = self.now();
        let mut state = self.state();
        let Some(code) = state.codes.get_mut(text) else { return invalid("nobody was given this code") };
        match &code.spent {
            Spent::No => {}
            Spent::Burnt => return invalid("the code was offered wrongly before"),
            // "SHOULD revoke (when possible) all tokens previously issued based on that authorization code"
            Spent::For(family) => {
                let family = family.clone();
                state.revoke(&family);
                return invalid("the code was redeemed before");
            }
        }
        if now - code.issued_at >= CODE_LIFETIME {
            return invalid("the code has expired");
        }
        // Whoever offers it wrongly once may be guessing: there is no second try.
        code.spent = Spent::Burnt;
        if code.request.client_id != client_id {
            return invalid("the code was given to another client");
        }
        if code.request.redirect_uri != redirect_uri {
            return invalid("`redirect_uri` is not the one of the authorization request");
        }
        if code.request.code_challenge != URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) {
            return invalid("`code_verifier` does not fit the challenge");
        }
        let code = code.clone();
        // Whoever stole the code has not the key (RFC 9449 §10). For a client whose proofs are passed over, so is this
        // parameter.
        let minds = state.client_metadata(client_id).dpop != Dpop::Ignored;
        if minds && code.request.dpop_jkt.as_deref().is_some_and(|bound_to| jkt != Some(bound_to)) {
            return invalid("the proof is not made with the key of `dpop_jkt`");
        }
        Ok(code)
    }

    /// The first of the tokens that stem from a code.
    fn found(&self, code_text: &str, code: Code, jkt: Option<String>) -> (String, Family) {
        let Code { request, session, fault, .. } = code;
        let mut scope = request.scope.clone();
        if fault == Some(Misbehaviour::ScopeNarrowed) {
            scope.retain(|word| word == "openid");
        }
        let jkt = jkt.filter(|_| fault != Some(Misbehaviour::TokenTypeBearerDespiteDpop));
        let (id, now) = (random::text(), self.now());
        let mut state = self.state();
        let may_renew =
            scope.contains("offline_access") && state.client_metadata(&request.client_id).refresh_tokens;
        let current = may_renew.then(|| RefreshToken { text: random::text(), used_at: now });
        if let Some(current) = &current {
            state.refresh_tokens.insert(current.text.clone(), id.clone());
        }
        let family = Family { request, session, scope, fault, granted_at: now, jkt, current };
        state.families.insert(id.clone(), family.clone());
        if let Some(code) = state.codes.get_mut(code_text) {
            code.spent = Spent::For(id.clone());
        }
        (id, family)
    }
}

/// 43 to 128 unreserved characters ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
fn is_verifier(text: &str) -> bool {
    let is_unreserved = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}
