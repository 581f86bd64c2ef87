//! A sign-in in a window of its own: the page that waits for it, and the window that brings the response.
//!
//! The two say nothing to each other through `window.opener`, which a host or a provider may cut: the window that gets
//! a response offers it to all tabs, and the one whose `state` it carries takes it. Only that tab has the code verifier.

use super::provider::Keys;
use super::pushing::Exit;
use super::state::{Offering, State, Way};
use super::{Effect, Error, Message, PendingSignIn, Place, Recollection, Session, SignInEntropy};
use crate::configuration::features::POPUP;
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::secret::State as StateParameter;
use crate::protocol::time::{Seconds, Timestamp};

/// How long the tab that waits for a response may take to say so.
const ANSWER: Seconds = Seconds(1);

impl Session {
    pub(super) fn request_sign_in_in_popup(
        &mut self,
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !POPUP {
            return self.request_sign_in(entropy, place, now, effects);
        }
        self.request(entropy, place, Way::Popup, now, effects);
        if !self.awaits_popup() {
            effects.push(Effect::ClosePopup);
        }
    }

    /// Whether a window is open beside this page for a sign-in.
    pub(super) fn awaits_popup(&self) -> bool {
        POPUP && matches!(self.state, State::Waiting { .. } | State::Preparing { way: Way::Popup, .. })
    }

    pub(super) fn wait_for_popup(
        &mut self,
        pending: PendingSignIn,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !POPUP {
            return;
        }
        match self.departure(&pending, None) {
            Ok(departure) => {
                self.state = State::Waiting { pending: Box::new(pending) };
                self.depart(departure, Exit::Popup, now, effects);
            }
            Err(error) => self.fail(Error::PushedRequest(error), pending.place),
        }
    }

    /// The person closed the window, or changed their mind: this page cannot know, so they tell it.
    pub(super) fn abandon(&mut self, effects: &mut Vec<Effect>) {
        if !POPUP {
            return;
        }
        if self.awaits_popup() {
            self.state = self.signed_out();
            self.say_hello(effects);
        }
    }

    /// A response that came to another window: the tab that waits for this very `state` takes it, once.
    pub(super) fn response_offered(
        &mut self,
        response: AuthorizationResponse,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !POPUP {
            return;
        }
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Waiting { mut pending } if response.state().as_ref() == Some(&pending.state) => {
                effects.push(Effect::Tell(Message::Taken(pending.state.clone())));
                // This page has not been left: what it has learnt since is of the same provider.
                pending.keys = self.provider.keys.as_ref().map(|Keys { text, .. }| text.clone());
                pending.steps = self.timeline.before_leaving();
                self.take_response(response, pending, now, effects);
            }
            other => self.state = other,
        }
    }

    /// Asks the other tabs whether this response is theirs, and whether somebody is signed in there.
    pub(super) fn offer_response(
        &mut self,
        response: AuthorizationResponse,
        recollection: Recollection,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let place = recollection.latest_place.clone().unwrap_or_else(|| self.home());
        if !POPUP {
            return self.unclaimed(response, recollection, place, now, effects);
        }
        let Some(state) = response.state() else {
            return self.unclaimed(response, recollection, place, now, effects);
        };
        let until = now + ANSWER;
        self.offered = Some(state);
        effects.push(Effect::Tell(Message::Response(Box::new(response.clone()))));
        self.say_hello(effects);
        effects.push(Effect::WakeAt(until));
        self.state = State::Offering(Box::new(Offering { response, recollection, place, until }));
    }

    /// Another tab has the response, even if it took its time.
    pub(super) fn taken(&mut self, state: &StateParameter, effects: &mut Vec<Effect>) {
        if !POPUP {
            return;
        }
        if self.offered.as_ref() == Some(state)
            && matches!(self.state, State::Offering(_) | State::Failed { .. })
        {
            self.offered = None;
            self.state = State::Delivered;
            effects.push(Effect::CloseWindow);
        }
    }

    /// Time passed, and nobody took the response.
    pub(super) fn wait_for_taker(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !POPUP {
            return;
        }
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Offering(offering) if offering.until <= now => {
                let Offering { response, recollection, place, .. } = *offering;
                self.unclaimed(response, recollection, place, now, effects);
            }
            State::Offering(offering) => {
                effects.push(Effect::WakeAt(offering.until));
                self.state = State::Offering(offering);
            }
            other => self.state = other,
        }
    }
}
