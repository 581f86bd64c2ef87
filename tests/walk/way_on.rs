//! From wherever a session is, somebody who goes on gets somewhere.

use lifen_connect::session::{Effect, Event, Message, SignedOutReason, Stage, View};

use crate::answers::Response;
use crate::invariants::Violation;
use crate::material::LAST;
use crate::moves::{Move, reply_of};
use crate::node::{Leaving, Node};
use crate::world::World;

/// More than it takes to leave one sign-in behind and go through another.
const STEPS: usize = 40;

/// On a good day, a person who presses what there is to press is signed in in the end, with one new sign-in at most.
pub fn leads_to_a_session(world: &World, from: &Node) -> Result<(), Violation> {
    let mut node = from.clone();
    let mut passed = Vec::new();
    for _ in 0..STEPS {
        let mut next = goes_on(&node)?;
        // Where a sign-in has just begun many ways meet: from there on it is known.
        if matches!(node.text.kind, "Preparing" | "Remembering") {
            let fingerprint = node.fingerprint();
            if world.is_known_to_lead_on(fingerprint) {
                next = None;
            }
            passed.push(fingerprint);
        }
        match next {
            Some(next) => node = world.after(&node, next)?,
            None => {
                world.leads_on(passed);
                return Ok(());
            }
        }
    }
    Err(Violation::new("no end in sight", &node))
}

/// What a person on a good day does next; nothing once they are signed in.
fn goes_on(node: &Node) -> Result<Option<Move>, Violation> {
    if let Some(question) = node.questions.first() {
        return Ok(Some(Move::Answered(0, reply_of(node, question, true))));
    }
    Ok(Some(match (node.session.view(), node.leaving) {
        (View::SignedIn { .. }, _) => return Ok(None),
        (View::SignedOut(_) | View::Failed { .. }, _) if node.begun < LAST => {
            Move::SignInPressedForTheLastTime
        }
        (View::SignedOut(_) | View::Failed { .. }, _) => {
            return Err(Violation::new("a sign-in on a good day fails", node));
        }
        (View::Pending(Stage::Starting), _) => Move::Begun,
        (View::Pending(Stage::InPopup), _) if node.begun < LAST => Move::SignInPressedForTheLastTime,
        // The window is of no further use: what it brought is where the person goes back to.
        (View::Pending(Stage::Delivered), _) => return Ok(None),
        (View::Pending(_), None) if node.text.kind == "Offering" => Move::ASecondPasses,
        (View::Pending(_), Some(Leaving::ToSignIn(sign_in))) => Move::Opened(Response::Code(sign_in)),
        (View::Pending(_), Some(Leaving::ToSignOut)) => Move::Reloaded,
        (View::Pending(_), None) => {
            return Err(Violation::new("nothing is under way, and there is no button", node));
        }
    }))
}

/// Where nobody is signed in at the provider any more, a page that was reloaded comes back with its button, and says
/// why.
pub fn leads_to_a_button_when_nobody_is_there(world: &World, from: &Node) -> Result<(), Violation> {
    let (View::Pending(Stage::Resuming), Some(Leaving::ToSignIn(sign_in))) =
        (from.session.view(), from.leaving)
    else {
        return Ok(());
    };
    let mut node = world.after(from, Move::Opened(Response::LoginRequired(sign_in)))?;
    for _ in 0..STEPS {
        let Some(question) = node.questions.first() else { break };
        let reply = reply_of(&node, question, true);
        node = world.after(&node, Move::Answered(0, reply))?;
    }
    // Whoever took two hours finds a sign-in that expired, which is told as for any other.
    let is_told = match node.session.view() {
        View::SignedOut(reason) => reason == SignedOutReason::Expired,
        View::Failed { error, .. } => error.code() == "authorization-expired",
        _ => false,
    };
    if is_told { Ok(()) } else { Err(Violation::new("no button where nobody is there", &node)) }
}

/// When nothing answers any more, a page still comes to where there is something to press.
pub fn leads_to_a_button_when_nothing_answers(world: &World, from: &Node) -> Result<(), Violation> {
    let mut node = from.clone();
    for _ in 0..STEPS {
        let Some(question) = node.questions.first() else {
            if node.text.kind == "Offering" {
                node = world.after(&node, Move::ASecondPasses)?;
                continue;
            }
            let is_at_rest = match node.session.view() {
                View::SignedIn { .. } | View::SignedOut(_) | View::Failed { .. } => true,
                View::Pending(Stage::Starting | Stage::InPopup | Stage::Delivered) => true,
                View::Pending(_) => node.leaving.is_some(),
            };
            return if is_at_rest { Ok(()) } else { Err(Violation::new("waits for nothing", &node)) };
        };
        let reply = reply_of(&node, question, false);
        node = world.after(&node, Move::Answered(0, reply))?;
    }
    Err(Violation::new("asks for ever", &node))
}

/// A session waits for nothing that nobody was asked for.
pub fn waits_for_what_was_asked(node: &Node) -> Result<(), Violation> {
    let is_asked = |ticket: &str| {
        node.questions.iter().any(|question| format!("{:?}", question.ticket) == format!("Ticket({ticket})"))
    };
    let mut tickets = node.text.whole.split("Ticket(").skip(1).filter_map(|rest| rest.split(')').next());
    if let Some(ticket) = tickets.find(|ticket| !is_asked(ticket)) {
        return Err(Violation::new(format!("waits for ticket {ticket}, which is answered"), node));
    }
    let is_waiting =
        matches!(node.text.kind, "Preparing" | "Remembering" | "Recalling" | "Redeeming" | "Verifying")
            || node.text.whole.contains("userinfo: Asked")
            || node.text.whole.contains("userinfo: Verifying");
    if is_waiting && node.questions.is_empty() {
        return Err(Violation::new("waits, and nothing was asked", node));
    }
    Ok(())
}

/// A page that was left comes back with a button, and signed out when that was what it left for.
pub fn comes_back_from_the_cache(node: &Node) -> Result<(), Violation> {
    let Some(leaving) = node.leaving else { return Ok(()) };
    let (session, effects) = node.session.clone().step(Event::Restored, node.now());
    let expected = match leaving {
        Leaving::ToSignIn(_) => SignedOutReason::NotYet,
        Leaving::ToSignOut => SignedOutReason::SignedOut,
    };
    let asks_who_is_there = matches!(effects[..], [Effect::Tell(Message::Hello)]);
    if asks_who_is_there && session.view() == View::SignedOut(expected) {
        return Ok(());
    }
    Err(Violation::new("no button on a page that came back", node))
}
