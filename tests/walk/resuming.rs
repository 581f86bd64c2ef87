//! What the browser does about a session that was there when a page is loaded.

use std::cell::RefCell;

use lifen_connect::protocol::secret::State;
use lifen_connect::session::{
    Arrival, Offer, Place, Recollection, Remembered, Resumption, SignInEntropy, TabMemory,
};

use crate::invariants::{self, Violation};
use crate::material::entropy;
use crate::node::Node;
use crate::world::{PLACE, World};

impl World {
    /// A page that was reloaded may resume its session; any other is merely visited.
    pub fn arrival(&self, node: &mut Node) -> Result<Arrival, Violation> {
        let said_goodbye = std::mem::take(&mut node.goodbye);
        let shared = node.shared.clone();
        let (before, now) = (node.resumed_of_late(), node.now());
        let mut found = None;
        let node = RefCell::new(node);
        let resume = || {
            let resumption = node.borrow_mut().changes_memory(|memory| memory.resume(now));
            found = Some(resumption.clone());
            resumption
        };
        let remembered = Remembered { said_goodbye, shared: &shared, kept: None };
        let place = Place::of(PLACE);
        let draw = || self.draws_unasked(&mut node.borrow_mut());
        let arrival = Arrival::visit(&self.configuration, remembered, place, now, resume, draw);
        let node = node.into_inner();
        match found {
            Some(resumption) => invariants::is_tried_once(node, before, &resumption)?,
            None => invariants::is_forgotten(node)?,
        }
        Ok(arrival)
    }

    /// What it takes to resume the session of a page that came back before it had left for that.
    pub fn offer(&self, node: &mut Node) -> Result<Offer, Violation> {
        let (before, now) = (node.resumed_of_late(), node.now());
        let resumption = node.changes_memory(|memory| memory.resume(now));
        invariants::is_tried_once(node, before, &resumption)?;
        let resumption = resumption.admitted_by(&node.shared, None, node.now());
        let resumes = matches!(resumption, Resumption::Resume(_));
        let entropy = if resumes { self.draws_unasked(node) } else { None };
        Ok(Offer { place: Place::of(PLACE), kept: None, resumption, entropy })
    }

    /// What the storage gives out for a response.
    pub fn claim(&self, node: &mut Node, state: Option<&State>) -> Result<Recollection, Violation> {
        let (before, now) = (node.resumed_of_late(), node.now());
        let found = node.changes_memory(|memory| memory.claim(state, now));
        if found.pending.is_none() {
            invariants::is_tried_once(node, before, &found.resumption)?;
        }
        let resumption = found.resumption.admitted_by(&node.shared, None, node.now());
        let found = Recollection { resumption, ..found };
        Ok(found)
    }

    /// Entropy for a sign-in that nobody asked for, as long as there is any.
    pub fn draws_unasked(&self, node: &mut Node) -> Option<Box<SignInEntropy>> {
        if node.begun >= self.sign_ins {
            return None;
        }
        node.begun += 1;
        node.resuming.push(node.begun);
        Some(entropy(node.begun))
    }
}

pub fn uncounted(memory: &TabMemory) -> TabMemory {
    let text = memory.to_text();
    let others = text.lines().filter(|line| !line.starts_with("resumed="));
    TabMemory::from_text(&others.collect::<Vec<_>>().join("\n"))
}
