//! Up to three tabs of one browser, and whoever is at it.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::{Answer, EndpointRole, Silence};
use lifen_connect::session::{Call, EnvironmentError, Event, Stage, Ticket, View};

use crate::calls;
use crate::step::Step;
use crate::unasked::Stay;
use crate::world::{Entry, PLACE, Tab};

const MOST_TABS: usize = 3;

/// The tabs, and what a person could have kept of what went through the address bar.
#[derive(Default)]
pub struct Browser {
    pub tabs: Vec<Tab>,
    /// The tab the person is at.
    at: usize,
    /// Who signed in at the provider last.
    signed_in_there: Option<&'static str>,
    /// What came back from the provider so far.
    responses: Vec<String>,
    /// Whether everything is formatted that passes.
    is_watched: bool,
    /// What each tab did unasked, in the order of the tabs.
    pub stays: Vec<Stay>,
    /// What each duplicated tab had in its storage when it was copied.
    pub copies: Vec<String>,
}

impl Browser {
    pub fn opened() -> Self {
        Self::with_a_tab(false)
    }

    /// The same, with a witness to everything that could be logged.
    pub fn watched() -> Self {
        Self::with_a_tab(true)
    }

    fn with_a_tab(is_watched: bool) -> Self {
        let mut browser = Self { is_watched, ..Self::default() };
        browser.opens_a_tab(Tab::configured(calls::API), Stay::default());
        browser
    }

    /// What is left when all of this has happened.
    pub fn after(mut self, steps: &[Step]) -> Self {
        steps.iter().for_each(|step| self.does(step));
        self
    }

    pub fn tab(&self) -> &Tab {
        &self.tabs[self.at]
    }

    fn tab_mut(&mut self) -> &mut Tab {
        &mut self.tabs[self.at]
    }

    pub fn does(&mut self, step: &Step) {
        match step {
            // Each page load is looked at, and when it was.
            Step::ReloadsItself(times) => {
                (0..*times).for_each(|_| self.does_one(&Step::ReloadsWhile(self.signed_in_there)));
            }
            step => self.does_one(step),
        }
    }

    fn does_one(&mut self, step: &Step) {
        self.carries_out(step);
        self.stays[self.at].goes_on(&self.tabs[self.at]);
    }

    fn carries_out(&mut self, step: &Step) {
        match step {
            Step::PressesSignIn => self.presses_sign_in(),
            Step::SignsInAtTheProvider(person) => {
                self.signed_in_there = Some(*person);
                self.comes_back(|tab| Some(tab.is_sent_back_as(person)));
            }
            Step::RefusesAtTheProvider => self.comes_back(|tab| Some(tab.is_sent_back_refusing())),
            Step::IsNotSignedInAtTheProvider => self.comes_back(is_sent_back_without_a_question),
            Step::OpensAnEarlierResponse(which) => {
                if !self.responses.is_empty() {
                    let response = which.get(&self.responses).clone();
                    self.tab_mut().opens(&response);
                }
            }
            Step::OpensAMadeUpResponse(query) => self.tab_mut().opens(&format!("/ward/callback?{query}")),
            Step::VisitsTheApp => self.tab_mut().opens(PLACE),
            Step::Reloads | Step::ReloadsItself(..) => self.tab_mut().reloads(),
            Step::ReloadsWhile(signed_in_there) => {
                self.tab_mut().reloads();
                if self.tab().is_resuming() {
                    self.is_answered_while(*signed_in_there);
                }
            }
            Step::GoesBack => {
                if self.tab().has_left() {
                    self.tab_mut().goes_back();
                }
            }
            Step::LeavesTheErrorPage => self.tab_mut().happens(Event::Dismissed),
            Step::SignsOut => {
                if !self.tab().has_left() {
                    self.tab_mut().signs_out();
                }
            }
            Step::PressesSignOut => {
                if !self.tab().has_left() {
                    self.tab_mut().happens(Event::SignOutRequested);
                }
            }
            Step::SignsOutHere => {
                if !self.tab().has_left() {
                    self.tab_mut().happens(Event::SignOutHereRequested);
                }
            }
            Step::Calls(address) => self.makes(Call::get(address).expect("an address")),
            Step::CallsToWrite(address) => self.makes(calls::writing(address)),
            Step::AsksForMore => {
                if !self.tab().has_left() {
                    self.tab_mut().happens(Event::ScopeRequested("phone".to_owned()));
                }
            }
            Step::CallsAreHeldUp => self.tab_mut().holds_calls(),
            Step::CallsAreAnswered => self.tab_mut().releases_calls(),
            Step::OpensAnotherTab => {
                if self.tabs.len() < MOST_TABS {
                    self.opens_a_tab(self.tab().another_tab(), Stay::default());
                }
            }
            Step::DuplicatesTheTab => {
                if self.tabs.len() < MOST_TABS {
                    self.copies.push(self.tab().storage.text().to_owned());
                    self.opens_a_tab(self.tab().duplicated(), self.stays[self.at].copied());
                }
            }
            Step::TurnsToTab(which) => self.at = which.index(self.tabs.len()),

            Step::TimePasses(seconds) => self.tab_mut().lets_pass(Seconds(*seconds)),
            Step::TheClockIsAheadBy(seconds) => self.tab_mut().clock_is_ahead_by = Seconds(*seconds),
            Step::TheTabIsShown => self.tab_mut().happens(Event::Returned),
            Step::StorageIsBlocked => self.tab_mut().storage.is_blocked = true,
            Step::StorageIsWiped => {
                self.tab_mut().storage.is_wiped();
                self.stays[self.at].is_forgotten();
            }
            Step::EntropyIsMissing => self.tab_mut().has_entropy = false,
            Step::CryptoIsMissing => self.tab_mut().has_web_crypto = false,
            Step::SignaturesAreVerifiedLate => self.tab_mut().verifies_late = true,
            Step::ALateSignatureIsVerified => self.verifies_at_last(),

            Step::Breaks(endpoint, fault) => self.tab().network.breaks(*endpoint, fault.clone()),
            Step::IsHeldUp(endpoint) => self.tab_mut().hold(*endpoint),
            Step::ArrivesAtLast(endpoint) => self.tab_mut().release(*endpoint),
            Step::AnAnswerIsRepeated(which) => {
                let answers = self.answers_of_this_page();
                if !answers.is_empty() {
                    self.tab_mut().happens(which.get(&answers).clone());
                }
            }
            Step::AnAnswerIsMixedUp(which) => {
                let answers = self.answers_of_any_page();
                if !answers.is_empty() {
                    let (endpoint, answer) = which.get(&answers).clone();
                    self.tab_mut().is_answered_with(endpoint, answer);
                }
            }
            Step::TheProviderMisbehaves(misbehaviour) => self.tab().provider.misbehave(*misbehaviour),
            Step::AllIsWellAgain => self.all_is_well_again(),
        }
    }

    /// The faults go away, and the person signs in, whatever they have to leave behind for it. Where a page is being
    /// reloaded, which is answered, this person is signed in at the provider, or nobody is.
    pub fn ends_well(&mut self, signed_in_there: Option<&str>) -> bool {
        self.all_is_well_again();
        let is_resuming = self.tab().is_resuming();
        if is_resuming {
            self.is_answered_while(signed_in_there);
        }
        match self.tab().view() {
            View::SignedIn { .. } => return is_resuming,
            View::Pending(Stage::Leaving | Stage::SigningOut) => self.tab_mut().goes_back(),
            View::Pending(stage) => panic!("stuck at {stage:?}"),
            // It left for a stronger authentication, and its session ended on the way.
            View::SignedOut(_) | View::Failed { .. } if self.tab().has_left() => self.tab_mut().goes_back(),
            View::SignedOut(_) | View::Failed { .. } => {}
        }
        self.tab_mut().happens(Event::Dismissed);
        self.tab_mut().signs_in_at(PLACE, "agathe");
        assert!(self.tab().is_signed_in(), "{:?}", self.tab().view());
        assert_eq!(self.tab().address(), PLACE);
        is_resuming
    }

    /// Every answer this page has had so far: hearing one of them again is no news.
    pub fn answers_of_this_page(&self) -> Vec<Event> {
        let journal = self.tab().journal();
        let start = journal.iter().rposition(|entry| matches!(entry, Entry::Opened)).unwrap_or(0);
        let answer = |entry: &Entry| match entry {
            Entry::Event(event) if is_an_answer(event) => Some(event.clone()),
            _ => None,
        };
        journal[start..].iter().filter_map(answer).collect()
    }

    /// Tickets that were answered on this page, under events of every kind.
    pub fn answers_to_answered_tickets(&self) -> Vec<Event> {
        self.answers_of_this_page().iter().filter_map(ticket_of).flat_map(answers_of_each_kind).collect()
    }

    fn answers_of_any_page(&self) -> Vec<(EndpointRole, Result<Answer, Silence>)> {
        let entries = self.tabs.iter().flat_map(|tab| tab.journal());
        entries.filter_map(answer_of_the_network).collect()
    }

    fn presses_sign_in(&mut self) {
        // A page that is being left takes no clicks any more.
        if self.tab().has_left() {
            return;
        }
        match self.tab().view() {
            View::Failed { .. } => self.tab_mut().presses_try_again(),
            _ => self.tab_mut().presses_sign_in(),
        }
    }

    /// A page that is being left asks for nothing any more.
    fn makes(&mut self, call: Call) {
        if !self.tab().has_left() {
            self.tab_mut().makes(call);
        }
    }

    fn is_answered_while(&mut self, signed_in_there: Option<&str>) {
        self.comes_back(|tab| match signed_in_there {
            Some(person) => Some(tab.is_sent_back_as(person)),
            None => is_sent_back_without_a_question(tab),
        });
    }

    fn comes_back(&mut self, answer: impl FnOnce(&Tab) -> Option<String>) {
        if self.tab().is_leaving_for_the_provider()
            && let Some(response) = answer(self.tab())
        {
            self.responses.push(response.clone());
            self.tab_mut().opens(&response);
        }
    }

    fn opens_a_tab(&mut self, mut tab: Tab, stay: Stay) {
        tab.records();
        if !self.is_watched {
            tab.witness.looks_away();
        }
        tab.opens(PLACE);
        self.tabs.push(tab);
        self.stays.push(stay);
        self.at = self.tabs.len() - 1;
    }

    fn all_is_well_again(&mut self) {
        self.tab_mut().all_is_well_again();
        self.verifies_at_last();
        self.tab_mut().verifies_late = false;
    }

    fn verifies_at_last(&mut self) {
        if self.tab().is_verifying_late() {
            let late = self.tab().verifies_late;
            self.tab_mut().verifies_at_last();
            self.tab_mut().verifies_late = late;
        }
    }
}

/// Nobody is signed in at the provider, which must not ask; where it may, it shows a page.
fn is_sent_back_without_a_question(tab: &Tab) -> Option<String> {
    if tab.is_resuming() { tab.network.visit(tab.left_for()) } else { None }
}

fn is_an_answer(event: &Event) -> bool {
    ticket_of(event).is_some()
}

fn ticket_of(event: &Event) -> Option<Ticket> {
    match event {
        Event::MetadataAnswered(ticket, _)
        | Event::KeysAnswered(ticket, _)
        | Event::Remembered(ticket, _)
        | Event::PushAnswered(ticket, _)
        | Event::KeyPrepared(ticket, _)
        | Event::Recalled(ticket, _)
        | Event::TokenAnswered(ticket, _)
        | Event::SignatureChecked(ticket, _)
        | Event::UserInfoAnswered(ticket, _)
        | Event::CallAnswered(ticket, _)
        | Event::TurnTaken(ticket, _)
        | Event::SharedRecalled(ticket, _)
        | Event::ResumptionOffered(ticket, _) => Some(*ticket),
        Event::Started(_)
        | Event::SignInRequested { .. }
        | Event::SignInInPopupRequested { .. }
        | Event::SignInAbandoned
        | Event::SignOutRequested
        | Event::SignOutHereRequested
        | Event::Dismissed
        | Event::Woke
        | Event::Returned
        | Event::Active
        | Event::Heard { .. }
        | Event::CallRequested(..)
        | Event::CallDropped(_)
        | Event::ScopeRequested(_)
        | Event::Restored => None,
    }
}

fn answers_of_each_kind(ticket: Ticket) -> [Event; 10] {
    [
        Event::MetadataAnswered(ticket, Err(Silence::Unreachable)),
        Event::KeysAnswered(ticket, Err(Silence::Unreachable)),
        Event::Remembered(ticket, Ok(())),
        Event::PushAnswered(ticket, Err(Silence::Unreachable)),
        Event::KeyPrepared(ticket, Err(EnvironmentError::KeyStorageBlocked)),
        Event::Recalled(ticket, Err(EnvironmentError::StorageBlocked)),
        Event::TokenAnswered(ticket, Err(Silence::Unreachable)),
        Event::SignatureChecked(ticket, Ok(true)),
        Event::UserInfoAnswered(ticket, Err(Silence::Unreachable)),
        Event::CallAnswered(ticket, Err(Silence::Unreachable)),
    ]
}

fn answer_of_the_network(entry: &Entry) -> Option<(EndpointRole, Result<Answer, Silence>)> {
    match entry {
        Entry::Event(Event::MetadataAnswered(_, answer)) => Some((EndpointRole::Metadata, answer.clone())),
        Entry::Event(Event::KeysAnswered(_, answer)) => Some((EndpointRole::Keys, answer.clone())),
        Entry::Event(Event::PushAnswered(_, answer)) => Some((EndpointRole::PushedRequest, answer.clone())),
        Entry::Event(Event::TokenAnswered(_, answer)) => Some((EndpointRole::Token, answer.clone())),
        Entry::Event(Event::UserInfoAnswered(_, answer)) => Some((EndpointRole::UserInfo, answer.clone())),
        _ => None,
    }
}
