//! What must hold in every state and at every step, whatever happens.

use lifen_connect::session::{Message, View};

use crate::material::Tokens;
use crate::node::{Node, Turn};
use crate::tab::{Asks, Tab};

/// What should hold and does not, and where.
#[derive(Debug)]
pub struct Violation(pub String);

type Holds = Result<(), Violation>;

impl Violation {
    pub fn new(what: impl std::fmt::Display, node: &Node) -> Self {
        let tabs = node.tabs.iter().map(|tab| format!("  {:?} {:?} {}\n", tab.page, tab.tokens(), tab.state));
        Self(format!("{what}\n  at {:?}, {:?}\n{}", node.now, node.provider, tabs.collect::<String>()))
    }
}

fn hold_that(holds: bool, what: impl std::fmt::Display, node: &Node) -> Holds {
    if holds { Ok(()) } else { Err(Violation::new(what, node)) }
}

/// After each step.
pub fn hold(before: &Node, after: &Node) -> Holds {
    if let Some(turn) = &after.turn {
        let holder = &after.tabs[turn.tab];
        let is_renewing = holder.is_open() && holder.is_renewing() && holder.is_busy();
        hold_that(is_renewing, "a turn is held for nothing", after)?;
    }
    for (place, tab) in after.tabs.iter().enumerate() {
        if let View::Failed { error, .. } = tab.session.view() {
            return Err(Violation::new(format!("an error nobody made: {}", error.code()), after));
        }
        let waits = tab.state.contains("step: Queued");
        hold_that(!waits || !tab.turns_asked.is_empty(), "waits for a turn that nobody gives", after)?;
        if tab.is_signed_in() {
            is_signed_in_rightly(&before.tabs[place], place, after)?;
        }
    }
    Ok(())
}

/// Whoever is signed in holds an ID Token whose signature was found valid on this very page, and nobody is signed in
/// with what was ended.
fn is_signed_in_rightly(before: &Tab, place: usize, after: &Node) -> Holds {
    let tab = &after.tabs[place];
    let tokens = tab.tokens().ok_or_else(|| Violation::new("signed in with a token of nobody's", after))?;
    hold_that(tab.verified.contains(&tokens.sign_in), "signed in without a verified ID Token", after)?;
    let View::SignedIn { identity, .. } = tab.session.view() else { return Ok(()) };
    let was_signed_in =
        before.is_signed_in() && before.tokens().map(|tokens| tokens.sign_in) == Some(tokens.sign_in);
    let is_over = !was_signed_in && !after.shared.admits(identity.signed_in_at);
    // It was verified a moment too long, and will hear of it.
    let hears = after.said.iter().flat_map(|from| &from[place]);
    let is_told = hears.into_iter().any(|said| matches!(*said.message, Message::Ended { .. }));
    hold_that(!is_over || is_told, "signed in with a session that was ended", after)
}

/// No two requests of one generation are on their way, but for the one that a page gave up waiting for.
pub fn asks_once(node: &Node, asks: Asks) -> Holds {
    let on_its_way = node.tabs.iter().flat_map(|tab| &tab.requests).any(|request| request.asks == asks);
    hold_that(!on_its_way, format!("{asks:?} is on its way twice"), node)?;
    let Asks::ToRenew(tokens) = asks else { return Ok(()) };
    let is_abandoned = node.orphans.contains(&tokens) && !node.uncertain.contains(&tokens);
    hold_that(!is_abandoned, format!("{asks:?} is on its way from a page that is gone"), node)
}

/// A refresh token that the provider rotated is presented again only where the answer was lost on the way to a page that
/// lived on: nobody can know whether it was rotated, and it is tried again.
pub fn nobody_could_know(node: &Node, tokens: Tokens) -> Holds {
    hold_that(node.uncertain.contains(&tokens), format!("{tokens:?} were rotated, and are presented"), node)
}

pub fn ends_its_own_turn(node: &mut Node, tab: usize) -> Result<Turn, Violation> {
    match node.turn.take() {
        Some(turn) if turn.tab == tab => Ok(turn),
        _ => Err(Violation::new("ends a turn that it has not", node)),
    }
}
