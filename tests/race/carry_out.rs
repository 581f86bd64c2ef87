//! What the browser does with each effect.

use std::collections::VecDeque;
use std::sync::Arc;

use lifen_connect::session::{
    Effect, Event, Grant, Message, Offer, Place, Recollection, Resumption, SignInEntropy, Ticket,
};

use crate::invariants::{self, Violation};
use crate::material::{self, Tokens, entropy, sign_in_of};
use crate::node::{Node, Said, Waiting};
use crate::tab::{Asks, Page, Request};
use crate::world::{PLACE, World};

impl World {
    /// Tells the session of this tab, and does what it asks for; what is there at once is told at once.
    ///
    /// # Errors
    ///
    /// What should never be asked.
    pub fn tell(&self, node: &mut Node, tab: usize, event: Event) -> Result<(), Violation> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let session = node.tabs[tab].session.clone();
            let (session, effects) = session.step(event, node.now);
            node.tab_mut(tab).session = session;
            for effect in effects {
                events.extend(self.carry_out(node, tab, effect)?);
            }
        }
        node.tab_mut(tab).is_described();
        Ok(())
    }

    fn carry_out(&self, node: &mut Node, tab: usize, effect: Effect) -> Result<Option<Event>, Violation> {
        let now = node.now;
        match effect {
            Effect::FetchKeys(ticket, _) if self.keys_are_slow => {
                node.tab_mut(tab).keys_asked = Some(ticket);
            }
            Effect::FetchKeys(ticket, _) => {
                return Ok(Some(Event::KeysAnswered(ticket, Ok(material::keys()))));
            }
            Effect::Remember(ticket, pending) => {
                node.tab_mut(tab).memory.remember(*pending, now);
                return Ok(Some(Event::Remembered(ticket, Ok(()))));
            }
            Effect::Recall(ticket, state) => {
                let found = node.tab_mut(tab).memory.claim(state.as_ref(), now);
                let found = found.admitted_by(&mut node.shared, None, now);
                let resumes = matches!(found.resumption, Resumption::Resume(_));
                let entropy = if resumes { self.draws(node) } else { None };
                let found = Recollection { entropy, ..found };
                return Ok(Some(Event::Recalled(ticket, Ok(found))));
            }
            Effect::Redeem(ticket, _, form, _) => {
                let asks = asked_by(form.expose());
                invariants::asks_once(node, asks)?;
                node.tab_mut(tab).requests.push(Request { ticket, asks, reply: None });
            }
            Effect::CheckSignature(ticket, check) => node.tab_mut(tab).checks.push((ticket, check)),
            Effect::Leave(address) | Effect::LeaveInPlace(address) => {
                self.leaves(node, tab, address.expose())
            }
            Effect::Note(presence) => node.tab_mut(tab).memory.note(presence),
            Effect::Forget { goodbye } => {
                let tab = node.tab_mut(tab);
                tab.memory.forget();
                tab.kept = None;
                tab.goodbye |= goodbye.is_some();
            }
            Effect::Keep(grant) => node.tab_mut(tab).kept = grant.map(|grant| *grant),
            Effect::Tell(message) => is_told(node, tab, message),
            Effect::Mark(mark) if !self.forgets_marks => node.shared.mark(mark),
            Effect::TakeTurn(ticket, generation) => {
                node.tab_mut(tab).turns_asked.push(ticket);
                node.waiting.push_back(Waiting { tab, ticket, generation });
            }
            Effect::EndTurn { spent } => {
                let turn = invariants::ends_its_own_turn(node, tab)?;
                if !spent {
                    node.shared.give_back(&turn.generation);
                }
            }
            Effect::Revoke(_, form) => {
                let tokens = Tokens::of(&value_in(form.expose(), "token")).expect("a token");
                node.revocations.push(tokens);
            }
            Effect::RecallShared(ticket) => {
                return Ok(Some(Event::SharedRecalled(ticket, Box::new(node.shared.clone()))));
            }
            Effect::OfferResumption(ticket) => return Ok(Some(self.offer(node, tab, ticket))),
            Effect::WakeAt(moment) => node.tab_mut(tab).alarm = Some(moment),
            Effect::Return(_) | Effect::Mark(_) => {}
            other => return Err(Violation::new(format!("nobody asked for {other:?}"), node)),
        }
        Ok(None)
    }

    /// The browser leaves for the provider, with what the tab will come back with.
    fn leaves(&self, node: &mut Node, tab: usize, address: &str) {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let sign_in = sign_in_of(b's', &value_in(query, "state")).expect("a sign-in");
        self.is_gone(node, tab, Page::Away(sign_in));
    }

    fn offer(&self, node: &mut Node, tab: usize, ticket: Ticket) -> Event {
        let now = node.now;
        let resumption = node.tab_mut(tab).memory.resume(now).admitted_by(&node.shared, None, now);
        let entropy = self.draws(node);
        let admits = |grant: &Grant| node.shared.admits(grant.since);
        let kept = node.tabs[tab].kept.clone().filter(admits).map(Box::new);
        let offer = Offer { place: Place::of(PLACE), resumption, entropy, kept };
        Event::ResumptionOffered(ticket, Box::new(offer))
    }

    /// Entropy for one more sign-in, as long as there is any.
    pub fn draws(&self, node: &mut Node) -> Option<Box<SignInEntropy>> {
        if node.begun >= self.sign_ins {
            return None;
        }
        node.begun += 1;
        Some(entropy(node.begun))
    }
}

/// Every page that is open hears it in the end; one that sleeps, or is not there, never does.
fn is_told(node: &mut Node, from: usize, message: Message) {
    let message = Message::from_text(&message.to_text()).expect("a message that can be read");
    if let (None, Message::Grant(grant)) = (&node.first_told, &message) {
        node.first_told = Some(Arc::from(grant.clone()));
    }
    let said = Said::new(message);
    for to in 0..node.tabs.len() {
        if to == from {
            continue;
        }
        match node.tabs[to].page {
            Page::Open | Page::Frozen => node.said[from][to].push_back(said.clone()),
            Page::Asleep => node.past.misses(&said.message),
            Page::Closed | Page::Away(_) => {}
        }
    }
}

fn asked_by(form: &str) -> Asks {
    match sign_in_of(b'v', &value_in(form, "code_verifier")) {
        Some(sign_in) => Asks::ForTheCodeOf(sign_in),
        None => Asks::ToRenew(Tokens::of(&value_in(form, "refresh_token")).expect("a refresh token")),
    }
}

fn value_in(form: &str, wanted: &str) -> String {
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap_or_default()
}
