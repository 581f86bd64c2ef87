//! What the tabs of one browser have together: a shared memory, one lock, and a channel.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use lifen_connect::session::{Event, Generation, Message, Place, SharedMemory, Ticket};

use super::tab::Tab;

/// One browser, whose tabs each hold a handle of it.
#[derive(Clone, Debug, Default)]
pub struct Together(Rc<RefCell<Common>>);

#[derive(Debug, Default)]
struct Common {
    tabs: usize,
    /// `localStorage`.
    memory: String,
    /// Who holds the lock, and for which tokens.
    turn: Option<(usize, Generation)>,
    waiting: VecDeque<(usize, Ticket, Generation)>,
    /// The lock is slower than the channel.
    is_late: bool,
    /// Who is told what, in the order it was said.
    said: VecDeque<(usize, Message)>,
}

impl Together {
    pub fn joins(&self) -> usize {
        self.0.borrow_mut().tabs += 1;
        self.0.borrow().tabs
    }

    pub fn memory(&self) -> SharedMemory {
        SharedMemory::from_text(&self.0.borrow().memory)
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut SharedMemory) -> T) -> T {
        let mut memory = self.memory();
        let answer = change(&mut memory);
        self.0.borrow_mut().memory = memory.to_text();
        answer
    }

    /// What is written there.
    pub fn text(&self) -> String {
        self.0.borrow().memory.clone()
    }

    /// The person cleared the site's data.
    pub fn is_wiped(&self) {
        self.0.borrow_mut().memory.clear();
    }

    pub fn tell(&self, from: usize, message: &Message) {
        let mut common = self.0.borrow_mut();
        // Through its text, as a channel carries it.
        let message = Message::from_text(&message.to_text()).expect("a message that can be read");
        let others = (1..=common.tabs).filter(|tab| *tab != from);
        let said: Vec<_> = others.map(|tab| (tab, message.clone())).collect();
        common.said.extend(said);
    }

    fn next_for(&self, tab: usize) -> Option<Message> {
        let mut common = self.0.borrow_mut();
        let position = common.said.iter().position(|(to, _)| *to == tab)?;
        common.said.remove(position).map(|(_, message)| message)
    }

    /// What was said so far does not reach this tab: it is asleep.
    pub fn hears_nothing(&self, tab: &Tab) {
        self.0.borrow_mut().said.retain(|(to, _)| *to != tab.id);
    }

    pub fn wait_for_turn(&self, tab: usize, ticket: Ticket, generation: Generation) {
        self.0.borrow_mut().waiting.push_back((tab, ticket, generation));
    }

    /// Whether the lock takes longer from tab to tab than what they say.
    pub fn turns_come_late(&self, is_late: bool) {
        self.0.borrow_mut().is_late = is_late;
    }

    /// The turn of this tab, if it has come.
    pub fn turn_of(&self, tab: usize) -> Option<Event> {
        let (ticket, generation) = {
            let mut common = self.0.borrow_mut();
            let first_is_it = common.waiting.front().is_some_and(|(first, ..)| *first == tab);
            if common.is_late || common.turn.is_some() || !first_is_it {
                return None;
            }
            let (_, ticket, generation) = common.waiting.pop_front()?;
            (ticket, generation)
        };
        let is_ours = self.change(|memory| memory.take(&generation));
        if is_ours {
            self.0.borrow_mut().turn = Some((tab, generation));
        }
        Some(Event::TurnTaken(ticket, is_ours))
    }

    /// Whether a tab has its turn.
    pub fn is_taken(&self) -> bool {
        self.0.borrow().turn.is_some()
    }

    pub fn end_turn(&self, tab: usize, spent: bool) {
        let turn = self.0.borrow_mut().turn.take();
        let (holder, generation) = turn.expect("a turn to end");
        assert_eq!(holder, tab, "a tab ends its own turn");
        if !spent {
            self.change(|memory| memory.give_back(&generation));
        }
    }

    /// A page that is gone: the browser passes its turn on, and nobody hears there any more.
    pub fn leaves(&self, tab: usize) {
        let mut common = self.0.borrow_mut();
        if common.turn.as_ref().is_some_and(|(holder, _)| *holder == tab) {
            common.turn = None;
        }
        common.waiting.retain(|(waiting, ..)| *waiting != tab);
        common.said.retain(|(to, _)| *to != tab);
    }
}

impl Tab {
    /// Hears what was said and gets its turn, if it has come; whether anything happened.
    pub fn hears(&mut self) -> bool {
        if self.session.is_none() {
            return false;
        }
        if let Some(event) = self.together.turn_of(self.id) {
            self.happens(event);
            return true;
        }
        let Some(message) = self.together.next_for(self.id) else { return false };
        if let Some(message) = message.admitted_by(&self.together.memory()) {
            let place = Place::of(&self.address);
            self.happens(Event::Heard { message, place });
        }
        true
    }
}

/// Until no tab has anything to tell another, and none waits for a turn it could have.
pub fn talk(tabs: &mut [&mut Tab]) {
    for _ in 0..1000 {
        // In every round, or the loop would end with the first that is quiet.
        if tabs.iter_mut().map(|tab| tab.hears()).filter(|heard| *heard).count() == 0 {
            return;
        }
    }
    panic!("the tabs never come to rest");
}
