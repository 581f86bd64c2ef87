//! One signed token on its way to being verified: the keys may have to come first, and once more.

use super::provider::Provider;
use super::{Effect, EnvironmentError, Ticket, Tickets};
use crate::protocol::jose::{Jws, JwsError, SignatureCheck, VerifiedJws};
use crate::protocol::time::Timestamp;

#[derive(Clone, Debug)]
pub(super) struct Verification {
    jws: Jws,
    check: Option<(Ticket, SignatureCheck)>,
    /// The JWK Set was fetched again for this token; that happens once.
    keys_fetched_again: bool,
}

/// Why a token is not verified.
pub(super) enum Unverified {
    Environment(EnvironmentError),
    Jws(JwsError),
}

impl Verification {
    pub fn of(jws: Jws) -> Self {
        Self { jws, check: None, keys_fetched_again: false }
    }

    /// Has the signature checked as soon as the keys are here.
    pub fn advance(
        &mut self,
        provider: &mut Provider,
        tickets: &mut Tickets,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), JwsError> {
        if self.check.is_some() {
            return Ok(());
        }
        let Some(keys) = &provider.keys else {
            if !provider.verifies_with_keys {
                return Err(self.jws.without_a_key());
            }
            // They are on their way, or failed before: then they are asked for once more.
            provider.fetch_keys_once(tickets, effects);
            return Ok(());
        };
        match self.jws.check_against(&keys.set) {
            Ok(check) => {
                let ticket = tickets.next();
                self.check = Some((ticket, check.clone()));
                effects.push(Effect::CheckSignature(ticket, check));
                Ok(())
            }
            // OIDC Core §10.1.1: "The verifier knows to go back to the jwks_uri location to re-retrieve the keys when it
            // sees an unfamiliar kid value." Once.
            Err(JwsError::KeyNotFound { .. }) if self.fetch_again(provider, tickets, now, effects) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What WebCrypto found; `None` when this was not what it was asked, or when the keys are worth another look.
    pub fn answered(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        provider: &mut Provider,
        tickets: &mut Tickets,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Option<Result<VerifiedJws, Unverified>> {
        let check = match self.check.take() {
            Some((asked, check)) if asked == ticket => check,
            other => {
                self.check = other;
                return None;
            }
        };
        let valid = match result {
            Ok(valid) => valid,
            Err(error) => return Some(Err(Unverified::Environment(error))),
        };
        // The keys may be older than the token, and their key replaced under its name, or without one.
        if !valid && self.fetch_again(provider, tickets, now, effects) {
            return None;
        }
        Some(check.answered(valid).map_err(Unverified::Jws))
    }

    fn fetch_again(
        &mut self,
        provider: &mut Provider,
        tickets: &mut Tickets,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let fetches = !self.keys_fetched_again && provider.fetch_keys_again(tickets, now, effects);
        self.keys_fetched_again |= fetches;
        fetches
    }
}
