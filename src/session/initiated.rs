//! A sign-in that another site asked for ([OIDC Core §4]).
//!
//! [OIDC Core §4]: https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin

use super::state::Way;
use super::{Effect, Place, Session, SignInEntropy};
use crate::configuration::features::INITIATED;
use crate::protocol::secret::LoginHint;
use crate::protocol::time::Timestamp;

impl Session {
    /// Leaves for the provider without a click; without entropy, which is drawn for so many departures and no more, for
    /// the page that the person is to be led to, which has a button.
    pub(super) fn initiate(
        &mut self,
        place: Place,
        login_hint: Option<LoginHint>,
        entropy: Option<Box<SignInEntropy>>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !INITIATED {
            return;
        }
        let place = self.place_to_return_to(place);
        match entropy {
            Some(entropy) => {
                self.request(Some(entropy), place, Way::Initiated { login_hint }, now, effects);
            }
            None => effects.push(Effect::Return(place)),
        }
    }
}
