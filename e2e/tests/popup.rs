//! A sign-in in a window of its own. The host isolates its pages (`Cross-Origin-Opener-Policy: same-origin`), so the two
//! windows cannot reach each other once one of them was at the provider.

use e2e::{Visitor, World};

const TOKEN: &str = "POST /oauth/token";

fn world() -> World {
    World::configured(|configuration| configuration["sign_in"] = "popup".into())
}

/// Somebody who pressed the button, and looks at the window that opened.
fn in_the_window(world: &World) -> (Visitor, e2e::Tab) {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.asks_the_page("window.kept = 'what was typed'; return null");
    let page = visitor.tab();
    visitor.clicks("Sign in with Lifen");
    visitor.sees_heading("Carry on in the other window");
    visitor.looks_at_the_new_window();
    (visitor, page)
}

#[test]
fn the_page_stays_as_it_is_and_is_signed_in() {
    let world = world();
    let (visitor, page) = in_the_window(&world);

    visitor.chooses("victor");
    visitor.allows();

    visitor.looks_at(&page);
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    assert_eq!(visitor.asks_the_page("return window.kept"), "what was typed", "the page was left");
    visitor.is_left_with_one_window();
    assert_eq!(world.asked_for(TOKEN), 1);
}

#[test]
fn a_refusal_in_the_window_is_told_on_the_page() {
    let world = world();
    let (visitor, page) = in_the_window(&world);

    visitor.chooses("victor");
    visitor.refuses();

    visitor.looks_at(&page);
    visitor.sees_error("authorization-denied");
    visitor.is_left_with_one_window();
}

#[test]
fn a_browser_that_opens_no_window_leaves() {
    let world = world();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.asks_the_page("window.open = () => null; return null");

    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    visitor.is_left_with_one_window();
}

#[test]
fn whoever_closed_the_window_goes_on_in_the_page() {
    let world = world();
    let (visitor, page) = in_the_window(&world);
    visitor.closes_the_tab();
    visitor.looks_at(&page);

    visitor.clicks("Carry on in this page");
    visitor.chooses("victor");
    visitor.allows();

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn whoever_changes_their_mind_has_the_button_again() {
    let world = world();
    let (visitor, page) = in_the_window(&world);
    visitor.looks_at(&page);

    visitor.clicks("Cancel");

    visitor.sees_page("guard");
    visitor.is_offered("Sign in with Lifen");
}

/// The page was closed, or loaded anew: nobody is there to take the response.
#[test]
fn a_window_that_nobody_waits_for_says_so_and_offers_a_sign_in() {
    let world = world();
    let (visitor, page) = in_the_window(&world);
    let window = visitor.tab();
    visitor.looks_at(&page);
    visitor.reloads();
    visitor.sees_page("guard");

    visitor.looks_at(&window);
    visitor.chooses("victor");
    visitor.allows();

    visitor.sees_error("authorization-state-unknown");
    assert_eq!(world.asked_for(TOKEN), 0);
    visitor.is_offered("Sign in again");
}
