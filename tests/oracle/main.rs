#![cfg(not(target_arch = "wasm32"))]
//! A second opinion: the `openidconnect` crate and our own validation judge the same ID Tokens, valid and mutated.
//!
//! Where one accepts and the other refuses, the difference is on a closed list with the section of the specification
//! that says who is right; a difference that is not on it, and a listed one that no longer shows, are failures. The
//! reading, the choice of a key and the checks are two independent pieces of work; RSA's arithmetic is one crate on
//! both sides, since it is the browser's in a real sign-in.
//!
//! `cargo test --test oracle -- --nocapture` prints the census.

mod chance;
mod difference;
mod draft;
mod hearing;
mod keys;
mod members;
mod mutation;
mod mutations;
mod ours;
mod private;
mod public;
mod sample;
#[path = "../world/signature.rs"]
mod signature;
mod theirs;
mod verdict;

use difference::Difference;
use draft::CLIENT_ID;
use hearing::{Case, census, hear, unseen};
use mutation::Mutation;
use mutations::catalogue;
use sample::recipes;

fn told(cases: &[Case<'_>]) -> String {
    let surprises: Vec<_> = cases.iter().filter(|case| case.surprises()).map(Case::to_string).collect();
    surprises.join("\n")
}

#[test]
fn agrees_with_another_implementation_except_where_the_specification_says_why() {
    let catalogue = catalogue();

    let cases = hear(&recipes(&catalogue), CLIENT_ID);

    println!("{}", census(&cases));
    assert!(cases[0].ours.is_ok() && cases[0].theirs.is_ok(), "the valid token: {}", cases[0]);
    assert_eq!(told(&cases), "", "tokens that were judged otherwise than the catalogue says");
    assert_eq!(unseen(&cases, &catalogue), [""; 0], "differences that are listed and show no more");
}

/// The oracle itself: with a judge who takes tokens for somebody else, the disagreement is found.
#[test]
fn notices_a_judge_who_accepts_what_is_meant_for_another_relying_party() {
    let catalogue = catalogue();
    let recipes: Vec<_> = recipes(&catalogue).into_iter().take(1 + catalogue.len()).collect();

    let cases = hear(&recipes, "client-of-another-ward");

    let told = told(&cases);
    assert!(told.contains("[Audience: another]\n  we:   accepts\n  they: refuses"), "{told}");
    assert!(told.contains("[Audience: in a list]\n  we:   refuses"), "{told}");
}

/// The list itself: where nothing differs, each of its entries is out of date.
#[test]
fn notices_a_listed_difference_that_shows_no_more() {
    let catalogue = catalogue();

    let cases = hear(&recipes(&catalogue)[..1], CLIENT_ID);

    let promised = Difference::ALL.len() + catalogue.iter().flat_map(Mutation::differences).count();
    assert_eq!(unseen(&cases, &catalogue).len(), promised);
}
