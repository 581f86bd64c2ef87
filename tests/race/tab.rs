//! One tab: a page with a session, what it waits for, and its storage.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::jose::SignatureCheck;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Grant, Session, TabMemory, Ticket, View};

use crate::material::{Tokens, sign_in_signed_by};
use crate::text::Text;

#[derive(Clone)]
pub struct Tab {
    pub page: Page,
    pub session: Session,
    pub alarm: Option<Timestamp>,
    pub requests: Vec<Request>,
    pub checks: Vec<(Ticket, SignatureCheck)>,
    pub keys_asked: Option<Ticket>,
    /// The tickets of the turns it waits for.
    pub turns_asked: Vec<Ticket>,
    /// The tokens of the latest answer, while their ID Token is being verified.
    pub answered: Option<Tokens>,
    /// The sign-ins whose ID Token WebCrypto found signed by the provider, on this page.
    pub verified: BTreeSet<u8>,
    pub memory: TabMemory,
    pub goodbye: bool,
    pub kept: Option<Grant>,
    /// All of it as text.
    pub text: Text,
    /// The session's state alone, as `Debug` has it.
    pub state: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Closed,
    Open,
    /// In the back/forward cache: it hears nothing, and nothing is kept for it.
    Asleep,
    /// It hears later.
    Frozen,
    /// The browser is at the provider, for this sign-in.
    Away(u8),
}

/// A token request, and what came of it as soon as it reached the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub ticket: Ticket,
    pub asks: Asks,
    pub reply: Option<Reply>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    ForTheCodeOf(u8),
    ToRenew(Tokens),
}

/// What the provider answered; it is on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Gives(Tokens),
    Refuses,
    Unavailable,
}

impl Tab {
    /// A tab that is not open yet.
    pub fn new(configuration: &Arc<Configuration>) -> Self {
        let mut tab = Self {
            page: Page::Closed,
            session: Session::new(Arc::clone(configuration)),
            alarm: None,
            requests: Vec::new(),
            checks: Vec::new(),
            keys_asked: None,
            turns_asked: Vec::new(),
            answered: None,
            verified: BTreeSet::new(),
            memory: TabMemory::default(),
            goodbye: false,
            kept: None,
            text: Text::default(),
            state: Arc::default(),
        };
        tab.is_described();
        tab
    }

    /// The page is gone, and what it was doing with it; the storage stays.
    pub fn unload(&mut self, configuration: &Arc<Configuration>, page: Page) {
        let storage = (self.memory.clone(), self.goodbye, self.kept.clone());
        *self = Self::new(configuration);
        (self.memory, self.goodbye, self.kept) = storage;
        self.page = page;
    }

    pub fn is_signed_in(&self) -> bool {
        self.is_open() && matches!(self.session.view(), View::SignedIn { .. })
    }

    pub fn is_open(&self) -> bool {
        self.page == Page::Open
    }

    /// The tokens the page goes by.
    pub fn tokens(&self) -> Option<Tokens> {
        Tokens::of(self.session.access_token()?.expose())
    }

    /// Whether its session is one that others wait for.
    pub fn is_renewing(&self) -> bool {
        ["step: Asked", "step: Verifying"].into_iter().any(|step| self.state.contains(step))
    }

    /// Waits for an answer that is sure to come.
    pub fn is_busy(&self) -> bool {
        !self.requests.is_empty() || !self.checks.is_empty() || self.keys_asked.is_some()
    }

    /// Puts into words what it has become.
    ///
    /// Two tabs with the same text have the same future. `Debug` tells all of a session but its secrets; which those are
    /// follows from what is added.
    pub fn is_described(&mut self) {
        let whole = format!("{:?}", self.session);
        let provider = whole.find("keys_asked: ").expect("the provider");
        let state = whole.rfind(", state: ").expect("a state");
        let end = whole.rfind(", tickets: ").expect("tickets");
        // Nothing is decided by how far the clock is ahead.
        let clock = whole.rfind(", clock: ").expect("a clock");
        let rest = whole.rfind(", offered: ").expect("what was offered");
        self.state = without_activity(&[&whole[state..clock], &whole[rest..end]].concat()).into();
        // An alarm that was set for a session rings for nobody once it is over.
        let is_signed_in = matches!(self.session.view(), View::SignedIn { .. });
        self.alarm = self.alarm.filter(|_| is_signed_in);
        if !self.state.contains("step: Verifying") && !self.state.contains("state: Verifying") {
            self.answered = None;
        }
        let mut text = format!("{:?} {:?} ", self.page, self.tokens());
        let has_keys = !whole.contains("keys: None, metadata_asked");
        let _ = write!(text, "{has_keys} {} ", &whole[provider..state]);
        let _ = write!(text, "{} alarm {:?} ", self.state, self.alarm);
        let _ = write!(text, "{:?} {:?} ", self.requests, self.answered);
        let _ = write!(text, "{:?} {:?} ", self.keys_asked, self.turns_asked);
        for (ticket, check) in &self.checks {
            let _ = write!(text, "check {ticket:?} {:?} ", sign_in_signed_by(check));
        }
        let _ = write!(text, "{:?} {:?} ", self.verified, self.goodbye);
        let _ = write!(text, "{} kept {}", described(&self.memory), described_grant(self.kept.as_ref()));
        self.text = Text::of(&text);
    }
}

/// Which tokens these are, and all that is no secret.
pub fn described_grant(grant: Option<&Grant>) -> String {
    let Some(grant) = grant else { return String::new() };
    let tokens = Tokens::of(grant.access_token.expose());
    let id_token = grant.id_token.expose().len();
    format!("{tokens:?} {id_token} {grant:?}")
}

/// When the person did something makes no difference where no screen is ever locked.
pub fn without_activity(text: &str) -> String {
    let Some((before, after)) = text.split_once("active_at: ") else { return text.to_owned() };
    let rest = after.find(", ").expect("more");
    [before, &after[rest..]].concat()
}

/// The tab's storage line by line. Who is hashed how makes no difference, nor does which responses there were: none comes
/// twice here.
fn described(memory: &TabMemory) -> String {
    let mut text = String::new();
    for line in memory.to_text().lines().filter(|line| !line.starts_with("taken=")) {
        for (name, value) in form_urlencoded::parse(line.as_bytes()) {
            let _ = match &*name {
                "salt" | "resumes_salt" | "resumes_person" | "keys" => Ok(()),
                "present" => write!(text, "present "),
                "since" | "resumes_since" | "resumed" | "created_at" => {
                    write!(text, "{name} Timestamp({value}) ")
                }
                _ => write!(text, "{name} {value} "),
            };
        }
        text.push('\n');
    }
    text
}
