//! From signed in to signed out.

use super::state::State;
use super::{Effect, Mark, Message, Session, SignedOutReason};
use crate::configuration::SignOut;
use crate::configuration::features::{INITIATED, LONG_SESSIONS};
use crate::protocol::frontchannel_logout::FrontchannelLogout;
use crate::protocol::jose::Hash;
use crate::protocol::logout::EndSessionRequest;
use crate::protocol::revocation::{Revocable, RevocationRequest};
use crate::protocol::secret::{Nonce, RequestAddress, State as StateParameter};
use crate::protocol::time::Timestamp;
use crate::protocol::to_base64url;

impl Session {
    /// Ends the session here first, in every tab, whatever the provider does afterwards.
    pub(super) fn sign_out(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &self.state else { return };
        let state = state(&signed_in.grant.nonce);
        let address = self.sign_out_address(&state);
        self.end_in_every_tab(address.is_some().then_some(state), now, effects);
        self.state = match address {
            Some(address) => {
                self.leaves(Effect::Leave(address), now, effects);
                State::SigningOut
            }
            None => State::SignedOut(SignedOutReason::SignedOut),
        };
    }

    /// Ends the session in every tab of this browser, whatever the deployment chose, and leaves for nowhere. Also where
    /// this tab has none: another one may.
    pub(super) fn sign_out_here(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if let State::SignedIn(_) | State::SignedOut(_) = self.state {
            self.end_in_every_tab(None, now, effects);
            (self.newcomer, self.resumption_asked) = (None, None);
        }
        if let State::SignedIn(_) = self.state {
            self.state = State::SignedOut(SignedOutReason::SignedOut);
        }
    }

    fn end_in_every_tab(
        &mut self,
        goodbye: Option<StateParameter>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.release_turn(effects);
        let (reason, at) = (SignedOutReason::SignedOut, now);
        if LONG_SESSIONS {
            effects.push(Effect::Mark(Mark::Ended { reason, at }));
            effects.push(Effect::Tell(Message::Ended { reason, at }));
        }
        effects.push(Effect::Forget { goodbye });
        effects.extend(self.revocation());
    }

    fn sign_out_address(&self, state: &StateParameter) -> Option<RequestAddress> {
        let State::SignedIn(signed_in) = &self.state else { return None };
        let request = EndSessionRequest {
            client_id: &self.configuration.client_id,
            id_token_hint: &signed_in.grant.id_token,
            post_logout_redirect_uri: &self.configuration.post_logout_redirect_uri,
            state,
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

    /// What can be revoked: the refresh token, which takes the access tokens with it, or without one the access token.
    fn revocation(&self) -> Option<Effect> {
        let State::SignedIn(signed_in) = &self.state else { return None };
        let endpoint = self.provider.metadata.as_ref()?.revocation_endpoint.as_ref()?;
        let token = match &signed_in.grant.refresh_token {
            Some(token) => Revocable::RefreshToken(token),
            None => Revocable::AccessToken(&signed_in.grant.access_token),
        };
        let request = RevocationRequest { client_id: &self.configuration.client_id, token };
        Some(Effect::Revoke(endpoint.clone(), request.body()))
    }

    /// The provider has opened this page in a hidden frame, because its session ended: all tabs hear of it, and this one
    /// goes no further.
    pub(super) fn logged_out(
        &mut self,
        logout: Option<FrontchannelLogout>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !INITIATED {
            return;
        }
        self.state = State::SigningOut;
        let Some(FrontchannelLogout { sid }) = logout else { return };
        // The tokens of the tab that shows the provider's page; its session in other tabs ends by what they are told.
        self.keep_no_more(effects);
        let (mark, message) = match sid {
            Some(sid) => (Mark::EndedAtProvider(sid.clone()), Message::EndedAtProvider { sid, at: now }),
            None => {
                let (reason, at) = (SignedOutReason::Ended, now);
                (Mark::Ended { reason, at }, Message::Ended { reason, at })
            }
        };
        effects.extend([Effect::Mark(mark), Effect::Tell(message)]);
    }

    /// The access token ended, and nothing is there to renew it with: the provider may know the person still.
    pub(super) fn expire(&mut self, effects: &mut Vec<Effect>) {
        self.state = State::SignedOut(SignedOutReason::Expired);
        self.keep_no_more(effects);
        if self.configuration.renews_by_redirect && self.configuration.resumes() {
            self.offer_resumption(effects);
        } else {
            effects.push(Effect::Forget { goodbye: None });
        }
        self.learn_provider(effects);
    }
}

/// The state of the end-session request. The nonce is 32 random octets that left for the provider alone: their hash can be
/// guessed by nobody, and a session is signed out once.
fn state(nonce: &Nonce) -> StateParameter {
    let octets = Hash::Sha256.digest(["sign-out ", nonce.expose()].concat().as_bytes());
    StateParameter::new(to_base64url(&octets))
}
