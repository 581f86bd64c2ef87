//! The whole journey against a provider nobody here wrote: certified, on another origin, with its own idea of CORS.

use e2e::{CLIENT_ID, CertifiedWorld, Sent, Visitor};
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

/// What the registration of a client that renews its tokens says.
const RENEWING: (&str, &str) = ("grant_types", r#"["authorization_code","refresh_token"]"#);

/// So long that an access token of the certified provider is about to be renewed.
const ALMOST: i64 = 3400;

fn token_requests(visitor: &Visitor, grant_type: &str) -> Vec<Sent> {
    visitor.sent().into_iter().filter(|sent| is_token_request(sent, grant_type)).collect()
}

fn is_token_request(sent: &Sent, grant_type: &str) -> bool {
    sent.url.path() == "/oauth/token" && sent.member("grant_type").as_deref() == Some(grant_type)
}

#[test]
fn the_certified_provider_rotates_refresh_tokens_and_revokes_the_last_one() {
    let world = CertifiedWorld::configured(&[RENEWING], |_| {});
    let visitor = world.visitor();
    visitor.opens("session");
    signs_in_for_the_first_time(&visitor);
    visitor.sees_heading("Victor Pugin");

    world.the_clock_goes_wrong(&visitor, ALMOST);
    let before = visitor.reads("[data-claim='expires']");
    visitor.sees_other_words("[data-claim='expires']", &before);
    visitor.clicks("Sign out");
    visitor.confirms_the_sign_out_at_the_certified_provider();
    visitor.is_at("");

    let revoked = world.provider.revoked();
    let used = token_requests(&visitor, "refresh_token").remove(0).member("refresh_token").expect("a token");
    assert_ne!(revoked, used, "it was rotated");
    let renews = format!(
        "return fetch('{}/oauth/token', {{ method: 'POST', body: new URLSearchParams({{
            grant_type: 'refresh_token', client_id: '{CLIENT_ID}', refresh_token: '{revoked}' }}) }})
            .then(answer => answer.json()).then(answer => answer.error)",
        world.provider.issuer
    );
    assert_eq!(visitor.asks_the_page(&renews), "invalid_grant", "and it is revoked");
}

/// Its proofs carry a wrong time after the clock went wrong; the provider goes by its nonces then.
#[test]
fn the_certified_provider_binds_tokens_to_the_key_of_the_browser() {
    for nonces in [false, true] {
        let registration = [RENEWING, ("dpop_bound_access_tokens", "true")];
        let world = CertifiedWorld::wanting_nonces(nonces, &registration, |configuration| {
            configuration["dpop"] = "required".into();
        });
        let visitor = world.visitor();
        visitor.opens("session?from=link#trust");
        signs_in_for_the_first_time(&visitor);

        visitor.sees_heading("Victor Pugin");
        visitor.sees_claim("email", "victor.pugin@example.org");
        assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
        let redemptions = token_requests(&visitor, "authorization_code");
        assert_eq!(redemptions.len(), 1 + usize::from(nonces));
        assert!(redemptions.iter().all(|sent| sent.has_proof));

        world.the_clock_goes_wrong(&visitor, ALMOST);
        let before = visitor.reads("[data-claim='expires']");
        visitor.waits_until_sent(|sent| is_token_request(sent, "refresh_token"));
        visitor.sees_other_words("[data-claim='expires']", &before);
        visitor.sees_page("session");
        assert!(token_requests(&visitor, "refresh_token").iter().all(|sent| sent.has_proof));
        assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
    }
}

#[test]
fn the_certified_provider_keeps_what_is_asked_out_of_the_address_bar() {
    let registration =
        [("require_pushed_authorization_requests", "true"), ("dpop_bound_access_tokens", "true")];
    let world = CertifiedWorld::configured(&registration, |configuration| {
        configuration["pushed_authorization_requests"] = "always".into();
        configuration["dpop"] = "when-offered".into();
    });
    let visitor = world.visitor();

    visitor.opens("session?from=link#trust");
    visitor.clicks("Sign in with Lifen");
    let request = visitor.authorization_request();
    visitor.signs_in_at_the_certified_provider_as("victor");
    visitor.consents_at_the_certified_provider();

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    assert!(request.parameter("request_uri").starts_with("urn:"));
    assert!(!request.url.contains("code_challenge"), "{}", request.url);
    let pushed = visitor.sent().into_iter().find(|sent| sent.member("code_challenge").is_some());
    assert!(pushed.expect("a form").member("dpop_jkt").is_some());
}

fn signs_in_for_the_first_time(visitor: &Visitor) {
    visitor.clicks("Sign in with Lifen");
    visitor.signs_in_at_the_certified_provider_as("victor");
    visitor.consents_at_the_certified_provider();
}
