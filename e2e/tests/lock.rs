//! A screen that nobody used is locked in every tab, and opens for whoever proves who they are.

use e2e::{Visitor, World};
use provider::Misbehaviour;
use serde_json::Value;

const LIMIT: i64 = 300;

fn locking(configuration: &mut Value) {
    configuration["idle_lock"] = LIMIT.into();
    configuration["persistence"] = "tab".into();
}

/// Somebody who is signed in in two tabs of an app that locks, and looks at the second.
fn signed_in_twice(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    visitor.opens_beside("session?tab=two");
    visitor.sees_heading("Victor Pugin");
    world.provider.forget_requests();
    visitor
}

fn finds_it_locked(visitor: &Visitor) {
    visitor.sees_page("locked");
    visitor.sees_notice("idle");
    assert!(!visitor.has_text("Victor"), "nobody sees whose session it was");
}

#[test]
fn nobody_there_locks_every_tab_and_drops_the_tokens() {
    let world = World::renewing(3600, locking);
    let visitor = signed_in_twice(&world);

    world.time_passes(&visitor, LIMIT);

    visitor.in_every_tab(|visitor| {
        finds_it_locked(visitor);
        let kept =
            visitor.asks_the_page("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
        assert!(!kept.to_string().contains("token"), "{kept}");
    });
    visitor.reloads();
    finds_it_locked(&visitor);
    visitor.opens_beside("session");
    finds_it_locked(&visitor);
    for request in ["GET /authorize", "POST /oauth/token"] {
        assert_eq!(world.asked_for(request), 0, "nobody is let in again without asking: {request}");
    }
}

#[test]
fn what_the_person_does_in_one_tab_keeps_all_open() {
    let world = World::renewing(3600, locking);
    let visitor = signed_in_twice(&world);

    for _ in 0..3 {
        world.time_passes(&visitor, LIMIT - 20);
        visitor.presses_a_key();
    }

    visitor.in_every_tab(|visitor| visitor.sees_page("session"));
    world.time_passes(&visitor, LIMIT);
    visitor.in_every_tab(finds_it_locked);
}

#[test]
fn a_locked_session_opens_for_whoever_proves_who_they_are_now() {
    let world = World::renewing(3600, locking);
    let visitor = signed_in_twice(&world);
    world.time_passes(&visitor, LIMIT);
    visitor.sees_notice("idle");
    let signed_in_before = world.provider.granted().last().expect("a grant").auth_time;

    visitor.clicks_the_primary_button();
    let request = visitor.authorization_request();
    visitor.chooses("victor");
    visitor.sees_page("session");

    assert_eq!(request.parameter("max_age"), "0");
    let proved_at = world.provider.granted().last().expect("a grant").auth_time;
    assert!(proved_at >= signed_in_before + LIMIT, "{proved_at} after {signed_in_before}");
    visitor.is_at("session?tab=two");
    visitor.in_every_tab(|visitor| visitor.sees_heading("Victor Pugin"));
}

#[test]
fn a_locked_session_stays_locked_for_a_proof_that_is_old() {
    let world = World::renewing(3600, locking);
    let visitor = signed_in_twice(&world);
    world.time_passes(&visitor, LIMIT);
    visitor.sees_notice("idle");
    world.provider.misbehave(Misbehaviour::AuthenticationTooOld);

    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");

    visitor.sees_error("id-token-authentication-too-old");
}
