//! Carries out what the session asks for: every way the program touches the world, in one `match`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;

use super::alarm::wake_at;
use super::clock::now;
use super::{crypto, fetch, navigation, storage};
use crate::configuration::Configuration;
use crate::session::{Arrival, Effect, Event, Place, Session, View};

/// One session, running in this tab.
#[derive(Clone)]
pub struct Driver(Rc<Inner>);

struct Inner {
    configuration: Arc<Configuration>,
    session: RefCell<Option<Session>>,
    events: RefCell<VecDeque<Event>>,
    show: Box<dyn Fn(View)>,
}

impl Driver {
    /// Starts the session this page arrived with; `show` is told of every change.
    pub fn start(configuration: Configuration, arrival: Arrival, show: impl Fn(View) + 'static) -> Self {
        let configuration = Arc::new(configuration);
        let driver = Self(Rc::new(Inner {
            session: RefCell::new(Some(Session::new(Arc::clone(&configuration)))),
            configuration,
            events: RefCell::default(),
            show: Box::new(show),
        }));
        let (restored, visible) = (driver.clone(), driver.clone());
        navigation::on_return(move || restored.tell(Event::Restored), move || visible.tell(Event::Woke));
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

    fn carry_out(&self, effect: Effect) {
        let driver = self.clone();
        let limit = self.0.configuration.timeout;
        match effect {
            Effect::FetchMetadata(ticket, address) => spawn_local(async move {
                driver.tell(Event::MetadataAnswered(ticket, fetch::get(address.as_str(), None, limit).await));
            }),
            Effect::FetchKeys(ticket, address) => spawn_local(async move {
                driver.tell(Event::KeysAnswered(ticket, fetch::get(address.as_str(), None, limit).await));
            }),
            Effect::Remember(ticket, pending) => {
                self.tell(Event::Remembered(ticket, storage::remember(*pending)))
            }
            Effect::Recall(ticket, state) => {
                self.tell(Event::Recalled(ticket, storage::recollect(state.as_ref())))
            }
            Effect::Redeem(ticket, address, body) => spawn_local(async move {
                driver.tell(Event::TokenAnswered(
                    ticket,
                    fetch::post_form(address.as_str(), &body, limit).await,
                ));
            }),
            Effect::CheckSignature(ticket, check) => spawn_local(async move {
                driver.tell(Event::SignatureChecked(ticket, crypto::verify(&check).await));
            }),
            Effect::FetchUserInfo(ticket, address, token) => spawn_local(async move {
                let answer = fetch::get(address.as_str(), Some(&token), limit).await;
                driver.tell(Event::UserInfoAnswered(ticket, answer));
            }),
            Effect::Leave(address) => navigation::open(&address),
            Effect::Return(place) => navigation::replace(&place),
            Effect::Forget { goodbye } => storage::forget(goodbye),
            Effect::WakeAt(moment) => wake_at(moment, move || driver.tell(Event::Woke)),
        }
    }
}
