//! What a session asks the outside world to do.

use super::{PendingSignIn, Place, Presence, Ticket};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::jose::SignatureCheck;
use crate::protocol::secret::{AccessToken, FormBody, RequestAddress, State};
use crate::protocol::time::Timestamp;

/// One thing to do. Whatever carries a ticket is answered by the event of the matching name.
#[derive(Clone, Debug)]
pub enum Effect {
    FetchMetadata(Ticket, Endpoint),
    FetchKeys(Ticket, Endpoint),
    /// Store the pending sign-in for this tab; only when that is done may the browser leave.
    Remember(Ticket, Box<PendingSignIn>),
    /// Read and remove the pending sign-in of this state in one go, before anything is awaited.
    Recall(Ticket, Option<State>),
    /// POST the form to the token endpoint.
    Redeem(Ticket, Endpoint, FormBody),
    CheckSignature(Ticket, SignatureCheck),
    FetchUserInfo(Ticket, Endpoint, AccessToken),
    /// Leave for this address of the provider.
    Leave(RequestAddress),
    /// The same in the place of this history entry: going back must not lead to a page that leaves again.
    LeaveInPlace(RequestAddress),
    /// Remember that this person is signed in here.
    Note(Presence),
    /// Show this place of the app, in the history entry that the redirect route took.
    Return(Place),
    /// Drop what is stored here about the person; `goodbye` is told on the next page.
    Forget {
        goodbye: bool,
    },
    /// Send [`Event::Woke`](super::Event::Woke) at this moment, or soon after.
    WakeAt(Timestamp),
}
