//! From the button to the provider.

use std::sync::Arc;

use super::provider::Keys;
use super::pushing::Exit;
use super::state::{State, Way};
use super::{
    Effect, EnvironmentError, Error, PendingSignIn, Place, Presence, Session, SignInEntropy, SignedOutReason,
    Ticket,
};
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::pkce::CodeVerifier;
use crate::protocol::secret::{LoginHint, Nonce, State as StateParameter};
use crate::protocol::time::{Seconds, Timestamp};

impl Session {
    pub(super) fn request_sign_in(
        &mut self,
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.request(entropy, place, Way::Here, now, effects);
    }

    pub(super) fn request(
        &mut self,
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
        way: Way,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let place = match &self.state {
            State::SignedOut(_) | State::Failed { .. } => self.place_to_return_to(place),
            // Begun in another window, it goes on here, or in a new one.
            State::Waiting { pending } => pending.place.clone(),
            State::Preparing { way: Way::Popup, place, .. } => place.clone(),
            _ => return,
        };
        let Some(entropy) = entropy else {
            return self.fail(Error::Environment(EnvironmentError::CryptoUnavailable), place);
        };
        let requirements = self.requirements();
        self.errand = None;
        self.state = State::Preparing { entropy, place, requirements, resumes: None, way };
        self.learn_provider(effects);
        self.prepared(now, effects);
    }

    /// What is asked of the authentication: of whoever finds a locked screen, that they prove who they are now.
    fn requirements(&self) -> AuthenticationRequirements {
        let mut requirements = self.configuration.requirements.clone();
        if self.is_locked {
            requirements.max_age = Some(Seconds(0));
        }
        requirements
    }

    /// Coming back to the redirect route itself would lead nowhere, and to the one that begins a sign-in, to another.
    pub(super) fn place_to_return_to(&self, place: Place) -> Place {
        let path = place.path();
        if self.configuration.is_redirect_path(path) || self.configuration.is_initiate_login_path(path) {
            return self.home();
        }
        place
    }

    /// Goes on as soon as the metadata is known, and the key at hand where tokens are bound to one. The provider's keys may
    /// follow, since only the redirect leg needs them. Where nobody asked to leave they are waited for too: whoever sends
    /// them is there to be left for. And so is what another tab told, which may spare the trip.
    pub(super) fn prepared(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(provider) = self.provider.metadata.clone() else { return };
        if self.binds(&provider).is_some() && self.possession.thumbprint().is_none() {
            return;
        }
        let waits_for_keys = self.provider.verifies_with_keys && self.provider.keys.is_none();
        let waits = waits_for_keys || self.newcomer.is_some();
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Preparing { entropy, place, requirements, resumes, way }
                if resumes.is_none() || !waits =>
            {
                let pending = self.pending(*entropy, place, requirements, resumes, provider, now);
                match way {
                    Way::Here => self.remember(pending, None, false, effects),
                    Way::Initiated { login_hint } => {
                        self.remember(pending, login_hint.as_ref(), true, effects)
                    }
                    Way::Popup => self.wait_for_popup(pending, now, effects),
                }
            }
            other => self.state = other,
        }
    }

    pub(super) fn pending(
        &self,
        entropy: SignInEntropy,
        place: Place,
        requirements: AuthenticationRequirements,
        resumes: Option<Presence>,
        provider: Arc<ProviderMetadata>,
        now: Timestamp,
    ) -> PendingSignIn {
        let scope = resumes.as_ref().and_then(|presence| presence.scope.clone());
        PendingSignIn {
            state: StateParameter::from(entropy.state),
            nonce: Nonce::from(entropy.nonce),
            code_verifier: CodeVerifier::from(entropy.code_verifier),
            place,
            created_at: now,
            provider,
            keys: self.provider.keys.as_ref().map(|Keys { text, .. }| text.clone()),
            requirements,
            errand: self.errand.clone(),
            steps: self.timeline.before_leaving(),
            resumes,
            scope,
        }
    }

    fn remember(
        &mut self,
        pending: PendingSignIn,
        login_hint: Option<&LoginHint>,
        in_place: bool,
        effects: &mut Vec<Effect>,
    ) {
        let departure = match self.departure(&pending, login_hint) {
            Ok(departure) => departure,
            Err(error) => return self.give_up(Error::PushedRequest(error), pending, effects),
        };
        let (place, resumes) = (pending.place.clone(), pending.resumes.is_some());
        let ticket = self.tickets.next();
        effects.push(Effect::Remember(ticket, Box::new(pending)));
        self.state = State::Remembering { ticket, departure, place, resumes, in_place: in_place || resumes };
    }

    pub(super) fn remembered(
        &mut self,
        ticket: Ticket,
        result: Result<(), EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Remembering { ticket: asked, departure, place, resumes, in_place } if asked == ticket => {
                match result {
                    Ok(()) => {
                        self.state = if resumes { State::Resuming } else { State::Leaving };
                        self.depart(departure, Exit::Page { place, resumes, in_place }, now, effects);
                    }
                    Err(_) if resumes => self.state = State::SignedOut(SignedOutReason::NotYet),
                    Err(error) => self.fail(Error::Environment(error), place),
                }
            }
            other => {
                self.state = other;
                self.step_up_remembered(ticket, result, now, effects);
            }
        }
    }
}
