//! What a session asks the outside world to do.

use super::{
    Call, CallId, Error, Generation, Grant, Mark, Message, PendingSignIn, Place, Presence, ProofRequest,
    Ticket,
};
use crate::configuration::Dpop;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::jose::SignatureCheck;
use crate::protocol::secret::{AccessToken, FormBody, RequestAddress, State};
use crate::protocol::time::Timestamp;
use crate::protocol::transport::Answer;

/// One thing to do. Whatever carries a ticket is answered by the event of the matching name.
#[derive(Clone, Debug)]
pub enum Effect {
    FetchMetadata(Ticket, Endpoint),
    FetchKeys(Ticket, Endpoint),
    /// Store the pending sign-in for this tab; only when that is done may the browser leave.
    Remember(Ticket, Box<PendingSignIn>),
    /// POST the form to the pushed authorization request endpoint.
    Push(Ticket, Endpoint, FormBody),
    /// Read and remove the pending sign-in of this state in one go, before anything is awaited.
    Recall(Ticket, Option<State>),
    /// Have the key that tokens are bound to at hand: the one that is kept for this app, or a new one.
    PrepareKey(Ticket, Dpop),
    /// POST the form to the token endpoint.
    Redeem(Ticket, Endpoint, FormBody, Option<ProofRequest>),
    CheckSignature(Ticket, SignatureCheck),
    /// GET userinfo with the access token, which is a DPoP token where a proof goes with it.
    FetchUserInfo(Ticket, Endpoint, AccessToken, Option<ProofRequest>),
    /// Call an API with the access token.
    Call(Ticket, Box<Call>, AccessToken, Option<ProofRequest>),
    /// Stop the request of this ticket: nobody waits for its answer.
    Abandon(Ticket),
    /// Tell the page what came of its call.
    Deliver(CallId, Result<Answer, Error>),
    /// Leave for this address of the provider.
    Leave(RequestAddress),
    /// The same in the place of this history entry: going back must not lead to a page that leaves again.
    LeaveInPlace(RequestAddress),
    /// Send the window beside this page to this address of the provider.
    LeaveInPopup(RequestAddress),
    /// Take that window away, where the browser still lets this page.
    ClosePopup,
    /// Close the window this very page is in, where the browser lets it.
    CloseWindow,
    /// Remember that this person is signed in here.
    Note(Presence),
    /// Show this place of the app, in the history entry that the redirect route took.
    Return(Place),
    /// Drop what this tab keeps about the person; where the browser goes to be signed out at the provider, `goodbye` is
    /// the state it comes back with.
    Forget {
        goodbye: Option<State>,
    },
    /// Keep the session's tokens for a reload of this tab; `None` drops them.
    Keep(Option<Box<Grant>>),
    /// Tell the other tabs.
    Tell(Message),
    /// Remember it for all tabs.
    Mark(Mark),
    /// Wait for this tab's turn to renew tokens of this generation, which one tab does once.
    TakeTurn(Ticket, Generation),
    /// Let the next tab have its turn; `spent` unless the provider did not get to take the refresh token.
    EndTurn {
        spent: bool,
    },
    /// POST the form to the revocation endpoint. Nobody waits for the answer, and the page may be left meanwhile.
    Revoke(Endpoint, FormBody),
    /// Ask what all tabs remember together: this one may have been asleep when it was told.
    RecallShared(Ticket),
    /// As soon as the person looks at this tab, see whether its session can be resumed by a redirect.
    OfferResumption(Ticket),
    /// Send [`Event::Woke`](super::Event::Woke) at this moment, or soon after.
    WakeAt(Timestamp),
}

impl Effect {
    /// Ticket, address and proof of a request that brings one.
    pub(super) fn proving(&mut self) -> Option<(&mut Ticket, &Endpoint, &mut ProofRequest)> {
        match self {
            Self::Redeem(ticket, address, _, Some(proof))
            | Self::FetchUserInfo(ticket, address, _, Some(proof)) => Some((ticket, address, proof)),
            Self::Call(ticket, call, _, Some(proof)) => Some((ticket, &call.address, proof)),
            _ => None,
        }
    }

    /// The same once more, where it is a request that brings a proof. What copies every kind of effect is five times the code.
    pub(super) fn proving_again(&self) -> Option<Self> {
        Some(match self {
            Self::Redeem(ticket, address, form, proof @ Some(_)) => {
                Self::Redeem(*ticket, address.clone(), form.clone(), proof.clone())
            }
            Self::FetchUserInfo(ticket, address, token, proof @ Some(_)) => {
                Self::FetchUserInfo(*ticket, address.clone(), token.clone(), proof.clone())
            }
            Self::Call(ticket, call, token, proof @ Some(_)) => {
                Self::Call(*ticket, call.clone(), token.clone(), proof.clone())
            }
            _ => return None,
        })
    }
}
