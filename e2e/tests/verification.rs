//! What proves who signed in: the signature, whichever way it is made, or what a deployment puts in its place.

use e2e::{Manners, Visitor, World};
use provider::{Algorithm, Misbehaviour};
use serde_json::json;

#[test]
fn a_provider_signs_with_the_algorithm_the_app_is_registered_for() {
    let algorithms = [Algorithm::ES256, Algorithm::PS256, Algorithm::ES512, Algorithm::EdDSA];
    for algorithm in algorithms {
        let world = World::configured(|configuration| {
            configuration["id_token_signed_response_alg"] = algorithm.to_string().into();
        });
        world.the_provider_signs_with(algorithm);
        let visitor = world.visitor();

        signs_in(&visitor);

        visitor.sees_claim("proof", &format!("{algorithm} signature verified"));
        assert_no_preflight_for_tokens(&world);
    }
}

/// And its userinfo, which is signed the same way.
#[test]
fn a_provider_may_change_its_algorithm_to_one_the_deployment_lists() {
    let world = World::configured(|configuration| {
        configuration["id_token_signed_response_alg"] = json!(["RS256", "ES256", "PS512"]);
    });
    let visitor = world.visitor();

    for algorithm in [Algorithm::RS256, Algorithm::ES256, Algorithm::PS512] {
        world.the_provider_signs_with(algorithm);
        world.provider.misbehave(Misbehaviour::UserinfoSigned);
        world.provider.forget_requests();

        signs_in(&visitor);

        visitor.sees_claim("proof", &format!("{algorithm} signature verified"));
        visitor.waits_for(|| world.asked_for("GET /userinfo") == 1);
        assert!(!visitor.has("[data-notice]"), "{algorithm}: {}", visitor.reads("main"));
        visitor.was_never_here();
    }
}

#[test]
fn a_provider_that_signs_with_another_algorithm_than_the_deployment_names_is_refused() {
    let world = World::configured(|configuration| {
        configuration["id_token_signed_response_alg"] = "ES256".into();
    });
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");

    visitor.sees_error("id-token-algorithm-refused");
    world.the_provider_signs_with(Algorithm::ES256);
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_heading("Victor Pugin");
}

#[test]
fn tls_stands_in_for_the_signature_where_no_page_may_fetch_the_keys_and_the_page_says_so() {
    let world = World::configured(|configuration| configuration["id_token_verification"] = "tls".into());
    world.provider.misbehave(Misbehaviour::KeysRefuseCors);
    let visitor = world.visitor();

    signs_in(&visitor);

    visitor.sees_claim("proof", "Signature not checked");
    visitor.waits_for(|| world.asked_for("GET /userinfo") == 1);
    assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
    assert!(!world.asked().iter().any(|asked| asked.contains("jwks")), "{:?}", world.asked());
    assert_no_preflight_for_tokens(&world);
}

/// What is less than a signature is no use to somebody who cannot read it.
#[test]
fn the_sentence_about_the_proof_fits_a_phone_and_a_desk_in_both_languages() {
    let world = World::configured(|configuration| configuration["id_token_verification"] = "tls".into());
    for language in ["en", "fr"] {
        for size in [(360, 740), (1100, 800)] {
            let visitor = world.visitor_with(&Manners { language, size, ..Manners::default() });
            visitor.opens("session");
            visitor.clicks_the_primary_button();
            visitor.gets_through_as("victor");
            visitor.sees("[data-claim='proof']");

            let sticks_out = visitor.asks_the_page(
                "const card = document.querySelector('[data-claim=proof]').closest('.card');
                return card.scrollWidth - card.clientWidth",
            );

            assert_eq!(sticks_out, 0, "{language}, {size:?}: {}", visitor.reads("[data-claim='proof']"));
        }
    }
}

#[test]
fn tls_stands_in_for_nothing_but_the_signature() {
    let world = World::configured(|configuration| configuration["id_token_verification"] = "tls".into());
    world.provider.misbehave(Misbehaviour::InvalidNonce);
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");

    visitor.sees_error("id-token-nonce-mismatch");
}

#[test]
fn an_authentication_as_fresh_and_as_strong_as_asked_signs_in() {
    let world = World::configured(|configuration| {
        configuration["max_age"] = 300.into();
        configuration["acr_values"] = "urn:example:strong urn:example:stronger".into();
    });
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");

    let request = visitor.authorization_request();
    visitor.gets_through_as("victor");

    visitor.sees_heading("Victor Pugin");
    assert_eq!(request.parameter("max_age"), "300");
    assert_eq!(request.parameter("acr_values"), "urn:example:strong urn:example:stronger");
}

/// The provider asks again, although it knows the person.
#[test]
fn a_person_proves_who_they_are_every_time_where_no_earlier_proof_will_do() {
    let world = World::configured(|configuration| configuration["max_age"] = 0.into());
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");

    world.clock.advance(1);
    visitor.reloads();
    visitor.clicks("Sign in with Lifen");
    visitor.chooses("agathe");
    visitor.allows();

    visitor.sees_heading("Agathe Lemoine");
}

fn signs_in(visitor: &Visitor) {
    visitor.opens_anew("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
}

fn assert_no_preflight_for_tokens(world: &World) {
    assert_eq!(world.asked_for("OPTIONS /oauth/token"), 0, "{:?}", world.asked());
}
