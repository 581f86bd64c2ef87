#![cfg(not(target_arch = "wasm32"))]
//! Tabs that share a session race to renew it.

mod carry_out;
mod explore;
mod invariants;
mod material;
mod moves;
mod node;
mod provider;
mod rest;
#[path = "../world/signature.rs"]
mod signature;
mod tab;
mod text;
mod world;

use explore::explore;
use world::World;

/// The time of the walk.
const NOW: i64 = 1_800_000_000;

fn two_tabs(troubles: u8) -> World {
    World {
        configuration: material::configuration(r#","persistence":"tab""#),
        tabs: 2,
        open: 2,
        keys_are_slow: false,
        troubles,
        sign_ins: 1,
        renewals: 2,
        renews_id_token: true,
        forgets_marks: false,
        forgets_turns: false,
        keeps_locks: false,
    }
}

/// Every interleaving of two tabs and one thing that goes wrong: killed, asleep, unheard, refused. No refresh token that the
/// provider rotated is presented twice, and whoever is left is signed in with the newest tokens, or out for a reason.
#[test]
fn no_schedule_of_two_tabs_uses_a_refresh_token_twice() {
    let seen = explore(&two_tabs(1)).unwrap_or_else(|story| panic!("{story}"));

    println!("{seen}");
}

/// Without the mark that a generation was taken, two tabs would.
#[test]
fn a_mark_that_is_forgotten_would_be_found() {
    let world = World { forgets_marks: true, ..two_tabs(1) };

    assert!(explore(&world).is_err());
}

/// Without the lock, they would as well.
#[test]
fn a_turn_that_is_given_to_two_tabs_would_be_found() {
    let world = World { forgets_turns: true, forgets_marks: true, ..two_tabs(1) };

    assert!(explore(&world).is_err());
}
