//! What a page needs to know of a session: four cases, one match.

use std::sync::Arc;

use super::state::State;
use super::{Error, Identity, Place, Session};
use crate::protocol::secret::AccessToken;

/// The session as a page sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// Something is under way; the page shows it only if it lasts.
    Pending(Stage),
    SignedOut(SignedOutReason),
    SignedIn {
        identity: Arc<Identity>,
        /// Something that did not end the session, such as userinfo that could not be read.
        notice: Option<Arc<Error>>,
    },
    Failed {
        error: Arc<Error>,
        /// Where a retry leads.
        place: Place,
    },
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The page has only begun.
    Starting,
    /// The browser is on its way to the provider's sign-in.
    Leaving,
    /// Nobody is signed in here any more; the browser is on its way to the provider's sign-out.
    SigningOut,
    /// The page was reloaded; the browser is on its way to the provider, which brings the session back.
    Resuming,
    /// The provider's response is being redeemed and verified.
    Returning,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedOutReason {
    NotYet,
    SignedOut,
    Expired,
}

impl Session {
    pub fn view(&self) -> View {
        match &self.state {
            State::Starting => View::Pending(Stage::Starting),
            State::SignedOut(reason) => View::SignedOut(*reason),
            State::Preparing { resumes: Some(_), .. }
            | State::Remembering { resumes: true, .. }
            | State::Resuming => View::Pending(Stage::Resuming),
            State::Preparing { .. } | State::Remembering { .. } | State::Leaving => {
                View::Pending(Stage::Leaving)
            }
            State::SigningOut => View::Pending(Stage::SigningOut),
            State::Recalling { .. } | State::Redeeming { .. } | State::Verifying(_) => {
                View::Pending(Stage::Returning)
            }
            State::SignedIn(signed_in) => {
                View::SignedIn { identity: Arc::clone(&signed_in.identity), notice: signed_in.notice.clone() }
            }
            State::Failed { error, place } => View::Failed { error: Arc::clone(error), place: place.clone() },
        }
    }

    /// What opens the provider's APIs, while somebody is signed in.
    pub fn access_token(&self) -> Option<&AccessToken> {
        match &self.state {
            State::SignedIn(signed_in) => Some(&signed_in.access_token),
            _ => None,
        }
    }
}
