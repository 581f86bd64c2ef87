//! One state of the walk: the tabs, what they have together, and the provider.

use std::collections::VecDeque;
use std::sync::Arc;

use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Generation, Grant, Message, SharedMemory, Ticket};

use crate::NOW;
use crate::material::Tokens;
use crate::provider::Provider;
use crate::tab::{Page, Tab, described_grant, without_activity};
use crate::text::{Clocks, Text, hash_of};

#[derive(Clone)]
pub struct Node {
    pub now: Timestamp,
    pub tabs: Vec<Arc<Tab>>,
    /// What each tab told each other one and has not been heard yet, oldest first.
    pub said: Vec<Vec<VecDeque<Said>>>,
    /// `localStorage`.
    pub shared: SharedMemory,
    /// Who has the lock.
    pub turn: Option<Turn>,
    pub waiting: VecDeque<Waiting>,
    pub provider: Provider,
    /// Requests on their way whose page is gone, or has given up.
    pub orphans: Vec<Tokens>,
    /// Sign-outs on their way to the provider.
    pub revocations: Vec<Tokens>,
    /// Tokens that a page asked to renew, and does not know whether they were.
    pub uncertain: Vec<Tokens>,
    pub past: Past,
    /// The first grant that went around.
    pub first_told: Option<Arc<Grant>>,
    /// How many sign-ins were begun: the number of the latest.
    pub begun: u8,
    /// How much may still go wrong.
    pub troubles_left: u8,
}

/// What passed, as far as it excuses what is seen later on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Past {
    /// Somebody pressed "Sign out".
    pub has_signed_out: bool,
    /// A page was gone while it had something to tell, or to hear.
    pub has_missed_something: bool,
    /// Somebody told a lie.
    pub has_heard_a_lie: bool,
    /// What a page had asked for came to nobody.
    pub has_lost_tokens: bool,
}

#[derive(Clone)]
pub struct Said {
    pub message: Arc<Message>,
    pub text: Arc<Text>,
}

#[derive(Clone)]
pub struct Turn {
    pub tab: usize,
    pub generation: Generation,
}

#[derive(Clone)]
pub struct Waiting {
    pub tab: usize,
    pub ticket: Ticket,
    pub generation: Generation,
}

impl Past {
    /// Somebody did not hear this. It may be all that was left of some tokens.
    pub fn misses(&mut self, message: &Message) {
        self.has_missed_something = true;
        self.has_lost_tokens |= matches!(message, Message::Grant(_));
    }
}

impl Said {
    pub fn new(message: Message) -> Self {
        let tokens = match &message {
            Message::Grant(grant) => described_grant(Some(grant)),
            _ => String::new(),
        };
        let text = Arc::new(Text::of(&format!("{tokens} {message:?}")));
        Self { message: Arc::new(message), text }
    }
}

impl Node {
    /// A browser with this many tabs, none of which is open yet.
    pub fn new(configuration: &Arc<Configuration>, tabs: usize, troubles: u8) -> Self {
        Self {
            now: Timestamp::from_seconds(NOW),
            tabs: (0..tabs).map(|_| Arc::new(Tab::new(configuration))).collect(),
            said: vec![vec![VecDeque::new(); tabs]; tabs],
            shared: SharedMemory::default(),
            turn: None,
            waiting: VecDeque::new(),
            provider: Provider::default(),
            orphans: Vec::new(),
            revocations: Vec::new(),
            uncertain: Vec::new(),
            past: Past::default(),
            first_told: None,
            begun: 0,
            troubles_left: troubles,
        }
    }

    pub fn tab_mut(&mut self, tab: usize) -> &mut Tab {
        Arc::make_mut(&mut self.tabs[tab])
    }

    /// How much is on its way to this tab and from it.
    pub fn words_with(&self, tab: usize) -> usize {
        let with = |other: usize| self.said[tab][other].len() + self.said[other][tab].len();
        (0..self.tabs.len()).filter(|other| *other != tab).map(with).sum()
    }

    /// Nobody signs in in the very moment in which they sign out.
    pub fn a_moment_passes(&mut self) {
        self.now = Timestamp::from_milliseconds(self.now.milliseconds() + 1);
    }

    /// Nothing is on its way any more or overdue, nobody sleeps, and nobody is away: only time leads on from here.
    pub fn is_at_rest(&self) -> bool {
        let is_early = |tab: &Arc<Tab>| tab.alarm.is_none_or(|alarm| self.now < alarm);
        let is_quiet =
            |tab: &Arc<Tab>| matches!(tab.page, Page::Open | Page::Closed) && !tab.is_busy() && is_early(tab);
        self.tabs.iter().all(is_quiet)
            && self.said.iter().flatten().all(VecDeque::is_empty)
            && self.turn.is_none()
            && self.waiting.is_empty()
    }

    /// Two nodes with the same fingerprint have the same future: which tab is the first makes no difference.
    pub fn fingerprint(&self) -> u64 {
        let shared = Text::of(&without_activity(&format!("{:?}", self.shared)));
        let said = self.said.iter().flatten().flatten().map(|said| &*said.text);
        let texts = self.tabs.iter().map(|tab| &tab.text).chain(said).chain([&shared]);
        let clocks = Clocks::at(self.now.milliseconds(), texts);
        let tabs: Vec<_> = self.tabs.iter().map(|tab| tab.text.hash(&clocks)).collect();
        let hear = |said: &VecDeque<Said>| {
            hash_of(&said.iter().map(|said| said.text.hash(&clocks)).collect::<Vec<_>>())
        };
        let said: Vec<Vec<_>> = self.said.iter().map(|from| from.iter().map(hear).collect()).collect();
        let world = (&self.provider, &self.orphans, &self.revocations, &self.uncertain);
        let world = hash_of(&(shared.hash(&clocks), world, self.past, self.begun, self.troubles_left));
        let orders = orders(self.tabs.len());
        let seen_in = |order: &&[usize]| {
            let place = |tab: usize| order.iter().position(|other| *other == tab);
            let turn = self.turn.as_ref().map(|turn| place(turn.tab));
            let waiting =
                self.waiting.iter().map(|waiting| (place(waiting.tab), format!("{:?}", waiting.generation)));
            let tabs: Vec<_> = order.iter().map(|tab| tabs[*tab]).collect();
            let said: Vec<_> =
                order.iter().flat_map(|from| order.iter().map(|to| said[*from][*to])).collect();
            hash_of(&(world, turn, waiting.collect::<Vec<_>>(), tabs, said))
        };
        orders.iter().map(seen_in).min().expect("an order")
    }
}

/// Every order of so many tabs.
fn orders(tabs: usize) -> &'static [&'static [usize]] {
    match tabs {
        2 => &[&[0, 1], &[1, 0]],
        3 => &[&[0, 1, 2], &[0, 2, 1], &[1, 0, 2], &[1, 2, 0], &[2, 0, 1], &[2, 1, 0]],
        other => panic!("{other} tabs"),
    }
}
