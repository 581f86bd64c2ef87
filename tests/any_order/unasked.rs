//! What a tab does without anybody asking, and what it keeps for that.

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::session::{Effect, Event, View};

use crate::secret;
use crate::world::{Entry, Tab};

/// A page that leaves more often than this within this time is going round in circles.
const MOST: usize = 3;
const WHILE: Seconds = Seconds(60);

/// What passed in one tab, as far as it bears on what it may do unasked. It is told after each step, when the clock
/// still says when that was.
#[derive(Clone, Default)]
pub struct Stay {
    /// Who was signed in here last: until they sign out, the session expires, or a page leaves to bring it back.
    person: Option<String>,
    /// The sign-ins that nobody asked for by their state, and whose session each is to bring back.
    resumed: Vec<(String, String)>,
    /// When the pages were loaded that left unasked.
    departures: Vec<Timestamp>,
    clock_was_ahead_by: i64,
    page: Page,
    /// How much of the tab's journal is known.
    read: usize,
    /// Every text that was in the storage.
    kept: Vec<String>,
    /// What should not have happened.
    faults: Vec<String>,
}

#[derive(Clone, Default)]
struct Page {
    loaded_at: Option<Timestamp>,
    /// Who was there when the page was loaded, which is when it looks.
    found: Option<String>,
    has_recalled: bool,
    /// Whose session the response of this page brings back.
    brings_back: Option<String>,
    signed_in: Option<String>,
}

impl Stay {
    /// "Duplicate tab" copies the storage, and with it that somebody is signed in.
    pub fn copied(&self) -> Self {
        Self { page: Page::default(), read: 0, kept: Vec::new(), faults: Vec::new(), ..self.clone() }
    }

    /// The storage was cleared.
    pub fn is_forgotten(&mut self) {
        self.person = None;
        self.departures.clear();
    }

    /// How often a page of this tab left unasked.
    pub fn departures(&self) -> usize {
        self.resumed.len()
    }

    pub fn goes_on(&mut self, tab: &Tab) {
        // Somebody set the clock: what it said before is not comparable.
        if self.clock_was_ahead_by != tab.clock_is_ahead_by.0 {
            self.clock_was_ahead_by = tab.clock_is_ahead_by.0;
            self.departures.clear();
        }
        for entry in &tab.journal()[self.read..] {
            self.entry(entry, tab);
        }
        self.read = tab.journal().len();
        let text = tab.storage.text();
        if self.kept.last() != Some(&text) {
            self.kept.push(text);
        }
    }

    fn entry(&mut self, entry: &Entry, tab: &Tab) {
        match entry {
            Entry::Opened => {
                let (loaded_at, found) = (Some(tab.now()), self.person.clone());
                self.page = Page { loaded_at, found, ..Page::default() };
            }
            Entry::Event(Event::Recalled(_, Ok(found))) if !self.page.has_recalled => {
                self.page.has_recalled = true;
                let state = found.pending.as_deref().map(|pending| pending.state.expose());
                let resumed = self.resumed.iter().find(|(known, _)| Some(known.as_str()) == state);
                self.page.brings_back = resumed.map(|(_, person)| person.clone());
            }
            Entry::Effect(Effect::LeaveInPlace(address)) => self.leaves_unasked(address.expose()),
            // Who is signed in is written down anew on the way to a stronger authentication, whatever was wiped before.
            Entry::Effect(Effect::Note(_)) if self.page.signed_in.is_some() => {
                self.person.clone_from(&self.page.signed_in);
            }
            // What cannot be written cannot be kept either.
            Entry::Effect(Effect::Forget { .. }) if tab.storage.is_blocked => self.departures.clear(),
            Entry::Shown(view, _) => match view {
                View::SignedIn { identity, .. } if self.page.signed_in.is_none() => {
                    self.is_signed_in_as(identity.subject());
                }
                View::SignedIn { .. } => {}
                _ if self.page.signed_in.is_some() => self.is_over(),
                _ => {}
            },
            _ => {}
        }
    }

    fn leaves_unasked(&mut self, address: &str) {
        self.person = None;
        let Some(person) = self.page.found.take() else {
            return self.faults.push("leaves unasked, and nobody was signed in".to_owned());
        };
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let state = pairs.find(|(name, _)| name == "state").map(|(_, state)| state.into_owned());
        self.resumed.push((state.unwrap_or_default(), person));
        let Some(now) = self.page.loaded_at else { return };
        self.departures.retain(|before| now < *before + WHILE);
        self.departures.push(now);
        if self.departures.len() > MOST {
            self.faults.push(format!("leaves unasked too often: {:?}", self.departures));
        }
    }

    /// Somebody signed out, or the session expired.
    fn is_over(&mut self) {
        (self.person, self.page.found) = (None, None);
        self.page.signed_in = None;
    }

    fn is_signed_in_as(&mut self, subject: &str) {
        self.page.signed_in = Some(subject.to_owned());
        if let Some(expected) = &self.page.brings_back
            && expected != subject
        {
            self.faults.push(format!("somebody else is brought back: {subject}, not {expected}"));
        }
        self.person = Some(subject.to_owned());
    }
}

/// A page leaves unasked for whoever was signed in in this tab and did not end that, not in circles, and brings them
/// back or nobody.
#[track_caller]
pub fn brings_back_who_was_there(stay: &Stay) {
    assert!(stay.faults.is_empty(), "{:?}", stay.faults);
}

/// Nothing that was ever in the storage tells who somebody is, or opens anything.
#[track_caller]
pub fn keeps_nothing_of_anybody(tab: &Tab, stay: &Stay) {
    let texts: Vec<_> = stay.kept.iter().flat_map(|text| values_in(text)).collect();
    for person in tab.provider.people() {
        for text in [&person.id, &person.sub, &person.name, &person.email, &person.uuid, &person.rpps] {
            is_not_in(&texts, text);
        }
    }
    is_not_in(&texts, crate::calls::BODY);
    for (kind, secret) in secret::secrets_of(tab) {
        if ["access token", "ID Token", "signature", "signed userinfo"].contains(&kind) {
            is_not_in(&texts, &secret);
        }
    }
}

#[track_caller]
fn is_not_in(texts: &[String], secret: &str) {
    if secret.is_empty() {
        return;
    }
    let found = texts.iter().find(|text| text.contains(secret));
    assert_eq!(found, None, "{secret} is kept");
}

/// Each text as it is written, and what is written in it.
fn values_in(text: &str) -> Vec<String> {
    let values = text.lines().flat_map(|line| form_urlencoded::parse(line.as_bytes()));
    values.map(|(_, value)| value.into_owned()).chain([text.to_owned()]).collect()
}
