//! The provider as its callers hold it.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::Router;

use crate::authorization::Refusal;
use crate::keys::Key;
use crate::record::Recorded;
use crate::running::Running;
use crate::settings::{Client, Settings};
use crate::state::State;
use crate::{ClientMetadata, Clock, Granted, Misbehaviour, Person, routes};

/// An OpenID Provider that plays Lifen Connect.
///
/// Clones are handles to the same provider: one goes to the server, another stays with the test that commands it.
#[derive(Clone)]
pub struct Provider {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    clock: Clock,
    /// The issuer once the port is known.
    issuer: OnceLock<String>,
    /// The addresses of people who have another by now, by their short names. Never locked together with the state.
    emails: Mutex<HashMap<String, String>>,
    state: Mutex<State>,
}

impl Provider {
    /// A provider that knows the people and clients of `settings` and takes the time from `clock`.
    pub fn new(settings: Settings, clock: Clock) -> Self {
        let state = Mutex::new(State::new(&settings));
        let (issuer, emails) = (OnceLock::new(), Mutex::default());
        Self { inner: Arc::new(Inner { settings, clock, issuer, emails, state }) }
    }

    /// All of its endpoints, for a server or for a test that calls them without one.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Answers on `listener` until the future is dropped. Connections that are open then stay open: a provider that
    /// has to go down is [started](Self::start) instead.
    ///
    /// # Errors
    ///
    /// Whatever the listener meets.
    pub async fn serve(&self, listener: tokio::net::TcpListener) -> io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// Answers on a port of 127.0.0.1 from a thread of its own, until [`Running::stop`]; 0 takes a free one.
    ///
    /// The state outlives the server, so that starting again on the same port is a provider that was down for a while.
    ///
    /// # Errors
    ///
    /// The port is taken.
    pub fn start(&self, port: u16) -> io::Result<Running> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        self.inner.issuer.get_or_init(|| self.inner.settings.issuer.replacen(":0", &format!(":{port}"), 1));
        // Made before anyone waits for it: how long the search for two primes takes is luck.
        Key::FIRST.jwk();
        Running::start(listener, self.router())
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        self.inner.issuer.get().unwrap_or(&self.inner.settings.issuer)
    }

    /// The people who can sign in.
    pub fn people(&self) -> &[Person] {
        &self.inner.settings.people
    }

    /// Somebody has another e-mail address from now on: ID Tokens and userinfo say so.
    pub fn move_email(&self, person: &str, email: &str) {
        self.emails().insert(person.to_owned(), email.to_owned());
    }

    /// Makes a client known, in place of one with the same id.
    pub fn register(&self, client: Client) {
        let mut state = self.state();
        state.clients.retain(|known| known.client_id != client.client_id);
        state.clients.push(client);
    }

    /// Lets a client do what `metadata` says from now on, and nothing else of it. What it holds already, it keeps.
    pub fn register_metadata(&self, client_id: &str, metadata: ClientMetadata) {
        self.state().client_metadata.insert(client_id.to_owned(), metadata);
    }

    /// Does `misbehaviour` from now on if it [stands](Misbehaviour::stands), and in the next sign-in if it belongs to
    /// one. Takes the place of what was commanded before and has not happened yet.
    pub fn misbehave(&self, misbehaviour: Misbehaviour) {
        self.state().faults.told(misbehaviour);
    }

    /// Forgets what was commanded. A sign-in that took a fault along keeps it.
    pub fn behave(&self) {
        let mut state = self.state();
        state.faults.next = None;
        state.faults.standing = None;
    }

    /// Does what the pages do for someone who chooses `person` and allows everything, and returns the `Location` of
    /// the authorization response.
    ///
    /// Nobody is signed in at the provider by it: there is no browser to keep the cookie.
    ///
    /// # Errors
    ///
    /// Nobody is called `person`, or the request may not be answered by a redirect.
    pub fn sign_in_as(&self, person: &str, authorization_url: &str) -> Result<String, Refusal> {
        self.answer(person, authorization_url, true)
    }

    /// Does what the pages do for someone who refuses the consent, and returns the `Location` of the authorization
    /// response.
    ///
    /// # Errors
    ///
    /// The request may not be answered by a redirect.
    pub fn refuse_consent(&self, authorization_url: &str) -> Result<String, Refusal> {
        let anyone = self.people().first().map_or("", |person| &person.id);
        self.answer(anyone, authorization_url, false)
    }

    /// What was received so far, oldest first; the admin routes are left out.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// What was granted so far, oldest first: one for each token answer.
    pub fn granted(&self) -> Vec<Granted> {
        self.state().granted.clone()
    }

    /// Forgets what was received.
    pub fn forget_requests(&self) {
        self.state().requests.clear();
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn now(&self) -> i64 {
        self.inner.clock.now()
    }

    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.people().iter().find(|person| person.id == id)
    }

    pub(crate) fn email_of(&self, person: &Person) -> String {
        self.emails().get(&person.id).unwrap_or(&person.email).clone()
    }

    fn emails(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.inner.emails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address of a path below the issuer.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.issuer().trim_end_matches('/'))
    }

    /// A handler that panicked leaves a state that is as good as before: nothing is changed in two places.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
