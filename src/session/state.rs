//! Where a session can be. What belongs to a state lives in it, and goes with it.

use std::sync::Arc;

use super::identity::Identity;
use super::verification::Verification;
use super::{Error, PendingSignIn, Place, Presence, SignInEntropy, SignedOutReason, Ticket};
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::secret::{AccessToken, IdTokenText, RequestAddress};
use crate::protocol::time::Timestamp;
use crate::protocol::token::TokenResponse;

#[derive(Clone, Debug)]
pub(super) enum State {
    Starting,
    SignedOut(SignedOutReason),
    /// Somebody is about to sign in; the metadata is still on its way.
    Preparing {
        entropy: Box<SignInEntropy>,
        place: Place,
        /// Nobody asked: the session of this person is resumed.
        resumes: Option<Presence>,
    },
    /// The pending sign-in is being stored; `address` is where the browser goes next.
    Remembering {
        ticket: Ticket,
        address: RequestAddress,
        place: Place,
        resumes: bool,
    },
    /// The browser is leaving for the provider's sign-in.
    Leaving,
    /// The browser is leaving because the page was reloaded.
    Resuming,
    /// The session has ended here; the browser is leaving for the provider's sign-out.
    SigningOut,
    Recalling {
        ticket: Ticket,
        response: AuthorizationResponse,
    },
    Redeeming {
        ticket: Ticket,
        pending: Box<PendingSignIn>,
    },
    Verifying(Box<Verifying>),
    SignedIn(Box<SignedIn>),
    Failed {
        error: Arc<Error>,
        /// Where the person was going: a retry leads there.
        place: Place,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Verifying {
    pub pending: Box<PendingSignIn>,
    pub tokens: TokenResponse,
    pub verification: Verification,
}

#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// Made of [`ValidatedClaims`](crate::protocol::id_token::ValidatedClaims), which only a verified and validated
    /// ID Token becomes.
    pub identity: Arc<Identity>,
    pub access_token: AccessToken,
    pub id_token: IdTokenText,
    pub expires_at: Timestamp,
    pub userinfo: UserInfoState,
    /// Why userinfo was not used.
    pub notice: Option<Arc<Error>>,
}

/// How far userinfo is. It is asked for once a session.
#[derive(Clone, Debug)]
pub(super) enum UserInfoState {
    Asked(Ticket),
    /// It came signed.
    Verifying(Verification),
    /// It was used, or refused, or there is none.
    Settled,
}
