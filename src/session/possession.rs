//! Proofs of possession: the key that tokens are bound to, and the nonces that servers want in the proofs (RFC 9449).
//!
//! A request that brings a proof is kept until its answer is here. Where that says no more than that the proof lacks a
//! nonce, the same request goes out once more, with the nonce; whoever waits for the answer never hears of it.

use super::calls::CallStep;
use super::state::{RenewalStep, State, UserInfoState};
use super::{Effect, EnvironmentError, Error, Event, Grant, Session, Ticket};
use crate::configuration::features::DPOP;
use crate::configuration::{Configuration, Dpop};
use crate::protocol::challenge::Scheme;
use crate::protocol::dpop::{DpopNonce, Thumbprint, asks_for_a_nonce};
use crate::protocol::endpoint::{Endpoint, Origin};
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::time::Timestamp;

/// That a request has to bring a proof, and with which nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRequest {
    /// The one that this server gave last.
    pub nonce: Option<DpopNonce>,
    dpop: Dpop,
}

/// What this tab knows of its key, and of the nonces of others.
#[derive(Clone, Debug, Default)]
pub(super) struct Possession {
    key: Key,
    nonces: Vec<(Origin, DpopNonce)>,
    under_way: Vec<Proving>,
}

#[derive(Clone, Debug, Default)]
enum Key {
    #[default]
    Unknown,
    Asked(Ticket),
    Known(Thumbprint),
}

/// A request with a proof whose answer has not come.
#[derive(Clone, Debug)]
struct Proving {
    ticket: Ticket,
    /// What whoever waits for the answer knows it by; another one where this is the second attempt.
    answers_to: Ticket,
    effect: Effect,
}

impl Possession {
    pub fn thumbprint(&self) -> Option<&Thumbprint> {
        match &self.key {
            Key::Known(thumbprint) => Some(thumbprint),
            _ => None,
        }
    }

    /// A proof for a request to this address.
    pub fn proof(&self, dpop: Dpop, address: &Endpoint) -> ProofRequest {
        let origin = address.origin();
        let nonce = self.nonces.iter().find(|(known, _)| *known == origin).map(|(_, nonce)| nonce.clone());
        ProofRequest { nonce, dpop }
    }

    /// §8.2: "The client MUST use the new nonce value supplied for the next token request and for all subsequent token
    /// requests until the authorization server supplies a new nonce."
    fn remember(&mut self, origin: Origin, nonce: DpopNonce) {
        self.nonces.retain(|(known, _)| *known != origin);
        self.nonces.push((origin, nonce));
    }
}

impl Dpop {
    /// The types of the tokens that are taken for a request with a proof, or without one.
    pub(super) fn token_types(proven: Option<Self>) -> &'static [Scheme] {
        match proven {
            None => &[Scheme::Bearer],
            // RFC 9449 §5: "A client that receives a token_type of Bearer […] can discern that the access token is not
            // DPoP-bound", and does without where the deployment lets it.
            Some(Self { required: false, .. }) => &[Scheme::Dpop, Scheme::Bearer],
            Some(Self { required: true, .. }) => &[Scheme::Dpop],
        }
    }
}

impl Grant {
    /// Whether whoever brings its tokens has to bring a proof.
    pub(super) fn needs_proof(&self, configuration: &Configuration) -> Option<Dpop> {
        configuration.dpop.filter(|_| DPOP && self.token_type == Scheme::Dpop)
    }
}

impl Session {
    /// Whether tokens of this provider are to be bound.
    pub(super) fn binds(&self, provider: &ProviderMetadata) -> Option<Dpop> {
        self.configuration.dpop.filter(|dpop| DPOP && (dpop.required || provider.offers_dpop))
    }

    /// Whether tokens of this type are what the deployment wants now: they may be older than its settings.
    pub(super) fn takes(&self, token_type: Scheme) -> bool {
        match (self.configuration.dpop, token_type) {
            (None, token_type) => token_type == Scheme::Bearer,
            (Some(dpop), token_type) => token_type == Scheme::Dpop || !dpop.required,
        }
    }

    /// Has the key at hand as soon as it is known that it will be needed, while the person still reads the page.
    pub(super) fn prepare_key(&mut self, effects: &mut Vec<Effect>) {
        if !DPOP {
            return;
        }
        let of_the_provider = self.provider.metadata.as_ref().and_then(|provider| self.binds(provider));
        let of_the_session = match &self.state {
            State::SignedIn(signed_in) => signed_in.grant.needs_proof(&self.configuration),
            _ => None,
        };
        if let (Some(dpop), Key::Unknown) = (of_the_provider.or(of_the_session), &self.possession.key) {
            let ticket = self.tickets.next();
            self.possession.key = Key::Asked(ticket);
            effects.push(Effect::PrepareKey(ticket, dpop));
        }
    }

    pub(super) fn key_prepared(
        &mut self,
        ticket: Ticket,
        result: Result<Thumbprint, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let is_asked = matches!(self.possession.key, Key::Asked(asked) if asked == ticket);
        if !DPOP || !is_asked {
            return;
        }
        self.possession.key = match result {
            Ok(thumbprint) => Key::Known(thumbprint),
            Err(error) => {
                self.possession.key = Key::Unknown;
                return self.key_failed(Error::Environment(error), now, effects);
            }
        };
        self.prepared(now, effects);
        self.step_up_prepared(now, effects);
        self.redeem_awaiting(now, effects);
        self.ask_userinfo(now, effects);
    }

    /// While nobody waits for it, that is no news: the button asks again.
    fn key_failed(&mut self, error: Error, now: Timestamp, effects: &mut Vec<Effect>) {
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::AwaitingKey { pending, .. } => self.give_up(error, *pending, effects),
            other => {
                self.state = other;
                self.give_up_leaving(error.clone(), effects);
                self.step_up_unprepared(&error, now, effects);
                self.session_unproven(error, now, effects);
            }
        }
    }

    /// Whatever waits to be asked with a proof is not asked. The session itself goes on, and looks for the key again when
    /// it is to be renewed.
    fn session_unproven(&mut self, error: Error, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &self.state else { return };
        if signed_in.grant.needs_proof(&self.configuration).is_some() {
            self.fail_calls(|step| matches!(step, CallStep::Waiting), &error, now, effects);
            self.userinfo_unproven(error);
        }
    }

    /// Keeps each request with a proof until its answer is here.
    pub(super) fn keep_proving(&mut self, effects: &mut [Effect]) {
        if !DPOP {
            return;
        }
        for effect in effects {
            let Some((&mut ticket, ..)) = effect.proving() else { continue };
            if !self.possession.under_way.iter().any(|request| request.ticket == ticket) {
                let request = effect.proving_again();
                let request = request.map(|effect| Proving { ticket, answers_to: ticket, effect });
                self.possession.under_way.extend(request);
            }
        }
    }

    /// Takes from an answer what it says about nonces. `None` where the request goes out once more.
    pub(super) fn hear(&mut self, mut event: Event, effects: &mut Vec<Effect>) -> Option<Event> {
        if !DPOP || self.configuration.dpop.is_none() {
            return Some(event);
        }
        let (ticket, answer) = match &mut event {
            Event::TokenAnswered(ticket, answer)
            | Event::UserInfoAnswered(ticket, answer)
            | Event::CallAnswered(ticket, answer) => (ticket, answer.as_ref().ok()),
            _ => return Some(event),
        };
        let under_way = &mut self.possession.under_way;
        let Some(position) = under_way.iter().position(|request| request.ticket == *ticket) else {
            return Some(event);
        };
        let mut request = under_way.remove(position);
        *ticket = request.answers_to;
        let nonce = answer.and_then(|answer| DpopNonce::parse(answer.headers.dpop_nonce.as_deref()?));
        let asks = answer.is_some_and(asks_for_a_nonce);
        let (Some(nonce), Some((ticket, address, proof))) = (nonce, request.effect.proving()) else {
            return Some(event);
        };
        self.possession.remember(address.origin(), nonce.clone());
        // Once: a server that is not content with its own nonce will not be the next time.
        if !asks || *ticket != request.answers_to || !self.awaits(request.answers_to) {
            return Some(event);
        }
        *ticket = self.tickets.next();
        request.ticket = *ticket;
        proof.nonce = Some(nonce);
        effects.extend(request.effect.proving_again());
        self.possession.under_way.push(request);
        None
    }

    /// Whether somebody still waits for this answer. What was asked for a session that is over is not asked again.
    fn awaits(&self, ticket: Ticket) -> bool {
        match &self.state {
            State::Redeeming { ticket: asked, .. } => *asked == ticket,
            State::SignedIn(signed_in) => {
                matches!(signed_in.renewal.step, RenewalStep::Asked(asked) if asked == ticket)
                    || matches!(signed_in.userinfo, UserInfoState::Asked(asked) if asked == ticket)
                    || self.calls.awaits(ticket)
            }
            _ => false,
        }
    }
}
