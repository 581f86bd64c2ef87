//! Everything that may happen in a state.

use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::TabMemory;

use crate::node::Node;
use crate::tab::{Asks, Page, Reply};
use crate::world::{AT_MOST, World, late};

/// One thing that happens; the first number is the tab's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Opens(usize),
    SignsIn(usize),
    ComesBack(usize),
    /// An alarm that is due, or late; an earlier one of another tab may be later still.
    Rings(usize),
    /// An alarm that was set for later than now, before what is on its way gets there.
    RingsBefore(usize),
    TurnIsGranted,
    ReachesTheProvider(usize, usize),
    /// The provider answers 503.
    IsUnavailable(usize, usize),
    /// The request does not get there.
    IsNotTaken(usize, usize),
    IsAnswered(usize, usize),
    /// The answer does not come in time, whether the request got there, gets there later, or never.
    IsLost(usize, usize),
    /// A request of a page that is gone, or has given up.
    OrphanReachesTheProvider(usize),
    IsRevoked(usize),
    KeysCome(usize),
    SignatureIsChecked(usize, usize),
    Hears {
        from: usize,
        to: usize,
    },
    IsKilled(usize),
    /// Nobody hears any more of what it had told.
    IsKilledMidSentence(usize),
    Reloads(usize),
    FallsAsleep(usize),
    Freezes(usize),
    Thaws(usize),
    IsShown(usize),
    SignsOut(usize),
    HearsAForgedGrant(usize),
}

impl Move {
    /// Whether the day would have gone better without.
    pub fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::IsUnavailable(..)
                | Self::IsNotTaken(..)
                | Self::IsLost(..)
                | Self::IsKilled(_)
                | Self::IsKilledMidSentence(_)
                | Self::Reloads(_)
                | Self::FallsAsleep(_)
                | Self::Freezes(_)
                | Self::RingsBefore(_)
                | Self::SignsOut(_)
                | Self::HearsAForgedGrant(_)
        )
    }
}

/// Every move there is in this state.
pub fn moves(world: &World, node: &Node) -> Vec<Move> {
    let mut moves = goes_on(node);
    moves.retain(|happens| match happens {
        Move::ReachesTheProvider(tab, place) => {
            may_be_answered(world, node, node.tabs[*tab].requests[*place].asks)
        }
        Move::OrphanReachesTheProvider(place) => {
            may_be_answered(world, node, Asks::ToRenew(node.orphans[*place]))
        }
        _ => true,
    });
    for (tab, state) in node.tabs.iter().enumerate() {
        match state.page {
            Page::Open => {
                let is_due =
                    |alarm| late(alarm) <= node.now || (!is_awaited(node) && may_be(node, late(alarm)));
                moves.extend(state.alarm.is_some_and(is_due).then_some(Move::Rings(tab)));
                // A person who comes back again and again says Hello as often.
                if node.words_with(tab) <= 1 {
                    moves.push(Move::IsShown(tab));
                }
                if state.state.contains("state: SignedOut") && node.begun < world.sign_ins {
                    moves.push(Move::SignsIn(tab));
                }
            }
            // A page that was closed is opened again as one that is reloaded.
            Page::Closed if world.open < world.tabs && state.memory == TabMemory::default() => {
                moves.push(Move::Opens(tab));
            }
            _ => {}
        }
        if node.troubles_left > 0 {
            moves.extend(troubles_of(node, tab));
        }
    }
    moves
}

/// An alarm in a page that is awake is late by ten seconds at most; what freezes is as late as it likes.
fn may_be(node: &Node, at: Timestamp) -> bool {
    let alarms = node.tabs.iter().filter(|tab| tab.is_open()).filter_map(|tab| tab.alarm);
    alarms.min().is_none_or(|first| at <= late(first))
}

/// Whether anything is on its way to a page that is awake.
fn is_awaited(node: &Node) -> bool {
    let is_awake = |tab: &usize| node.tabs[*tab].page == Page::Open;
    let hears_something = |tab: usize| node.said.iter().any(|from| !from[tab].is_empty());
    let is_granted = node.turn.is_none() && !node.waiting.is_empty();
    is_granted
        || (0..node.tabs.len()).filter(is_awake).any(|tab| node.tabs[tab].is_busy() || hears_something(tab))
}

fn may_be_answered(world: &World, node: &Node, asks: Asks) -> bool {
    match asks {
        Asks::ForTheCodeOf(_) => true,
        Asks::ToRenew(tokens) => {
            let renews = node.provider.is_latest(tokens) && !node.provider.has_revoked(tokens);
            !renews || node.provider.renewals() < world.renewals
        }
    }
}

/// What is on its way gets there. Where this ends, everything is at rest.
pub fn goes_on(node: &Node) -> Vec<Move> {
    let mut moves = Vec::new();
    for (to, state) in node.tabs.iter().enumerate() {
        match state.page {
            Page::Away(_) => moves.push(Move::ComesBack(to)),
            Page::Asleep => moves.push(Move::IsShown(to)),
            Page::Frozen => moves.push(Move::Thaws(to)),
            Page::Open => {
                let froms = (0..node.tabs.len()).filter(|from| !node.said[*from][to].is_empty());
                moves.extend(froms.map(|from| Move::Hears { from, to }));
                moves.extend((0..state.checks.len()).map(|place| Move::SignatureIsChecked(to, place)));
                moves.extend(state.keys_asked.map(|_| Move::KeysCome(to)));
                for (place, request) in state.requests.iter().enumerate() {
                    moves.push(match request.reply {
                        Some(_) => Move::IsAnswered(to, place),
                        None => Move::ReachesTheProvider(to, place),
                    });
                }
            }
            Page::Closed => {}
        }
    }
    if node.turn.is_none() && !node.waiting.is_empty() {
        moves.push(Move::TurnIsGranted);
    }
    moves.extend((0..node.orphans.len()).map(Move::OrphanReachesTheProvider));
    moves.extend((0..node.revocations.len()).map(Move::IsRevoked));
    moves
}

fn troubles_of(node: &Node, tab: usize) -> Vec<Move> {
    let state = &node.tabs[tab];
    let mut moves = Vec::new();
    if matches!(state.page, Page::Open | Page::Asleep | Page::Frozen) {
        moves.push(Move::IsKilled(tab));
        if node.said[tab].iter().any(|said| !said.is_empty()) {
            moves.push(Move::IsKilledMidSentence(tab));
        }
    }
    if state.page != Page::Open {
        return moves;
    }
    moves.push(Move::Reloads(tab));
    let is_soon =
        |alarm| late(alarm) > node.now && late(alarm) <= node.now + AT_MOST && may_be(node, late(alarm));
    if state.alarm.is_some_and(is_soon) && is_awaited(node) {
        moves.push(Move::RingsBefore(tab));
    }
    // A page with a request on its way, or a lock that it has or waits for, does not go into the cache.
    let waits = node.waiting.iter().any(|waiting| waiting.tab == tab);
    let holds = node.turn.as_ref().is_some_and(|turn| turn.tab == tab);
    if !state.is_busy() && !waits && !holds {
        moves.extend([Move::FallsAsleep(tab), Move::Freezes(tab)]);
    }
    if state.is_signed_in() {
        moves.push(Move::SignsOut(tab));
    }
    if node.first_told.is_some() {
        moves.push(Move::HearsAForgedGrant(tab));
    }
    for (place, request) in state.requests.iter().enumerate() {
        if let Asks::ToRenew(_) = request.asks {
            if request.reply.is_none() {
                moves.extend([Move::IsUnavailable(tab, place), Move::IsNotTaken(tab, place)]);
            }
            if request.reply != Some(Reply::Unavailable) {
                moves.push(Move::IsLost(tab, place));
            }
        }
    }
    moves
}
