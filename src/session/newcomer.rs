//! A session that comes from another tab, or from before this one was reloaded: verified anew, then shared.

use super::provider::Keys;
use super::state::{Newcomer, State};
use super::verification::{Unverified, Verification};
use super::{
    Effect, EnvironmentError, Error, Grant, Identity, Place, Session, SessionError, SignedOutReason, Ticket,
};
use crate::configuration;
use crate::configuration::features::LONG_SESSIONS;
use crate::lifen::{ClaimNames, LifenClaims};
use crate::protocol::id_token::{self, Expected, ValidatedClaims};
use crate::protocol::jose::{Jws, VerifiedJws};
use crate::protocol::time::Timestamp;

impl Session {
    /// The tokens of another tab, or of this one before it was reloaded.
    pub(super) fn welcome(
        &mut self,
        grant: Box<Grant>,
        place: &Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        if !grant.is_usable(now) || self.has_lasted(grant.since, now) || !self.takes(grant.token_type) {
            return;
        }
        match &mut self.state {
            State::SignedIn(signed_in) if !grant.replaces(&signed_in.grant) => {
                // The same ones come from every tab that answers a newcomer.
                if signed_in.grant.replaces(&grant) {
                    self.tell_tokens(now, effects);
                }
                return;
            }
            State::SignedIn(signed_in) if signed_in.grant.is_of_the_same_sign_in(&grant) => {
                self.release_turn(effects);
                if let State::SignedIn(signed_in) = &mut self.state {
                    signed_in.renew(signed_in.grant.with_tokens_of(*grant), now, None);
                }
                return self.goes_on(now, effects);
            }
            State::SignedIn(_)
            | State::SignedOut(_)
            | State::Preparing { resumes: Some(_), .. }
            | State::Waiting { .. }
            | State::Offering(_)
            | State::Restoring => {}
            // A person is being led to the provider, or reads what went wrong: nothing is swapped under their eyes.
            _ => return,
        }
        if self.newcomer.as_ref().is_some_and(|newcomer| !grant.replaces(&newcomer.grant)) {
            return;
        }
        let Ok(jws) = Jws::parse(grant.id_token.expose(), &self.configuration.algorithms) else { return };
        if let configuration::Verification::TlsInItsPlace(statement) = self.configuration.verification {
            return self.newcomer_verified(*grant, &jws.vouched_for_by_tls(statement), place, now, effects);
        }
        if self.provider.keys.is_none() {
            self.provider.keys = grant.keys.clone().and_then(Keys::parse);
            self.provider.keys_came_along = true;
        }
        // What this tab has measured and checked before is of no sign-in that led here.
        self.timeline.begin_anew();
        self.newcomer =
            Some(Box::new(Newcomer { grant, verification: Verification::of(jws), place: place.clone() }));
        self.check_newcomer_signature(now, effects);
    }

    /// A page of a tab that kept its tokens.
    pub(super) fn restore_kept(
        &mut self,
        grant: Box<Grant>,
        place: &Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        self.state = State::Restoring;
        self.say_hello(effects);
        self.welcome(grant, place, now, effects);
        self.restores_no_more(effects);
        self.learn_provider(effects);
    }

    /// Has its ID Token verified, once the keys are here.
    pub(super) fn check_newcomer_signature(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let Some(newcomer) = &mut self.newcomer else { return };
        let advanced = newcomer.verification.advance(&mut self.provider, &mut self.tickets, now, effects);
        if advanced.is_err() {
            self.turn_away(now, effects);
        }
    }

    pub(super) fn newcomer_signature_checked(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        let Some(newcomer) = &mut self.newcomer else { return };
        let (provider, tickets) = (&mut self.provider, &mut self.tickets);
        match newcomer.verification.answered(ticket, result, provider, tickets, now, effects) {
            None => {}
            Some(Ok(verified)) => {
                if let Some(newcomer) = self.newcomer.take() {
                    self.newcomer_verified(*newcomer.grant, &verified, &newcomer.place, now, effects);
                }
            }
            Some(Err(Unverified::Jws(_) | Unverified::Environment(_))) => self.turn_away(now, effects),
        }
    }

    fn newcomer_verified(
        &mut self,
        grant: Grant,
        verified: &VerifiedJws,
        place: &Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let expected = Expected {
            issuer: &self.configuration.issuer,
            client_id: &self.configuration.client_id,
            nonce: &grant.nonce,
            access_token: None,
            requirements: &grant.requirements,
            skew: self.configuration.clock_skew,
        };
        // It was validated when it came; what is asked now is whether it is what it was.
        let Ok(claims) = id_token::validate(verified, &expected, grant.signed_in_at) else {
            return self.turn_away(now, effects);
        };
        match &self.state {
            State::SignedIn(signed_in) => {
                if let Some(error) = another(&signed_in.identity, &claims, &self.configuration.claim_names) {
                    return self.give_way(error, place.clone(), effects);
                }
                self.release_turn(effects);
            }
            State::Preparing { resumes: Some(known), place, .. } if !known.is_of(claims.subject()) => {
                let place = place.clone();
                return self.fail(Error::Session(SessionError::PersonChanged), place);
            }
            // Whoever came back with a response goes on to where they were going.
            State::Offering(offering) => effects.push(Effect::Return(offering.place.clone())),
            State::SignedOut(_)
            | State::Preparing { resumes: Some(_), .. }
            | State::Waiting { .. }
            | State::Restoring => {}
            _ => return,
        }
        self.sign_in(grant, claims, None, now, effects);
    }

    /// What came proves nothing. Nobody hears of it: whoever was signed in here still is, and whoever was not can be.
    fn turn_away(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.newcomer = None;
        // Nor do the keys that came along: nothing else is to be verified with them.
        if std::mem::take(&mut self.provider.keys_came_along) {
            self.provider.keys = None;
            self.learn_provider(effects);
        }
        self.restores_no_more(effects);
        // A page that was reloaded has waited for it.
        self.prepared(now, effects);
    }

    /// The tokens that this tab kept are of no use: the provider may know the person still.
    pub(super) fn restores_no_more(&mut self, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if let (State::Restoring, None) = (&self.state, &self.newcomer) {
            self.keep_no_more(effects);
            self.offer_resumption(effects);
        }
    }

    /// The keys to verify it with did not come.
    pub(super) fn newcomer_keys_failed(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if self.newcomer.is_some() {
            self.turn_away(now, effects);
        }
    }

    /// Somebody else is signed in by now: this tab stops, and says so.
    fn give_way(&mut self, error: SessionError, place: Place, effects: &mut Vec<Effect>) {
        self.release_turn(effects);
        effects.push(Effect::Forget { goodbye: None });
        self.fail(Error::Session(error), place);
    }

    /// Another tab ended the sessions that began until then.
    pub(super) fn ended_elsewhere(
        &mut self,
        reason: SignedOutReason,
        at: Timestamp,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        self.is_locked |= reason == SignedOutReason::Idle;
        let ends_newcomer = self.newcomer.as_ref().is_some_and(|newcomer| newcomer.grant.since <= at);
        let reason = match reason {
            SignedOutReason::SignedOut => SignedOutReason::Elsewhere,
            reason => reason,
        };
        let ends = match &self.state {
            State::SignedIn(signed_in) => signed_in.grant.since <= at,
            State::Preparing { resumes: Some(presence), .. } => presence.since <= at,
            State::Restoring => ends_newcomer || self.newcomer.is_none(),
            // Whoever signs in now proves who they are in this tab too.
            State::SignedOut(_) => reason == SignedOutReason::Idle,
            _ => false,
        };
        if ends_newcomer && !ends {
            return self.turn_away(now, effects);
        }
        if ends {
            self.newcomer.take_if(|_| ends_newcomer);
            self.release_turn(effects);
            effects.push(Effect::Forget { goodbye: None });
            self.state = State::SignedOut(reason);
            self.learn_provider(effects);
        }
    }

    /// The provider ended one session of its own. A session of ours that does not say which it hangs on ends as well.
    pub(super) fn ended_at_provider(
        &mut self,
        sid: &str,
        at: Timestamp,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        let hangs_on_it = |grant: &Grant| grant.sid.as_deref().is_none_or(|known| known == sid);
        match &self.state {
            State::SignedIn(signed_in) if hangs_on_it(&signed_in.grant) => {
                self.ended_elsewhere(SignedOutReason::Ended, at, now, effects)
            }
            _ if self.newcomer.as_ref().is_some_and(|newcomer| hangs_on_it(&newcomer.grant)) => {
                self.turn_away(now, effects)
            }
            _ => {}
        }
    }
}

/// Whether these claims are another person's, or another workspace's.
pub(super) fn another(
    identity: &Identity,
    claims: &ValidatedClaims,
    names: &ClaimNames,
) -> Option<SessionError> {
    if identity.subject() != claims.subject() {
        return Some(SessionError::PersonElsewhere);
    }
    let found = LifenClaims::read(claims.claims(), names).user;
    let (Some(known), Some(found)) = (&identity.lifen.user, found) else { return None };
    if known.id != found.id {
        return Some(SessionError::PersonElsewhere);
    }
    let workspaces = known.current_workspace.as_ref().zip(found.current_workspace.as_ref());
    workspaces.filter(|(known, found)| known != found).map(|_| SessionError::WorkspaceElsewhere)
}
