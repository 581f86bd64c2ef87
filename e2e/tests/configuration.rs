//! A deployment that is not right, or a browser that cannot do it, is told before anybody leaves for the provider.

use e2e::{Manners, World};
use provider::Misbehaviour;
use serde_json::json;
use static_host::Configuration;

#[test]
fn a_page_without_configuration_says_so() {
    let world = World::misconfigured(Configuration::Missing);
    let visitor = world.visitor();

    visitor.opens("session");

    visitor.sees_error("configuration-missing");
}

#[test]
fn an_empty_configuration_counts_as_missing() {
    let world = World::misconfigured(Configuration::Text(String::new()));
    let visitor = world.visitor();

    visitor.opens("");

    visitor.sees_error("configuration-missing");
}

#[test]
fn a_configuration_that_is_no_json_says_where_it_breaks() {
    let world = World::misconfigured(Configuration::Text("{\n  \"client_id\": demo\n}".into()));
    let visitor = world.visitor();

    visitor.opens("");

    visitor.sees_error("configuration-unreadable");
    visitor.sees_text("line 2");
}

#[test]
fn a_wrong_field_is_named_with_what_was_found_and_what_is_wanted() {
    let world = World::configured(|configuration| configuration["issuer"] = "login.lifen.fr".into());
    let visitor = world.visitor();

    visitor.opens("");

    visitor.sees_error("configuration-field-invalid");
    for words in ["issuer", "found \"login.lifen.fr\"", "expected"] {
        visitor.sees_text(words);
    }
}

#[test]
fn an_unknown_field_is_refused_by_its_name() {
    let world = World::configured(|configuration| configuration["clientId"] = "demo".into());
    let visitor = world.visitor();

    visitor.opens("");

    visitor.sees_error("configuration-field-invalid");
    visitor.sees_text("clientId");
}

#[test]
fn plain_http_beyond_this_machine_is_refused() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens(&world.insecure_address());

    visitor.sees_error("environment-insecure-context");
    visitor.sees_text("https://");
    assert!(world.asked().is_empty(), "{:?}", world.asked());
}

#[test]
fn blocked_storage_is_told_before_leaving() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { storage_blocked: true, ..Manners::default() });

    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");

    visitor.sees_error("environment-storage-blocked");
    visitor.is_offered("Try again");
    assert!(!world.asked().iter().any(|asked| asked.contains("/authorize")), "{:?}", world.asked());
}

#[test]
fn metadata_that_nobody_serves_is_told_at_the_click() {
    let world = World::start();
    world.the_provider_goes_down();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");

    visitor.clicks("Sign in with Lifen");
    visitor.sees_error("transport-unreachable");
    visitor.is_at("session?from=link#trust");

    world.the_provider_comes_back();
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}

/// A policy of the host that knows less than the configuration.
#[test]
fn what_the_policy_of_the_page_refuses_is_told_at_the_click() {
    let world = World::talking_to_nobody();
    let visitor = world.visitor();
    visitor.tempts();
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");

    visitor.clicks("Sign in with Lifen");

    visitor.sees_error("transport-policy-refused");
    visitor.is_offered("Copy for support");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn metadata_that_is_a_web_page_is_refused() {
    refuses(Misbehaviour::MetadataIsHtml, "metadata-unreadable", "Try again");
}

#[test]
fn metadata_that_answers_an_error_is_refused() {
    refuses(Misbehaviour::MetadataServerError, "metadata-http-status", "Try again");
}

#[test]
fn metadata_of_another_issuer_is_refused() {
    refuses(Misbehaviour::MetadataIssuerMismatch, "metadata-issuer-mismatch", "Copy for support");
}

#[test]
fn metadata_without_s256_is_refused() {
    refuses(Misbehaviour::MetadataWithoutS256, "metadata-pkce-unsupported", "Copy for support");
}

#[test]
fn metadata_that_refuses_cors_is_named() {
    refuses(Misbehaviour::MetadataRefusesCors, "transport-cors-refused", "Copy for support");
}

#[test]
fn an_issuer_that_differs_by_a_slash_is_another_issuer() {
    let world = World::configured(|configuration| {
        let issuer = configuration["issuer"].as_str().expect("an issuer").trim_end_matches('/').to_owned();
        configuration["issuer"] = issuer.into();
    });
    let visitor = world.visitor();
    visitor.opens("");

    visitor.clicks("Sign in with Lifen");

    visitor.sees_error("metadata-issuer-mismatch");
}

#[test]
fn metadata_given_whole_is_not_fetched() {
    let world = World::configured(|configuration| {
        let issuer = configuration["issuer"].as_str().expect("an issuer").to_owned();
        configuration["metadata"] = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}authorize"),
            "token_endpoint": format!("{issuer}oauth/token"),
            "jwks_uri": format!("{issuer}.well-known/jwks.json"),
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        });
    });
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
    assert!(!world.asked().iter().any(|asked| asked.contains("configuration")), "{:?}", world.asked());
}

#[test]
fn metadata_may_come_from_the_address_of_rfc_8414() {
    let world = World::configured(|configuration| {
        let issuer = configuration["issuer"].as_str().expect("an issuer").to_owned();
        configuration["metadata_url"] = format!("{issuer}.well-known/oauth-authorization-server").into();
    });
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
}

/// The page works until somebody wants to sign in, says why not, and works once the provider behaves.
fn refuses(misbehaviour: Misbehaviour, code: &str, offer: &str) {
    let world = World::start();
    world.provider.misbehave(misbehaviour);
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");

    visitor.clicks("Sign in with Lifen");
    visitor.sees_error(code);
    visitor.is_offered(offer);

    world.provider.behave();
    // What support has to mend is mended by the time the person comes back.
    if offer == "Copy for support" {
        visitor.reloads();
        visitor.sees_page("guard");
    }
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}
