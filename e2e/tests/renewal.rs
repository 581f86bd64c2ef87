//! A session that renews itself: quietly, once for all tabs, and through whatever happens to the provider meanwhile.

use e2e::{Visitor, World};
use provider::Misbehaviour;

const AUTHORIZATION: &str = "GET /authorize";
const TOKEN: &str = "POST /oauth/token";

/// A lifetime of access tokens that a test can wait for, in seconds: they are renewed after ten.
const SHORT: u64 = 12;

/// A lifetime that ends in no test; what passes is told to the pages.
const LONG: u64 = 3600;

/// So long that an access token of [`LONG`] lifetime is about to be renewed.
const ALMOST: i64 = 3400;

/// Somebody who signed in; what the provider was asked for it is forgotten.
fn signed_in(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    world.provider.forget_requests();
    visitor
}

#[test]
fn a_session_renews_itself_before_its_access_token_ends() {
    let world = World::renewing(SHORT, |_| {});
    let visitor = signed_in(&world);

    visitor.waits_for(|| world.renewals() >= 1);

    visitor.sees_page("session");
    assert!(!visitor.has("[data-notice]"));
    assert_eq!(world.asked_for(TOKEN), world.renewals(), "none was refused");
    assert_eq!(world.asked_for(AUTHORIZATION), 0);
}

#[test]
fn several_tabs_renew_once_and_go_on_together() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    for address in ["session?tab=two", "session?tab=three"] {
        visitor.opens_beside(address);
        visitor.sees_page("session");
    }

    for round in 1..=3 {
        let before = visitor.reads("[data-claim='expires']");
        world.time_passes(&visitor, ALMOST);

        visitor.waits_for(|| world.renewals() == round);
        visitor.in_every_tab(|visitor| {
            visitor.sees_other_words("[data-claim='expires']", &before);
            visitor.sees_page("session");
        });
        assert_eq!((world.renewals(), world.asked_for(TOKEN)), (round, round));
    }
    assert_eq!(world.asked_for(AUTHORIZATION), 0);
}

#[test]
fn a_tab_that_renewed_can_be_closed_and_the_others_go_on() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    let first = visitor.tab();
    visitor.opens_beside("session?tab=two");
    visitor.sees_page("session");
    world.time_passes(&visitor, ALMOST);
    visitor.waits_for(|| world.renewals() == 1);

    visitor.closes_the_tab();
    visitor.looks_at(&first);
    world.time_passes(&visitor, ALMOST);

    visitor.waits_for(|| world.renewals() == 2);
    visitor.sees_page("session");
    assert_eq!(world.asked_for(TOKEN), 2);
}

#[test]
fn a_tab_that_is_due_while_another_is_being_renewed_waits_for_what_comes_of_it() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    let first = visitor.tab();
    let second = visitor.opens_beside("session?tab=two");
    visitor.sees_page("session");
    let before = visitor.reads("[data-claim='expires']");
    world.provider.misbehave(Misbehaviour::RefreshSlow);

    world.clock.advance(ALMOST);
    visitor.looks_at(&first);
    visitor.wakes_up_first(ALMOST);
    visitor.waits_for(|| world.asked_for(TOKEN) == 1);
    visitor.looks_at(&second);
    visitor.wakes_up_first(ALMOST);

    visitor.in_every_tab(|visitor| visitor.sees_other_words("[data-claim='expires']", &before));
    assert_eq!((world.renewals(), world.asked_for(TOKEN)), (1, 1));
}

#[test]
fn a_session_survives_a_provider_that_is_down_and_renews_when_it_is_back() {
    let world = World::renewing(SHORT, |_| {});
    let visitor = signed_in(&world);

    world.the_provider_goes_down();
    visitor.sees_notice("transport-unreachable");
    visitor.sees_heading("Victor Pugin");
    visitor.sees_text("Your session stays open");
    world.the_provider_comes_back();

    visitor.waits_for(|| world.renewals() == 1);
    visitor.sees_no("[data-notice]");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    assert_eq!(world.asked_for(AUTHORIZATION), 0);
}

#[test]
fn half_a_minute_without_a_provider_ends_nothing_in_any_tab() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    visitor.opens_beside("session?tab=two");
    visitor.sees_page("session");

    world.the_provider_goes_down();
    world.time_passes(&visitor, LONG as i64);
    visitor.in_every_tab(|visitor| visitor.sees_notice("transport-unreachable"));
    world.time_passes(&visitor, 30);
    visitor.in_every_tab(|visitor| visitor.sees_notice("transport-unreachable"));
    world.the_provider_comes_back();
    world.time_passes(&visitor, 2);

    visitor.waits_for(|| world.renewals() == 1);
    visitor.in_every_tab(|visitor| {
        visitor.sees_no("[data-notice]");
        visitor.sees_heading("Victor Pugin");
    });
    assert_eq!((world.renewals(), world.asked_for(TOKEN)), (1, 1));
}

#[test]
fn a_refresh_token_that_the_provider_takes_back_ends_the_session_in_all_tabs_with_its_reason() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    visitor.opens_beside("session?tab=two");
    visitor.sees_page("session");
    world.provider.misbehave(Misbehaviour::RefreshInvalidGrant);

    world.time_passes(&visitor, ALMOST);

    visitor.in_every_tab(|visitor| {
        visitor.sees_page("guard");
        visitor.sees_notice("ended");
    });
    assert_eq!(world.asked_for(TOKEN), 1);
    visitor.reloads();
    visitor.sees_page("guard");
    assert_eq!(world.asked_for(AUTHORIZATION), 0, "nobody is led to the provider without asking");
}

/// Somebody clears the site's data while they are signed in.
#[test]
fn a_session_goes_on_when_all_storage_is_wiped() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);
    let first = visitor.tab();
    visitor.opens_beside("session?tab=two");
    visitor.sees_page("session");

    visitor.wipes_the_storage_of_the_app();
    world.time_passes(&visitor, ALMOST);

    visitor.waits_for(|| world.renewals() == 1);
    visitor.in_every_tab(|visitor| visitor.sees_heading("Victor Pugin"));
    assert_eq!(world.asked_for(TOKEN), 1);
    visitor.closes_the_tab();
    visitor.looks_at(&first);
    visitor.wipes_the_storage_of_the_app();
    visitor.reloads();
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn signing_out_revokes_the_refresh_token_though_the_page_is_gone() {
    let world = World::renewing(LONG, |_| {});
    let visitor = signed_in(&world);

    visitor.clicks("Sign out");
    visitor.sees_notice("signed-out");

    visitor.waits_for(|| world.asked_for("POST /oauth/revoke") == 1);
}
