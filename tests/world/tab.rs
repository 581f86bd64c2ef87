//! One tab of a browser: a page with a session, storage of its own, and an address bar.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::logout::without_state;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Arrival, Effect, Event, Place, Remembered, Session, Ticket, View};
use p256::ecdsa::SigningKey;
use provider::{Client, Clock, Provider, Settings};

use super::calls::Calls;
use super::network::{Network, Outgoing};
use super::person::draw;
use super::possession::KeyStorage;
use super::storage::TabStorage;
use super::together::Together;
use super::witness::Witness;
use super::{BASE, HOME, NOW, PLACE};

/// A tab, and the world around it.
///
/// What a person does are verbs in `person`, what a test asks afterwards are in `then`.
pub struct Tab {
    pub provider: Provider,
    /// The provider's clock.
    pub clock: Clock,
    /// How far this computer's clock is ahead of it.
    pub clock_is_ahead_by: Seconds,
    pub network: Network,
    pub storage: TabStorage,
    /// What it has together with the other tabs of this browser.
    pub together: Together,
    /// The keys of this browser.
    pub keys: KeyStorage,
    /// The one that this page has in its memory.
    pub(super) key: Option<SigningKey>,
    pub(super) id: usize,
    pub has_entropy: bool,
    pub has_web_crypto: bool,
    /// Signatures are verified only when [`verifies_at_last`](Self::verifies_at_last) is called.
    pub verifies_late: bool,
    /// The key is opened only when [`has_its_key_at_last`](Self::has_its_key_at_last) is called.
    pub prepares_late: bool,
    pub witness: Witness,
    /// When the browser was told to load the page.
    page_since: Option<Timestamp>,
    pub(super) configuration: Arc<Configuration>,
    pub(super) session: Option<Session>,
    /// Path, query and fragment in the address bar.
    pub(super) address: String,
    /// Where the person was when they pressed the button.
    pub(super) destination: String,
    pub(super) events: VecDeque<Event>,
    pub(super) in_flight: Vec<InFlight>,
    pub(super) held: Vec<EndpointRole>,
    pub(super) calls: Calls,
    pub(super) alarm: Option<Timestamp>,
    pub(super) left_for: Option<String>,
    /// The page that was left is in no history.
    pub left_in_place: bool,
    /// Where the window beside this page was sent.
    pub popup: Option<String>,
    /// The browser lets this page open no window.
    pub blocks_popups: bool,
    /// The page has asked for its window to be closed.
    pub is_closing: bool,
    pub(super) late: Option<Event>,
    /// A resumption to be offered once the person looks.
    pub(super) offer: Option<Ticket>,
    /// The person looks at another tab.
    pub is_hidden: bool,
    /// How many sign-ins were begun in this browser.
    pub(super) sign_ins: Rc<Cell<u8>>,
    pub(super) record: Option<Vec<Entry>>,
}

/// What passed between a session and the world, in its order.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A page was loaded: a new session, which counts its tickets from the start.
    Opened,
    Event(Event),
    Effect(Effect),
    /// What was on show after an event, and whether there was an access token.
    Shown(View, bool),
}

/// A request whose answer has not come, and how to tell the session when it does.
pub(super) struct InFlight {
    pub endpoint: EndpointRole,
    pub request: Outgoing,
    pub ticket: Ticket,
}

impl Tab {
    /// A tab with nothing in it, before a provider that knows this app.
    pub fn new() -> Self {
        Self::configured("")
    }

    /// A tab with the page open where the person is going, who is signed out.
    pub fn opened() -> Self {
        let mut tab = Self::new();
        tab.opens(PLACE);
        tab
    }

    /// The same on a deployment that states the endpoints itself, three of them.
    pub fn known_provider() -> Self {
        let mut tab = Self::configured(
            r#""authorization_endpoint":"http://127.0.0.1:9090/authorize",
            "token_endpoint":"http://127.0.0.1:9090/oauth/token",
            "jwks_uri":"http://127.0.0.1:9090/.well-known/jwks.json""#,
        );
        tab.opens(PLACE);
        tab
    }

    /// A tab on a deployment that sets these members too.
    pub fn configured(members: &str) -> Self {
        Self::signed_with(provider::Algorithm::RS256, members)
    }

    /// The same before a provider that signs for this app with another algorithm.
    pub fn signed_with(algorithm: provider::Algorithm, members: &str) -> Self {
        Self::at_a_provider(Settings::default(), algorithm, members)
    }

    /// The same before a provider with other settings.
    pub fn before_a_provider(change: impl FnOnce(&mut Settings), members: &str) -> Self {
        let mut settings = Settings::default();
        change(&mut settings);
        Self::at_a_provider(settings, provider::Algorithm::RS256, members)
    }

    /// The same before a provider with settings of its own.
    pub fn at_a_provider(settings: Settings, algorithm: provider::Algorithm, members: &str) -> Self {
        let clock = Clock::virtual_at(NOW);
        let client = Client {
            client_id: "demo".to_owned(),
            redirect_uris: vec![format!("{BASE}callback")],
            post_logout_redirect_uris: vec![BASE.to_owned()],
            id_token_signed_response_alg: algorithm,
        };
        let provider = Provider::new(Settings { clients: vec![client], ..settings }, clock.clone());
        Self::before(provider, clock, members)
    }

    /// Another tab of the same browser: the same world, a storage of its own.
    pub fn another_tab(&self) -> Self {
        let mut tab = Self::before(self.provider.clone(), self.clock.clone(), "");
        tab.configuration = Arc::clone(&self.configuration);
        tab.together = self.together.clone();
        tab.keys = self.keys.clone();
        tab.id = tab.together.joins();
        // No two tabs draw the same secrets.
        tab.sign_ins = Rc::clone(&self.sign_ins);
        tab
    }

    /// "Duplicate tab", which copies the storage of a tab too.
    pub fn duplicated(&self) -> Self {
        let mut tab = self.another_tab();
        tab.storage = self.storage.clone();
        tab.destination = self.destination.clone();
        tab
    }

    fn before(provider: Provider, clock: Clock, members: &str) -> Self {
        let configuration = configuration(provider.issuer(), members);
        let limit = Duration::from_secs(configuration.timeout.0.unsigned_abs());
        let together = Together::default();
        Self {
            network: Network::new(provider.clone(), configuration.base.origin().as_str(), limit),
            provider,
            clock,
            clock_is_ahead_by: Seconds(0),
            storage: TabStorage::default(),
            keys: KeyStorage::default(),
            key: None,
            id: together.joins(),
            together,
            has_entropy: true,
            has_web_crypto: true,
            verifies_late: false,
            prepares_late: false,
            witness: Witness::default(),
            page_since: None,
            configuration: Arc::new(configuration),
            session: None,
            address: HOME.to_owned(),
            destination: HOME.to_owned(),
            events: VecDeque::new(),
            in_flight: Vec::new(),
            held: Vec::new(),
            calls: Calls::default(),
            alarm: None,
            left_for: None,
            left_in_place: false,
            popup: None,
            blocks_popups: false,
            is_closing: false,
            late: None,
            offer: None,
            is_hidden: false,
            sign_ins: Rc::default(),
            record: None,
        }
    }

    /// The deployment changes its settings; the next page load has them.
    pub fn is_deployed_for(&mut self, issuer: &str) {
        self.configuration = Arc::new(configuration(issuer, ""));
    }

    /// The same with these members instead of those before.
    pub fn is_deployed_with(&mut self, members: &str) {
        self.configuration = Arc::new(configuration(self.provider.issuer(), members));
    }

    /// A page load: whatever the last page was doing ends, and the app starts at this address.
    /// What it asks the other tabs, none of them answers.
    pub fn opens(&mut self, address: &str) {
        self.opens_among_others(address);
        if self.is_offering() {
            self.lets_pass(Seconds(1));
        }
    }

    /// The same where the other tabs may answer, once they are let.
    pub fn opens_among_others(&mut self, address: &str) {
        self.loads(address, false);
    }

    /// The same in a frame of a page of the provider's.
    pub fn opens_framed(&mut self, address: &str) {
        self.loads(address, true);
    }

    fn loads(&mut self, address: &str, is_framed: bool) {
        let address = address.strip_prefix("http://localhost:8080").unwrap_or(address);
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let query = rest.split('#').next().unwrap_or_default();

        self.is_gone();
        let arrival = match self.arrives_from_outside(path, query, is_framed) {
            Some(arrival) => {
                // What others say is gone from the address bar before anything else runs.
                self.address = path.to_owned();
                arrival
            }
            None => {
                self.address = address.to_owned();
                self.visit(path, query)
            }
        };
        self.begins(arrival);
    }

    /// What the provider or another site says in this location.
    fn arrives_from_outside(&mut self, path: &str, query: &str, is_framed: bool) -> Option<Arrival> {
        let configuration = Arc::clone(&self.configuration);
        if let Some(response) = Arrival::response(&configuration, path, query, || self.storage.found()) {
            return Some(Arrival::Response(response));
        }
        let logout = Arrival::frontchannel_logout(&configuration, path, query, is_framed);
        logout.or_else(|| self.initiated(&configuration, path, query))
    }

    fn initiated(&mut self, configuration: &Configuration, path: &str, query: &str) -> Option<Arrival> {
        let now = self.now();
        let is_locked = || self.together.memory().is_locked(configuration.idle_lock, now);
        let (has_entropy, sign_ins, storage) = (self.has_entropy, &self.sign_ins, &mut self.storage);
        let draw = || has_entropy.then(|| draw(sign_ins));
        let may_leave = || storage.leaves_unasked(now);
        let arrival = Arrival::initiated(configuration, path, query, is_locked, may_leave, draw);
        if let Some(Arrival::Initiated { place, .. }) = &arrival {
            self.destination = place.as_str().to_owned();
        }
        arrival
    }

    /// The page is closed, or another takes its place: whatever it was doing ends.
    pub fn is_gone(&mut self) {
        self.together.leaves(self.id);
        self.session = None;
        self.key = None;
        self.events.clear();
        self.in_flight.clear();
        self.calls.are_gone();
        self.alarm = None;
        self.late = None;
        self.offer = None;
        self.popup = None;
        self.is_closing = false;
        self.left_for = None;
        self.left_in_place = false;
    }

    /// A page that was reloaded may go on with its session; any other is merely visited.
    fn visit(&mut self, path: &str, query: &str) -> Arrival {
        let goodbye = self.storage.take_goodbye();
        if let Some(rest) = goodbye.as_ref().and_then(|state| without_state(query, state)) {
            self.address = format!("{path}{rest}");
        }
        let shared = self.together.memory();
        let kept = self.storage.kept();
        let remembered = Remembered { said_goodbye: goodbye.is_some(), shared: &shared, kept };
        let (place, now) = (Place::of(&self.address), self.now());
        let (has_entropy, sign_ins, storage) = (self.has_entropy, &self.sign_ins, &mut self.storage);
        let draw = || has_entropy.then(|| draw(sign_ins));
        let arrival =
            Arrival::visit(&self.configuration, remembered, place, now, || storage.resume(now), draw);
        if let Arrival::Reload { .. } | Arrival::Kept { .. } = arrival {
            self.destination = self.address.clone();
        }
        arrival
    }

    /// The app starts on a page that arrived like this.
    pub fn begins(&mut self, arrival: Arrival) {
        let session = Session::new(Arc::clone(&self.configuration));
        self.session = Some(match self.page_since {
            Some(since) => session.loaded_since(since),
            None => session,
        });
        self.record(|| Entry::Opened);
        self.happens(Event::Started(arrival));
    }

    /// The browser was told then to load the page that opens next.
    pub fn is_loading_since(&mut self, at: Timestamp) {
        self.page_since = Some(at);
    }

    /// From here on, what passes is kept for [`recorded`](Self::recorded).
    pub fn records(&mut self) {
        self.record = Some(Vec::new());
    }

    pub(super) fn record(&mut self, entry: impl FnOnce() -> Entry) {
        if let Some(record) = &mut self.record {
            record.push(entry());
        }
    }

    /// What this computer takes the time to be.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.clock.now()) + self.clock_is_ahead_by
    }
}

fn configuration(issuer: &str, members: &str) -> Configuration {
    let mut text = format!(r#"{{"client_id":"demo","issuer":"{issuer}""#);
    if !members.is_empty() {
        text.push(',');
        text.push_str(members);
    }
    text.push('}');
    *Configuration::parse(&text, BASE).expect("a configuration")
}
