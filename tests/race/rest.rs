//! What holds once everything has come to rest.

use lifen_connect::session::{SignedOutReason, View};

use crate::invariants::Violation;
use crate::moves::{Move, goes_on};
use crate::node::Node;
use crate::tab::Tab;
use crate::world::World;

/// More than it takes to say and do everything that follows from one thing.
const STEPS: usize = 200;

/// Whatever is on its way gets there, and then nothing is left to do.
pub fn comes_to_rest(world: &World, from: &Node) -> Result<Node, Violation> {
    let mut node = from.clone();
    for _ in 0..STEPS {
        let is_overdue = |tab: &usize| node.tabs[*tab].alarm.is_some_and(|alarm| alarm <= node.now);
        let rings =
            (0..node.tabs.len()).filter(|tab| node.tabs[*tab].is_open()).find(is_overdue).map(Move::Rings);
        match goes_on(&node).first().copied().or(rings) {
            Some(happens) => node = world.after(&node, happens)?,
            None => return Ok(node),
        }
    }
    Err(Violation::new("no end in sight", &node))
}

/// Every tab that is open is signed in with the same newest tokens, or signed out for a reason.
pub fn holds(world: &World, node: &Node) -> Result<(), Violation> {
    if !node.is_at_rest() {
        return Ok(());
    }
    if agree(node).is_err() && node.past.has_missed_something {
        // A tab that missed something learns of it when its alarm rings.
        let node = after_alarms(world, node)?;
        return agree(&node).map_err(|what| Violation::new(what, &node));
    }
    agree(node).map_err(|what| Violation::new(what, node))
}

fn after_alarms(world: &World, node: &Node) -> Result<Node, Violation> {
    let mut node = node.clone();
    for tab in 0..node.tabs.len() {
        if node.tabs[tab].is_open() && node.tabs[tab].alarm.is_some() {
            node = world.after(&node, Move::Rings(tab))?;
            node = comes_to_rest(world, &node)?;
        }
    }
    Ok(node)
}

fn agree(node: &Node) -> Result<(), String> {
    let open: Vec<&Tab> = node.tabs.iter().map(|tab| &**tab).filter(|tab| tab.is_open()).collect();
    let mut tokens = open.iter().filter_map(|tab| tab.tokens());
    let newest = tokens.next();
    if let Some(others) = tokens.find(|tokens| Some(*tokens) != newest) {
        return Err(format!("{newest:?} here, {others:?} there"));
    }
    if let Some(tokens) = newest
        && !node.past.has_lost_tokens
        && !node.provider.has_revoked(tokens)
        && !node.provider.is_latest(tokens)
    {
        return Err(format!("{tokens:?} are not the newest"));
    }
    for tab in open {
        if let View::SignedIn { identity, .. } = tab.session.view()
            && !node.shared.admits(identity.signed_in_at)
        {
            return Err("signed in with a session that was ended".to_owned());
        }
        if let View::SignedOut(reason) = tab.session.view() {
            fits(node, reason, newest.is_some())?;
        }
    }
    Ok(())
}

/// Whether there is something to show for this reason.
fn fits(node: &Node, reason: SignedOutReason, is_anybody_signed_in: bool) -> Result<(), String> {
    let past = node.past;
    let fits = match reason {
        // Nobody is signed in by a lie. It may cost a session that was about to be told of.
        SignedOutReason::NotYet | SignedOutReason::Expired if past.has_heard_a_lie => true,
        SignedOutReason::NotYet => !is_anybody_signed_in,
        SignedOutReason::SignedOut | SignedOutReason::Elsewhere => {
            past.has_signed_out && !is_anybody_signed_in
        }
        SignedOutReason::Ended => node.provider.has_revoked_any(),
        SignedOutReason::Expired => past.has_lost_tokens || past.has_signed_out,
        SignedOutReason::Idle | SignedOutReason::Limit => false,
    };
    if fits { Ok(()) } else { Err(format!("signed out for no reason: {}", reason.name())) }
}
