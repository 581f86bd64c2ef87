//! A sign-in that another site asked for ([OIDC Core §4]).
//!
//! [OIDC Core §4]: https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin

use super::state::Way;
use super::{Effect, Error, Place, Session, SignInEntropy, SignedOutReason};
use crate::configuration::features::INITIATED;
use crate::protocol::initiated_login::InitiatedLoginError;
use crate::protocol::secret::LoginHint;
use crate::protocol::time::Timestamp;

impl Session {
    /// Leaves for the provider without a click; without entropy, which is drawn for so many departures and no more, for
    /// the page that the person is to be led to, which has a button.
    pub(super) fn initiate(
        &mut self,
        reason: SignedOutReason,
        place: Place,
        login_hint: Option<LoginHint>,
        entropy: Option<Box<SignInEntropy>>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !INITIATED {
            return;
        }
        self.visit(reason, now, effects);
        let place = self.place_to_return_to(place);
        match entropy {
            Some(entropy) => {
                self.request(Some(entropy), place, Way::Initiated { login_hint }, now, effects);
            }
            None => effects.push(Effect::Return(place)),
        }
    }

    /// Another site asked, and cannot be followed.
    pub(super) fn refuse_to_initiate(
        &mut self,
        error: InitiatedLoginError,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !INITIATED {
            return;
        }
        self.visit(SignedOutReason::NotYet, now, effects);
        self.fail(Error::InitiatedLogin(error), self.home());
    }
}
