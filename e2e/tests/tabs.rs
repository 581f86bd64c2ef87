//! One session in all tabs of the app: whoever is signed in, renewed or gone in one is so in the others.

use e2e::{Tab, Visitor, World};

const AUTHORIZATION: &str = "GET /authorize";

/// A visitor with three tabs in the app, the last of which they look at.
fn with_three_tabs(world: &World) -> (Visitor, [Tab; 3]) {
    let visitor = world.visitor();
    visitor.opens("session");
    let first = visitor.tab();
    let others = ["session?tab=two", "session?tab=three"].map(|address| visitor.opens_beside(address));
    let [second, third] = others;
    (visitor, [first, second, third])
}

#[test]
fn a_tab_opened_beside_a_signed_in_one_is_signed_in_without_a_redirect() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    world.provider.forget_requests();

    for address in ["session?tab=two#trust", "session?tab=three#trust"] {
        visitor.opens_beside(address);
        visitor.sees_page("session");
        visitor.sees_heading("Victor Pugin");
        visitor.is_at(address);
    }

    assert_eq!(world.asked_for(AUTHORIZATION), 0);
    assert_eq!(world.asked_for("POST /oauth/token"), 0);
}

#[test]
fn a_sign_in_in_one_tab_reaches_the_others_where_they_are() {
    let world = World::start();
    let (visitor, [first, second, third]) = with_three_tabs(&world);
    for tab in [&first, &second, &third] {
        visitor.looks_at(tab);
        visitor.sees_page("guard");
    }

    visitor.signs_in_as("victor");
    visitor.sees_page("session");

    for (tab, address) in [(&first, "session"), (&second, "session?tab=two")] {
        visitor.looks_at(tab);
        visitor.sees_page("session");
        visitor.sees_heading("Victor Pugin");
        visitor.is_at(address);
    }
    assert_eq!(world.asked_for(AUTHORIZATION), 1);
}

#[test]
fn signing_out_in_one_tab_is_seen_in_all_within_a_second() {
    let world = World::start();
    let (visitor, [first, second, third]) = with_three_tabs(&world);
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    for tab in [&first, &second] {
        visitor.looks_at(tab);
        visitor.sees_page("session");
        visitor.watches_for("main[data-page='guard'] [data-notice='elsewhere']");
    }
    visitor.looks_at(&third);

    let before = visitor.clock();
    visitor.clicks("Sign out");
    visitor.sees_notice("signed-out");

    for tab in [&first, &second] {
        visitor.looks_at(tab);
        let took = visitor.saw_it_at() - before;
        assert!(took < 1000.0, "{took} ms");
        visitor.sees_page("guard");
    }
    visitor.opens_beside("session");
    visitor.sees_page("guard");
}

/// Two people at one computer: the second left a sign-in open in another tab, and finishes it.
#[test]
fn somebody_else_who_signs_in_in_another_tab_stops_this_one_with_a_notice() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    let first = visitor.tab();
    let second = visitor.opens_beside("");
    visitor.clicks("Sign in with Lifen");
    visitor.sees("button[value='agathe']");
    visitor.looks_at(&first);
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");

    visitor.looks_at(&second);
    visitor.chooses("agathe");
    visitor.allows();
    visitor.sees_heading("Agathe Lemoine");

    visitor.looks_at(&first);
    visitor.sees_error("session-person-elsewhere");
    visitor.is_at("session?from=link#trust");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("agathe");
    visitor.sees_heading("Agathe Lemoine");
    visitor.is_at("session?from=link#trust");
}
