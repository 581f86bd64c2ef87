//! Carries out what the session asks for: every way the program touches the world, in one `match`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::activity::on_activity;
use super::alarm::wake_at;
use super::calling::{Calling, Callings};
use super::channel::Channel;
use super::clock::{now, page_since};
use super::deferred::{Deferred, work};
use super::dpop_key::{DpopKey, Prover};
use super::fetch::Request;
use super::popup::{Popup, close_this_window};
use super::rest::rest;
use super::turn::Turn;
use super::{crypto, navigation, shared, storage, stored};
use crate::configuration::Configuration;
use crate::configuration::features::{CALLS, DPOP, LONG_SESSIONS, POPUP, RECEIPT};
use crate::protocol::dpop::Thumbprint;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::secret::{AccessToken, RequestAddress};
use crate::protocol::transport::{Answer, Silence};
use crate::session::{
    Arrival, Call, CallId, Effect, EnvironmentError, Error, Event, Generation, Mark, Message, Offer, Place,
    ProofRequest, Receipt, Recollection, Session, SignedOutReason, Ticket, View,
};

/// One session, running in this tab.
#[derive(Clone)]
pub struct Driver(Rc<Inner>);

struct Inner {
    configuration: Arc<Configuration>,
    session: RefCell<Option<Session>>,
    events: RefCell<VecDeque<Event>>,
    /// The alarm that was set last: an earlier one rings for nobody, or each visit of the tab would leave one more.
    alarm: Cell<u32>,
    /// The other tabs; `None` in a browser without channels.
    tabs: RefCell<Option<Channel>>,
    /// The turn to renew, while it is this tab's.
    turn: RefCell<Option<(Turn, Generation)>>,
    /// A resumption to offer, as soon as the person looks at this tab.
    offer: Cell<Option<Ticket>>,
    callings: RefCell<Callings>,
    /// What stops the calls that are on their way.
    stops: RefCell<Vec<(Ticket, AbortController)>>,
    /// What was shown last: a page that is drawn anew for nothing takes away what a person is about to press.
    shown: RefCell<Option<View>>,
    /// The window that was opened for a sign-in.
    popup: RefCell<Option<Popup>>,
    /// What tokens are bound to, once the session asked for it.
    key: RefCell<Option<Rc<dyn Prover>>>,
    show: Box<dyn Fn(View)>,
}

impl Driver {
    /// Starts the session this page arrived with; `show` is told of every change.
    pub fn start(configuration: Box<Configuration>, arrival: Arrival, show: impl Fn(View) + 'static) -> Self {
        let configuration: Arc<Configuration> = Arc::from(configuration);
        let driver = Self(Rc::new(Inner {
            session: RefCell::new(Some(new_session(&configuration))),
            configuration,
            events: RefCell::default(),
            alarm: Cell::default(),
            tabs: RefCell::default(),
            turn: RefCell::default(),
            offer: Cell::default(),
            callings: RefCell::default(),
            stops: RefCell::default(),
            shown: RefCell::default(),
            popup: RefCell::default(),
            key: RefCell::default(),
            show: Box::new(show),
        }));
        driver.listen();
        driver.tell(Event::Started(arrival));
        driver
    }

    pub fn configuration(&self) -> &Configuration {
        &self.0.configuration
    }

    /// Signs in, and comes back to this place.
    pub fn sign_in(&self, place: Place) {
        self.tell(Event::SignInRequested { entropy: crypto::random(), place });
    }

    /// The same in a window of its own, or here where the browser opens none. Call it within the click.
    pub fn sign_in_in_popup(&self, place: Place) {
        if !POPUP {
            return self.sign_in(place);
        }
        let popup = Popup::open();
        let asked = match popup {
            Some(_) => Event::SignInInPopupRequested { entropy: crypto::random(), place },
            None => Event::SignInRequested { entropy: crypto::random(), place },
        };
        *self.0.popup.borrow_mut() = popup;
        self.tell(asked);
    }

    /// Waits no longer for that window.
    pub fn give_up(&self) {
        self.tell(Event::SignInAbandoned);
    }

    pub fn sign_out(&self) {
        self.tell(Event::SignOutRequested);
    }

    /// Ends the session in this browser and removes everything that the app keeps in it, but for the moment when: without
    /// that, a tab that sleeps now would have its session back.
    pub fn forget_everything(&self) {
        self.tell(Event::SignOutHereRequested);
        stored::clear(&self.0.configuration);
        self.mark(Mark::Ended { reason: SignedOutReason::SignedOut, at: now() });
        spawn_local(stored::clear_databases());
    }

    /// The names of what is kept in this tab and for all of them.
    pub fn stored(&self) -> Vec<String> {
        stored::stored(&self.0.configuration)
    }

    /// Calls an API with the session's access token.
    pub fn call(&self, call: Call) -> Calling {
        let dropping = self.clone();
        let dropped = move |id| {
            dropping.0.callings.borrow_mut().take(id);
            dropping.tell(Event::CallDropped(id));
        };
        let (id, calling) = self.0.callings.borrow_mut().begin(dropped);
        self.tell(Event::CallRequested(id, Box::new(call)));
        calling
    }

    /// Asks the person for more access.
    pub fn ask_for(&self, scope: &str) {
        self.tell(Event::ScopeRequested(scope.to_owned()));
    }

    /// The address of the call that a redirect interrupted, for the page that made it to ask again.
    pub fn interrupted_call(&self) -> Option<Endpoint> {
        self.0.session.borrow().as_ref()?.interrupted_call().cloned()
    }

    /// Why the session is trusted.
    pub fn receipt(&self) -> Option<Receipt> {
        self.0.session.borrow().as_ref()?.receipt().cloned()
    }

    /// Leaves the error page.
    pub fn dismiss(&self) {
        self.tell(Event::Dismissed);
    }

    fn listen(&self) {
        let (restored, returned) = (self.clone(), self.clone());
        navigation::on_return(
            move || restored.tell(Event::Restored),
            move || {
                returned.offer();
                returned.tell(Event::Returned);
            },
        );
        if !LONG_SESSIONS {
            return;
        }
        let heard = self.clone();
        *self.0.tabs.borrow_mut() = Channel::open(&self.0.configuration.tabs_name(), move |text| {
            let shared = shared::memory(heard.configuration());
            if let Some(message) = Message::from_text(&text).and_then(|said| said.admitted_by(&shared)) {
                heard.tell(Event::Heard { message, place: navigation::current_place() });
            }
        });
        if self.0.configuration.idle_lock.is_some() {
            let active = self.clone();
            on_activity(move || active.tell(Event::Active));
        }
    }

    /// Hands an event to the session. One that an effect causes at once waits for its turn.
    fn tell(&self, event: Event) {
        self.0.events.borrow_mut().push_back(event);
        // The session is out while a step is under way: whoever took it will see this event too.
        let Some(mut session) = self.0.session.borrow_mut().take() else { return };
        loop {
            let Some(event) = self.0.events.borrow_mut().pop_front() else { break };
            let (next, effects) = session.step(event, now());
            session = next;
            effects.into_iter().for_each(|effect| self.carry_out(effect));
        }
        let view = session.view();
        *self.0.session.borrow_mut() = Some(session);
        if !self.0.shown.borrow().as_ref().is_some_and(|shown| view.is(shown)) {
            *self.0.shown.borrow_mut() = Some(view.clone());
            (self.0.show)(view);
        }
    }

    fn ring(&self, alarm: u32) {
        if self.0.alarm.get() == alarm {
            self.tell(Event::Woke);
        }
    }

    fn carry_out(&self, effect: Effect) {
        let (ticket, answered, request): (Ticket, Answered, _) = match effect {
            Effect::FetchMetadata(ticket, address) => {
                (ticket, Event::MetadataAnswered, Request::get(address))
            }
            Effect::FetchKeys(ticket, address) => (ticket, Event::KeysAnswered, Request::get(address)),
            Effect::Push(ticket, address, body) => {
                (ticket, Event::PushAnswered, Request::post(address, body))
            }
            Effect::PrepareKey(ticket, _) => return self.prepare_key(ticket),
            Effect::Redeem(ticket, address, body, proof) => {
                (ticket, Event::TokenAnswered, self.proven(Request::post(address, body), proof))
            }
            Effect::FetchUserInfo(ticket, address, token, proof) => {
                (ticket, Event::UserInfoAnswered, self.proven(Request::get_with(address, token), proof))
            }
            Effect::Call(ticket, call, token, proof) => return self.make(ticket, *call, token, proof),
            Effect::Abandon(ticket) => return self.stop(ticket),
            Effect::Deliver(id, result) => return self.deliver(id, result),
            Effect::Remember(ticket, pending) => {
                return self.tell(Event::Remembered(ticket, storage::remember(*pending)));
            }
            Effect::Recall(ticket, state) => {
                let configuration = &self.0.configuration;
                let recollection = shared::change(configuration, |shared| {
                    let found = storage::recollect(state.as_ref())?;
                    let found = found.admitted_by(shared, configuration.idle_lock, now());
                    Ok(Recollection { entropy: crypto::random(), ..found })
                });
                return self.tell(Event::Recalled(ticket, recollection));
            }
            Effect::CheckSignature(ticket, check) => {
                let driver = self.clone();
                return spawn_local(async move {
                    driver.tell(Event::SignatureChecked(ticket, crypto::verify(&check).await));
                });
            }
            Effect::Leave(address) => return navigation::open(address.expose()),
            Effect::LeaveInPlace(address) => return navigation::open_in_place(address.expose()),
            Effect::LeaveInPopup(address) => return self.leave_in_popup(&address),
            Effect::ClosePopup => return self.close_popup(),
            Effect::CloseWindow if POPUP => return close_this_window(),
            Effect::CloseWindow => return,
            Effect::Note(presence) => return storage::note(presence),
            Effect::Return(place) => return navigation::replace(&place),
            Effect::Forget { goodbye } => return storage::forget(goodbye.as_ref()),
            Effect::Keep(grant) => return storage::keep(grant.as_deref()),
            Effect::Tell(message) => return self.tell_tabs(&message),
            Effect::Mark(mark) => return self.mark(mark),
            Effect::RecallShared(ticket) => return self.recall_shared(ticket),
            Effect::TakeTurn(ticket, generation) => return self.take_turn(ticket, generation),
            Effect::EndTurn { spent } => return self.end_turn(spent),
            Effect::Revoke(address, body) => return Request::post(address, body).keepalive(),
            Effect::OfferResumption(ticket) => {
                self.0.offer.set(Some(ticket));
                return self.offer();
            }
            Effect::WakeAt(moment) => {
                let driver = self.clone();
                let latest = self.0.alarm.get().wrapping_add(1);
                self.0.alarm.set(latest);
                return wake_at(moment, move || driver.ring(latest));
            }
        };
        let driver = self.clone();
        spawn_local(async move {
            let answer = request.send(driver.0.configuration.timeout).await;
            driver.tell(answered(ticket, answer));
        });
    }
}

fn new_session(configuration: &Arc<Configuration>) -> Session {
    let session = Session::new(Arc::clone(configuration));
    match RECEIPT.then(page_since).flatten() {
        Some(since) => session.loaded_since(since),
        None => session,
    }
}

/// Each of these is of a part that a build may be without, and begins by asking.
impl Driver {
    fn prepare_key(&self, ticket: Ticket) {
        if !DPOP {
            return;
        }
        let preparation = KeyPreparation { driver: self.clone(), ticket };
        let Some(coming) = rest() else { return work(preparation) };
        spawn_local(async move {
            match coming.await {
                Ok(()) => work(preparation),
                Err(_) => preparation.ends(Err(EnvironmentError::RestMissing)),
            }
        });
    }

    fn proven(&self, request: Request, proof: Option<ProofRequest>) -> Request {
        match proof {
            Some(proof) if DPOP => request.proven(proof, self.0.key.borrow().clone()),
            _ => request,
        }
    }

    fn make(&self, ticket: Ticket, call: Call, token: AccessToken, proof: Option<ProofRequest>) {
        if !CALLS {
            return;
        }
        let limit = call.limit.unwrap_or(self.0.configuration.timeout);
        let stop = AbortController::new().ok();
        self.0.stops.borrow_mut().extend(stop.clone().map(|stop| (ticket, stop)));
        let request = self.proven(Request::call(call, token), proof).stopped_by(stop);
        let driver = self.clone();
        spawn_local(async move {
            let answer = request.send(limit).await;
            driver.0.stops.borrow_mut().retain(|(known, _)| *known != ticket);
            driver.tell(Event::CallAnswered(ticket, answer));
        });
    }

    fn stop(&self, ticket: Ticket) {
        if !CALLS {
            return;
        }
        let mut stops = self.0.stops.borrow_mut();
        let stopped = stops.iter().position(|(known, _)| *known == ticket).map(|place| stops.remove(place));
        drop(stops);
        if let Some((_, stop)) = stopped {
            stop.abort();
        }
    }

    fn deliver(&self, id: CallId, result: Result<Answer, Error>) {
        if !CALLS {
            return;
        }
        let deliver = self.0.callings.borrow_mut().take(id);
        if let Some(deliver) = deliver {
            deliver(result);
        }
    }

    fn leave_in_popup(&self, address: &RequestAddress) {
        if POPUP && let Some(popup) = &*self.0.popup.borrow() {
            popup.lead_to(address.expose());
        }
    }

    fn close_popup(&self) {
        if POPUP && let Some(popup) = self.0.popup.borrow_mut().take() {
            popup.close();
        }
    }

    fn tell_tabs(&self, message: &Message) {
        if LONG_SESSIONS && let Some(tabs) = &*self.0.tabs.borrow() {
            tabs.tell(&message.to_text());
        }
    }

    fn mark(&self, mark: Mark) {
        if LONG_SESSIONS {
            shared::change(&self.0.configuration, |memory| memory.mark(mark));
        }
    }

    fn recall_shared(&self, ticket: Ticket) {
        if LONG_SESSIONS {
            let memory = Box::new(shared::memory(&self.0.configuration));
            self.tell(Event::SharedRecalled(ticket, memory));
        }
    }

    /// Waits for this tab's turn among all of them; whether it may renew these tokens is told when it comes.
    fn take_turn(&self, ticket: Ticket, generation: Generation) {
        if !LONG_SESSIONS {
            return;
        }
        let driver = self.clone();
        spawn_local(async move {
            let turn = Turn::take(&driver.0.configuration.tabs_name()).await;
            let is_ours = shared::change(&driver.0.configuration, |memory| memory.take(&generation));
            if is_ours {
                *driver.0.turn.borrow_mut() = Some((turn, generation));
            }
            driver.tell(Event::TurnTaken(ticket, is_ours));
        });
    }

    fn end_turn(&self, spent: bool) {
        if !LONG_SESSIONS {
            return;
        }
        let Some((turn, generation)) = self.0.turn.borrow_mut().take() else { return };
        if !spent {
            shared::change(&self.0.configuration, |memory| memory.give_back(&generation));
        }
        turn.end();
    }

    /// What it takes to resume this tab's session, once the person sees what it shows.
    fn offer(&self) {
        if !(LONG_SESSIONS || CALLS) || navigation::is_hidden() {
            return;
        }
        let Some(ticket) = self.0.offer.take() else { return };
        let configuration = &self.0.configuration;
        let shared = shared::memory(configuration);
        let offer = Offer {
            place: navigation::current_place(),
            resumption: storage::resume().admitted_by(&shared, configuration.idle_lock, now()),
            entropy: crypto::random(),
            kept: storage::kept().filter(|grant| shared.admits(grant.since)).map(Box::new),
        };
        self.tell(Event::ResumptionOffered(ticket, Box::new(offer)));
    }
}

/// Has the key at hand that tokens are bound to.
struct KeyPreparation {
    driver: Driver,
    ticket: Ticket,
}

impl KeyPreparation {
    fn ends(self, result: Result<Thumbprint, EnvironmentError>) {
        self.driver.tell(Event::KeyPrepared(self.ticket, result));
    }
}

impl Deferred for KeyPreparation {
    fn work(self: Box<Self>) {
        spawn_local(async move {
            let Configuration { client_id, issuer, .. } = &*self.driver.0.configuration;
            let key = DpopKey::open(client_id, issuer).await;
            let thumbprint = key.map(|key| {
                let thumbprint = key.public().thumbprint();
                *self.driver.0.key.borrow_mut() = Some(Rc::new(key));
                thumbprint
            });
            self.ends(thumbprint);
        });
    }
}

/// The event that an answer becomes.
type Answered = fn(Ticket, Result<Answer, Silence>) -> Event;
