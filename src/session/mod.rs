//! The session: one value that changes in one place.
//!
//! [`Session::step`] takes an event and answers with the next session and what to do about it, as data. It never
//! awaits, reads no clock and touches nothing, so every flow is tested on the host in virtual time. It is total: each
//! state has an answer to each event, and where nothing is to be done the answer is "no change".
//!
//! ```text
//! Starting ─ a visit ──► SignedOut ── SignInRequested ──► Preparing (metadata) ──► Remembering ──► Leaving
//!   │ │ a reload            ▲                               ▲   (keys too, when     (pending sign-in stored first)
//!   │ └─────────────────────┼───────────────────────────────┘    nobody asked)
//!   ▼ a response            │ sign-out, expiry
//!  Recalling ──► Redeeming ──► Verifying ──► SignedIn            any of them ──► Failed { error, place }
//! ```

mod arrival;
mod callback;
mod departure;
mod effect;
mod error;
mod event;
mod identity;
mod memory;
mod pending;
mod place;
mod presence;
mod provider;
mod resuming;
mod signed_in;
mod state;
mod userinfo;
mod verification;
mod view;

use std::sync::Arc;

pub use arrival::Arrival;
pub use effect::Effect;
pub use error::{EnvironmentError, Error, Remedy, SessionError};
pub use event::{Event, Recollection, SignInEntropy, Ticket};
pub use identity::Identity;
pub use memory::{Resumption, TabMemory};
pub use pending::PendingSignIn;
pub use place::Place;
pub use presence::Presence;
pub use view::{SignedOutReason, Stage, View};

use crate::configuration::Configuration;
use crate::protocol::time::Timestamp;
use event::Tickets;
use provider::Provider;
use state::State;

/// Everything one tab knows about who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    configuration: Arc<Configuration>,
    provider: Provider,
    state: State,
    tickets: Tickets,
}

impl Session {
    pub fn new(configuration: Arc<Configuration>) -> Self {
        let provider = Provider::new(&configuration);
        Self { configuration, provider, state: State::Starting, tickets: Tickets::default() }
    }

    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Answers an event: the next session, and the effects to carry out in their order.
    #[must_use]
    pub fn step(mut self, event: Event, now: Timestamp) -> (Self, Vec<Effect>) {
        let mut effects = Vec::new();
        match event {
            Event::Started(arrival) => self.start(arrival, now, &mut effects),
            Event::MetadataAnswered(ticket, answer) => {
                self.metadata_answered(ticket, answer, now, &mut effects)
            }
            Event::KeysAnswered(ticket, answer) => self.keys_answered(ticket, answer, now, &mut effects),
            Event::SignInRequested { entropy, place } => {
                self.request_sign_in(entropy, place, now, &mut effects)
            }
            Event::Remembered(ticket, result) => self.remembered(ticket, result, &mut effects),
            Event::Recalled(ticket, result) => self.recalled(ticket, result, now, &mut effects),
            Event::TokenAnswered(ticket, answer) => self.token_answered(ticket, answer, now, &mut effects),
            Event::SignatureChecked(ticket, result) => {
                self.signature_checked(ticket, result, now, &mut effects)
            }
            Event::UserInfoAnswered(ticket, answer) => {
                self.userinfo_answered(ticket, answer, now, &mut effects)
            }
            Event::SignOutRequested => self.sign_out(&mut effects),
            Event::Dismissed => self.dismiss(),
            Event::Woke => self.wake(now, &mut effects),
            Event::Restored => self.restore(),
        }
        (self, effects)
    }

    fn start(&mut self, arrival: Arrival, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.state, State::Starting) {
            return;
        }
        match arrival {
            Arrival::Visit { said_goodbye } => {
                let reason = if said_goodbye { SignedOutReason::SignedOut } else { SignedOutReason::NotYet };
                self.state = State::SignedOut(reason);
                self.learn_provider(effects);
            }
            Arrival::Reload { place, resumes } => self.reload(place, resumes, now, effects),
            Arrival::Response(response) => {
                let ticket = self.tickets.next();
                effects.push(Effect::Recall(ticket, response.state()));
                self.state = State::Recalling { ticket, response };
            }
        }
    }

    fn dismiss(&mut self) {
        if matches!(self.state, State::Failed { .. }) {
            self.state = State::SignedOut(SignedOutReason::NotYet);
        }
    }

    /// A page taken out of the back/forward cache wakes up in the middle of what it was doing when it left: the
    /// button has to work again.
    fn restore(&mut self) {
        match self.state {
            State::Preparing { .. } | State::Remembering { .. } | State::Leaving | State::Resuming => {
                self.state = State::SignedOut(SignedOutReason::NotYet);
            }
            State::SigningOut => self.state = State::SignedOut(SignedOutReason::SignedOut),
            _ => {}
        }
    }

    fn fail(&mut self, error: Error, place: Place) {
        self.state = State::Failed { error: Arc::new(error), place };
    }

    fn home(&self) -> Place {
        Place::of(self.configuration.base.path())
    }
}
