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

/// Where the redirect URI is the app's home, both come to one address.
#[test]
fn a_home_that_people_are_sent_back_to_keeps_its_own_code_and_signs_in() {
    let world = World::sent_back_home();
    let visitor = world.visitor();

    visitor.opens("?code=ABC&state=open");
    visitor.sees_page("home");
    visitor.is_at("?code=ABC&state=open");
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    let left_behind = |address: &String| address.contains("code=") && !address.contains("code=ABC");
    assert!(!visitor.history().iter().any(left_behind), "{:?}", visitor.history());
}

#[test]
fn a_refusal_that_comes_home_is_told_there() {
    let world = World::sent_back_home();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.clicks("Sign in with Lifen");
    visitor.chooses("victor");
    visitor.refuses();

    visitor.sees_error("authorization-denied");
    visitor.is_at("");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.is_at("session?from=link#trust");
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
