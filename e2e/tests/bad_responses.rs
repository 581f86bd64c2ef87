//! Whatever comes back from the provider, a person gets a page with a stable code and one button, and the button
//! brings them where they were going.

use e2e::{Visitor, World};
use provider::Misbehaviour;

const PLACE: &str = "session?from=link#trust";

#[test]
fn a_state_that_belongs_to_no_sign_in_is_refused() {
    let (world, visitor) = at_the_provider();
    let request = visitor.authorization_request();

    let forged = [("code", "forged"), ("state", "forged"), ("iss", world.provider.issuer())];
    visitor.opens(&request.answered_with(&forged));

    visitor.sees_error("authorization-state-unknown");
    the_button_leads_to_the_place(&visitor);
}

#[test]
fn a_person_who_refuses_is_told_that_nothing_was_shared_and_can_change_their_mind() {
    let (_world, visitor) = at_the_provider();

    visitor.chooses("victor");
    visitor.refuses();

    visitor.sees_error("authorization-denied");
    the_button_leads_to_the_place(&visitor);
}

#[test]
fn markup_in_an_error_description_is_text() {
    let (world, visitor) = at_the_provider();
    world.provider.misbehave(Misbehaviour::AuthorizationErrorWithHtmlDescription);

    visitor.gets_through_as("victor");

    visitor.sees_error("authorization-refused");
    assert!(!visitor.has("main img, main script"), "{}", visitor.reads("main"));
    assert_ne!(visitor.asks_the_page("return document.title"), "1");
    the_button_leads_to_the_place(&visitor);
}

#[test]
fn a_response_that_was_used_is_refused_and_a_new_sign_in_offered() {
    let (world, visitor) = at_the_provider();
    world.provider.misbehave(Misbehaviour::TokenForbidden);
    let response = world.response_to(&visitor, "victor");
    visitor.opens(&response);
    visitor.sees_error("token-http-status");

    visitor.opens(&response);

    visitor.sees_error("authorization-state-replayed");
    the_button_leads_to_the_place(&visitor);
}

#[test]
fn a_response_that_was_used_and_signed_somebody_in_leads_back_to_their_session() {
    let (world, visitor) = at_the_provider();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    let answered = visitor.sent().into_iter().rfind(|sent| sent.url.path() == "/callback");
    let response = answered.expect("a response").url.to_string();
    world.provider.forget_requests();

    visitor.opens(&response);

    visitor.sees_page("session");
    visitor.is_at(PLACE);
    visitor.sees_heading("Victor Pugin");
    assert_eq!(world.asked_for("POST /oauth/token"), 1, "the old code is not redeemed, a new one is");
}

#[test]
fn a_response_opened_in_a_second_tab_is_not_used_again_and_the_session_is_there_too() {
    let (world, visitor) = at_the_provider();
    let response = world.response_to(&visitor, "victor");
    visitor.opens(&response);
    visitor.sees_page("session");
    let first = visitor.tab();

    visitor.opens_a_second_tab();
    visitor.opens(&response);

    visitor.clicks("See my session");
    visitor.sees_heading("Victor Pugin");
    assert_eq!(world.asked_for("POST /oauth/token"), 1);
    visitor.looks_at(&first);
    visitor.sees_page("session");
}

#[test]
fn a_response_opened_in_a_second_tab_first_still_works_in_the_tab_that_asked() {
    let (world, visitor) = at_the_provider();
    let response = world.response_to(&visitor, "victor");
    let first = visitor.tab();

    visitor.opens_a_second_tab();
    visitor.opens(&response);
    visitor.sees_error("authorization-state-unknown");
    visitor.looks_at(&first);
    visitor.opens(&response);

    visitor.sees_page("session");
    visitor.is_at(PLACE);
}

#[test]
fn a_reload_of_the_redirect_route_still_leads_to_the_place() {
    let (_world, visitor) = at_the_provider();
    visitor.chooses("victor");
    visitor.refuses();
    visitor.sees_error("authorization-denied");

    visitor.reloads();

    visitor.sees("main .primary");
    the_button_leads_to_a_session(&visitor);
}

#[test]
fn the_back_button_after_a_sign_in_leads_to_a_page_that_works() {
    let (_world, visitor) = at_the_provider();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");

    let app = visitor.place("");
    visitor.goes_back();
    while !visitor.address().starts_with(&app) {
        visitor.goes_back();
    }

    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.sees_page("session");
    visitor.is_at(PLACE);
}

#[test]
fn a_code_that_comes_too_late_is_refused_by_the_provider() {
    let (world, visitor) = at_the_provider();
    let response = world.response_to(&visitor, "victor");

    world.clock.advance(61);
    visitor.opens(&response);

    visitor.sees_error("token-code-refused");
    world.clock.advance(-61);
    the_button_leads_to_the_place(&visitor);
}

/// A visitor who followed a deep link and left for the provider.
fn at_the_provider() -> (World, Visitor) {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens(PLACE);
    visitor.clicks("Sign in with Lifen");
    visitor.authorization_request();
    (world, visitor)
}

fn the_button_leads_to_the_place(visitor: &Visitor) {
    the_button_leads_to_a_session(visitor);
    visitor.is_at(PLACE);
}

fn the_button_leads_to_a_session(visitor: &Visitor) {
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
}
