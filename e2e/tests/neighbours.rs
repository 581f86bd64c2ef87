//! The sign-in minds its own business: an app may use the protocol's words for its own ends.

use e2e::World;

#[test]
fn a_code_and_state_of_the_app_s_own_are_left_alone() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("?code=ABC&state=open");

    visitor.sees_page("home");
    visitor.is_at("?code=ABC&state=open");
}

#[test]
fn a_code_and_state_of_the_app_s_own_survive_a_sign_in() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("session?code=ABC&state=open&error=none");
    visitor.sees_page("guard");
    visitor.signs_in_as("victor");

    visitor.sees_page("session");
    visitor.is_at("session?code=ABC&state=open&error=none");
}

#[test]
fn a_place_that_is_none_is_not_found_and_leads_home() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("nowhere/at/all");

    visitor.sees_page("not-found");
    visitor.clicks_the_primary_button();
    visitor.sees_page("home");
}
