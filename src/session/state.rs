//! Where a session can be. What belongs to a state lives in it, and goes with it.

use std::sync::Arc;

use super::identity::Identity;
use super::patience::Patience;
use super::pushing::Departure;
use super::verification::Verification;
use super::{
    Error, Grant, PendingSignIn, Place, Presence, Receipt, Recollection, SignInEntropy, SignedOutReason,
    Ticket,
};
use crate::configuration::Dpop;
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::evidence::Kept;
use crate::protocol::id_token::ValidatedClaims;
use crate::protocol::secret::{AuthorizationCode, IdTokenText, LoginHint};
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
        requirements: AuthenticationRequirements,
        /// Nobody asked: the session of this person is resumed.
        resumes: Option<Presence>,
        way: Way,
    },
    /// The pending sign-in is being stored.
    Remembering {
        ticket: Ticket,
        departure: Departure,
        place: Place,
        resumes: bool,
        /// Nobody pressed a button on this page: going back must not lead to it.
        in_place: bool,
    },
    /// The person signs in in a window beside this page. The pending sign-in stays in this page's memory, where no
    /// duplicate of the tab finds it.
    Waiting {
        pending: Box<PendingSignIn>,
    },
    /// The browser is leaving for the provider's sign-in, once what is pushed is there.
    Leaving,
    /// The browser is leaving because the page was reloaded.
    Resuming,
    /// The session has ended here; the browser is leaving for the provider's sign-out.
    SigningOut,
    /// The tokens that this tab kept over a reload are being verified.
    Restoring,
    Recalling {
        ticket: Ticket,
        response: AuthorizationResponse,
    },
    /// No sign-in of this tab waits for the response: another tab may.
    Offering(Box<Offering>),
    /// Another tab took it, and this window has nothing left to do.
    Delivered,
    /// The code is there; the key that its tokens are bound to is not yet.
    AwaitingKey {
        code: AuthorizationCode,
        pending: Box<PendingSignIn>,
        dpop: Dpop,
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

/// How the person gets to the provider.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// This page leaves.
    Here,
    /// This page leaves because another site asked for it, and said who is expected.
    Initiated { login_hint: Option<LoginHint> },
    /// In a window of its own.
    Popup,
}

/// A response on its way to the tab that waits for it.
#[derive(Clone, Debug)]
pub(super) struct Offering {
    pub response: AuthorizationResponse,
    /// What becomes of this page if there is no such tab.
    pub recollection: Recollection,
    pub place: Place,
    pub until: Timestamp,
}

#[derive(Clone, Debug)]
pub(super) struct Verifying {
    pub pending: Box<PendingSignIn>,
    pub tokens: TokenResponse,
    pub id_token: IdTokenText,
    pub verification: Verification,
}

/// A session of another tab, or of this one before it was reloaded, on its way to being verified.
#[derive(Clone, Debug)]
pub(super) struct Newcomer {
    pub grant: Box<Grant>,
    pub verification: Verification,
    /// What this tab shows.
    pub place: Place,
}

#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// Made of `claims`.
    pub identity: Arc<Identity>,
    /// Those of the first ID Token, which only a verified and validated one has.
    pub claims: ValidatedClaims,
    pub grant: Box<Grant>,
    pub userinfo: UserInfoState,
    /// Why userinfo was not used.
    pub notice: Option<Arc<Error>>,
    /// Why a call was not made again after it was interrupted; until the next one.
    pub interruption: Option<Arc<Error>>,
    pub renewal: Renewal,
    /// When the person last did something in any tab, as far as this one knows.
    pub active_at: Timestamp,
    pub receipt: Kept<Receipt>,
}

impl SignedIn {
    /// What this tab remembers of them over a reload.
    pub fn presence(&self) -> Presence {
        let presence = Presence::of(&self.grant.nonce, self.claims.subject(), self.grant.since);
        presence.allowing(self.grant.requested_scope.clone())
    }
}

/// How far userinfo is. It is asked for once a session.
#[derive(Clone, Debug)]
pub(super) enum UserInfoState {
    /// As soon as the provider's metadata is known.
    Wanted,
    Asked(Ticket),
    /// It came signed.
    Verifying(Verification),
    /// It was used, or refused, or there is none.
    Settled,
}

/// How far renewing is.
#[derive(Clone, Debug)]
pub(super) struct Renewal {
    pub step: RenewalStep,
    pub patience: Patience,
    /// Why the access token could not be renewed in time.
    pub trouble: Option<Arc<Error>>,
}

#[derive(Clone, Debug)]
pub(super) enum RenewalStep {
    /// Nothing is there to renew with.
    Never,
    Due(Timestamp),
    /// Waits for its turn among the tabs.
    Queued(Ticket),
    Asked(Ticket),
    /// The new ID Token is being verified.
    Verifying(Box<VerifyingRenewal>),
    /// Another tab is renewing; its result is awaited until then.
    Awaited(Timestamp),
}

#[derive(Clone, Debug)]
pub(super) struct VerifyingRenewal {
    pub tokens: TokenResponse,
    /// When they came: their lifetime does not wait for the keys.
    pub came_at: Timestamp,
    pub verification: Verification,
    /// The keys to verify it with did not come. They are asked for once more then.
    pub again_at: Option<Timestamp>,
}
