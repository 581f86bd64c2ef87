//! A page that was being left, and is still there or there again.

use super::state::State;
use super::{Effect, Session, SignedOutReason};
use crate::protocol::time::{Seconds, Timestamp};

/// How long a browser that was told to leave may take, until this page has a button again.
pub(super) const PATIENCE: Seconds = Seconds(30);

impl Session {
    /// Notices when the browser was told to leave.
    pub(super) fn leaves(&mut self, effect: Effect, now: Timestamp, effects: &mut Vec<Effect>) {
        self.gives_up_leaving_at = Some(now + PATIENCE);
        effects.push(effect);
        effects.push(Effect::WakeAt(now + PATIENCE));
    }

    /// Time passed, and the browser has not left: somebody stopped it, or the address led to a download.
    pub(super) fn give_up_waiting_to_leave(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match (self.gives_up_leaving_at, &self.state) {
            (Some(at), State::Leaving | State::Resuming | State::SigningOut) if at <= now => {
                self.stay(effects)
            }
            (Some(at), State::Leaving | State::Resuming | State::SigningOut) => {
                effects.push(Effect::WakeAt(at))
            }
            _ => {}
        }
    }

    /// A page taken out of the back/forward cache wakes up in the middle of what it was doing when it left: the button
    /// has to work again, and it has heard nothing since.
    pub(super) fn restore(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match &self.state {
            State::Preparing { .. }
            | State::Remembering { .. }
            | State::Leaving
            | State::Resuming
            | State::SigningOut => self.stay(effects),
            _ => self.step_up_turned_back(now, effects),
        }
        // There may be newer tokens.
        if let State::SignedIn(_) = self.state {
            self.say_hello(effects);
        }
        self.returned(now, effects);
    }

    /// Gives the page its button back; where it was about to bring somebody back, it tries once more.
    fn stay(&mut self, effects: &mut Vec<Effect>) {
        self.gives_up_leaving_at = None;
        let signed_out = self.signed_out();
        match std::mem::replace(&mut self.state, signed_out) {
            State::SigningOut => self.state = State::SignedOut(SignedOutReason::SignedOut),
            State::Preparing { resumes: Some(presence), .. } => {
                effects.push(Effect::Note(presence));
                self.offer_resumption(effects);
            }
            _ => {}
        }
    }

    /// Nobody is signed in, and a screen that was locked still is.
    pub(super) fn signed_out(&self) -> State {
        State::SignedOut(match self.is_locked {
            true => SignedOutReason::Idle,
            false => SignedOutReason::NotYet,
        })
    }
}
