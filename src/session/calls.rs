//! The calls of the app's pages, from the wish to the answer: with the session's access token, to the origins that the
//! deployment lists, and over whatever the session has to do first.

use super::state::{RenewalStep, State};
use super::step_up::StepUp;
use super::{Call, CallId, Effect, Error, Grant, Session, Ticket};
use crate::configuration::features::CALLS;
use crate::protocol::api::{ApiAnswer, ApiError};
use crate::protocol::challenge::Scheme;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::transport::{Answer, Silence};

/// A token that came this short a time ago would not be taken if it were fetched anew.
const FRESH: Seconds = Seconds(10);

/// How long the answer to a call that a redirect interrupted waits for its page to ask.
const KEPT: Seconds = Seconds(60);

/// A server that asks to come again at once is given this time all the same.
const SHORTEST_PAUSE: Seconds = Seconds(1);

/// What the pages of this tab have asked for and not been answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    pub under_way: Vec<UnderWay>,
    pub step_up: Option<StepUp>,
}

#[derive(Clone, Debug)]
pub(super) struct UnderWay {
    /// Who is told; nobody yet of a call that was made again after a redirect, and of no other.
    pub waiter: Option<CallId>,
    /// It was interrupted by a redirect: its page comes back, and asks.
    pub interrupted: bool,
    pub call: Box<Call>,
    pub step: CallStep,
    /// The access token that was refused; a second one is the last.
    pub refused: Option<Sent>,
    /// Until then a server that asks to come again is obeyed; later, its caller is told.
    pub patient_until: Timestamp,
}

/// Which access token: when it came, and after how many renewals. The clock alone does not tell one from the next, since
/// it may stand still, or be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    obtained_at: Timestamp,
    renewals: i64,
}

impl Sent {
    fn of(grant: &Grant) -> Self {
        Self { obtained_at: grant.obtained_at, renewals: grant.renewals }
    }
}

#[derive(Clone, Debug)]
pub(super) enum CallStep {
    /// For an access token that can be sent.
    Waiting,
    /// With the access token that was sent.
    Asked(Ticket, Sent),
    /// The server asked to come again then.
    Pausing(Timestamp),
    /// The person is to prove anew who they are.
    SteppingUp,
    /// Since then, and nobody has asked.
    Settled(Box<Result<Answer, Error>>, Timestamp),
}

impl UnderWay {
    pub fn of(waiter: CallId, call: Box<Call>, patient_until: Timestamp) -> Self {
        let step = CallStep::Waiting;
        Self { waiter: Some(waiter), interrupted: false, call, step, refused: None, patient_until }
    }

    fn kept_until(&self) -> Option<Timestamp> {
        match self.step {
            CallStep::Settled(_, since) => Some(since + KEPT),
            _ => None,
        }
    }

    /// One that a redirect interrupted.
    pub fn again(address: Endpoint, step: CallStep, patient_until: Timestamp) -> Self {
        let (method, headers) = (super::Method::Get, Vec::new());
        let call = Box::new(Call { method, address, headers, body: None, limit: None });
        Self { waiter: None, interrupted: true, call, step, refused: None, patient_until }
    }

    fn asked(&self) -> Option<Ticket> {
        match self.step {
            CallStep::Asked(ticket, _) => Some(ticket),
            _ => None,
        }
    }

    fn paused_until(&self) -> Option<Timestamp> {
        match self.step {
            CallStep::Pausing(until) => Some(until),
            _ => None,
        }
    }
}

impl Session {
    pub(super) fn call_requested(
        &mut self,
        id: CallId,
        call: Box<Call>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else {
            return deliver(id, Err(Error::Api(ApiError::SignedOut)), effects);
        };
        // A refusal of access stays on show: the page that was left for it makes its calls as soon as it is back.
        signed_in.interruption.take_if(|error| !matches!(**error, Error::Api(ApiError::ScopeDenied { .. })));
        self.calls.forget_stale(now);
        if !self.configuration.may_receive_the_token(&call.address) {
            let origin = call.address.origin().as_str().to_owned();
            return deliver(id, Err(Error::Api(ApiError::OriginNotAllowed { origin })), effects);
        }
        if self.calls.claim(id, &call, effects) {
            return;
        }
        let patient_until = now + call.limit.unwrap_or(self.configuration.timeout);
        self.calls.under_way.push(UnderWay::of(id, call, patient_until));
        self.make_calls(now, effects);
    }

    /// Its caller does not wait any longer: the request is stopped, if it is on its way.
    pub(super) fn call_dropped(&mut self, id: CallId, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        for under_way in &mut self.calls.under_way {
            if under_way.waiter == Some(id) {
                under_way.waiter = None;
            }
        }
        self.calls.under_way.retain(|under_way| {
            let is_wanted = under_way.waiter.is_some() || under_way.interrupted;
            if !is_wanted {
                effects.extend(under_way.asked().map(Effect::Abandon));
            }
            is_wanted
        });
    }

    /// Sends what waits, as soon as there is an access token for it. One that ended, or was refused, is renewed first.
    pub(super) fn make_calls(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        let State::SignedIn(signed_in) = &self.state else { return };
        for under_way in &mut self.calls.under_way {
            if under_way.paused_until().is_some_and(|until| until <= now) {
                under_way.step = CallStep::Waiting;
            }
        }
        if self.calls.under_way.iter().all(|under_way| !matches!(under_way.step, CallStep::Waiting)) {
            return;
        }
        let grant = &signed_in.grant;
        let dpop = grant.needs_proof(&self.configuration);
        if dpop.is_some() && self.possession.thumbprint().is_none() {
            return self.prepare_key(effects);
        }
        let (at_hand, token) = (Sent::of(grant), grant.access_token.clone());
        let has_ended = grant.expires_at <= now;
        let cannot_renew = matches!(signed_in.renewal.step, RenewalStep::Never);
        let mut needs_renewal = false;
        let mut unsettled = Vec::new();
        for mut under_way in std::mem::take(&mut self.calls.under_way) {
            if let CallStep::Waiting = under_way.step {
                let is_refused = under_way.refused == Some(at_hand);
                if !has_ended && !is_refused {
                    let ticket = self.tickets.next();
                    let proof = dpop.map(|dpop| self.possession.proof(dpop, &under_way.call.address));
                    effects.push(Effect::Call(ticket, under_way.call.clone(), token.clone(), proof));
                    under_way.step = CallStep::Asked(ticket, at_hand);
                } else if is_refused && cannot_renew {
                    unsettled.push(under_way);
                    continue;
                } else {
                    needs_renewal = true;
                }
            }
            self.calls.under_way.push(under_way);
        }
        for under_way in unsettled {
            let error = Error::Api(ApiError::Unauthorized { description: None });
            self.settle(under_way, Err(error), now, effects);
        }
        if needs_renewal {
            self.renew_now(now, effects);
        }
    }

    pub(super) fn call_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        let asked = |under_way: &UnderWay| match under_way.step {
            CallStep::Asked(asked, sent) if asked == ticket => Some(sent),
            _ => None,
        };
        let calls = &mut self.calls.under_way;
        let Some((place, sent)) =
            calls.iter().enumerate().find_map(|(place, call)| Some((place, asked(call)?)))
        else {
            return;
        };
        let under_way = calls.remove(place);
        let scheme = match &self.state {
            State::SignedIn(signed_in) => signed_in.grant.token_type,
            _ => Scheme::Bearer,
        };
        let result = match answer.map(|answer| ApiAnswer::read(answer, scheme)) {
            Err(silence) => Err(Error::Api(ApiError::Silent(silence))),
            Ok(ApiAnswer::Success(answer)) => Ok(answer),
            Ok(ApiAnswer::Refused(ApiError::RateLimited { retry_after: Some(pause) }))
                if now + pause.max(SHORTEST_PAUSE) <= under_way.patient_until =>
            {
                return self.pause(under_way, now + pause.max(SHORTEST_PAUSE), effects);
            }
            Ok(ApiAnswer::Refused(error)) => Err(Error::Api(error)),
            Ok(ApiAnswer::TokenRefused { description }) => {
                return self.token_refused(under_way, sent, description, now, effects);
            }
            Ok(ApiAnswer::AuthenticationInsufficient(challenge)) => {
                return self.authentication_demanded(under_way, challenge, now, effects);
            }
        };
        self.settle(under_way, result, now, effects);
    }

    /// The API has had too many calls of late, and did nothing about this one: it is made again when the API says, whatever
    /// it sends.
    fn pause(&mut self, mut under_way: UnderWay, until: Timestamp, effects: &mut Vec<Effect>) {
        under_way.step = CallStep::Pausing(until);
        // What is left of its time, however little.
        under_way.call.limit = Some((under_way.patient_until - until).max(Seconds(1)));
        self.calls.under_way.push(under_way);
        self.set_alarm(effects);
    }

    /// The API does not take the access token: it is renewed once, and the call made again once. Where nothing is there to
    /// renew it with, the session is over.
    fn token_refused(
        &mut self,
        mut under_way: UnderWay,
        sent: Sent,
        description: Option<String>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let unauthorized = || Err(Error::Api(ApiError::Unauthorized { description: description.clone() }));
        let State::SignedIn(signed_in) = &self.state else { return };
        let grant = &signed_in.grant;
        let cannot_renew = matches!(signed_in.renewal.step, RenewalStep::Never);
        let was_renewed_meanwhile = sent != Sent::of(grant);
        let is_fresh = !was_renewed_meanwhile && now < grant.obtained_at + FRESH;
        let came_by_renewal = grant.renewals > 0;
        if under_way.refused.is_some() || (is_fresh && (cannot_renew || came_by_renewal)) {
            return self.settle(under_way, unauthorized(), now, effects);
        }
        if cannot_renew && !was_renewed_meanwhile {
            self.settle(under_way, unauthorized(), now, effects);
            return self.expire(effects);
        }
        under_way.refused = Some(sent);
        under_way.step = CallStep::Waiting;
        self.calls.under_way.push(under_way);
        self.make_calls(now, effects);
    }

    /// Tells whoever waits; what nobody waits for yet is kept for its page.
    pub(super) fn settle(
        &mut self,
        mut under_way: UnderWay,
        result: Result<Answer, Error>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        match under_way.waiter {
            Some(waiter) => deliver(waiter, result, effects),
            None => {
                under_way.step = CallStep::Settled(Box::new(result), now);
                self.calls.under_way.push(under_way);
                self.set_alarm(effects);
            }
        }
    }

    /// Tells everybody who waits at such a step that it led nowhere.
    pub(super) fn fail_calls(
        &mut self,
        waits: impl Fn(&CallStep) -> bool,
        error: &Error,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        for under_way in std::mem::take(&mut self.calls.under_way) {
            if waits(&under_way.step) {
                self.settle(under_way, Err(error.clone()), now, effects);
            } else {
                self.calls.under_way.push(under_way);
            }
        }
    }

    /// The session is over: nobody waits for ever.
    pub(super) fn abandon_calls(&mut self, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        if matches!(self.state, State::SignedIn(_)) {
            return;
        }
        for under_way in std::mem::take(&mut self.calls).under_way {
            effects.extend(under_way.asked().map(Effect::Abandon));
            if let Some(waiter) = under_way.waiter {
                deliver(waiter, Err(Error::Api(ApiError::SignedOut)), effects);
            }
        }
    }

    /// The call that a redirect interrupted, and that its page has not asked for again: its answer is there, or on its way.
    pub fn interrupted_call(&self) -> Option<&Endpoint> {
        let mut calls = self.calls.under_way.iter();
        calls.find(|under_way| under_way.waiter.is_none()).map(|under_way| &under_way.call.address)
    }
}

impl Calls {
    pub fn awaits(&self, ticket: Ticket) -> bool {
        self.under_way.iter().any(|call| call.asked() == Some(ticket))
    }

    /// An answer that nobody asked for in time is the person's: it is not kept.
    pub fn forget_stale(&mut self, now: Timestamp) {
        if !CALLS {
            return;
        }
        self.under_way.retain(|under_way| under_way.kept_until().is_none_or(|until| now < until));
    }

    /// When the first of these is to be forgotten.
    pub fn stale_at(&self) -> Option<Timestamp> {
        self.under_way.iter().filter_map(UnderWay::kept_until).min()
    }

    /// When the first call is to be made that its API has put off.
    pub fn resumes_at(&self) -> Option<Timestamp> {
        self.under_way.iter().filter_map(UnderWay::paused_until).min()
    }

    /// Whether this is the call that a redirect interrupted: then its answer is handed over, once it is there.
    fn claim(&mut self, id: CallId, call: &Call, effects: &mut Vec<Effect>) -> bool {
        let is_it = |under_way: &UnderWay| {
            under_way.waiter.is_none() && under_way.call.address == call.address && call.is_repeatable()
        };
        let Some(place) = self.under_way.iter().position(is_it) else { return false };
        let mut under_way = self.under_way.remove(place);
        match under_way.step {
            CallStep::Settled(result, _) => deliver(id, *result, effects),
            _ => {
                under_way.waiter = Some(id);
                self.under_way.push(under_way);
            }
        }
        true
    }
}

fn deliver(id: CallId, result: Result<Answer, Error>, effects: &mut Vec<Effect>) {
    effects.push(Effect::Deliver(id, result));
}
