//! The code's way to the token endpoint.

use std::sync::Arc;

use super::provider::Keys;
use super::state::State;
use super::{Effect, PendingSignIn, Session};
use crate::configuration::Dpop;
use crate::protocol::secret::AuthorizationCode;
use crate::protocol::time::Timestamp;
use crate::protocol::token::TokenRequest;

impl Session {
    pub(super) fn begin_to_redeem(
        &mut self,
        code: AuthorizationCode,
        mut pending: Box<PendingSignIn>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        // What the person left with is what the answer is checked against. Keys that had not come by then are fetched
        // beside the token.
        self.provider.metadata = Some(Arc::clone(&pending.provider));
        self.provider.keys = pending.keys.take().and_then(Keys::parse);
        match self.binds(&pending.provider) {
            None => self.redeem(code, pending, None, now, effects),
            Some(dpop) => {
                self.state = State::AwaitingKey { code, pending, dpop };
                self.prepare_key(effects);
                self.redeem_awaiting(now, effects);
            }
        }
        self.provider.fetch_keys_once(&mut self.tickets, effects);
    }

    /// Goes on with a code whose tokens are bound, once the key is there.
    pub(super) fn redeem_awaiting(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.possession.thumbprint().is_none() {
            return;
        }
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::AwaitingKey { code, pending, dpop } => {
                self.redeem(code, pending, Some(dpop), now, effects)
            }
            other => self.state = other,
        }
    }

    fn redeem(
        &mut self,
        code: AuthorizationCode,
        pending: Box<PendingSignIn>,
        dpop: Option<Dpop>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let body = TokenRequest {
            client_id: &self.configuration.client_id,
            code: &code,
            redirect_uri: &self.configuration.redirect_uri,
            code_verifier: &pending.code_verifier,
            target: &self.configuration.target,
        }
        .body();
        let ticket = self.tickets.next();
        let address = pending.provider.token_endpoint.clone();
        let proof = dpop.map(|dpop| self.possession.proof(dpop, &address));
        effects.push(Effect::Redeem(ticket, address, body, proof));
        self.clock.asks(now);
        self.state = State::Redeeming { ticket, pending };
    }
}
