//! Carries out what the session asks for: every way the program touches the world, in one `match`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;

use super::alarm::wake_at;
use super::clock::now;
use super::fetch::Request;
use super::{crypto, navigation, storage};
use crate::configuration::Configuration;
use crate::protocol::transport::{Answer, Silence};
use crate::session::{Arrival, Effect, Event, Place, Recollection, Session, Ticket, View};

/// One session, running in this tab.
#[derive(Clone)]
pub struct Driver(Rc<Inner>);

struct Inner {
    configuration: Arc<Configuration>,
    session: RefCell<Option<Session>>,
    events: RefCell<VecDeque<Event>>,
    /// The alarm that was set last: an earlier one rings for nobody, or each visit of the tab would leave one more.
    alarm: Cell<u32>,
    show: Box<dyn Fn(View)>,
}

impl Driver {
    /// Starts the session this page arrived with; `show` is told of every change.
    pub fn start(configuration: Box<Configuration>, arrival: Arrival, show: impl Fn(View) + 'static) -> Self {
        let configuration: Arc<Configuration> = Arc::from(configuration);
        let driver = Self(Rc::new(Inner {
            session: RefCell::new(Some(Session::new(Arc::clone(&configuration)))),
            configuration,
            events: RefCell::default(),
            alarm: Cell::default(),
            show: Box::new(show),
        }));
        let (restored, returned) = (driver.clone(), driver.clone());
        navigation::on_return(move || restored.tell(Event::Restored), move || returned.tell(Event::Woke));
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

    pub fn sign_out(&self) {
        self.tell(Event::SignOutRequested);
    }

    /// Leaves the error page.
    pub fn dismiss(&self) {
        self.tell(Event::Dismissed);
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
        (self.0.show)(view);
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
            Effect::Redeem(ticket, address, body) => {
                (ticket, Event::TokenAnswered, Request::post(address, body))
            }
            Effect::FetchUserInfo(ticket, address, token) => {
                (ticket, Event::UserInfoAnswered, Request::get_with(address, token))
            }
            Effect::Remember(ticket, pending) => {
                return self.tell(Event::Remembered(ticket, storage::remember(*pending)));
            }
            Effect::Recall(ticket, state) => {
                let recollection = storage::recollect(state.as_ref())
                    .map(|found| Recollection { entropy: crypto::random(), ..found });
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
            Effect::Note(presence) => return storage::note(presence),
            Effect::Return(place) => return navigation::replace(&place),
            Effect::Forget { goodbye } => return storage::forget(goodbye),
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

/// The event that an answer becomes.
type Answered = fn(Ticket, Result<Answer, Silence>) -> Event;
