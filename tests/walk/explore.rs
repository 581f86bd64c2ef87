//! Breadth first: every move in every state, until there is no new state or it has been far enough.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::num::NonZero;
use std::thread::available_parallelism;

use lifen_connect::session::{Session, View};

use crate::invariants::Violation;
use crate::moves::{Move, moves, stale_answers};
use crate::node::{Node, Text};
use crate::way_on;
use crate::world::World;

/// What a walk saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many moves it takes to the state that is farthest away.
    pub depth: usize,
    pub states: usize,
    pub transitions: usize,
    pub stale_answers: usize,
    /// How many states of each kind.
    pub kinds: BTreeMap<&'static str, usize>,
    /// The codes of all errors.
    pub errors: BTreeSet<&'static str>,
}

impl fmt::Display for Seen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { depth, states, transitions, stale_answers, kinds, .. } = self;
        write!(formatter, "complete, depth {depth}, {states} states, {transitions} transitions, ")?;
        write!(formatter, "{stale_answers} stale answers; {kinds:?}")
    }
}

/// Walks from the start, until no new state is left.
///
/// # Errors
///
/// The first thing that should hold and does not, with the moves that lead there: as few as there can be.
pub fn explore(world: &World) -> Result<Seen, String> {
    let start = world.start();
    let mut seen = Seen::default();
    // How each state was come by: from which, and by which move.
    let mut ways: Vec<Option<(usize, Move)>> = vec![None];
    let mut known = HashSet::from([start.fingerprint()]);
    let mut frontier = vec![(0, start)];
    while !frontier.is_empty() {
        let mut reached = Vec::new();
        for visit in visit_all(world, &frontier, &known) {
            let Visit { state, kind, error, stale_answers, moves, new } =
                visit.map_err(|Broken { state, last, violation }| story(&ways, state, last, &violation))?;
            *seen.kinds.entry(kind).or_default() += 1;
            seen.errors.extend(error);
            seen.stale_answers += stale_answers;
            seen.transitions += moves;
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
    state: usize,
    kind: &'static str,
    error: Option<&'static str>,
    stale_answers: usize,
    moves: usize,
    /// Where its moves lead, as far as it was not known when this depth was begun.
    new: Vec<(Move, u64, Node)>,
}

/// A promise that does not hold at a state, or after a move from there.
struct Broken {
    state: usize,
    last: Option<Move>,
    violation: Violation,
}

/// Every state of one depth, in its order, by as many hands as there are.
fn visit_all(world: &World, frontier: &[(usize, Node)], known: &HashSet<u64>) -> Vec<Result<Visit, Broken>> {
    let hands = available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let parts = frontier.chunks(frontier.len().div_ceil(hands));
        let visits: Vec<_> = parts
            .map(|part| {
                scope.spawn(|| {
                    part.iter().map(|(state, node)| visit(world, *state, node, known)).collect::<Vec<_>>()
                })
            })
            .collect();
        visits.into_iter().flat_map(|visits| visits.join().expect("a walk")).collect()
    })
}

fn visit(world: &World, state: usize, node: &Node, known: &HashSet<u64>) -> Result<Visit, Broken> {
    let broken = |last| move |violation| Broken { state, last, violation };
    let stale_answers = look_around(world, node).map_err(broken(None))?;
    let moves = moves(world, node);
    let mut new = Vec::new();
    for happens in &moves {
        let next = world.after(node, *happens).map_err(broken(Some(*happens)))?;
        let fingerprint = next.fingerprint();
        if !known.contains(&fingerprint) {
            new.push((*happens, fingerprint, next));
        }
    }
    let error = match node.session.view() {
        View::Failed { error, .. } => Some(error.code()),
        _ => None,
    };
    Ok(Visit { state, kind: node.text.kind, error, stale_answers, moves: moves.len(), new })
}

/// What holds in a state, whatever happens next.
fn look_around(world: &World, node: &Node) -> Result<usize, Violation> {
    let stale = stale_answers(world, node);
    let number = stale.len();
    for event in stale {
        let what = format!("{event:?}");
        let (session, effects) = node.session.clone().step(event, node.now());
        let token = |session: &Session| session.access_token().map(|token| token.expose().to_owned());
        let is_unchanged = effects.is_empty()
            && session.view() == node.session.view()
            && token(&session) == token(&node.session)
            && Text::of(&session) == *node.text;
        if !is_unchanged {
            return Err(Violation::new(format!("{what}, which nobody waits for, is heard"), node));
        }
    }
    way_on::waits_for_what_was_asked(node)?;
    way_on::comes_back_from_the_cache(node)?;
    way_on::leads_to_a_session(world, node)?;
    way_on::leads_to_a_button_when_nothing_answers(world, node)?;
    way_on::leads_to_a_button_when_nobody_is_there(world, node)?;
    Ok(number)
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
