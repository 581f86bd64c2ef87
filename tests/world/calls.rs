//! What a page asks of an API, and what it is told.

use axum::http::Method;
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::secret::AccessToken;
use lifen_connect::protocol::transport::Answer;
use lifen_connect::session::{Call, CallId, Error, Event, ProofRequest, Ticket};

use super::network::Outgoing;
use super::tab::Tab;

/// The calls of one tab.
#[derive(Default)]
pub struct Calls {
    latest: u32,
    in_flight: Vec<(Ticket, Outgoing)>,
    delivered: Vec<(CallId, Result<Answer, Error>)>,
    /// No answer of an API comes.
    are_held: bool,
}

impl Calls {
    /// Their answers come.
    pub fn are_let_through(&mut self) {
        self.are_held = false;
    }

    /// The page is gone, and whoever waited on it.
    pub fn are_gone(&mut self) {
        *self = Self { latest: self.latest, are_held: self.are_held, ..Self::default() };
    }
}

impl Tab {
    /// A page asks for what is at this address.
    pub fn calls(&mut self, address: &str) -> CallId {
        self.makes(Call::get(address).expect("an address"))
    }

    pub fn makes(&mut self, call: Call) -> CallId {
        self.calls.latest += 1;
        let id = CallId(self.calls.latest);
        self.happens(Event::CallRequested(id, Box::new(call)));
        id
    }

    /// The page does not wait for it any longer.
    pub fn drops(&mut self, id: CallId) {
        self.happens(Event::CallDropped(id));
    }

    /// What it was told, once.
    #[track_caller]
    pub fn answer_to(&mut self, id: CallId) -> Result<Answer, &'static str> {
        let mut told = self.calls.delivered.iter().filter(|(known, _)| *known == id);
        let (_, result) = told.next().unwrap_or_else(|| panic!("no answer yet: {:?}", self.view()));
        assert!(told.next().is_none(), "one answer to one call");
        result.clone().map_err(|error| error.code())
    }

    pub fn is_waiting_for(&self, id: CallId) -> bool {
        self.calls.delivered.iter().all(|(known, _)| *known != id)
    }

    /// Lets no answer of an API come, until [`releases_calls`](Self::releases_calls).
    pub fn holds_calls(&mut self) {
        self.calls.are_held = true;
    }

    /// One answer of an API comes through.
    pub fn answers_one_call(&mut self) {
        self.calls.are_held = false;
        let event = self.call_answered().expect("a call in the air");
        self.calls.are_held = true;
        self.happens(event);
    }

    pub fn releases_calls(&mut self) {
        self.calls.are_held = false;
        self.settle();
    }

    pub(super) fn calls_with(
        &mut self,
        ticket: Ticket,
        call: &Call,
        token: &AccessToken,
        proof: Option<&ProofRequest>,
    ) {
        let dpop = proof.map(|proof| self.proves(proof, call.method.name(), &call.address, Some(token)));
        let scheme = if proof.is_some() { Scheme::Dpop } else { Scheme::Bearer };
        let request = Outgoing {
            method: Method::from_bytes(call.method.name().as_bytes()).expect("a method"),
            address: call.address.as_str().to_owned(),
            body: call.body.as_ref().map(|body| body.text.clone()),
            token: Some((scheme, token.expose().to_owned())),
            dpop,
        };
        self.calls.in_flight.push((ticket, request));
    }

    pub(super) fn abandons(&mut self, ticket: Ticket) {
        self.calls.in_flight.retain(|(asked, _)| *asked != ticket);
    }

    pub(super) fn is_told(&mut self, id: CallId, result: Result<Answer, Error>) {
        self.calls.delivered.push((id, result));
    }

    /// The next answer of an API.
    pub(super) fn call_answered(&mut self) -> Option<Event> {
        if self.calls.are_held || self.calls.in_flight.is_empty() {
            return None;
        }
        let (ticket, request) = self.calls.in_flight.remove(0);
        Some(Event::CallAnswered(ticket, self.network.calls(request)))
    }
}
