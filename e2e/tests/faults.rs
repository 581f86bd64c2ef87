//! Whatever the provider's endpoints do, a person gets a page with a stable code, and the next sign-in works.

use e2e::{Visitor, World};
use provider::Misbehaviour;

#[test]
fn a_provider_that_is_down_is_told_apart_and_tried_again() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.clicks("Sign in with Lifen");
    let response = world.response_to(&visitor, "victor");

    world.the_provider_goes_down();
    visitor.opens(&response);
    visitor.sees_error("transport-unreachable");

    world.the_provider_comes_back();
    signs_in_after_all(&visitor);
}

#[test]
fn a_provider_that_does_not_answer_is_given_up_on() {
    let world = World::configured(|configuration| configuration["timeout"] = 1.into());
    let visitor = world.visitor();

    meets(&world, &visitor, Misbehaviour::TokenSlow, "transport-timeout");

    signs_in_after_all(&visitor);
}

#[test]
fn a_token_endpoint_that_refuses_cors_is_named_for_support() {
    let world = World::start();
    let visitor = world.visitor();

    meets(&world, &visitor, Misbehaviour::TokenRefusesCors, "transport-cors-refused");

    visitor.sees_text("token endpoint");
    visitor.clicks("Copy for support");
    visitor.sees_text("Copied");
}

#[test]
fn a_token_answer_that_cannot_be_used_is_refused() {
    refuses_each(&[
        (Misbehaviour::TokenAnswerIsHtml, "token-unreadable", "Sign in again"),
        (Misbehaviour::TokenAnswerIsEmpty, "token-unreadable", "Sign in again"),
        (Misbehaviour::TokenAnswerIsHalf, "token-unreadable", "Sign in again"),
        (Misbehaviour::TokenServerError, "token-http-status", "Sign in again"),
        (Misbehaviour::NoAccessToken, "token-access-token-missing", "Copy for support"),
        (Misbehaviour::NoIdToken, "token-id-token-missing", "Copy for support"),
        (Misbehaviour::WrongTokenType, "token-type-unsupported", "Copy for support"),
        (Misbehaviour::InvalidGrant, "token-code-refused", "Sign in again"),
    ]);
}

#[test]
fn an_id_token_whose_signature_does_not_hold_is_refused() {
    refuses_each(&[
        (Misbehaviour::InvalidSignature, "id-token-signature-invalid", "Sign in again"),
        (Misbehaviour::AlgorithmNone, "id-token-algorithm-refused", "Sign in again"),
        (Misbehaviour::AlgorithmHs256, "id-token-algorithm-refused", "Sign in again"),
        (Misbehaviour::UnknownKeyId, "id-token-key-not-found", "Sign in again"),
    ]);
}

#[test]
fn an_id_token_whose_claims_are_not_the_expected_ones_is_refused() {
    refuses_each(&[
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch", "Sign in again"),
        (Misbehaviour::InvalidAudience, "id-token-audience-mismatch", "Sign in again"),
        (Misbehaviour::InvalidIssuer, "id-token-issuer-mismatch", "Sign in again"),
        (Misbehaviour::InvalidAccessTokenHash, "id-token-access-token-mismatch", "Sign in again"),
        (Misbehaviour::Expired, "id-token-expired", "Sign in again"),
        (Misbehaviour::IssuedInTheFuture, "id-token-issued-in-the-future", "Sign in again"),
    ]);
}

/// The twin of the refusals: what the specifications allow signs in.
#[test]
fn what_is_unusual_but_allowed_signs_in() {
    for liberty in [
        Misbehaviour::KeysRotated,
        Misbehaviour::KeyIdAbsent,
        Misbehaviour::LowercaseBearer,
        Misbehaviour::ExpiresInAsText,
        Misbehaviour::MissingAccessTokenHash,
        Misbehaviour::MetadataWithoutLists,
        Misbehaviour::MetadataWithoutUserinfo,
    ] {
        let world = World::start();
        world.provider.misbehave(liberty);
        let visitor = world.visitor();
        visitor.opens("session");
        visitor.clicks("Sign in with Lifen");
        visitor.gets_through_as("victor");

        visitor.sees_heading("Victor Pugin");
        assert!(!visitor.has("[data-notice]"), "{liberty}: {}", visitor.reads("main"));
    }
}

#[test]
fn a_session_outlives_userinfo_that_cannot_be_had() {
    for (misbehaviour, notice) in [
        (Misbehaviour::UserinfoUnauthorized, "userinfo-http-status"),
        (Misbehaviour::UserinfoRateLimited, "userinfo-http-status"),
        (Misbehaviour::UserinfoIsHtml, "userinfo-unreadable"),
        (Misbehaviour::UserinfoRefusesCors, "transport-cors-refused"),
        (Misbehaviour::UserinfoInvalidSubject, "userinfo-subject-mismatch"),
    ] {
        let world = World::start();
        world.provider.misbehave(misbehaviour);
        let visitor = world.visitor();
        visitor.opens("session");
        visitor.clicks("Sign in with Lifen");
        visitor.gets_through_as("victor");

        visitor.sees_page("session");
        visitor.sees_notice(notice);
        visitor.sees_heading("Victor Pugin");
        visitor.sees_claim("email", "victor.pugin@hopital.example");
    }
}

/// One visitor meets one fault after the other, is offered the one next step, and signs in at the end.
fn refuses_each(faults: &[(Misbehaviour, &str, &str)]) {
    let world = World::start();
    let visitor = world.visitor();

    for (misbehaviour, code, offer) in faults {
        meets(&world, &visitor, *misbehaviour, code);
        visitor.is_offered(offer);
    }

    signs_in_after_all(&visitor);
}

/// Signs in from the guarded page, into a fault.
fn meets(world: &World, visitor: &Visitor, misbehaviour: Misbehaviour, code: &str) {
    world.provider.misbehave(misbehaviour);
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");
    visitor.sees_error(code);
}

fn signs_in_after_all(visitor: &Visitor) {
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor.is_at("session?from=link#trust");
}
