//! What the other tabs say.

use super::state::State;
use super::{Effect, Message, Place, Session};
use crate::configuration::features::LONG_SESSIONS;
use crate::protocol::time::Timestamp;

impl Session {
    pub(super) fn heard(
        &mut self,
        message: Message,
        place: &Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        match message {
            Message::Hello => self.tell_tokens(now, effects),
            Message::Grant(grant) => self.welcome(grant, place, now, effects),
            Message::Ended { reason, at } => self.ended_elsewhere(reason, at, now, effects),
            Message::Active(at) => self.active_elsewhere(at, now),
            Message::Response(response) => self.response_offered(*response, now, effects),
            Message::Taken(state) => self.taken(&state, effects),
            Message::EndedAtProvider { sid, at } => self.ended_at_provider(&sid, at, now, effects),
        }
    }

    /// Asks whether somebody is signed in in another tab.
    pub(super) fn say_hello(&self, effects: &mut Vec<Effect>) {
        if LONG_SESSIONS {
            effects.push(Effect::Tell(Message::Hello));
        }
    }

    /// Tells whoever has no tokens, or older ones.
    pub(super) fn tell_tokens(&self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if let State::SignedIn(signed_in) = &self.state
            && signed_in.grant.is_usable(now)
        {
            effects.push(Effect::Tell(Message::Grant(signed_in.grant.clone())));
        }
    }

    /// The tab became visible, or the network came back. A tab that was asleep has missed what was said.
    pub(super) fn returned(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        // Somebody may have signed in meanwhile.
        if let State::SignedOut(_) = self.state {
            self.say_hello(effects);
        }
        self.try_again(now);
        match self.state {
            State::SignedIn(_) => self.recall_shared(effects),
            _ => self.recall_lock(effects),
        }
    }
}
