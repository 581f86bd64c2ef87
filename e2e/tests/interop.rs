//! The whole journey against a provider nobody here wrote: certified, on another origin, with its own idea of CORS.

use e2e::CertifiedWorld;

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
    visitor.clicks("Sign in with Lifen");
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
