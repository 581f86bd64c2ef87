//! The whole journey against a provider nobody here wrote: certified, on another origin, with its own idea of CORS.

use e2e::{CertifiedWorld, Visitor};
use serde_json::json;

#[test]
fn a_person_of_the_certified_provider_signs_in_reloads_and_signs_out() {
    let world = CertifiedWorld::start();
    let visitor = world.visitor();

    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.signs_in_at_the_certified_provider_as("victor");
    visitor.consents_at_the_certified_provider();

    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
    visitor.sees_heading("Victor Pugin");
    visitor.sees_claim("email", "victor.pugin@example.org");
    visitor.sees("main [data-claim='scope'] [title='openid']");
    assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));

    visitor.reloads();
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");

    visitor.clicks("Sign out");
    visitor.confirms_the_sign_out_at_the_certified_provider();
    visitor.is_at("");
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    visitor.signs_in_at_the_certified_provider_as("camille");
    visitor.consents_at_the_certified_provider();
    visitor.sees_heading("Camille Ærø");
}

#[test]
fn the_certified_provider_is_refused_for_another_issuer() {
    let world = CertifiedWorld::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    let request = visitor.authorization_request();

    let answer = [("code", "x"), ("state", request.parameter("state")), ("iss", "https://another.example")];
    visitor.opens(&request.answered_with(&answer));

    visitor.sees_error("authorization-issuer-mismatch");
}

#[test]
fn a_code_the_certified_provider_did_not_issue_is_refused_by_it() {
    let world = CertifiedWorld::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    let request = visitor.authorization_request();

    let answer =
        [("code", "forged"), ("state", request.parameter("state")), ("iss", world.provider.issuer.as_str())];
    visitor.opens(&request.answered_with(&answer));

    visitor.sees_error("token-code-refused");
}

/// Its ID Token says nothing of names: what the page shows of them comes from the signed userinfo.
#[test]
fn the_certified_provider_signs_tokens_and_userinfo_as_it_was_registered_to() {
    for (id_token, userinfo) in [("ES256", "ES256"), ("EdDSA", "PS256"), ("PS256", "EdDSA")] {
        let registration =
            [("id_token_signed_response_alg", id_token), ("userinfo_signed_response_alg", userinfo)];
        let world = CertifiedWorld::configured(&registration, |configuration| {
            configuration["id_token_signed_response_alg"] = json!([id_token, userinfo]);
        });
        let visitor = world.visitor();

        visitor.opens("session?from=link#trust");
        signs_in_for_the_first_time(&visitor);

        visitor.sees_page("session");
        visitor.sees_claim("proof", &format!("{id_token} signature verified"));
        visitor.sees_heading("Victor Pugin");
        assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
        let types = visitor.types_of_answers_at("/userinfo");
        assert_eq!(types, ["application/jwt"], "userinfo was signed");
        assert!(
            !visitor.sent().iter().any(|sent| sent.kind == "Preflight" && sent.url.path() == "/oauth/token")
        );
    }
}

#[test]
fn a_signature_of_the_certified_provider_that_the_deployment_does_not_name_is_refused() {
    let registration = [("id_token_signed_response_alg", "ES256")];
    let world = CertifiedWorld::configured(&registration, |_| {});
    let visitor = world.visitor();

    visitor.opens("session");
    signs_in_for_the_first_time(&visitor);

    visitor.sees_error("id-token-algorithm-refused");
}

/// `max_age` of 0 asks the person every time, and the provider says when it did.
#[test]
fn the_certified_provider_asks_the_person_again_as_often_as_the_deployment_wants() {
    let world = CertifiedWorld::configured(&[], |configuration| {
        configuration["max_age"] = 0.into();
        configuration["acr_values"] = "urn:example:strong".into();
        // It takes no notice of contexts nobody taught it, and says nothing of them.
        configuration["acr_claim"] = "voluntary".into();
    });
    let visitor = world.visitor();
    visitor.opens("session");
    signs_in_for_the_first_time(&visitor);
    visitor.sees_heading("Victor Pugin");

    visitor.reloads();
    visitor.clicks("Sign in with Lifen");
    visitor.signs_in_at_the_certified_provider_as("victor");

    visitor.sees_heading("Victor Pugin");
}

#[test]
fn a_context_that_has_to_be_and_that_the_certified_provider_is_silent_about_is_refused() {
    let world = CertifiedWorld::configured(&[], |configuration| {
        configuration["acr_values"] = "urn:example:strong".into();
    });
    let visitor = world.visitor();

    visitor.opens("session");
    signs_in_for_the_first_time(&visitor);

    visitor.sees_error("id-token-claim-missing");
}

fn signs_in_for_the_first_time(visitor: &Visitor) {
    visitor.clicks("Sign in with Lifen");
    visitor.signs_in_at_the_certified_provider_as("victor");
    visitor.consents_at_the_certified_provider();
}
