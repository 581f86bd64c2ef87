//! What a test asks a tab afterwards.

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::session::{Effect, Event, Identity, Session, SignedOutReason, Stage, View};

use super::tab::{Entry, Tab};

impl Tab {
    pub fn session(&self) -> &Session {
        self.session.as_ref().expect("a page was opened")
    }

    pub fn view(&self) -> View {
        self.session().view()
    }

    /// What this tab knows of the person. How far the clock is off, only a tab knows that got the tokens itself.
    pub fn person(&self) -> Option<Identity> {
        let mut identity = self.identity()?;
        identity.clock_ahead = None;
        Some(identity)
    }

    pub fn identity(&self) -> Option<Identity> {
        match self.view() {
            View::SignedIn { identity, .. } => Some((*identity).clone()),
            _ => None,
        }
    }

    pub fn is_signed_in(&self) -> bool {
        matches!(self.view(), View::SignedIn { .. })
    }

    pub fn signed_out_reason(&self) -> Option<SignedOutReason> {
        match self.view() {
            View::SignedOut(reason) => Some(reason),
            _ => None,
        }
    }

    pub fn error_code(&self) -> Option<&'static str> {
        match self.view() {
            View::Failed { error, .. } => Some(error.code()),
            _ => None,
        }
    }

    pub fn notice(&self) -> Option<&'static str> {
        match self.view() {
            View::SignedIn { notice, .. } => notice.map(|notice| notice.error().code()),
            _ => None,
        }
    }

    /// Where the error page's button leads.
    pub fn place_kept(&self) -> Option<String> {
        match self.view() {
            View::Failed { place, .. } => Some(place.as_str().to_owned()),
            _ => None,
        }
    }

    /// Path, query and fragment in the address bar.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where the browser is going.
    pub fn left_for(&self) -> &str {
        self.left_for.as_deref().unwrap_or_else(|| panic!("the page was not left: {:?}", self.view()))
    }

    pub fn has_left(&self) -> bool {
        self.left_for.is_some()
    }

    pub fn is_leaving_for_the_provider(&self) -> bool {
        self.left_for.as_deref().is_some_and(|address| address.contains("/authorize?"))
    }

    /// The page was reloaded, and the browser is leaving to bring the session back.
    pub fn is_resuming(&self) -> bool {
        self.view() == View::Pending(Stage::Resuming) && self.is_leaving_for_the_provider()
    }

    /// It has a response that another tab may wait for.
    pub fn is_offering(&self) -> bool {
        self.alarm.is_some() && self.view() == View::Pending(Stage::Returning)
    }

    pub fn alarm(&self) -> Option<Timestamp> {
        self.alarm
    }

    /// Whether WebCrypto still owes an answer.
    pub fn is_verifying_late(&self) -> bool {
        self.late.is_some()
    }

    /// Everything since [`records`](Self::records).
    pub fn journal(&self) -> &[Entry] {
        self.record.as_deref().unwrap_or_default()
    }

    /// Every event since [`records`](Self::records).
    pub fn recorded(&self) -> Vec<Event> {
        let event = |entry: &Entry| match entry {
            Entry::Event(event) => Some(event.clone()),
            _ => None,
        };
        self.journal().iter().filter_map(event).collect()
    }

    pub fn recorded_effects(&self) -> Vec<Effect> {
        let effect = |entry: &Entry| match entry {
            Entry::Effect(effect) => Some(effect.clone()),
            _ => None,
        };
        self.journal().iter().filter_map(effect).collect()
    }

    /// The call that a redirect interrupted, until it is asked for.
    pub fn interrupted_call(&self) -> Option<&str> {
        self.session().interrupted_call().map(|address| address.as_str())
    }

    /// How often the provider received this request: `GET /userinfo`.
    pub fn asked_for(&self, request: &str) -> usize {
        let requests = self.provider.requests();
        requests.iter().filter(|asked| format!("{} {}", asked.method, asked.path) == request).count()
    }

    /// The latest ID Token that came, since [`records`](Self::records).
    pub fn id_token(&self) -> String {
        let id_token = |event: Event| match event {
            Event::TokenAnswered(_, Ok(answer)) => {
                let answer: serde_json::Value = serde_json::from_str(&answer.body).ok()?;
                Some(answer["id_token"].as_str()?.to_owned())
            }
            _ => None,
        };
        self.recorded().into_iter().filter_map(id_token).next_back().expect("an ID Token")
    }

    /// What the provider received since the last time this was asked: `GET /userinfo`.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.provider.requests();
        self.provider.forget_requests();
        requests.iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    /// Sees the error of this code, which keeps the place the person was going to; then the fault goes away, and the
    /// error page's own button brings them there.
    #[track_caller]
    pub fn fails_with(&mut self, code: &str) {
        let destination = self.destination.clone();
        self.fails_keeping(code, &destination);
    }

    /// The same where the place to keep is another one.
    #[track_caller]
    pub fn fails_keeping(&mut self, code: &str, place: &str) {
        assert_eq!(self.error_code(), Some(code), "{:?}", self.view());
        assert_eq!(self.place_kept().as_deref(), Some(place), "the place is kept");
        self.all_is_well_again();

        self.presses_try_again();
        self.comes_back_as("victor");

        assert!(self.is_signed_in(), "a retry after {code}: {:?}", self.view());
        assert_eq!(self.address(), place, "a retry leads there");
    }

    /// No fault is left, and every answer that was held up comes.
    pub fn all_is_well_again(&mut self) {
        self.provider.behave();
        self.network.recovers();
        self.storage.is_blocked = false;
        self.keys.is_blocked(false);
        self.has_entropy = true;
        self.has_web_crypto = true;
        self.clock_is_ahead_by = Seconds(0);
        self.calls.are_let_through();
        self.release_all();
    }
}
