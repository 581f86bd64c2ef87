//! What becomes of a state when something happens.

use std::sync::Arc;

use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::{Answer, Silence};
use lifen_connect::session::{Arrival, Event, Message, Place, Remembered};

use crate::invariants::{self, Violation};
use crate::material::{self, forged, response, sign_in_signed_by, truth_about};
use crate::moves::Move;
use crate::node::{Node, Turn};
use crate::provider::Presented;
use crate::rest;
use crate::tab::{Asks, Page, Reply, Request};

/// How long anything is on its way that gets there.
pub const AT_MOST: Seconds = Seconds(60);

pub const PLACE: &str = "/ward/session";

/// The world that does not change.
pub struct World {
    pub configuration: Arc<Configuration>,
    pub tabs: usize,
    /// How many of them are open, and signed in, when the walk begins.
    pub open: usize,
    /// How much may go wrong.
    pub troubles: u8,
    /// How many sign-ins there may be.
    pub sign_ins: u8,
    /// How often the walk renews anything.
    pub renewals: u8,
    /// Whether anything happens while the JWK Set is on its way.
    pub keys_are_slow: bool,
    /// Whether a renewal brings an ID Token.
    pub renews_id_token: bool,
    /// A storage that does not keep what is marked there.
    pub forgets_marks: bool,
    /// A storage that lets generations of tokens be taken again and again.
    pub forgets_turns: bool,
    /// A browser that never passes on the lock of a page that is gone.
    pub keeps_locks: bool,
}

impl World {
    /// Somebody has signed in in one tab, and the others have heard of it.
    ///
    /// # Errors
    ///
    /// What should always hold and does not.
    pub fn start(&self) -> Result<Node, Violation> {
        let mut node = Node::new(&self.configuration, self.tabs, self.troubles);
        for tab in 0..self.open {
            node = rest::comes_to_rest(self, &self.after(&node, Move::Opens(tab))?)?;
            if tab == 0 {
                node = rest::comes_to_rest(self, &self.after(&node, Move::SignsIn(tab))?)?;
            }
        }
        Ok(node)
    }

    /// # Errors
    ///
    /// What should always hold and does not.
    pub fn after(&self, node: &Node, happens: Move) -> Result<Node, Violation> {
        let mut next = node.clone();
        next.troubles_left -= u8::from(happens.is_trouble());
        self.happens(&mut next, happens)?;
        invariants::hold(node, &next)?;
        Ok(next)
    }

    fn happens(&self, node: &mut Node, happens: Move) -> Result<(), Violation> {
        match happens {
            Move::Opens(tab) => {
                node.tab_mut(tab).page = Page::Open;
                self.loads(node, tab)
            }
            Move::SignsIn(tab) => {
                let entropy = self.draws(node);
                self.tell(node, tab, Event::SignInRequested { entropy, place: Place::of(PLACE) })
            }
            Move::ComesBack(tab) => {
                let Page::Away(sign_in) = node.tabs[tab].page else { panic!("nobody to come back") };
                node.tab_mut(tab).page = Page::Open;
                let response = AuthorizationResponse::parse(&response(sign_in)).expect("a response");
                self.tell(node, tab, Event::Started(Arrival::Response(response)))
            }
            Move::Rings(tab) | Move::RingsBefore(tab) => {
                let alarm = node.tab_mut(tab).alarm.take().expect("an alarm");
                if late(alarm) > node.now + AT_MOST {
                    // What nobody waits for is lost.
                    node.orphans.clear();
                    node.revocations.clear();
                }
                node.now = node.now.max(late(alarm));
                self.tell(node, tab, Event::Woke)
            }
            Move::TurnIsGranted => self.grants_the_turn(node),
            Move::ReachesTheProvider(tab, place) => {
                let asks = node.tabs[tab].requests[place].asks;
                let reply = self.answers(node, asks)?;
                node.tab_mut(tab).requests[place].reply = Some(reply);
                node.tab_mut(tab).is_described();
                Ok(())
            }
            Move::IsUnavailable(tab, place) => {
                node.tab_mut(tab).requests[place].reply = Some(Reply::Unavailable);
                node.tab_mut(tab).is_described();
                Ok(())
            }
            Move::IsNotTaken(tab, place) => {
                let request = node.tab_mut(tab).requests.remove(place);
                self.tell(node, tab, Event::TokenAnswered(request.ticket, Err(Silence::Offline)))
            }
            Move::IsLost(tab, place) => {
                let request = node.tab_mut(tab).requests.remove(place);
                is_abandoned(node, &request);
                if let Asks::ToRenew(tokens) = request.asks {
                    node.uncertain.push(tokens);
                }
                self.tell(node, tab, Event::TokenAnswered(request.ticket, Err(Silence::Timeout)))
            }
            Move::IsAnswered(tab, place) => {
                let Request { ticket, asks, reply } = node.tab_mut(tab).requests.remove(place);
                let answer = self.answer(node, tab, reply.expect("a reply"));
                if let Asks::ForTheCodeOf(_) = asks {
                    node.a_moment_passes();
                }
                self.tell(node, tab, Event::TokenAnswered(ticket, Ok(answer)))
            }
            Move::OrphanReachesTheProvider(place) => {
                let tokens = node.orphans.remove(place);
                self.answers(node, Asks::ToRenew(tokens)).map(|_| ())
            }
            Move::IsRevoked(place) => {
                let tokens = node.revocations.remove(place);
                node.provider.revokes(tokens);
                Ok(())
            }
            Move::KeysCome(tab) => {
                let ticket = node.tab_mut(tab).keys_asked.take().expect("a question");
                self.tell(node, tab, Event::KeysAnswered(ticket, Ok(material::keys())))
            }
            Move::SignatureIsChecked(tab, place) => {
                let (ticket, check) = node.tab_mut(tab).checks.remove(place);
                let is_valid = truth_about(&check);
                if is_valid {
                    node.tab_mut(tab).verified.extend(sign_in_signed_by(&check));
                }
                self.tell(node, tab, Event::SignatureChecked(ticket, Ok(is_valid)))
            }
            Move::Hears { from, to } => {
                let said = node.said[from][to].pop_front().expect("a message");
                let message = Message::clone(&said.message);
                match message.admitted_by(&node.shared) {
                    Some(message) => self.tell(node, to, Event::Heard { message, place: Place::of(PLACE) }),
                    None => Ok(()),
                }
            }
            Move::IsKilled(tab) => {
                self.is_gone(node, tab, Page::Closed);
                Ok(())
            }
            Move::IsKilledMidSentence(tab) => {
                for to in 0..node.tabs.len() {
                    is_unheard(node, tab, to);
                }
                self.is_gone(node, tab, Page::Closed);
                Ok(())
            }
            Move::Reloads(tab) => {
                self.is_gone(node, tab, Page::Open);
                self.loads(node, tab)
            }
            Move::FallsAsleep(tab) => {
                hears_nothing(node, tab);
                node.tab_mut(tab).page = Page::Asleep;
                node.tab_mut(tab).is_described();
                Ok(())
            }
            Move::Freezes(tab) => {
                node.tab_mut(tab).page = Page::Frozen;
                node.tab_mut(tab).is_described();
                Ok(())
            }
            Move::Thaws(tab) => {
                node.tab_mut(tab).page = Page::Open;
                node.tab_mut(tab).is_described();
                Ok(())
            }
            Move::IsShown(tab) if node.tabs[tab].page == Page::Asleep => {
                node.tab_mut(tab).page = Page::Open;
                self.tell(node, tab, Event::Restored)
            }
            Move::IsShown(tab) => self.tell(node, tab, Event::Returned),
            Move::SignsOut(tab) => {
                node.past.has_signed_out = true;
                self.tell(node, tab, Event::SignOutRequested)?;
                node.a_moment_passes();
                Ok(())
            }
            Move::HearsAForgedGrant(tab) => {
                node.past.has_heard_a_lie = true;
                let grant = Box::new(forged(node.first_told.as_ref().expect("a grant to forge")));
                self.tell(node, tab, Event::Heard { message: Message::Grant(grant), place: Place::of(PLACE) })
            }
        }
    }

    /// A page load that brings no response of the provider.
    fn loads(&self, node: &mut Node, tab: usize) -> Result<(), Violation> {
        let now = node.now;
        let storage = node.tab_mut(tab);
        let said_goodbye = std::mem::take(&mut storage.goodbye);
        let (kept, mut memory) = (storage.kept.clone(), storage.memory.clone());
        let shared = node.shared.clone();
        let remembered = Remembered { said_goodbye, shared: &shared, kept };
        let (resume, place) = (|| memory.resume(now), Place::of(PLACE));
        let draw = || self.draws(node);
        let arrival = Arrival::visit(&self.configuration, remembered, place, now, resume, draw);
        node.tab_mut(tab).memory = memory;
        self.tell(node, tab, Event::Started(arrival))
    }

    /// The page is gone: the browser passes its turn on, and its requests may arrive or not.
    pub fn is_gone(&self, node: &mut Node, tab: usize, page: Page) {
        hears_nothing(node, tab);
        for request in node.tabs[tab].requests.clone() {
            is_abandoned(node, &request);
        }
        if node.tabs[tab].answered.is_some() {
            node.past.has_lost_tokens = true;
        }
        if !self.keeps_locks && node.turn.as_ref().is_some_and(|turn| turn.tab == tab) {
            node.turn = None;
            // The generation was taken, and is not given back by anybody.
            node.past.has_lost_tokens = true;
        }
        node.waiting.retain(|waiting| waiting.tab != tab);
        node.tab_mut(tab).unload(&self.configuration, page);
    }

    fn grants_the_turn(&self, node: &mut Node) -> Result<(), Violation> {
        let waiting = node.waiting.pop_front().expect("a tab that waits");
        let is_ours = node.shared.take(&waiting.generation);
        if self.forgets_turns {
            node.shared.give_back(&waiting.generation);
        }
        let is_ours = is_ours || self.forgets_turns;
        if is_ours {
            node.turn = Some(Turn { tab: waiting.tab, generation: waiting.generation });
        }
        node.tab_mut(waiting.tab).turns_asked.retain(|ticket| *ticket != waiting.ticket);
        self.tell(node, waiting.tab, Event::TurnTaken(waiting.ticket, is_ours))
    }

    /// What the provider makes of a request.
    fn answers(&self, node: &mut Node, asks: Asks) -> Result<Reply, Violation> {
        match asks {
            Asks::ForTheCodeOf(sign_in) => Ok(Reply::Gives(node.provider.redeems_code_of(sign_in))),
            Asks::ToRenew(tokens) => match node.provider.is_presented(tokens) {
                Presented::Renewed(tokens) => Ok(Reply::Gives(tokens)),
                Presented::Void => Ok(Reply::Refuses),
                Presented::Reused => invariants::nobody_could_know(node, tokens).map(|()| Reply::Refuses),
            },
        }
    }

    fn answer(&self, node: &mut Node, tab: usize, reply: Reply) -> Answer {
        match reply {
            Reply::Gives(tokens) => {
                node.tab_mut(tab).answered = Some(tokens);
                tokens.answer(self.renews_id_token)
            }
            Reply::Refuses => Answer::new(400, r#"{"error":"invalid_grant"}"#),
            Reply::Unavailable => Answer::new(503, ""),
        }
    }
}

/// Alarms are never early and often late, here by up to ten seconds: so many moments are the same.
pub fn late(alarm: Timestamp) -> Timestamp {
    let slice = 10_000;
    Timestamp::from_milliseconds((alarm.milliseconds() + slice - 1).div_euclid(slice) * slice)
}

/// Nobody waits for the answer any more.
fn is_abandoned(node: &mut Node, request: &Request) {
    match (request.asks, request.reply) {
        (Asks::ToRenew(tokens), None) => {
            node.orphans.push(tokens);
            node.orphans.sort_unstable();
            node.past.has_lost_tokens = true;
        }
        (_, Some(Reply::Gives(_))) => node.past.has_lost_tokens = true,
        _ => {}
    }
}

fn is_unheard(node: &mut Node, from: usize, to: usize) {
    for said in std::mem::take(&mut node.said[from][to]) {
        node.past.misses(&said.message);
    }
}

fn hears_nothing(node: &mut Node, tab: usize) {
    for from in 0..node.tabs.len() {
        is_unheard(node, from, tab);
    }
}
