//! The session: one value that changes in one place.
//!
//! [`Session::step`] takes an event and answers with the next session and what to do about it, as data. It never
//! awaits, reads no clock and touches nothing, so every flow is tested on the host in virtual time. It is total: each
//! state has an answer to each event, and where nothing is to be done the answer is "no change".
//!
//! ```text
//! Starting ─ a visit ──► SignedOut ── SignInRequested ──► Preparing (metadata) ──► Remembering ──► Leaving
//!   │ │ a reload            ▲                               ▲   │(keys too, when    (pending sign-in stored first,
//!   │ └─────────────────────┼───────────────────────────────┘   │ nobody asked)      then what is asked pushed, if so wanted)
//!   │                       │ sign-out, expiry                  └──► Waiting, beside a window at the provider
//!   ▼ a response            │                                           │
//!  Recalling ──► Redeeming ──► Verifying ──► SignedIn                   │        any of them ──► Failed { error, place }
//!   │                ▲                                                  │
//!   └──► Offering, in that window ─────── the response ─────────────────┘        Offering ──► Delivered
//! ```
//!
//! While somebody is signed in, the tokens are renewed (`renewal`): one tab has the turn, the others adopt what it tells
//! (`tabs`, `newcomer`). A session of another tab, or one that this tab kept (`Restoring`), is verified anew whatever the
//! state, and signs somebody in where nobody is. `limits` ends sessions that nobody uses or that lasted long enough,
//! `calls` makes the pages' calls to APIs, `step_up` fetches the authentication that one of them wants, `asking` the access.
//!
//! [`Admission`] is a machine of its own, beside it: the account of whoever is signed in.

mod admission;
mod arrival;
mod asking;
mod call;
mod callback;
mod calls;
mod clock;
mod coming_back;
mod departure;
mod effect;
mod ending;
mod error;
mod event;
mod grant;
mod identity;
mod initiated;
mod limits;
mod memory;
mod message;
mod newcomer;
mod patience;
mod pending;
mod place;
mod popup;
mod possession;
mod presence;
mod provider;
mod pushing;
mod receipt;
mod redeeming;
mod renewal;
mod resuming;
mod said;
mod shared;
mod signed_in;
mod state;
mod step_up;
mod tabs;
mod userinfo;
mod verification;
mod view;

use std::sync::Arc;

pub use admission::{AccountView, Admission, AdmissionEffect, AdmissionEvent, Change, Creation, SignUpView};
pub use arrival::{Arrival, Remembered};
pub use call::{Call, CallBody, CallId, Method};
pub use effect::Effect;
pub use error::{EnvironmentError, Error, Remedy, SessionError};
pub use event::{Event, Offer, Recollection, SignInEntropy, Ticket};
pub use grant::{Generation, Grant};
pub use identity::Identity;
pub use memory::{Resumption, TabMemory};
pub use message::Message;
pub use pending::PendingSignIn;
pub use place::Place;
pub use possession::ProofRequest;
pub use presence::Presence;
pub use receipt::{Origin, Receipt, Renewed, Step, StepKind, Steps};
pub use said::{About, Disagreement};
pub use shared::{Mark, SharedMemory};
pub use step_up::Errand;
pub use view::{Notice, SignedOutReason, Stage, View};

use crate::configuration::Configuration;
use crate::protocol::secret::State as StateParameter;
use crate::protocol::time::Timestamp;
use calls::Calls;
use clock::Clock;
use event::Tickets;
use possession::Possession;
use provider::Provider;
use pushing::Pushing;
use receipt::Timeline;
use state::{Newcomer, State};

/// Everything one tab knows about who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    configuration: Arc<Configuration>,
    provider: Provider,
    possession: Possession,
    state: State,
    /// The session of another tab, while it is being verified.
    newcomer: Option<Box<Newcomer>>,
    /// Asked whether the session of this tab can be resumed.
    resumption_asked: Option<Ticket>,
    /// What the sign-in that is under way is for, besides.
    errand: Option<Errand>,
    calls: Calls,
    clock: Clock,
    /// What is asked is on its way to the provider, before the browser is.
    pushing: Option<Box<Pushing>>,
    /// The state of the response that this tab offered to the others.
    offered: Option<StateParameter>,
    /// When this page stops believing that the browser is leaving.
    gives_up_leaving_at: Option<Timestamp>,
    /// Asked what all tabs remember.
    shared_asked: Option<Ticket>,
    /// Nobody was there for so long that whoever signs in proves who they are.
    is_locked: bool,
    tickets: Tickets,
    timeline: Timeline,
}

impl Session {
    pub fn new(configuration: Arc<Configuration>) -> Self {
        let provider = Provider::new(&configuration);
        Self {
            configuration,
            provider,
            possession: Possession::default(),
            state: State::Starting,
            newcomer: None,
            resumption_asked: None,
            errand: None,
            calls: Calls::default(),
            clock: Clock::default(),
            pushing: None,
            offered: None,
            gives_up_leaving_at: None,
            shared_asked: None,
            is_locked: false,
            tickets: Tickets::default(),
            timeline: Timeline::default(),
        }
    }

    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Answers an event: the next session, and the effects to carry out in their order.
    #[must_use]
    pub fn step(mut self, event: Event, now: Timestamp) -> (Self, Vec<Effect>) {
        let mut effects = Vec::new();
        self.begin_steps(&event, now);
        self.answer(event, now, &mut effects);
        self.end_steps(&effects, now);
        (self, effects)
    }

    fn answer(&mut self, event: Event, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(event) = self.hear(event, effects) else { return };
        let awaited_popup = self.awaits_popup();
        match event {
            Event::Started(arrival) => self.start(arrival, now, effects),
            Event::MetadataAnswered(ticket, answer) => self.metadata_answered(ticket, answer, now, effects),
            Event::KeysAnswered(ticket, answer) => self.keys_answered(ticket, answer, now, effects),
            Event::SignInRequested { entropy, place } => self.request_sign_in(entropy, place, now, effects),
            Event::SignInInPopupRequested { entropy, place } => {
                self.request_sign_in_in_popup(entropy, place, now, effects)
            }
            Event::SignInAbandoned => self.abandon(effects),
            Event::Remembered(ticket, result) => self.remembered(ticket, result, now, effects),
            Event::PushAnswered(ticket, answer) => self.push_answered(ticket, answer, now, effects),
            Event::KeyPrepared(ticket, result) => self.key_prepared(ticket, result, now, effects),
            Event::Recalled(ticket, result) => self.recalled(ticket, result, now, effects),
            Event::TokenAnswered(ticket, answer) => self.token_answered(ticket, answer, now, effects),
            Event::SignatureChecked(ticket, result) => self.signature_checked(ticket, result, now, effects),
            Event::UserInfoAnswered(ticket, answer) => self.userinfo_answered(ticket, answer, now, effects),
            Event::SignOutRequested => self.sign_out(now, effects),
            Event::SignOutHereRequested => self.sign_out_here(now, effects),
            Event::Dismissed => self.dismiss(),
            Event::Woke => {
                self.wait_for_taker(now, effects);
                self.give_up_waiting_to_leave(now, effects);
                self.wake(now, effects);
            }
            Event::Returned => self.returned(now, effects),
            Event::Active => self.active(now, effects),
            Event::Heard { message, place } => self.heard(message, &place, now, effects),
            Event::TurnTaken(ticket, is_ours) => self.turn_taken(ticket, is_ours, now, effects),
            Event::SharedRecalled(ticket, shared) => self.shared_recalled(ticket, &shared, now, effects),
            Event::ResumptionOffered(ticket, offer) => self.resumption_offered(ticket, *offer, now, effects),
            Event::CallRequested(id, call) => self.call_requested(id, call, now, effects),
            Event::CallDropped(id) => self.call_dropped(id, effects),
            Event::CallAnswered(ticket, answer) => self.call_answered(ticket, answer, now, effects),
            Event::ScopeRequested(scope) => self.ask_for(&scope, effects),
            Event::Restored => self.restore(now, effects),
        }
        // Whatever the event was, it may have brought what a call waits for, or ended what it stands on.
        self.make_calls(now, effects);
        self.abandon_calls(effects);
        if awaited_popup && !self.awaits_popup() {
            effects.push(Effect::ClosePopup);
        }
        self.is_locked |= matches!(self.state, State::SignedOut(SignedOutReason::Idle));
        self.keep_proving(effects);
    }

    fn start(&mut self, arrival: Arrival, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.state, State::Starting) {
            return;
        }
        self.recall_lock(effects);
        if let Arrival::Visit(_) | Arrival::Reload { .. } = arrival {
            // Tokens that were kept and are not restored are void.
            self.keep_no_more(effects);
        }
        match arrival {
            Arrival::Visit(reason) => self.visit(reason, now, effects),
            Arrival::Initiated { reason, place, login_hint, entropy } => {
                self.initiate(reason, place, login_hint, entropy, now, effects);
            }
            Arrival::NotInitiated(error) => self.refuse_to_initiate(error, now, effects),
            Arrival::FrontchannelLogout(logout) => self.logged_out(logout, now, effects),
            Arrival::Reload { place, resumes } => {
                self.say_hello(effects);
                self.reload(place, resumes, now, effects);
            }
            Arrival::Kept { place, grant } => self.restore_kept(grant, &place, now, effects),
            Arrival::Response(response) => {
                let ticket = self.tickets.next();
                effects.push(Effect::Recall(ticket, response.state()));
                self.state = State::Recalling { ticket, response };
            }
        }
    }

    pub(super) fn visit(&mut self, reason: SignedOutReason, now: Timestamp, effects: &mut Vec<Effect>) {
        self.state = State::SignedOut(reason);
        if reason == SignedOutReason::Idle {
            self.lock(now, effects);
        }
        self.say_hello(effects);
        self.learn_provider(effects);
    }

    fn dismiss(&mut self) {
        if matches!(self.state, State::Failed { .. }) {
            self.state = self.signed_out();
        }
    }

    fn fail(&mut self, error: Error, place: Place) {
        self.state = State::Failed { error: Arc::new(error), place };
    }

    fn home(&self) -> Place {
        Place::of(self.configuration.base.path())
    }
}
