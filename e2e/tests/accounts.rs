//! The account behind the person: whoever is new signs up, whoever is known is in.

use e2e::{Manners, Visitor, World};

const GET: &str = "GET /account";

/// Signs up on the page that follows the first sign-in.
fn signs_up(visitor: &Visitor) {
    visitor.sees_page("sign-up");
    visitor.clicks("Create my account");
}

fn signs_in_and_up(world: &World, person: &str) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as(person);
    signs_up(&visitor);
    visitor.sees_page("session");
    visitor
}

/// Signs out, and in again as whoever they are by then.
fn comes_again_as(visitor: &Visitor, person: &str) {
    visitor.clicks("Sign out");
    visitor.sees_notice("signed-out");
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as(person);
}

#[test]
fn a_first_sign_in_leads_to_the_sign_up_and_from_there_to_where_the_person_was_going() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");

    visitor.signs_in_as("victor");

    visitor.sees_page("sign-up");
    visitor.sees_heading("Create your account");
    visitor.sees("[data-field='name'] [data-origin='id_token']");
    visitor.sees("[data-field='email'] [data-origin='id_token']");
    assert!(!visitor.has("[data-field='occupation'] [data-origin]"));
    visitor.types("#occupation", "Médecin");
    visitor.sees("[data-field='occupation'] [data-origin='typed']");
    visitor.clicks("Create my account");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
    visitor.sees("[data-account-field='occupation']");
    assert!(visitor.has_text("Médecin"));
}

#[test]
fn an_account_is_looked_for_as_soon_as_what_that_takes_has_come_after_all() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.misses("*_rest.wasm");
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_notice("rest-missing");

    visitor.misses_nothing();
    visitor.clicks_the_primary_button();

    visitor.sees_page("sign-up");
}

#[test]
fn a_second_sign_in_leads_straight_in() {
    let world = World::keeping_accounts();
    let visitor = signs_in_and_up(&world, "victor");

    comes_again_as(&visitor, "victor");

    visitor.sees_page("session");
    visitor.sees("[data-account]");
}

#[test]
fn an_address_that_changed_at_the_provider_is_followed() {
    let world = World::keeping_accounts();
    let visitor = signs_in_and_up(&world, "victor");
    world.provider.move_email("victor", "v.pugin@hopital.example");

    comes_again_as(&visitor, "victor");

    visitor.sees_page("session");
    visitor.sees_text("v.pugin@hopital.example");
    let kept = visitor.reads("[data-account-field='email']");
    assert!(kept.starts_with("v.pugin@hopital.example"), "{kept}");
    visitor.reloads();
    visitor.sees_page("session");
    assert_eq!(visitor.reads("[data-account-field='email']"), kept);
}

#[test]
fn a_second_person_at_the_same_machine_gets_an_account_of_their_own() {
    let world = World::keeping_accounts();
    let visitor = signs_in_and_up(&world, "victor");

    comes_again_as(&visitor, "agathe");
    signs_up(&visitor);
    visitor.sees_page("session");
    assert!(visitor.reads("[data-account-field='name']").starts_with("Agathe Lemoine"));

    comes_again_as(&visitor, "victor");
    visitor.sees_page("session");
    assert!(visitor.reads("[data-account-field='name']").starts_with("Victor Pugin"));
}

#[test]
fn what_is_wrong_with_a_field_is_told_at_the_field_and_nothing_is_created() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("sign-up");
    visitor.types("#email", " and more");

    visitor.clicks("Create my account");

    visitor.sees("#email[aria-invalid='true']");
    visitor.sees_text("Enter an address such as name@hospital.org.");
    visitor.sees("#email:focus[aria-describedby='email-problem email-origin']");
    visitor.reloads();
    visitor.sees_page("sign-up");
}

#[test]
fn two_tabs_that_sign_somebody_up_make_one_account() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("sign-up");
    let first = visitor.tab();
    let second = visitor.opens_beside("session?tab=two");
    visitor.sees_page("sign-up");
    visitor.types("#occupation", "Interne");

    visitor.looks_at(&first);
    visitor.types("#occupation", "Médecin");
    signs_up(&visitor);
    visitor.sees_page("session");
    visitor.looks_at(&second);
    signs_up(&visitor);

    visitor.sees_page("session");
    assert!(visitor.reads("[data-account-field='occupation']").starts_with("Médecin"));
}

#[test]
fn a_person_takes_their_data_along_without_a_request_and_deletes_their_account() {
    let world = World::keeping_accounts();
    let visitor = signs_in_and_up(&world, "victor");
    let link = visitor.asks_the_page("return document.querySelector('[data-account] a[download]').href");
    let link = link.as_str().expect("a link");
    assert!(link.starts_with("data:application/json") && link.contains("2239c4e4"), "{link}");

    visitor.clicks("Delete my account");
    visitor.clicks("Cancel");
    visitor.clicks("Delete my account");
    visitor.clicks("Delete for good");

    visitor.sees_notice("signed-out");
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("sign-up");
}

#[test]
fn whoever_does_not_want_an_account_signs_out() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("sign-up");

    visitor.clicks("Not now: sign me out");

    visitor.sees_notice("signed-out");
}

#[test]
fn signs_up_in_french_on_a_phone() {
    let world = World::keeping_accounts();
    let manners = Manners { language: "fr", size: (390, 844), ..Manners::default() };
    let visitor = world.visitor_with(&manners);
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");

    visitor.sees_page("sign-up");
    visitor.sees_heading("Créez votre compte");
    visitor.sees_text("dit et signé par Lifen");
    let too_wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(visitor.asks_the_page(too_wide), 0);
    visitor.clicks("Créer mon compte");
    visitor.sees_page("session");
}

#[test]
fn a_browser_that_keeps_nothing_lets_the_person_in_all_the_same() {
    let world = World::keeping_accounts();
    let visitor = world.visitor();
    visitor.has_no_indexed_db();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_error("account-storage-blocked");

    visitor.clicks("Go on without an account");

    visitor.sees_page("session");
    visitor.sees_heading("Victor Pugin");
    assert!(!visitor.has("[data-account]"));
}

#[test]
fn an_api_keeps_the_accounts_of_a_team() {
    let world = World::keeping_accounts_at_the_provider();
    let visitor = signs_in_and_up(&world, "victor");
    assert_eq!(world.asked_for("PUT /account"), 1);
    assert_eq!(world.asked_for(GET), 1);

    let elsewhere = world.visitor();
    world.provider.move_email("victor", "v.pugin@hopital.example");
    elsewhere.opens("session");
    elsewhere.clicks_the_primary_button();
    elsewhere.gets_through_as("victor");

    elsewhere.sees_page("session");
    assert!(elsewhere.reads("[data-account-field='email']").starts_with("v.pugin@hopital.example"));
    elsewhere.waits_for(|| world.asked_for("PATCH /account") == 1);
    assert_eq!(world.asked_for("PUT /account"), 1);
    elsewhere.clicks("Delete my account");
    elsewhere.clicks("Delete for good");
    elsewhere.sees_notice("signed-out");
    assert_eq!(world.asked_for("DELETE /account"), 1);
    drop(visitor);
}

#[test]
fn an_api_that_fails_keeps_nobody_from_trying_again() {
    for (misbehaviour, code) in [
        (provider::Misbehaviour::ApiServerError, "account-unavailable"),
        (provider::Misbehaviour::ApiRateLimited, "account-rate-limited"),
        (provider::Misbehaviour::ApiRefusesCors, "account-cors-refused"),
        (provider::Misbehaviour::ApiForbidden, "account-refused"),
    ] {
        let world = World::keeping_accounts_at_the_provider();
        world.provider.misbehave(misbehaviour);
        let visitor = world.visitor();
        visitor.opens("session");
        visitor.signs_in_as("victor");

        visitor.sees_error(code);
        assert!(!visitor.has_text("Go on without an account"), "{code}");
        visitor.clicks("Sign out");
        visitor.sees_notice("signed-out");
    }
}
