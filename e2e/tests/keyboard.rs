//! Whoever has no mouse gets everywhere, and always sees where they are.

use e2e::{Visitor, World};
use provider::Misbehaviour;

fn answers_the_provider_by_keyboard(visitor: &Visitor) {
    visitor.sees("button[value='victor']");
    visitor.tabs_to("Victor Pugin");
    visitor.presses_enter();
    visitor.sees("[value='allow']");
    visitor.tabs_to("Allow");
    visitor.presses_enter();
}

#[test]
fn somebody_signs_in_and_out_by_keyboard_alone() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");

    visitor.tabs_to("Sign in with Lifen");
    visitor.presses_enter();
    answers_the_provider_by_keyboard(&visitor);
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
    visitor.is_brought_to_the_heading();
    visitor.tabs_to("Sign out");
    visitor.presses_space();

    visitor.sees_notice("signed-out");
}

#[test]
fn somebody_signs_up_by_keyboard_alone() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.tabs_to("Sign in with Lifen");
    visitor.presses_enter();
    answers_the_provider_by_keyboard(&visitor);
    visitor.sees_page("sign-up");
    visitor.is_brought_to_the_heading();

    visitor.tabs_to("E-mail address");
    visitor.types_at_the_end("@ward");
    visitor.tabs_to("Create my account");
    visitor.presses_enter();
    visitor.sees_text("Enter an address such as name@hospital.org.");
    visitor.is_brought_to("#email");
    visitor.erases("@ward");
    visitor.tabs_to("Occupation · optional");
    visitor.types_at_the_end("Médecin");
    visitor.presses_enter();

    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
    visitor.is_brought_to_the_heading();
    let kept = visitor.reads("[data-account-field='occupation']");
    assert!(kept.starts_with("Médecin"), "{kept}");
}

#[test]
fn somebody_gets_over_an_error_by_keyboard_alone() {
    let world = World::start();
    let visitor = world.visitor();
    world.provider.misbehave(Misbehaviour::WrongState);
    visitor.opens("session?from=link#trust");
    visitor.tabs_to("Sign in with Lifen");
    visitor.presses_enter();
    answers_the_provider_by_keyboard(&visitor);
    visitor.sees_error("authorization-state-unknown");
    visitor.is_brought_to_the_heading();

    visitor.tabs_to("Details for support");
    visitor.presses_enter();
    visitor.tabs_to("Copy for support");
    visitor.presses_space();
    visitor.sees_text("Copied.");
    visitor.tabs_back_to("Sign in again");
    visitor.presses_enter();

    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn a_new_page_is_read_from_its_heading() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("");
    visitor.sees_page("home");

    for (entry, page) in [("Session", "guard"), ("Settings", "settings"), ("Home", "home")] {
        visitor.tabs_to(entry);
        visitor.presses_enter();
        visitor.sees_page(page);
        visitor.is_brought_to_the_heading();
    }
    visitor.goes_back();
    visitor.sees_page("settings");
    visitor.is_brought_to_the_heading();
}

#[test]
fn the_first_stop_skips_the_menu() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.sees_page("guard");

    visitor.tabs_to("Skip to the content");
    visitor.presses_enter();

    visitor.is_brought_to_the_heading();
    visitor.is_at("session");
}
