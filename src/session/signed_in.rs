//! From signed in to signed out.

use super::state::State;
use super::{Effect, Session, SignedOutReason};
use crate::configuration::SignOut;
use crate::protocol::logout::EndSessionRequest;
use crate::protocol::secret::{IdTokenText, RequestAddress};
use crate::protocol::time::Timestamp;

impl Session {
    /// Ends the session here first, whatever the provider does afterwards.
    pub(super) fn sign_out(&mut self, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &self.state else { return };
        let address = self.sign_out_address(&signed_in.id_token);
        effects.push(Effect::Forget { goodbye: address.is_some() });
        self.state = match address {
            Some(address) => {
                effects.push(Effect::Leave(address));
                State::SigningOut
            }
            None => State::SignedOut(SignedOutReason::SignedOut),
        };
    }

    fn sign_out_address(&self, id_token_hint: &IdTokenText) -> Option<RequestAddress> {
        let request = EndSessionRequest {
            client_id: &self.configuration.client_id,
            id_token_hint,
            post_logout_redirect_uri: &self.configuration.post_logout_redirect_uri,
        };
        match &self.configuration.sign_out {
            SignOut::Local => None,
            SignOut::Auth0(endpoint) => Some(RequestAddress::new(request.auth0_address(endpoint))),
            SignOut::RpInitiated => {
                let endpoint = self.provider.metadata.as_ref()?.end_session_endpoint.as_ref()?;
                Some(RequestAddress::new(request.address(endpoint)))
            }
        }
    }

    /// Expiry is measured against the clock whenever the session wakes, so a laptop that slept wakes up right.
    pub(super) fn wake(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &self.state else { return };
        if now < signed_in.expires_at {
            return effects.push(Effect::WakeAt(signed_in.expires_at));
        }
        effects.push(Effect::Forget { goodbye: false });
        self.state = State::SignedOut(SignedOutReason::Expired);
        self.learn_provider(effects);
    }
}
