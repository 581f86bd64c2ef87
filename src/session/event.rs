//! What can happen to a session.

use super::{
    Arrival, Call, CallId, EnvironmentError, Grant, Message, PendingSignIn, Place, Resumption, SharedMemory,
};
use crate::protocol::dpop::Thumbprint;
use crate::protocol::secret::Entropy;
use crate::protocol::transport::{Answer, Silence};

/// Ties an answer to the effect that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u32);

/// Gives each effect a number that no earlier one had: an answer that carries another is stale, and dropped.
#[derive(Clone, Debug, Default)]
pub(super) struct Tickets(u32);

impl Tickets {
    pub fn next(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}

/// One thing that happened: a person's wish, or the answer to an effect.
#[derive(Clone, Debug)]
pub enum Event {
    Started(Arrival),
    /// The button was pressed. Entropy comes along because drawing it is the outside's work; `None` where the browser
    /// has none to give.
    SignInRequested {
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
    },
    /// The same, and the browser has opened a window for it.
    SignInInPopupRequested {
        entropy: Option<Box<SignInEntropy>>,
        place: Place,
    },
    /// The person does not want to wait for that window any longer.
    SignInAbandoned,
    SignOutRequested,
    /// The same without a word to the provider that the person leaves: on this computer alone.
    SignOutHereRequested,
    /// The person left the error page for another one.
    Dismissed,
    MetadataAnswered(Ticket, Result<Answer, Silence>),
    KeysAnswered(Ticket, Result<Answer, Silence>),
    Remembered(Ticket, Result<(), EnvironmentError>),
    /// The key that tokens are bound to, by its thumbprint.
    KeyPrepared(Ticket, Result<Thumbprint, EnvironmentError>),
    PushAnswered(Ticket, Result<Answer, Silence>),
    Recalled(Ticket, Result<Recollection, EnvironmentError>),
    TokenAnswered(Ticket, Result<Answer, Silence>),
    /// Whether WebCrypto found the signature valid.
    SignatureChecked(Ticket, Result<bool, EnvironmentError>),
    UserInfoAnswered(Ticket, Result<Answer, Silence>),
    /// Time passed: the alarm that was asked for.
    Woke,
    /// The tab became visible, or the network came back.
    Returned,
    /// The person did something.
    Active,
    /// Another tab said something, while this one shows `place`.
    Heard {
        message: Message,
        place: Place,
    },
    /// It is this tab's turn to renew; `false` where another one has renewed these tokens.
    TurnTaken(Ticket, bool),
    /// What all tabs remember together.
    SharedRecalled(Ticket, Box<SharedMemory>),
    /// Whether the session of this tab can be resumed, now that the person looks at it.
    ResumptionOffered(Ticket, Box<Offer>),
    /// A page asks an API for something, under a name of its own.
    CallRequested(CallId, Box<Call>),
    /// It does not wait any longer.
    CallDropped(CallId),
    CallAnswered(Ticket, Result<Answer, Silence>),
    /// The person is to be asked for this scope too.
    ScopeRequested(String),
    /// The page came back out of the back/forward cache.
    Restored,
}

/// 32 octets for each of a sign-in's three secrets.
#[derive(Clone, Debug)]
pub struct SignInEntropy {
    pub state: Entropy,
    pub nonce: Entropy,
    pub code_verifier: Entropy,
}

/// What it takes to resume a session by a redirect.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Where the person is.
    pub place: Place,
    pub resumption: Resumption,
    pub entropy: Option<Box<SignInEntropy>>,
    /// The tokens that this tab kept, where no other tab ended their session.
    pub kept: Option<Box<Grant>>,
}

/// What this tab remembers for the state of a response.
#[derive(Clone, Debug, Default)]
pub struct Recollection {
    /// The pending sign-in, which is gone from the store now.
    pub pending: Option<Box<PendingSignIn>>,
    /// A pending sign-in of this state was here before, and was taken.
    pub used: bool,
    /// Where the person of this tab last wanted to go, for when there is no pending sign-in to tell.
    pub latest_place: Option<Place>,
    /// The session that was here when there is no pending sign-in: a response that leads nowhere need not end it.
    pub resumption: Resumption,
    /// For resuming it; `None` where the browser has none to give.
    pub entropy: Option<Box<SignInEntropy>>,
}
