//! A person signs in, sees their session, and signs out.

use e2e::{Manners, World};
use provider::Misbehaviour;

#[test]
fn a_person_sees_who_they_are_what_was_granted_and_until_when() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.sees_page("guard");
    visitor.signs_in_as("victor");

    visitor.sees_page("session");
    visitor.sees_heading("Victor Pugin");
    visitor.sees_claim("email", "victor.pugin@hopital.example");
    visitor.sees_claim("user-id", "2239c4e4-f928-44da-917d-1a59a7a4e931");
    visitor.sees_claim("workspace", "6944011");
    for scope in ["openid", "profile", "email"] {
        visitor.sees(&format!("main [data-claim='scope'] [title='{scope}']"));
    }
    visitor.sees("main [data-claim='expires']");
}

#[test]
fn a_deep_link_survives_the_sign_in_to_the_letter() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.signs_in_as("victor");

    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn a_sign_in_from_home_leads_to_a_session() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("");
    visitor.sees_page("home");
    visitor.signs_in_as("victor");

    visitor.sees_text("Victor Pugin");
    assert!(!visitor.address().contains("callback"), "{}", visitor.address());
}

#[test]
fn signing_out_ends_the_session_here_and_at_the_provider() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");

    visitor.clicks("Sign out");
    visitor.is_at("");
    visitor.sees_notice("signed-out");
    visitor.opens("session");
    visitor.sees_page("guard");
    visitor.signs_in_as("agathe");

    visitor.sees_page("session");
    visitor.sees_heading("Agathe Lemoine");
}

#[test]
fn a_reload_brings_the_session_back_to_the_place_without_a_question() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");

    visitor.reloads();

    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
    visitor.sees_heading("Victor Pugin");
}

#[test]
fn a_reload_after_signing_out_at_the_provider_asks_for_one_click() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    world.provider.misbehave(Misbehaviour::AuthorizationLoginRequired);

    visitor.reloads();

    visitor.sees_page("guard");
    visitor.is_at("session?from=link#trust");
    visitor.reloads();
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.sees_page("session");
}

#[test]
fn a_page_that_keeps_reloading_is_stopped_with_a_button_that_works() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");

    for _ in 0..3 {
        visitor.reloads();
        visitor.sees_page("session");
    }
    visitor.reloads();

    visitor.sees_error("session-redirect-loop");
    visitor.clicks_the_primary_button();
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn the_pages_speak_french_when_the_browser_does() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { language: "fr-FR", ..Manners::default() });

    visitor.opens("");
    visitor.sees_page("home");

    assert_eq!(visitor.asks_the_page("return document.documentElement.lang"), "fr");
    let words = visitor.reads("main");
    assert!(words.contains("Lifen") && !words.contains("Sign in"), "{words}");
}

#[test]
fn a_language_that_was_chosen_stays() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { language: "fr-FR", ..Manners::default() });
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");

    visitor.clicks("EN");
    visitor.signs_in_as("victor");

    visitor.sees_page("session");
    assert_eq!(visitor.asks_the_page("return document.documentElement.lang"), "en");
    visitor.sees_text("Sign out");
}

#[test]
fn the_code_is_in_no_address_no_history_and_no_store_afterwards() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    let request = visitor.authorization_request();
    visitor.chooses("victor");
    visitor.allows();
    visitor.sees_page("session");

    let callback =
        visitor.sent().into_iter().rfind(|sent| sent.url.path() == "/callback").expect("a callback");
    let code = callback.url.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    let state = request.parameter("state").to_owned();
    let kept = visitor.asks_the_page(
        "return [location.href, document.referrer, document.cookie, JSON.stringify(history.state),
            JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })].join('\\n')",
    );

    for secret in [code, state.clone()] {
        assert!(
            !visitor.history().iter().any(|address| address.contains(&secret)),
            "{:?}",
            visitor.history()
        );
        let referers: Vec<_> = visitor.sent().into_iter().filter_map(|sent| sent.referer).collect();
        assert!(!referers.iter().any(|address| address.contains(&secret)), "{referers:?}");
    }
    assert!(!kept.to_string().contains("code="), "{kept}");
    assert!(!kept.to_string().contains("code_verifier="), "{kept}");
}

#[test]
fn the_redirect_leg_asks_the_provider_for_tokens_before_anything_else() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    let response = world.response_to(&visitor, "victor");

    world.provider.forget_requests();
    visitor.opens(&response);
    visitor.sees_page("session");

    assert_eq!(world.asked().first().map(String::as_str), Some("POST /oauth/token"), "{:?}", world.asked());
}

#[test]
fn the_token_request_needs_neither_a_secret_nor_a_preflight() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");

    let received = world.provider.requests();
    let token: Vec<_> = received.iter().filter(|request| request.path == "/oauth/token").collect();
    assert_eq!(token.iter().map(|request| &*request.method).collect::<Vec<_>>(), ["POST"]);
    assert!(!token[0].has_authorization_header);
    let sent =
        visitor.sent().into_iter().find(|sent| sent.url.path() == "/oauth/token").expect("a token request");
    let mut members = sent.members();
    members.sort();
    assert_eq!(members, ["client_id", "code", "code_verifier", "grant_type", "redirect_uri"]);
}

#[test]
fn the_authorization_request_is_the_documented_one_with_pkce_and_nonce() {
    let world = World::configured(|configuration| {
        configuration["parameters"] = serde_json::json!({ "version": "2.0.0" });
    });
    let visitor = world.visitor();
    visitor.opens("");
    visitor.clicks("Sign in with Lifen");

    let request = visitor.authorization_request();

    assert_eq!(request.parameter("response_type"), "code");
    assert_eq!(request.parameter("client_id"), e2e::CLIENT_ID);
    assert_eq!(request.parameter("redirect_uri"), visitor.place("callback"));
    assert_eq!(request.parameter("scope"), "openid profile email");
    assert_eq!(request.parameter("code_challenge_method"), "S256");
    assert_eq!(request.parameter("version"), "2.0.0");
    for secret in ["state", "nonce", "code_challenge"] {
        assert_eq!(request.parameter(secret).len(), 43, "32 octets in base64url");
    }
}
