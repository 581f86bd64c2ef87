#![cfg(not(target_arch = "wasm32"))]
//! Every state a session can get to, and everything that may happen there.
//!
//! A breadth-first walk of the session machine over two sign-ins, page loads without number and a pause in which both
//! a pending sign-in and a session expire. A sign-in begins when somebody presses the button, or when a page on which
//! somebody is signed in is reloaded; it is the third time within a minute, so that one more is a loop. The network is hostile: it answers out of order, late or never, repeats
//! itself, delivers one request's answer to another, and every endpoint has answers of every kind. Tokens are signed
//! for real, once, before the walk; WebCrypto tells the truth about them or fails. In each state stands, whatever came
//! before: nobody is signed in without proof, nothing is used twice, nobody leaves unasked who was not signed in, a stale
//! answer changes nothing, and somebody who goes on gets to a session. A state is met again when its fingerprint is: see [`node::Node::fingerprint`].

mod answers;
mod carry_out;
mod deployment;
mod explore;
mod invariants;
mod material;
mod moves;
mod node;
mod resuming;
#[path = "../world/signature.rs"]
mod signature;
#[path = "../world/ticket.rs"]
mod ticket;
mod way_on;
mod world;

use explore::{Seen, explore};
use world::World;

/// The time of the walk.
const NOW: i64 = 1_800_000_000;

#[test]
fn every_state_of_a_session_that_verifies_signatures_keeps_every_promise() {
    let seen = explore(&World::of_signatures(2)).unwrap_or_else(|story| panic!("{story}"));

    println!("two sign-ins, verified by signatures: {seen}");
    is_the_whole(&seen, 50_000, 700_000);
    assert_eq!(seen.kinds.len(), 13, "each state was seen: {:?}", seen.kinds);
}

#[test]
fn every_state_of_a_session_to_which_tls_vouches_keeps_every_promise() {
    let seen = explore(&World::of_tls(2)).unwrap_or_else(|story| panic!("{story}"));

    println!("two sign-ins, vouched for by TLS: {seen}");
    is_the_whole(&seen, 4_000, 50_000);
    // Its metadata is known, its sign-out stays here, and no signature is waited for.
    for never in ["Preparing", "SigningOut", "Verifying"] {
        assert!(!seen.kinds.contains_key(never), "{never}");
    }
    assert_eq!(seen.kinds.len(), 10, "each other state was seen: {:?}", seen.kinds);
}

#[test]
fn every_state_beside_a_window_keeps_every_promise() {
    let by_signature =
        explore(&World::of_signatures(1).with_windows()).unwrap_or_else(|story| panic!("{story}"));
    let by_tls = explore(&World::of_tls(2).with_windows()).unwrap_or_else(|story| panic!("{story}"));

    println!("one sign-in, in a window or not, verified by signatures: {by_signature}");
    println!("two sign-ins, in windows or not, vouched for by TLS: {by_tls}");
    is_the_whole(&by_tls, 18_000, 300_000);
    for seen in [by_signature, by_tls] {
        for kind in ["Waiting", "Offering", "Delivered"] {
            assert!(seen.kinds.contains_key(kind), "{kind}: {:?}", seen.kinds);
        }
    }
}

/// The walk finds what it looks for: WebCrypto says yes to a signature of another key.
#[test]
fn a_lie_about_a_signature_would_be_found() {
    let mut world = World::of_signatures(1);
    world.lies_about_signatures = true;

    let story = explore(&world).expect_err("somebody is signed in without proof");

    assert!(story.starts_with("signed in although the signature is not valid"), "{story}");
    assert!(story.contains("Token(WronglySigned(1))") || story.contains("Keys(Wrong)"), "{story}");
}

/// A storage that gives a pending sign-in out again.
#[test]
fn a_pending_sign_in_that_is_used_twice_would_be_found() {
    let mut world = World::of_signatures(1);
    world.forgets_to_remove = true;

    let story = explore(&world).expect_err("a code verifier is sent twice");

    assert!(story.starts_with("sign-in 1 is used twice"), "{story}");
}

/// A storage that keeps who was signed in when they sign out.
#[test]
fn a_person_who_is_remembered_for_too_long_would_be_found() {
    let mut world = World::of_signatures(1);
    world.forgets_to_forget = true;

    let story = explore(&world).expect_err("the next page would leave unasked");

    assert!(story.starts_with("remembers who is not there any more"), "{story}");
    assert!(story.contains("SignOutPressed") || story.contains("Woke"), "{story}");
}

/// A storage that does not keep how often a page left unasked.
#[test]
fn a_departure_that_is_not_counted_would_be_found() {
    let mut world = World::of_tls(2);
    world.forgets_to_count = true;

    let story = explore(&world).expect_err("a page could go round in circles");

    assert!(story.starts_with("brings somebody back too often"), "{story}");
}

/// A walk that sees less than there is fails.
#[track_caller]
fn is_the_whole(seen: &Seen, states: usize, transitions: usize) {
    assert!(seen.states >= states && seen.transitions >= transitions, "{seen}");
    assert!(seen.stale_answers >= seen.states, "{seen}");
    for error in ["session-person-changed", "session-redirect-loop"] {
        assert!(seen.errors.contains(error), "{error}: {:?}", seen.errors);
    }
}
