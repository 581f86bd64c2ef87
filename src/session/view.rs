//! What a page needs to know of a session: four cases, one match.

use std::sync::Arc;

use super::state::{State, Way};
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
        /// Something that did not end the session.
        notice: Option<Notice>,
    },
    Failed {
        error: Arc<Error>,
        /// Where a retry leads.
        place: Place,
    },
}

impl View {
    /// Whether this is what is shown already, and nothing has to be drawn anew.
    pub fn is(&self, shown: &Self) -> bool {
        match (self, shown) {
            (Self::Pending(stage), Self::Pending(known)) => stage == known,
            (Self::SignedOut(reason), Self::SignedOut(known)) => reason == known,
            (
                Self::SignedIn { identity, notice },
                Self::SignedIn { identity: known_identity, notice: known_notice },
            ) => {
                let code = |notice: &Option<Notice>| notice.as_ref().map(Notice::kind_and_code);
                Arc::ptr_eq(identity, known_identity) && code(notice) == code(known_notice)
            }
            (Self::Failed { error, .. }, Self::Failed { error: known, .. }) => Arc::ptr_eq(error, known),
            _ => false,
        }
    }

    /// Whether a page that was made for what is shown may stay, with all that the person did in it: the same one is signed
    /// in, and only their tokens have changed; or the button was pressed, and the browser is about to leave.
    pub fn keeps(&self, shown: &Self) -> bool {
        match (self, shown) {
            (Self::SignedIn { identity, .. }, Self::SignedIn { identity: known, .. }) => {
                identity.is_renewed_from(known)
            }
            (Self::Pending(Stage::Leaving), Self::SignedOut(_) | Self::Failed { .. }) => true,
            _ => self.is(shown),
        }
    }
}

/// Something to know about a session that goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Userinfo could not be used.
    Profile(Arc<Error>),
    /// The access token ended, and could not be renewed yet.
    Renewal(Arc<Error>),
    /// A call was interrupted, and nothing came of it.
    Call(Arc<Error>),
}

impl Notice {
    pub fn error(&self) -> &Error {
        match self {
            Self::Profile(error) | Self::Renewal(error) | Self::Call(error) => error,
        }
    }

    /// What is said of it follows from these.
    fn kind_and_code(&self) -> (bool, &'static str) {
        (matches!(self, Self::Renewal(_)), self.error().code())
    }
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The page has only begun.
    Starting,
    /// The browser is on its way to the provider's sign-in.
    Leaving,
    /// The person signs in in a window of its own; they can give up, or go on in this page.
    InPopup,
    /// This is that window, and another has what it brought: it closes, or can be closed.
    Delivered,
    /// Nobody is signed in here any more; the browser is on its way to the provider's sign-out.
    SigningOut,
    /// The page was reloaded; the browser is on its way to the provider, which brings the session back.
    Resuming,
    /// The provider's response is being redeemed and verified.
    Returning,
}

impl Stage {
    /// Whether somebody will be signed in as soon as the provider has answered, unless something goes wrong: time to fetch
    /// what they will see.
    pub fn leads_to_a_session(self) -> bool {
        matches!(self, Self::Resuming | Self::Returning)
    }
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedOutReason {
    NotYet,
    SignedOut,
    /// The person signed out in another tab.
    Elsewhere,
    /// The access token ended, and nothing was there to renew it with.
    Expired,
    /// The provider refused to renew the session.
    Ended,
    /// Nobody did anything for as long as the deployment allows.
    Idle,
    /// The session lasted as long as the deployment allows.
    Limit,
}

impl SignedOutReason {
    pub const ALL: [Self; 7] =
        [Self::NotYet, Self::SignedOut, Self::Elsewhere, Self::Expired, Self::Ended, Self::Idle, Self::Limit];

    /// The word for it in messages and tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::SignedOut => "signed-out",
            Self::Elsewhere => "elsewhere",
            Self::Expired => "expired",
            Self::Ended => "ended",
            Self::Idle => "idle",
            Self::Limit => "limit",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

impl Session {
    pub fn view(&self) -> View {
        match &self.state {
            State::Starting => View::Pending(Stage::Starting),
            State::SignedOut(reason) => View::SignedOut(*reason),
            State::Preparing { resumes: Some(_), .. }
            | State::Remembering { resumes: true, .. }
            | State::Restoring
            | State::Resuming => View::Pending(Stage::Resuming),
            State::Preparing { way: Way::Popup, .. } | State::Waiting { .. } => View::Pending(Stage::InPopup),
            State::Delivered => View::Pending(Stage::Delivered),
            State::Preparing { .. } | State::Remembering { .. } | State::Leaving => {
                View::Pending(Stage::Leaving)
            }
            State::SigningOut => View::Pending(Stage::SigningOut),
            State::Recalling { .. }
            | State::Offering(_)
            | State::AwaitingKey { .. }
            | State::Redeeming { .. }
            | State::Verifying(_) => View::Pending(Stage::Returning),
            State::SignedIn(signed_in) => {
                let profile = || signed_in.notice.clone().map(Notice::Profile);
                let call = || signed_in.interruption.clone().map(Notice::Call);
                let renewal = signed_in.renewal.trouble.clone().map(Notice::Renewal);
                let notice = renewal.or_else(call).or_else(profile);
                View::SignedIn { identity: Arc::clone(&signed_in.identity), notice }
            }
            State::Failed { error, place } => View::Failed { error: Arc::clone(error), place: place.clone() },
        }
    }

    /// What opens the provider's APIs, while somebody is signed in.
    pub fn access_token(&self) -> Option<&AccessToken> {
        match &self.state {
            State::SignedIn(signed_in) => Some(&signed_in.grant.access_token),
            _ => None,
        }
    }
}
