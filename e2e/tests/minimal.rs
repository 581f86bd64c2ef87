//! The smallest app on the library alone.

use e2e::{App, World};

#[test]
fn the_minimal_example_signs_in_shows_who_and_signs_out() {
    let world = World::serving(App::Minimal, |_| {});
    let visitor = world.visitor();

    visitor.opens("");
    visitor.clicks("Session");
    visitor.signs_in_as("victor");

    visitor.sees_text("Victor Pugin");
    visitor.sees_text("victor.pugin@hopital.example");
    visitor.sees_text("auth0|");
    visitor.clicks("Sign out");
    visitor.is_at("");
    assert!(!visitor.reads("body").contains("Victor Pugin"));
}

#[test]
fn the_minimal_example_guards_a_page() {
    let world = World::serving(App::Minimal, |_| {});
    let visitor = world.visitor();

    visitor.opens("session?from=link#here");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");

    visitor.is_at("session?from=link#here");
    visitor.sees_text("Victor Pugin");
}
