//! Whatever the provider's endpoints do, a person gets a page with a stable code, and the next sign-in works.

use e2e::{Visitor, World};
use provider::Misbehaviour;

#[test]
fn a_provider_that_is_down_is_told_apart_and_tried_again() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.clicks("Sign in with Lifen");
    let response = world.response_to(&visitor, "victor");

    world.the_provider_goes_down();
    visitor.opens(&response);
    visitor.sees_error("transport-unreachable");

    world.the_provider_comes_back();
    signs_in_after_all(&visitor);
}

#[test]
fn a_provider_that_does_not_answer_is_given_up_on() {
    let world = World::configured(|configuration| configuration["timeout"] = 1.into());
    let visitor = world.visitor();

    meets(&world, &visitor, Misbehaviour::TokenSlow, "transport-timeout");

    signs_in_after_all(&visitor);
}

#[test]
fn a_token_endpoint_that_refuses_cors_is_named_for_support() {
    let world = World::start();
    let visitor = world.visitor();

    meets(&world, &visitor, Misbehaviour::TokenRefusesCors, "transport-cors-refused");

    visitor.sees_text("token endpoint");
    visitor.clicks("Copy for support");
    visitor.sees_text("Copied");
}

/// Signs in from the guarded page, into a fault.
fn meets(world: &World, visitor: &Visitor, misbehaviour: Misbehaviour, code: &str) {
    world.provider.misbehave(misbehaviour);
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");
    visitor.sees_error(code);
}

fn signs_in_after_all(visitor: &Visitor) {
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}
