//! A sign-in that another site asks for: here a page of the provider's, which is on another site than the app.

use e2e::{Visitor, World};

/// Somebody follows a link from another site to the app, with this query.
fn follows_a_link(world: &World, query: &str) -> Visitor {
    let visitor = world.visitor();
    visitor.opens(world.provider.issuer());
    let address = visitor.place(&format!("login?{query}"));
    visitor.asks_the_page(&format!("location.assign({address:?}); return null"));
    visitor
}

fn issuer(world: &World) -> String {
    format!("iss={}", world.provider.issuer())
}

#[test]
fn leads_through_the_provider_to_the_target() {
    let world = World::start();
    let target = "target_link_uri=%2Fsession%3Ffrom%3Dlink%23trust&login_hint=victor%40hospital.example";
    let visitor = follows_a_link(&world, &format!("{}&{target}", issuer(&world)));

    visitor.chooses("victor");
    visitor.allows();

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    let asked = visitor.authorization_request();
    assert!(asked.url.contains("&login_hint=victor%40hospital.example"), "{}", asked.url);
    let history = visitor.history();
    assert!(!history.iter().any(|address| address.contains("/login")), "{history:?}");
}

#[test]
fn leads_to_no_other_site() {
    let world = World::start();
    let evil = "target_link_uri=https%3A%2F%2Fevil.example%2Fsession";
    let visitor = follows_a_link(&world, &format!("{}&{evil}", issuer(&world)));

    visitor.chooses("victor");
    visitor.allows();

    visitor.sees_page("home");
    visitor.is_at("");
}

#[test]
fn a_link_of_another_provider_is_told_and_leads_to_a_sign_in_all_the_same() {
    let world = World::start();
    let visitor = follows_a_link(&world, "iss=https%3A%2F%2Fevil.example%2F");

    visitor.sees_error("initiated-login-issuer-mismatch");
    visitor.is_at("login");
    visitor.clicks_the_primary_button();
    visitor.chooses("victor");
    visitor.allows();

    visitor.sees_page("home");
}
