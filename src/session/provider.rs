//! What a session knows of the provider so far, learnt while the person reads the page.

use std::sync::Arc;

use super::state::State;
use super::{Effect, Error, PendingSignIn, Session, Ticket, Tickets};
use crate::configuration::{Configuration, MetadataSource, Verification};
use crate::protocol::jwk::JwkSet;
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::transport::{Answer, EndpointRole, Silence, TransportError};

#[derive(Clone, Debug)]
pub(super) struct Provider {
    pub metadata: Option<Arc<ProviderMetadata>>,
    pub keys: Option<Keys>,
    /// With tokens that another tab told, or this one kept.
    pub keys_came_along: bool,
    metadata_asked: Option<Ticket>,
    keys_asked: Option<Ticket>,
    keys_fetched_again_at: Option<Timestamp>,
    /// Not where TLS stands in for signatures: no keys are fetched there.
    pub verifies_with_keys: bool,
}

/// The JWK Set, and its text for the pending sign-in to carry.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub set: JwkSet,
    pub text: String,
}

impl Keys {
    pub fn parse(text: String) -> Option<Self> {
        Some(Self { set: JwkSet::parse(&text).ok()?, text })
    }
}

impl Provider {
    /// For how long no token makes us fetch the JWK Set again once one did: tokens that name keys which are nowhere
    /// must not become a load on the provider.
    pub const COOL_DOWN: Seconds = Seconds(60);

    pub fn new(configuration: &Configuration) -> Self {
        let metadata = match &configuration.metadata {
            MetadataSource::Known(metadata) => Some(Arc::clone(metadata)),
            MetadataSource::Fetched { .. } => None,
        };
        Self {
            metadata,
            keys: None,
            keys_came_along: false,
            metadata_asked: None,
            keys_asked: None,
            keys_fetched_again_at: None,
            verifies_with_keys: configuration.verification == Verification::Signature,
        }
    }

    pub fn fetch_keys_once(&mut self, tickets: &mut Tickets, effects: &mut Vec<Effect>) {
        if self.verifies_with_keys
            && self.keys.is_none()
            && self.keys_asked.is_none()
            && let Some(metadata) = &self.metadata
        {
            let ticket = tickets.next();
            self.keys_asked = Some(ticket);
            effects.push(Effect::FetchKeys(ticket, metadata.jwks_uri.clone()));
        }
    }

    /// Fetches the keys anew, for a token that those we have do not verify; whether it does.
    pub fn fetch_keys_again(
        &mut self,
        tickets: &mut Tickets,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        if self.keys_fetched_again_at.is_some_and(|before| now < before + Self::COOL_DOWN) {
            return false;
        }
        self.keys_fetched_again_at = Some(now);
        self.keys = None;
        self.fetch_keys_once(tickets, effects);
        true
    }
}

impl Session {
    /// Asks for whatever of metadata and keys is not there and not on its way.
    pub(super) fn learn_provider(&mut self, effects: &mut Vec<Effect>) {
        match (&self.configuration.metadata, &self.provider.metadata) {
            (_, Some(_)) => self.provider.fetch_keys_once(&mut self.tickets, effects),
            (MetadataSource::Fetched { address, .. }, None) if self.provider.metadata_asked.is_none() => {
                let address = address.clone();
                let ticket = self.tickets.next();
                self.provider.metadata_asked = Some(ticket);
                effects.push(Effect::FetchMetadata(ticket, address));
            }
            _ => {}
        }
        self.prepare_key(effects);
    }

    pub(super) fn metadata_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.provider.metadata_asked != Some(ticket) {
            return;
        }
        self.provider.metadata_asked = None;
        match self.read_metadata(answer) {
            Ok(metadata) => {
                self.provider.metadata = Some(Arc::new(metadata));
                self.provider.fetch_keys_once(&mut self.tickets, effects);
                self.prepare_key(effects);
                self.prepared(now, effects);
                self.ask_userinfo(now, effects);
                self.step_up_prepared(now, effects);
                self.renew_at_last(now, effects);
            }
            // While nobody waits for it, a failure is no news: the button asks again.
            Err(error) => {
                self.step_up_unprepared(&error, now, effects);
                if let State::SignedIn(signed_in) = &mut self.state {
                    signed_in.is_in_trouble(&error, now);
                }
                self.newcomer_keys_failed(now, effects);
                self.give_up_leaving(error, effects);
            }
        }
    }

    fn read_metadata(&self, answer: Result<Answer, Silence>) -> Result<ProviderMetadata, Error> {
        let answer = answer.map_err(|silence| silent(EndpointRole::Metadata, silence))?;
        let MetadataSource::Fetched { overrides, .. } = &self.configuration.metadata else {
            unreachable!("metadata is only fetched where the configuration says so")
        };
        ProviderMetadata::from_answer(&answer, &self.configuration.issuer, overrides).map_err(Error::Metadata)
    }

    pub(super) fn keys_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.provider.keys_asked != Some(ticket) {
            return;
        }
        self.provider.keys_asked = None;
        match read_keys(answer) {
            Ok(keys) => {
                self.provider.keys = Some(keys);
                self.provider.keys_came_along = false;
                self.prepared(now, effects);
                self.check_signature(now, effects);
                self.check_userinfo_signature(now, effects);
                self.check_renewal_signature(now, effects);
                self.check_newcomer_signature(now, effects);
            }
            Err(error) => self.keys_failed(error, now, effects),
        }
    }

    /// Whoever waits for the keys hears that they do not come.
    fn keys_failed(&mut self, error: Error, now: Timestamp, effects: &mut Vec<Effect>) {
        self.newcomer_keys_failed(now, effects);
        match &self.state {
            State::Verifying(verifying) => {
                let pending = PendingSignIn::clone(&verifying.pending);
                self.give_up(error, pending, effects);
            }
            State::Preparing { resumes: Some(_), .. } => self.give_up_leaving(error, effects),
            State::SignedIn(_) => {
                self.renewal_keys_failed(&error, now, effects);
                self.userinfo_failed(error);
            }
            _ => {}
        }
    }
}

fn read_keys(answer: Result<Answer, Silence>) -> Result<Keys, Error> {
    let answer = answer.map_err(|silence| silent(EndpointRole::Keys, silence))?;
    let set = JwkSet::read(&answer).map_err(Error::Keys)?;
    Ok(Keys { set, text: answer.body })
}

pub(super) fn silent(endpoint: EndpointRole, silence: Silence) -> Error {
    Error::Transport(TransportError { endpoint, silence })
}
