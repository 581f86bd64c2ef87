//! A session and its tokens, while somebody is signed in.

use std::sync::Arc;

use super::state::{Renewal, RenewalStep, SignedIn, State};
use super::{Effect, Error, Grant, Renewed, Session};
use crate::configuration::features::LONG_SESSIONS;
use crate::protocol::evidence::Evidence;
use crate::protocol::time::Timestamp;

impl Session {
    /// What comes after new tokens.
    pub(super) fn goes_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.ask_userinfo(now, effects);
        self.keep(effects);
        self.set_alarm(effects);
    }

    /// Remembers who is signed in, for when the page is reloaded.
    pub(super) fn note(&self, effects: &mut Vec<Effect>) {
        if let State::SignedIn(signed_in) = &self.state {
            effects.push(Effect::Note(signed_in.presence()));
        }
    }

    /// Drops the tokens that were kept for a reload.
    pub(super) fn keep_no_more(&self, effects: &mut Vec<Effect>) {
        if LONG_SESSIONS {
            effects.push(Effect::Keep(None));
        }
    }

    /// Keeps the tokens for a reload, where the deployment chose that.
    fn keep(&self, effects: &mut Vec<Effect>) {
        if let State::SignedIn(signed_in) = &self.state
            && LONG_SESSIONS
            && self.configuration.keeps_tokens
        {
            effects.push(Effect::Keep(Some(signed_in.grant.clone())));
        }
    }
}

impl SignedIn {
    /// Goes on with newer tokens of the same sign-in.
    /// What was checked of them is `None` where another tab did.
    pub(super) fn renew(&mut self, grant: Grant, now: Timestamp, evidence: Option<Evidence>) {
        let identity = Arc::make_mut(&mut self.identity);
        identity.expires_at = grant.expires_at;
        identity.renews = grant.refresh_token.is_some();
        identity.grant_scope(&grant.scope);
        identity.authorization_details.clone_from(&grant.authorization_details);
        self.renewal = Renewal::of(&grant);
        *self.grant = grant;
        self.receipt.with(|receipt| receipt.renewal = Some(Renewed { at: now, evidence }));
    }

    /// Nothing is there to renew with any more.
    pub(super) fn renews_no_more(&mut self) {
        self.grant.refresh_token = None;
        self.renewal.step = RenewalStep::Never;
        Arc::make_mut(&mut self.identity).renews = false;
    }

    /// There are no new tokens yet.
    pub(super) fn fails(&mut self, now: Timestamp) {
        self.renewal.step = RenewalStep::Due(self.renewal.patience.pause(&self.grant.nonce, now));
    }

    /// Why there are no new tokens; before the old ones end nobody misses anything.
    pub(super) fn is_in_trouble(&mut self, error: &Error, now: Timestamp) {
        if LONG_SESSIONS && self.grant.expires_at <= now {
            self.renewal.trouble = Some(Arc::new(error.clone()));
        }
    }
}
