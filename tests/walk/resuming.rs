//! What the browser does about a session that was there when a page is loaded.

use lifen_connect::protocol::secret::State;
use lifen_connect::session::{Arrival, Place, Recollection, Resumption, SignInEntropy, TabMemory};

use crate::invariants::{self, Violation};
use crate::material::entropy;
use crate::node::Node;
use crate::world::{PLACE, World};

impl World {
    /// A page that was reloaded may resume its session; any other is merely visited.
    pub fn arrival(&self, node: &mut Node) -> Result<Arrival, Violation> {
        let said_goodbye = std::mem::take(&mut node.goodbye);
        let (before, now) = (node.resumed_of_late(), node.now());
        let resumption = node.changes_memory(|memory| memory.resume(now));
        if self.forgets_to_count {
            node.changes_memory(|memory| *memory = uncounted(memory));
        }
        invariants::is_tried_once(node, before, &resumption)?;
        let place = Place::of(PLACE);
        Ok(match resumption {
            Resumption::TooOften => Arrival::Reload { place, resumes: None },
            Resumption::Resume(presence) => match self.draws_unasked(node) {
                Some(entropy) => Arrival::Reload { place, resumes: Some((presence, entropy)) },
                None => Arrival::Visit { said_goodbye },
            },
            Resumption::Nothing => Arrival::Visit { said_goodbye },
        })
    }

    /// What the storage gives out for a response.
    pub fn claim(&self, node: &mut Node, state: Option<&State>) -> Result<Recollection, Violation> {
        let (before, now) = (node.resumed_of_late(), node.now());
        let found = node.changes_memory(|memory| memory.claim(state, now));
        if found.pending.is_none() {
            invariants::is_tried_once(node, before, &found.resumption)?;
        }
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

fn uncounted(memory: &TabMemory) -> TabMemory {
    let text = memory.to_text();
    let others = text.lines().filter(|line| !line.starts_with("resumed="));
    TabMemory::from_text(&others.collect::<Vec<_>>().join("\n"))
}
