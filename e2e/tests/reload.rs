//! A page that is loaded again: the session comes back to the place, as cheaply as the deployment allows.

use e2e::{Visitor, World};
use serde_json::Value;

use crate::jwt::holds_a_jwt;

const AUTHORIZATION: &str = "GET /authorize";
const TOKEN: &str = "POST /oauth/token";
const PLACE: &str = "session?from=link#trust";

fn keeping_tokens(configuration: &mut Value) {
    configuration["persistence"] = "tab".into();
}

/// Somebody who signed in at [`PLACE`]; what the provider was asked for it is forgotten.
fn signed_in(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens(PLACE);
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    world.provider.forget_requests();
    visitor
}

fn sees_the_session_at_its_place(visitor: &Visitor) {
    visitor.sees_page("session");
    visitor.is_at(PLACE);
    visitor.sees_heading("Victor Pugin");
}

#[test]
fn a_session_in_memory_comes_back_by_one_redirect_that_asks_nothing() {
    let world = World::start();
    let visitor = signed_in(&world);

    visitor.reloads();

    sees_the_session_at_its_place(&visitor);
    let requests = world.provider.requests();
    let asked: Vec<_> = requests.iter().filter(|request| request.path == "/authorize").collect();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].parameters.iter().any(|name| name == "prompt"), "{:?}", asked[0].parameters);
}

#[test]
fn a_session_in_memory_comes_back_from_another_tab_without_a_redirect() {
    let world = World::start();
    let visitor = signed_in(&world);
    let first = visitor.tab();
    visitor.opens_beside("session");
    visitor.sees_page("session");
    visitor.looks_at(&first);

    visitor.reloads();

    sees_the_session_at_its_place(&visitor);
    assert_eq!((world.asked_for(AUTHORIZATION), world.asked_for(TOKEN)), (0, 0));
}

#[test]
fn a_session_kept_in_its_tab_comes_back_without_asking_the_provider_for_anything_new() {
    let world = World::configured(keeping_tokens);
    let visitor = signed_in(&world);

    for _ in 0..5 {
        visitor.reloads();
        sees_the_session_at_its_place(&visitor);
    }

    assert_eq!((world.asked_for(AUTHORIZATION), world.asked_for(TOKEN)), (0, 0));
}

#[test]
fn tokens_are_in_no_store_unless_the_deployment_chose_so() {
    for (keeps, change) in [(false, (|_| {}) as fn(&mut Value)), (true, keeping_tokens)] {
        let world = World::renewing(3600, change);
        let visitor = signed_in(&world);
        let in_tab = visitor.asks_the_page("return JSON.stringify({ ...sessionStorage })").to_string();
        let shared = visitor.asks_the_page("return JSON.stringify({ ...localStorage })").to_string();

        for name in ["access_token", "refresh_token", "id_token"] {
            assert_eq!(in_tab.contains(name), keeps, "{name}: {in_tab}");
            assert!(!shared.contains(name), "{name}: {shared}");
        }
        assert_eq!((holds_a_jwt(&in_tab), holds_a_jwt(&shared)), (keeps, false));
    }
}

#[test]
fn a_session_kept_in_its_tab_is_gone_with_the_sign_out() {
    let world = World::configured(keeping_tokens);
    let visitor = signed_in(&world);

    visitor.clicks("Sign out");
    visitor.is_at("");
    let kept = visitor.asks_the_page("return JSON.stringify({ ...sessionStorage })").to_string();
    visitor.opens(PLACE);

    visitor.sees_page("guard");
    assert!(!kept.contains("token"), "{kept}");
}

/// A tab that was asleep does not bring back what was ended in another one.
#[test]
fn a_session_kept_in_its_tab_does_not_survive_a_sign_out_in_another() {
    let world = World::configured(keeping_tokens);
    let visitor = signed_in(&world);
    let first = visitor.tab();
    let kept = visitor.asks_the_page("return { ...sessionStorage }");
    visitor.opens_beside("session");
    visitor.sees_page("session");
    visitor.clicks("Sign out");
    visitor.is_at("");

    visitor.looks_at(&first);
    visitor.asks_the_page(&format!("Object.assign(sessionStorage, {kept}); return null"));
    visitor.reloads();

    visitor.sees_page("guard");
}
