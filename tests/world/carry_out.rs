//! What the browser layer does with each effect.

use axum::http::Method;
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::secret::FormBody;
use lifen_connect::protocol::transport::{Answer, EndpointRole, Silence};
use lifen_connect::session::{Effect, EnvironmentError, Event, Offer, Place, Recollection, Ticket};

use super::network::Outgoing;
use super::signature;
use super::tab::{Entry, InFlight, Tab};

/// More than any one thing that happens can lead to.
const ENOUGH: usize = 100;

impl Tab {
    /// Tells the session, and whatever follows from it.
    pub fn happens(&mut self, event: Event) {
        self.events.push_back(event);
        self.settle();
    }

    /// Lets no answer of this endpoint come, until [`release`](Self::release).
    pub fn hold(&mut self, endpoint: EndpointRole) {
        self.held.push(endpoint);
    }

    pub fn release(&mut self, endpoint: EndpointRole) {
        self.held.retain(|held| *held != endpoint);
        self.settle();
    }

    /// The answer of this endpoint that is held up comes; the next is held up again.
    pub fn settles_one(&mut self, endpoint: EndpointRole) {
        let position = self.in_flight.iter().position(|request| request.endpoint == endpoint);
        let InFlight { request, ticket, .. } = self.in_flight.remove(position.expect("a request"));
        let answer = self.network.fetch(endpoint, request);
        self.happens(answered(endpoint, ticket, answer));
    }

    /// What answered another question comes in place of the answer of this endpoint that is held up, if one is.
    pub fn is_answered_with(&mut self, endpoint: EndpointRole, answer: Result<Answer, Silence>) {
        if let Some(position) = self.in_flight.iter().position(|request| request.endpoint == endpoint) {
            let ticket = self.in_flight.remove(position).ticket;
            self.happens(answered(endpoint, ticket, answer));
        }
    }

    /// The request of this endpoint that is held up is answered, and somebody on the way alters what is said.
    pub fn is_answered_altered(&mut self, endpoint: EndpointRole, alter: impl FnOnce(String) -> String) {
        let InFlight { request, ticket, .. } = self.takes_in_flight(endpoint);
        let answer = self.network.fetch(endpoint, request).map(|mut answer| {
            answer.body = alter(answer.body);
            answer
        });
        self.happens(answered(endpoint, ticket, answer));
    }

    /// The request of this endpoint that is held up reaches the provider, and nobody hears what it says.
    pub fn loses_the_answer(&mut self, endpoint: EndpointRole) {
        let InFlight { request, .. } = self.takes_in_flight(endpoint);
        let _ = self.network.fetch(endpoint, request);
    }

    fn takes_in_flight(&mut self, endpoint: EndpointRole) -> InFlight {
        let position = self.in_flight.iter().position(|request| request.endpoint == endpoint);
        self.in_flight.remove(position.expect("a request that is held up"))
    }

    /// Whether a request of this endpoint is held up.
    pub fn is_asking(&self, endpoint: EndpointRole) -> bool {
        self.in_flight.iter().any(|request| request.endpoint == endpoint)
    }

    pub(super) fn release_all(&mut self) {
        self.held.clear();
        if self.session.is_some() {
            self.settle();
        }
    }

    /// The answer of WebCrypto that was so late.
    pub fn verifies_at_last(&mut self) {
        self.verifies_late = false;
        let event = self.late.take().expect("a signature to verify");
        self.happens(event);
    }

    /// The key that took so long to open.
    pub fn has_its_key_at_last(&mut self) {
        self.prepares_late = false;
        let event = self.late.take().expect("a key to open");
        self.happens(event);
    }

    /// An answer of WebCrypto that is not so.
    pub fn lies_about_the_signature(&mut self) {
        let Some(Event::SignatureChecked(ticket, _)) = self.late.take() else {
            panic!("a signature to verify")
        };
        self.happens(Event::SignatureChecked(ticket, Ok(true)));
    }

    /// Until nothing happens any more: events first, then the answers of the network in the order of their requests.
    pub(super) fn settle(&mut self) {
        for _ in 0..ENOUGH {
            if let Some(event) = self.events.pop_front() {
                self.step(event);
            } else if let Some(position) = self.next_answer() {
                let InFlight { endpoint, request, ticket } = self.in_flight.remove(position);
                let answer = self.network.fetch(endpoint, request);
                self.events.push_back(answered(endpoint, ticket, answer));
            } else if let Some(event) = self.call_answered() {
                self.events.push_back(event);
            } else {
                return;
            }
        }
        panic!("the session never comes to rest: {:?}", self.view());
    }

    fn next_answer(&self) -> Option<usize> {
        self.in_flight.iter().position(|request| !self.held.contains(&request.endpoint))
    }

    fn step(&mut self, event: Event) {
        self.witness.saw_event(&event);
        self.record(|| Entry::Event(event.clone()));
        let session = self.session.take().expect("a page was opened");
        let (session, effects) = session.step(event, self.now());
        self.witness.saw_session(&session);
        let shown = Entry::Shown(session.view(), session.access_token().is_some());
        self.session = Some(session);
        for effect in effects {
            self.witness.saw_effect(&effect);
            self.record(|| Entry::Effect(effect.clone()));
            self.carry_out(effect);
        }
        self.record(|| shown);
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::FetchMetadata(ticket, endpoint) => {
                self.sends(EndpointRole::Metadata, ticket, get(&endpoint))
            }
            Effect::FetchKeys(ticket, endpoint) => self.sends(EndpointRole::Keys, ticket, get(&endpoint)),
            Effect::FetchUserInfo(ticket, endpoint, token, proof) => {
                let dpop = proof.as_ref().map(|proof| self.proves(proof, "GET", &endpoint, Some(&token)));
                let scheme = if proof.is_some() { Scheme::Dpop } else { Scheme::Bearer };
                let token = Some((scheme, token.expose().to_owned()));
                self.sends(EndpointRole::UserInfo, ticket, Outgoing { token, dpop, ..get(&endpoint) })
            }
            Effect::Push(ticket, endpoint, form) => {
                self.sends(EndpointRole::PushedRequest, ticket, post(&endpoint, &form))
            }
            Effect::PrepareKey(ticket, _) => {
                let event = Event::KeyPrepared(ticket, self.opens_its_key());
                if self.prepares_late { self.late = Some(event) } else { self.events.push_back(event) }
            }
            Effect::Redeem(ticket, endpoint, form, proof) => {
                let dpop = proof.map(|proof| self.proves(&proof, "POST", &endpoint, None));
                self.sends(EndpointRole::Token, ticket, Outgoing { dpop, ..post(&endpoint, &form) })
            }
            Effect::Call(ticket, call, token, proof) => {
                self.calls_with(ticket, &call, &token, proof.as_ref())
            }
            Effect::Abandon(ticket) => self.abandons(ticket),
            Effect::Deliver(id, result) => self.is_told(id, result),
            Effect::Remember(ticket, pending) => {
                let now = self.now();
                let result = self.storage.remember(*pending, now);
                self.events.push_back(Event::Remembered(ticket, result));
            }
            Effect::Recall(ticket, state) => {
                let now = self.now();
                let entropy = self.has_entropy.then(|| self.draws_entropy());
                let idle_lock = self.configuration.idle_lock;
                let result = self.together.change(|shared| {
                    let found = self.storage.recollect(state.as_ref(), now)?;
                    let found = found.admitted_by(shared, idle_lock, now);
                    Ok(Recollection { entropy, ..found })
                });
                self.events.push_back(Event::Recalled(ticket, result));
            }
            Effect::CheckSignature(ticket, check) => {
                let result = match self.has_web_crypto {
                    true => Ok(signature::verify(&check)),
                    false => Err(EnvironmentError::CryptoUnavailable),
                };
                let event = Event::SignatureChecked(ticket, result);
                if self.verifies_late { self.late = Some(event) } else { self.events.push_back(event) }
            }
            Effect::Leave(address) => {
                assert_eq!(self.left_for, None, "a page leaves once");
                self.left_for = Some(address.expose().to_owned());
            }
            Effect::LeaveInPlace(address) => {
                assert_eq!(self.left_for, None, "a page leaves once");
                self.left_in_place = true;
                self.left_for = Some(address.expose().to_owned());
            }
            Effect::LeaveInPopup(address) => self.popup = Some(address.expose().to_owned()),
            Effect::ClosePopup => self.popup = None,
            Effect::CloseWindow => self.is_closing = true,
            Effect::Note(presence) => self.storage.note(presence),
            Effect::Return(place) => self.address = place.as_str().to_owned(),
            Effect::Forget { goodbye } => self.storage.forget(goodbye),
            Effect::WakeAt(moment) => self.alarm = Some(moment),
            Effect::Keep(grant) => self.storage.keep(grant.as_deref()),
            Effect::Tell(message) => self.together.tell(self.id, &message),
            Effect::Mark(mark) => self.together.change(|memory| memory.mark(mark)),
            Effect::RecallShared(ticket) => {
                let memory = Box::new(self.together.memory());
                self.events.push_back(Event::SharedRecalled(ticket, memory));
            }
            Effect::TakeTurn(ticket, generation) => {
                self.together.wait_for_turn(self.id, ticket, generation);
                self.events.extend(self.together.turn_of(self.id));
            }
            Effect::EndTurn { spent } => self.together.end_turn(self.id, spent),
            Effect::Revoke(endpoint, form) => {
                // Nobody waits for the answer.
                self.network.sends(post(&endpoint, &form));
            }
            Effect::OfferResumption(ticket) => {
                self.offer = Some(ticket);
                self.offers();
            }
        }
    }

    /// What it takes to resume this tab's session, once the person sees what it shows.
    pub(super) fn offers(&mut self) {
        if self.is_hidden {
            return;
        }
        let Some(ticket) = self.offer.take() else { return };
        let now = self.now();
        let (shared, idle_lock) = (self.together.memory(), self.configuration.idle_lock);
        let resumption = self.storage.resume(now).admitted_by(&shared, idle_lock, now);
        let kept = self.storage.kept().filter(|grant| shared.admits(grant.since)).map(Box::new);
        let entropy = self.has_entropy.then(|| self.draws_entropy());
        let offer = Offer { place: Place::of(&self.address), resumption, entropy, kept };
        self.destination = self.address.clone();
        self.events.push_back(Event::ResumptionOffered(ticket, Box::new(offer)));
    }

    fn sends(&mut self, endpoint: EndpointRole, ticket: Ticket, request: Outgoing) {
        self.in_flight.push(InFlight { endpoint, request, ticket });
    }
}

fn get(address: &Endpoint) -> Outgoing {
    let address = address.as_str().to_owned();
    Outgoing { method: Method::GET, address, body: None, token: None, dpop: None }
}

fn post(address: &Endpoint, form: &FormBody) -> Outgoing {
    Outgoing { method: Method::POST, body: Some(form.expose().to_owned()), ..get(address) }
}

fn answered(endpoint: EndpointRole, ticket: Ticket, answer: Result<Answer, Silence>) -> Event {
    match endpoint {
        EndpointRole::Metadata => Event::MetadataAnswered(ticket, answer),
        EndpointRole::Keys => Event::KeysAnswered(ticket, answer),
        EndpointRole::PushedRequest => Event::PushAnswered(ticket, answer),
        EndpointRole::Token => Event::TokenAnswered(ticket, answer),
        EndpointRole::UserInfo => Event::UserInfoAnswered(ticket, answer),
    }
}
