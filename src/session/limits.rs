//! How long a session lives: until its tokens end, nobody was there for too long, or the deployment's limit is reached.

use super::state::{RenewalStep, State};
use super::step_up::StepUp;
use super::{Effect, Error, Mark, Message, Place, Session, SharedMemory, SignedOutReason, Ticket};
use crate::configuration::features::LONG_SESSIONS;
use crate::protocol::time::Timestamp;

impl Session {
    /// Measures against the clock whatever may be due, so a laptop that slept wakes up right.
    pub(super) fn wake(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.calls.forget_stale(now);
        self.step_up_stopped(now, effects);
        let State::SignedIn(signed_in) = &self.state else { return };
        let since = signed_in.grant.since;
        let is_idle = LONG_SESSIONS
            && self.configuration.idle_lock.is_some_and(|limit| signed_in.active_at + limit <= now);
        if is_idle {
            // Another tab may know better.
            return self.recall_shared(effects);
        }
        if self.has_lasted(since, now) {
            return self.end(SignedOutReason::Limit, now, effects);
        }
        self.advance_renewal(now, effects);
        self.set_alarm(effects);
    }

    /// Has the session wake when the next thing is due.
    pub(super) fn set_alarm(&self, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &self.state else { return };
        let renewal = match &signed_in.renewal.step {
            RenewalStep::Never => Some(signed_in.grant.expires_at),
            RenewalStep::Due(at) | RenewalStep::Awaited(at) => Some(*at),
            RenewalStep::Queued(_) | RenewalStep::Asked(_) => None,
            RenewalStep::Verifying(verifying) => verifying.again_at,
        };
        let idle = self.configuration.idle_lock.map(|limit| signed_in.active_at + limit);
        let limit = self.configuration.session_lifetime.map(|limit| signed_in.grant.since + limit);
        let (kept, paused) = (self.calls.stale_at(), self.calls.resumes_at());
        let left = self.calls.step_up.as_ref().and_then(StepUp::left_until);
        effects.extend(
            [renewal, idle, limit, kept, paused, left].into_iter().flatten().min().map(Effect::WakeAt),
        );
    }

    /// The person did something. Whoever comes back after the time is over does not wake what has to be locked.
    pub(super) fn active(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let Some(limit) = self.configuration.idle_lock else { return };
        match &mut self.state {
            State::SignedIn(signed_in) if now < signed_in.active_at + limit => {
                signed_in.active_at = now;
                effects.push(Effect::Mark(Mark::Active(now)));
                effects.push(Effect::Tell(Message::Active(now)));
            }
            // Another tab may know better; or they may be about to sign in.
            _ => self.recall_shared(effects),
        }
    }

    /// The person did something in another tab.
    pub(super) fn active_elsewhere(&mut self, at: Timestamp, now: Timestamp) {
        if !LONG_SESSIONS {
            return;
        }
        if let State::SignedIn(signed_in) = &mut self.state {
            signed_in.active_at = signed_in.active_at.max(at.min(now));
        }
    }

    /// A tab that was asleep, or out of memory, has not heard what the others said.
    pub(super) fn recall_shared(&mut self, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let ticket = self.tickets.next();
        self.shared_asked = Some(ticket);
        effects.push(Effect::RecallShared(ticket));
    }

    /// Whether the screen is locked is known before anybody can press anything.
    pub(super) fn recall_lock(&mut self, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if self.configuration.idle_lock.is_some() {
            self.recall_shared(effects);
        }
    }

    pub(super) fn shared_recalled(
        &mut self,
        ticket: Ticket,
        shared: &SharedMemory,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        if self.shared_asked != Some(ticket) {
            return;
        }
        self.shared_asked = None;
        let is_locked = shared.is_locked(self.configuration.idle_lock, now);
        let State::SignedIn(signed_in) = &mut self.state else {
            self.is_locked = is_locked;
            return;
        };
        if let Some(at) = shared.active_at() {
            signed_in.active_at = signed_in.active_at.max(at.min(now));
        }
        if !shared.admits(signed_in.grant.since) {
            let reason = if is_locked { SignedOutReason::Idle } else { shared.ended_as() };
            return self.ended_elsewhere(reason, now, now, effects);
        }
        if shared.has_ended(signed_in.grant.sid.as_deref()) {
            return self.ended_elsewhere(SignedOutReason::Ended, now, now, effects);
        }
        match self.configuration.idle_lock {
            Some(limit) if signed_in.active_at + limit <= now => {
                self.end(SignedOutReason::Idle, now, effects)
            }
            _ => self.wake(now, effects),
        }
    }

    /// Whether a session that began then has reached the deployment's limit.
    pub(super) fn has_lasted(&self, since: Timestamp, now: Timestamp) -> bool {
        LONG_SESSIONS && self.configuration.session_lifetime.is_some_and(|limit| since + limit <= now)
    }

    /// Locks the screen in all tabs.
    pub(super) fn lock(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        self.is_locked = true;
        self.end_everywhere(SignedOutReason::Idle, now, effects);
    }

    /// Ends the session in this tab and in all others.
    pub(super) fn end(&mut self, reason: SignedOutReason, now: Timestamp, effects: &mut Vec<Effect>) {
        self.is_locked = reason == SignedOutReason::Idle;
        self.end_everywhere(reason, now, effects);
        self.state = State::SignedOut(reason);
        self.learn_provider(effects);
    }

    /// The same with something to tell, in this tab.
    pub(super) fn stop_session(
        &mut self,
        error: Error,
        place: Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.end_everywhere(SignedOutReason::Ended, now, effects);
        self.fail(error, place);
    }

    fn end_everywhere(&mut self, reason: SignedOutReason, now: Timestamp, effects: &mut Vec<Effect>) {
        self.release_turn(effects);
        let at = match &self.state {
            // Whoever signed in after this session may go on, unless nobody is there.
            State::SignedIn(signed_in) if reason != SignedOutReason::Idle => signed_in.grant.since,
            _ => now,
        };
        effects.push(Effect::Mark(Mark::Ended { reason, at }));
        effects.push(Effect::Tell(Message::Ended { reason, at }));
        effects.push(Effect::Forget { goodbye: None });
    }
}
