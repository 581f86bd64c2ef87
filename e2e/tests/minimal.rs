//! The smallest app on the library alone.

use e2e::{App, World};

#[test]
fn the_minimal_example_signs_in_shows_who_and_signs_out() {
    let world = World::serving(App::Minimal, |_| {});
    let visitor = world.visitor();

    visitor.opens("");
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
    visitor.sees_claim("email", "victor.pugin@hopital.example");
    visitor.sees_claim("sub", "auth0|");
    visitor.clicks("Sign out");
    visitor.is_at("");
    visitor.sees_heading("Minimal");
}

#[test]
fn the_minimal_example_guards_a_page() {
    let world = World::serving(App::Minimal, |_| {});
    let visitor = world.visitor();

    visitor.opens("session?from=link#here");
    assert!(!visitor.reads("main").contains("@"));
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#here");
}

#[test]
fn the_minimal_example_tells_of_a_failure_and_tries_again() {
    let world = World::serving(App::Minimal, |_| {});
    world.provider.misbehave(provider::Misbehaviour::InvalidNonce);
    let visitor = world.visitor();

    visitor.opens("session?from=link#here");
    visitor.signs_in_as("victor");
    visitor.sees_text("id-token-nonce-mismatch");
    visitor.clicks("Try again");

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#here");
}
