//! A page that was reloaded: its tokens are gone, and one trip to the provider brings the session back.

use super::state::{State, Way};
use super::step_up::is_denial;
use super::{
    Effect, EnvironmentError, Errand, Error, Offer, PendingSignIn, Place, Presence, Resumption, Session,
    SessionError, SignInEntropy, SignedOutReason, Ticket,
};
use crate::configuration::features::{CALLS, LONG_SESSIONS};
use crate::protocol::authorization::AuthorizationError;
use crate::protocol::metadata::MetadataError;
use crate::protocol::time::Timestamp;

impl Session {
    /// Leaves for the provider without anybody asking, with `prompt=none`: whoever is still signed in there comes
    /// straight back, and nobody else is bothered.
    pub(super) fn reload(
        &mut self,
        place: Place,
        resumes: Option<(Presence, Box<SignInEntropy>)>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let place = self.place_to_return_to(place);
        self.state = match resumes {
            _ if !self.configuration.resumes() => State::SignedOut(SignedOutReason::NotYet),
            Some((presence, _)) if self.has_lasted(presence.since, now) => {
                effects.push(Effect::Forget { goodbye: None });
                State::SignedOut(SignedOutReason::Limit)
            }
            Some((presence, entropy)) => {
                let requirements = self.configuration.requirements.clone();
                State::Preparing { entropy, place, requirements, resumes: Some(presence), way: Way::Here }
            }
            None => {
                return self.fail_and_learn(Error::Session(SessionError::RedirectLoop), place, effects);
            }
        };
        self.learn_provider(effects);
        self.prepared(now, effects);
    }

    /// Asks what it takes to resume the session of this tab.
    pub(super) fn offer_resumption(&mut self, effects: &mut Vec<Effect>) {
        if !(LONG_SESSIONS || CALLS) {
            return;
        }
        let ticket = self.tickets.next();
        self.resumption_asked = Some(ticket);
        effects.push(Effect::OfferResumption(ticket));
    }

    pub(super) fn resumption_offered(
        &mut self,
        ticket: Ticket,
        offer: Offer,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !(LONG_SESSIONS || CALLS) {
            return;
        }
        if self.resumption_asked.take_if(|asked| *asked == ticket).is_none() {
            return self.step_up_offered(ticket, offer, now, effects);
        }
        let reason = match self.state {
            State::Restoring => SignedOutReason::NotYet,
            State::SignedOut(reason) => reason,
            // The person was faster, or another tab; what was to be resumed by is still to be remembered.
            _ => return self.note(effects),
        };
        let kept = offer.kept.filter(|_| self.configuration.keeps_tokens);
        if let (State::Restoring, Some(grant)) = (&self.state, kept) {
            // The offer took the presence out; should these tokens prove nothing, it is needed once more.
            if let Resumption::Resume(presence) = offer.resumption {
                effects.push(Effect::Note(presence));
            }
            self.welcome(grant, &offer.place, now, effects);
            return self.restores_no_more(effects);
        }
        match (offer.resumption, offer.entropy) {
            (Resumption::Resume(presence), Some(entropy)) => {
                self.reload(offer.place, Some((presence, entropy)), now, effects)
            }
            (Resumption::TooOften, _) => self.reload(offer.place, None, now, effects),
            _ => self.state = State::SignedOut(reason),
        }
    }

    /// A sign-in that led nowhere. Where nobody had asked for one, nobody hears that it did not work: the page they
    /// reloaded offers a button. A check that failed is told all the same.
    pub(super) fn give_up(&mut self, error: Error, pending: PendingSignIn, effects: &mut Vec<Effect>) {
        if CALLS
            && let Some(denied) = pending.errand.as_ref().and_then(Errand::denied)
            && is_denial(&error)
        {
            self.errand = Some(denied);
            return self.come_back(pending.place, effects);
        }
        let reason = pending.resumes.as_ref().and_then(|_| reason_to_stop(&error));
        self.stop(error, pending.place, reason, effects);
    }

    /// The same before the browser left.
    pub(super) fn give_up_leaving(&mut self, error: Error, effects: &mut Vec<Effect>) {
        let (place, resumes) = match &self.state {
            State::Preparing { place, resumes, .. } => (place.clone(), resumes.is_some()),
            _ => return,
        };
        let reason = reason_to_stop(&error).filter(|_| resumes);
        self.stop(error, place, reason, effects);
    }

    pub(super) fn stop(
        &mut self,
        error: Error,
        place: Place,
        reason: Option<SignedOutReason>,
        effects: &mut Vec<Effect>,
    ) {
        match reason {
            None => self.fail(error, place),
            Some(reason) => {
                effects.push(Effect::Return(place));
                self.state = State::SignedOut(reason);
            }
        }
    }
}

/// Why nobody is signed in after a reload, where that is no failure to tell.
pub(super) fn reason_to_stop(error: &Error) -> Option<SignedOutReason> {
    match error {
        Error::Authorization(AuthorizationError::InteractionRequired { .. }) => {
            Some(SignedOutReason::Expired)
        }
        Error::Authorization(
            AuthorizationError::Denied { .. }
            | AuthorizationError::Unavailable { .. }
            | AuthorizationError::Refused { .. },
        ) => Some(SignedOutReason::NotYet),
        Error::Metadata(MetadataError::HttpStatus { .. } | MetadataError::Unreadable)
        | Error::Environment(EnvironmentError::KeyStorageBlocked | EnvironmentError::RestMissing)
        | Error::PushedRequest(_)
        | Error::Transport(_)
        | Error::Keys(_) => Some(SignedOutReason::NotYet),
        _ => None,
    }
}
