//! What a session knows of the provider so far, learnt while the person reads the page.

use std::sync::Arc;

use super::state::State;
use super::{Effect, Error, Session, Ticket};
use crate::configuration::MetadataSource;
use crate::protocol::jwk::JwkSet;
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::time::Timestamp;
use crate::protocol::transport::{Answer, EndpointRole, Silence, TransportError};

#[derive(Debug)]
pub(super) struct Provider {
    pub metadata: Option<Arc<ProviderMetadata>>,
    pub keys: Option<Keys>,
    metadata_asked: Option<Ticket>,
    keys_asked: Option<Ticket>,
}

/// The JWK Set, and its text for the pending sign-in to carry.
#[derive(Debug)]
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
    pub fn new(source: &MetadataSource) -> Self {
        let metadata = match source {
            MetadataSource::Known(metadata) => Some(Arc::clone(metadata)),
            MetadataSource::Fetched { .. } => None,
        };
        Self { metadata, keys: None, metadata_asked: None, keys_asked: None }
    }
}

impl Session {
    /// Asks for whatever of metadata and keys is not there and not on its way.
    pub(super) fn learn_provider(&mut self, effects: &mut Vec<Effect>) {
        match (&self.configuration.metadata, &self.provider.metadata) {
            (_, Some(_)) => self.fetch_keys_once(effects),
            (MetadataSource::Fetched { address, .. }, None) if self.provider.metadata_asked.is_none() => {
                let address = address.clone();
                let ticket = self.ticket();
                self.provider.metadata_asked = Some(ticket);
                effects.push(Effect::FetchMetadata(ticket, address));
            }
            _ => {}
        }
    }

    pub(super) fn fetch_keys_once(&mut self, effects: &mut Vec<Effect>) {
        if self.provider.keys.is_none() && self.provider.keys_asked.is_none() {
            self.fetch_keys(effects);
        }
    }

    pub(super) fn fetch_keys(&mut self, effects: &mut Vec<Effect>) {
        let Some(address) = self.provider.metadata.as_ref().map(|metadata| metadata.jwks_uri.clone()) else {
            return;
        };
        let ticket = self.ticket();
        self.provider.keys_asked = Some(ticket);
        effects.push(Effect::FetchKeys(ticket, address));
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
                self.fetch_keys_once(effects);
                self.prepared(now, effects);
            }
            // While nobody waits for it, a failure is no news: the button asks again.
            Err(error) => {
                if let State::Preparing { place, .. } = &self.state {
                    let place = place.clone();
                    self.fail(error, place);
                }
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
        effects: &mut Vec<Effect>,
    ) {
        if self.provider.keys_asked != Some(ticket) {
            return;
        }
        self.provider.keys_asked = None;
        match read_keys(answer) {
            Ok(keys) => {
                self.provider.keys = Some(keys);
                self.check_signature(effects);
            }
            Err(error) => {
                if let State::Verifying(verifying) = &self.state {
                    let place = verifying.pending.place.clone();
                    self.fail(error, place);
                }
            }
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
