//! A page that is left and comes back out of the back/forward cache.

use e2e::{Visitor, World};

const LONG: u64 = 3600;
const ALMOST: i64 = 3400;

/// Somebody who signed in, and follows a link to another site in the same tab.
fn signed_in_and_gone(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor.asks_the_page("window.left = true; return null");
    visitor.opens(world.provider.issuer());
    world.provider.forget_requests();
    visitor
}

/// The page is the one that was left, with all that it had in memory.
fn comes_back(visitor: &Visitor) {
    visitor.goes_back();
    assert_eq!(visitor.asks_the_page("return window.left"), true, "the page was loaded anew");
}

#[test]
fn a_session_is_still_there() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in_and_gone(&world);

    comes_back(&visitor);

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    world.time_passes(&visitor, ALMOST);
    visitor.waits_for(|| world.renewals() == 1);
    visitor.sees_heading("Victor Pugin");
}

/// A page that is away keeps no other tab from its turn, and uses no refresh token twice.
#[test]
fn a_session_that_was_renewed_meanwhile_goes_on_with_the_new_tokens() {
    let world = World::renewing(LONG, |_| {});
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    let first = visitor.tab();
    let second = visitor.opens_beside("session");
    visitor.sees_page("session");
    visitor.looks_at(&first);
    visitor.asks_the_page("window.left = true; return null");
    visitor.opens(world.provider.issuer());

    visitor.looks_at(&second);
    world.time_passes(&visitor, ALMOST);
    visitor.waits_for(|| world.renewals() == 1);
    visitor.looks_at(&first);
    comes_back(&visitor);
    world.time_passes(&visitor, ALMOST);

    visitor.waits_for(|| world.renewals() == 2);
    visitor.in_every_tab(|visitor| visitor.sees_heading("Victor Pugin"));
    assert_eq!(world.asked_for("POST /oauth/token"), 3, "the sign-in and two renewals");
}

#[test]
fn a_session_that_was_ended_meanwhile_is_over() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in_and_gone(&world);
    let first = visitor.tab();
    visitor.goes_back();
    let second = visitor.opens_beside("session");
    visitor.sees_page("session");
    visitor.looks_at(&first);
    visitor.opens(world.provider.issuer());

    visitor.looks_at(&second);
    visitor.clicks("Sign out");
    visitor.sees_notice("signed-out");
    visitor.looks_at(&first);
    comes_back(&visitor);

    visitor.sees_page("guard");
    visitor.sees_notice("elsewhere");
}

#[test]
fn a_sign_in_that_was_left_halfway_can_be_begun_again() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.asks_the_page("window.left = true; return null");
    visitor.clicks("Sign in with Lifen");
    visitor.sees("button[value='victor']");

    comes_back(&visitor);

    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
}
