//! Leaving for the provider: with what is asked in the address, or with a reference to what was pushed before (RFC 9126).

use super::provider::silent;
use super::resuming::reason_to_stop;
use super::state::State;
use super::{Effect, Error, PendingSignIn, Place, Session, Ticket};
use crate::configuration::PushedRequests;
use crate::protocol::authorization::AuthorizationRequest;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::pushed::{PushedRequest, PushedRequestError};
use crate::protocol::secret::{FormBody, LoginHint, RequestAddress};
use crate::protocol::time::Timestamp;
use crate::protocol::transport::{Answer, EndpointRole, Silence};

/// What a sign-in asks of the provider, and how it gets there.
#[derive(Clone, Debug)]
pub(super) enum Departure {
    /// In the address that the browser leaves for.
    Leave(RequestAddress),
    /// In a form, before the browser leaves for the authorization endpoint.
    Push { to: Endpoint, form: FormBody, then: Endpoint, pushes: PushedRequests },
}

/// Who leaves.
#[derive(Clone, Debug)]
pub(super) enum Exit {
    /// This page, for somebody who was going to this place.
    Page { place: Place, resumes: bool, in_place: bool },
    /// The window beside it.
    Popup,
    /// This page, for a call that takes another authentication, or for more access.
    StepUp,
}

/// What is on its way to the provider.
#[derive(Clone, Debug)]
pub(super) struct Pushing {
    ticket: Ticket,
    then: Endpoint,
    exit: Exit,
    pushes: PushedRequests,
}

impl Session {
    pub(super) fn departure(
        &self,
        pending: &PendingSignIn,
        login_hint: Option<&LoginHint>,
    ) -> Result<Departure, PushedRequestError> {
        let provider = &pending.provider;
        let request = AuthorizationRequest {
            client_id: &self.configuration.client_id,
            redirect_uri: &self.configuration.redirect_uri,
            scope: pending.scope.as_ref().unwrap_or(&self.configuration.scope),
            state: &pending.state,
            nonce: &pending.nonce,
            code_challenge: &pending.code_verifier.challenge(),
            requirements: &pending.requirements,
            silently: pending.is_silent(),
            login_hint,
            dpop_jkt: self.binds(provider).and(self.possession.thumbprint()),
            target: &self.configuration.target,
            parameters: &self.configuration.parameters,
        };
        let address = &provider.authorization_endpoint;
        let pushed = self.configuration.pushed_requests;
        match pushed.filter(|pushed| pushed.always || provider.pushing_required) {
            None => Ok(Departure::Leave(RequestAddress::new(request.address(address)))),
            Some(pushes) => {
                let endpoint = provider.pushed_authorization_request_endpoint.clone();
                let to = endpoint.ok_or(PushedRequestError::EndpointMissing)?;
                Ok(Departure::Push { to, form: request.form(), then: address.clone(), pushes })
            }
        }
    }

    pub(super) fn depart(
        &mut self,
        departure: Departure,
        exit: Exit,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        match departure {
            Departure::Leave(address) => self.leave(address, &exit, now, effects),
            Departure::Push { to, form, then, pushes } => {
                let ticket = self.tickets.next();
                effects.push(Effect::Push(ticket, to, form));
                self.pushing = Some(Box::new(Pushing { ticket, then, exit, pushes }));
            }
        }
    }

    /// Leaves, unless whoever wanted to has turned back meanwhile.
    fn leave(&mut self, address: RequestAddress, exit: &Exit, now: Timestamp, effects: &mut Vec<Effect>) {
        match (exit, &self.state) {
            (Exit::Page { in_place: true, .. }, State::Leaving | State::Resuming) => {
                self.leaves(Effect::LeaveInPlace(address), now, effects)
            }
            (Exit::Page { .. }, State::Leaving | State::Resuming) => {
                self.leaves(Effect::Leave(address), now, effects)
            }
            (Exit::Popup, State::Waiting { .. }) => effects.push(Effect::LeaveInPopup(address)),
            (Exit::StepUp, State::SignedIn(_)) => self.step_up_leaves(address, now, effects),
            _ => {}
        }
    }

    pub(super) fn push_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(pushing) = self.pushing.take_if(|pushing| pushing.ticket == ticket) else { return };
        let Pushing { then, exit, pushes: PushedRequests { .. }, .. } = *pushing;
        let pushed = answer
            .map_err(|silence| silent(EndpointRole::PushedRequest, silence))
            .and_then(|answer| PushedRequest::read(&answer).map_err(Error::PushedRequest));
        match pushed {
            Ok(pushed) => {
                let address = RequestAddress::new(pushed.address(&self.configuration.client_id, &then));
                self.leave(address, &exit, now, effects);
            }
            Err(error) => self.push_failed(error, exit, now, effects),
        }
    }

    fn push_failed(&mut self, error: Error, exit: Exit, now: Timestamp, effects: &mut Vec<Effect>) {
        match (exit, &self.state) {
            (Exit::Page { place, resumes, .. }, State::Leaving | State::Resuming) => {
                let reason = reason_to_stop(&error).filter(|_| resumes);
                self.stop(error, place, reason, effects);
            }
            (Exit::Popup, State::Waiting { pending }) => {
                let place = pending.place.clone();
                self.fail(error, place);
            }
            (Exit::StepUp, State::SignedIn(_)) => self.step_up_failed(&error, now, effects),
            _ => {}
        }
    }
}
