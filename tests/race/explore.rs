//! Breadth first: every move in every state, until there is no new state.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::num::NonZero;
use std::thread::available_parallelism;

use crate::invariants::Violation;
use crate::moves::{Move, moves};
use crate::node::Node;
use crate::rest;
use crate::world::World;

/// What a walk saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many moves it takes to the state that is farthest away.
    pub depth: usize,
    pub states: usize,
    pub transitions: usize,
    /// How many states in which everything had come to rest.
    pub at_rest: usize,
    /// How often each kind of thing happened.
    pub moves: BTreeMap<String, usize>,
}

impl fmt::Display for Seen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { depth, states, transitions, at_rest, moves } = self;
        write!(formatter, "complete, depth {depth}, {states} states, {transitions} transitions, ")?;
        write!(formatter, "{at_rest} at rest; {moves:?}")
    }
}

/// Walks from the start, until no new state is left.
///
/// # Errors
///
/// The first thing that should hold and does not, with the moves that lead there: as few as there can be.
pub fn explore(world: &World) -> Result<Seen, String> {
    let start = world.start().map_err(|violation| violation.0)?;
    let mut seen = Seen::default();
    // How each state was come by: from which, and by which move.
    let mut ways: Vec<Option<(usize, Move)>> = vec![None];
    let mut known = HashSet::from([start.fingerprint()]);
    let mut frontier = vec![(0, start)];
    while !frontier.is_empty() {
        let mut reached = Vec::new();
        for visit in visit_all(world, &frontier, &known) {
            let (state, visit) = visit;
            let Visit { is_at_rest, moves, new } =
                visit.map_err(|(last, violation)| story(&ways, state, last, &violation))?;
            seen.at_rest += usize::from(is_at_rest);
            seen.transitions += moves.len();
            for happens in moves {
                let name = format!("{happens:?}");
                let end = name.find(|letter: char| !letter.is_alphabetic()).unwrap_or(name.len());
                *seen.moves.entry(name[..end].to_owned()).or_default() += 1;
            }
            for (happens, fingerprint, node) in new {
                if known.insert(fingerprint) {
                    ways.push(Some((state, happens)));
                    reached.push((ways.len() - 1, node));
                }
            }
        }
        frontier = reached;
        seen.depth += usize::from(!frontier.is_empty());
    }
    seen.states = known.len();
    Ok(seen)
}

/// What was found at one state.
struct Visit {
    is_at_rest: bool,
    moves: Vec<Move>,
    /// Where its moves lead, as far as it was not known when this depth was begun.
    new: Vec<(Move, u64, Node)>,
}

/// A promise that does not hold at a state, or after a move from there.
type Broken = (Option<Move>, Violation);

/// Every state of one depth, in its order, by as many hands as there are.
fn visit_all(
    world: &World,
    frontier: &[(usize, Node)],
    known: &HashSet<u64>,
) -> Vec<(usize, Result<Visit, Broken>)> {
    let hands = available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let parts = frontier.chunks(frontier.len().div_ceil(hands));
        let visit_part = |part: &[(usize, Node)]| {
            part.iter().map(|(state, node)| (*state, visit(world, node, known))).collect::<Vec<_>>()
        };
        let visits: Vec<_> = parts.map(|part| scope.spawn(move || visit_part(part))).collect();
        visits.into_iter().flat_map(|visits| visits.join().expect("a walk")).collect()
    })
}

fn visit(world: &World, node: &Node, known: &HashSet<u64>) -> Result<Visit, Broken> {
    rest::holds(world, node).map_err(|violation| (None, violation))?;
    let moves = moves(world, node);
    let mut new = Vec::new();
    for happens in &moves {
        let next = world.after(node, *happens).map_err(|violation| (Some(*happens), violation))?;
        let fingerprint = next.fingerprint();
        if !known.contains(&fingerprint) {
            new.push((*happens, fingerprint, next));
        }
    }
    Ok(Visit { is_at_rest: node.is_at_rest(), moves, new })
}

fn story(ways: &[Option<(usize, Move)>], mut at: usize, last: Option<Move>, violation: &Violation) -> String {
    let mut moves: Vec<Move> = last.into_iter().collect();
    while let Some((from, happens)) = ways[at] {
        moves.push(happens);
        at = from;
    }
    let moves: Vec<_> = moves.iter().rev().map(|happens| format!("  {happens:?}\n")).collect();
    format!("{}\nafter\n{}", violation.0, moves.concat())
}
