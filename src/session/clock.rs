//! How far this computer's clock is ahead of the provider's.

use crate::protocol::id_token::ValidatedClaims;
use crate::protocol::time::{Seconds, Timestamp};

/// Measured anew with each ID Token that comes fresh from the token endpoint. Nothing is decided by it: a token that says
/// when it was made must not say how long it is believed.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    asked_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    ahead: Option<Seconds>,
}

impl Clock {
    /// The token endpoint is being asked.
    pub fn asks(&mut self, now: Timestamp) {
        (self.asked_at, self.answered_at) = (Some(now), None);
    }

    /// It has answered.
    pub fn is_answered(&mut self, now: Timestamp) {
        self.answered_at = Some(now);
    }

    /// What it answered with is validated.
    pub fn measure(&mut self, claims: &ValidatedClaims) {
        if let (Some(asked_at), Some(answered_at)) = (self.asked_at.take(), self.answered_at.take()) {
            self.ahead = Some(claims.clock_ahead(asked_at, answered_at));
        }
    }

    /// `None` before any ID Token came to this tab.
    pub fn ahead(&self) -> Option<Seconds> {
        self.ahead
    }
}
