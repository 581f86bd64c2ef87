//! From the button to the provider.

use std::sync::Arc;

use super::provider::Keys;
use super::state::State;
use super::{Effect, EnvironmentError, Error, PendingSignIn, Place, Session, SignInEntropy, Ticket};
use crate::protocol::authorization::AuthorizationRequest;
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::pkce::CodeVerifier;
use crate::protocol::secret::{Nonce, RequestAddress, State as StateParameter};
use crate::protocol::time::Timestamp;

impl Session {
    pub(super) fn request_sign_in(
        &mut self,
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !matches!(self.state, State::SignedOut(_) | State::Failed { .. }) {
            return;
        }
        // Coming back to the redirect route itself would lead nowhere.
        let place = if self.configuration.is_redirect_path(place.path()) { self.home() } else { place };
        let Some(entropy) = entropy else {
            return self.fail(Error::Environment(EnvironmentError::CryptoUnavailable), place);
        };
        self.state = State::Preparing { entropy, place };
        self.learn_provider(effects);
        self.prepared(now, effects);
    }

    /// Goes on as soon as the metadata is known; the keys may follow, since only the redirect leg needs them.
    pub(super) fn prepared(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(provider) = self.provider.metadata.clone() else { return };
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Preparing { entropy, place } => self.remember(*entropy, place, provider, now, effects),
            other => self.state = other,
        }
    }

    fn remember(
        &mut self,
        entropy: SignInEntropy,
        place: Place,
        provider: Arc<ProviderMetadata>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let pending = PendingSignIn {
            state: StateParameter::from(entropy.state),
            nonce: Nonce::from(entropy.nonce),
            code_verifier: CodeVerifier::from(entropy.code_verifier),
            place: place.clone(),
            created_at: now,
            provider,
            keys: self.provider.keys.as_ref().map(|Keys { text, .. }| text.clone()),
            requirements: self.configuration.requirements.clone(),
        };
        let address = self.authorization_address(&pending);
        let ticket = self.tickets.next();
        effects.push(Effect::Remember(ticket, Box::new(pending)));
        self.state = State::Remembering { ticket, address, place };
    }

    fn authorization_address(&self, pending: &PendingSignIn) -> RequestAddress {
        let request = AuthorizationRequest {
            client_id: &self.configuration.client_id,
            redirect_uri: &self.configuration.redirect_uri,
            scope: &self.configuration.scope,
            state: &pending.state,
            nonce: &pending.nonce,
            code_challenge: &pending.code_verifier.challenge(),
            requirements: &pending.requirements,
            parameters: &self.configuration.parameters,
        };
        RequestAddress::new(request.address(&pending.provider.authorization_endpoint))
    }

    pub(super) fn remembered(
        &mut self,
        ticket: Ticket,
        result: Result<(), EnvironmentError>,
        effects: &mut Vec<Effect>,
    ) {
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Remembering { ticket: asked, address, place } if asked == ticket => match result {
                Ok(()) => effects.push(Effect::Leave(address)),
                Err(error) => self.fail(Error::Environment(error), place),
            },
            other => self.state = other,
        }
    }
}
