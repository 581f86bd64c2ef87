//! What the provider is told to do wrong, and what the person in front of the browser gets of it.
//!
//! The whole list is held to whole sign-ins natively; here are those where the browser itself has a say: its WebCrypto,
//! its CORS, its address bar and history, the storage that survives the redirect.

use std::cell::Cell;

use e2e::{Visitor, World};
use provider::Misbehaviour::{self, *};

use crate::jwt::holds_a_jwt;

const PLACE: &str = "session?from=link#trust";

#[test]
fn a_response_that_is_not_the_answer_to_the_request_is_refused() {
    refuses_each(&[
        (WrongState, "authorization-state-unknown", "Sign in again"),
        (MissingState, "authorization-state-missing", "Sign in again"),
        (DuplicatedState, "authorization-parameter-repeated", "Sign in again"),
        (DuplicatedCode, "authorization-parameter-repeated", "Sign in again"),
        (MissingCode, "authorization-response-incomplete", "Sign in again"),
        (ResponseCodeAndError, "authorization-denied", "Sign in again"),
        (ResponseIssuerWrong, "authorization-issuer-mismatch", "Sign in again"),
        (ResponseIssuerMissing, "authorization-issuer-missing", "Sign in again"),
        (AuthorizationServerError, "authorization-unavailable", "Try again"),
        (AuthorizationLoginRequired, "authorization-interaction-required", "Sign in again"),
    ]);
}

#[test]
fn a_token_answer_that_cannot_be_used_is_refused() {
    refuses_each(&[
        (TokenAnswerIsHtml, "token-unreadable", "Sign in again"),
        (TokenAnswerIsHalf, "token-unreadable", "Sign in again"),
        (TokenServerError, "token-unavailable", "Try again"),
        (TokenRateLimited, "token-unavailable", "Try again"),
        // A browser tells a page of a redirect what it tells of CORS: nothing.
        (TokenRedirects, "transport-cors-refused", "Copy for support"),
        (TokenRefusesCors, "transport-cors-refused", "Copy for support"),
        (NoIdToken, "token-id-token-missing", "Copy for support"),
        (WrongTokenType, "token-type-unsupported", "Copy for support"),
        (InvalidGrant, "token-code-refused", "Sign in again"),
    ]);
}

#[test]
fn an_id_token_whose_signature_does_not_hold_is_refused() {
    refuses_each(&[
        (InvalidSignature, "id-token-signature-invalid", "Sign in again"),
        (AlgorithmNone, "id-token-algorithm-refused", "Sign in again"),
        (AlgorithmHs256, "id-token-algorithm-refused", "Sign in again"),
        (AlgorithmNotAllowed, "id-token-algorithm-refused", "Sign in again"),
        (KeysTooSmall, "id-token-key-not-found", "Sign in again"),
        (UnknownKeyId, "id-token-key-not-found", "Sign in again"),
        (KeyIdAbsentSeveralKeys, "id-token-key-ambiguous", "Sign in again"),
        (KeysRefuseCors, "transport-cors-refused", "Copy for support"),
    ]);
}

#[test]
fn an_id_token_whose_claims_are_not_the_expected_ones_is_refused() {
    refuses_each(&[
        (InvalidNonce, "id-token-nonce-mismatch", "Sign in again"),
        (InvalidAudience, "id-token-audience-mismatch", "Sign in again"),
        (InvalidIssuer, "id-token-issuer-mismatch", "Sign in again"),
        (InvalidAccessTokenHash, "id-token-access-token-mismatch", "Sign in again"),
        (Expired, "id-token-expired", "Sign in again"),
        (IssuedInTheFuture, "id-token-issued-in-the-future", "Sign in again"),
    ]);
}

#[test]
fn an_authentication_that_is_not_the_one_asked_for_is_refused() {
    let world = World::configured(|configuration| {
        configuration["max_age"] = 300.into();
        configuration["acr_values"] = "urn:example:strong".into();
    });
    refuses_each_of(
        &world,
        &[
            (AuthenticationTooOld, "id-token-authentication-too-old", "Sign in again"),
            (AuthenticationTimeMissing, "id-token-claim-missing", "Sign in again"),
            (AuthenticationContextWrong, "id-token-authentication-context-mismatch", "Sign in again"),
        ],
    );
}

/// The twin of the refusals: what the specifications allow signs in.
#[test]
fn what_is_unusual_but_allowed_signs_in() {
    let world = World::start();
    let person = Person::at(&world);

    for liberty in [
        KeysRotated,
        KeyIdAbsent,
        KeyIdAbsentRotated,
        KeyReplacedUnderItsName,
        AudienceAsList,
        FractionalTimes,
        UnknownClaims,
        LowercaseBearer,
        ExpiresInAsText,
        MissingAccessTokenHash,
        MetadataWithoutLists,
        MetadataWithoutUserinfo,
        UserinfoSigned,
        UserinfoWithoutIssuerAndAudience,
    ] {
        person.signs_in_under(liberty);

        person.visitor.sees_page("session");
        person.visitor.sees_heading("Victor Pugin");
        let asked = if liberty == MetadataWithoutUserinfo { 0 } else { 1 };
        if asked == 1 {
            person.visitor.hears_from_userinfo();
        }
        assert_eq!(world.asked_for("GET /userinfo"), asked, "{liberty}");
        assert!(!person.visitor.has("[data-notice]"), "{liberty}: {}", person.visitor.reads("main"));
        assert_no_preflight_for_tokens(&world);
    }
}

#[test]
fn a_session_outlives_userinfo_that_cannot_be_had() {
    let world = World::start();
    let person = Person::at(&world);

    for (misbehaviour, notice) in [
        (UserinfoUnauthorized, "userinfo-unauthorized"),
        (UserinfoRateLimited, "userinfo-rate-limited"),
        (UserinfoIsHtml, "userinfo-unreadable"),
        (UserinfoRedirects, "transport-cors-refused"),
        (UserinfoRefusesCors, "transport-cors-refused"),
        (UserinfoInvalidSubject, "userinfo-subject-mismatch"),
        (UserinfoSignedInvalidSignature, "userinfo-signature-refused"),
        (UserinfoSignedAlgorithmNone, "userinfo-signature-refused"),
        (UserinfoSignedForAnotherClient, "userinfo-audience-mismatch"),
        (UserinfoSignedExpired, "userinfo-not-current"),
    ] {
        person.signs_in_under(misbehaviour);

        person.visitor.sees_page("session");
        person.visitor.sees_notice(notice);
        person.visitor.sees_heading("Victor Pugin");
        person.visitor.sees_claim("email", "victor.pugin@hopital.example");
        assert_eq!(world.asked_for("GET /elsewhere"), 0, "the access token went elsewhere");
        assert_no_preflight_for_tokens(&world);
    }
}

fn refuses_each(faults: &[(Misbehaviour, &str, &str)]) {
    refuses_each_of(&World::start(), faults);
}

/// One visitor meets one fault after the other: each is told, signs nobody in, leaves nothing behind, and once it is
/// gone the one button leads where the person was going.
fn refuses_each_of(world: &World, faults: &[(Misbehaviour, &str, &str)]) {
    let person = Person::at(world);
    let visitor = &person.visitor;

    for (misbehaviour, code, offer) in faults {
        person.signs_in_under(*misbehaviour);

        visitor.sees_error(code);
        visitor.is_offered(offer);
        visitor.is_at("callback");
        person.is_signed_in_nowhere(*misbehaviour);
        assert_no_preflight_for_tokens(world);

        world.provider.behave();
        // What support has to mend is mended by the time the person comes back.
        if *offer == "Copy for support" {
            visitor.opens(PLACE);
            visitor.sees_page("guard");
        }
        visitor.clicks_the_primary_button();
        visitor.gets_through_as("victor");
        visitor.sees_page("session");
        visitor.is_at(PLACE);
        // What this session still asks must not be taken for the next one's.
        visitor.waits_for(|| world.asked_for("GET /userinfo") == 1);
    }
}

/// Somebody who signs in again and again.
struct Person<'a> {
    world: &'a World,
    visitor: Visitor,
    /// How many requests of theirs were looked at.
    seen: Cell<usize>,
}

impl<'a> Person<'a> {
    fn at(world: &'a World) -> Self {
        Self { world, visitor: world.visitor(), seen: Cell::default() }
    }

    /// From the guarded page, into the fault.
    fn signs_in_under(&self, misbehaviour: Misbehaviour) {
        self.world.provider.behave();
        self.world.provider.misbehave(misbehaviour);
        self.world.provider.forget_requests();
        self.seen.set(self.visitor.sent().len());
        self.visitor.was_never_here();
        self.visitor.opens_anew(PLACE);
        self.visitor.sees_page("guard");
        self.visitor.clicks("Sign in with Lifen");
        self.visitor.gets_through_as("victor");
    }

    /// No claim is shown, no access token was used, and nothing that was secret is kept where somebody could find it.
    fn is_signed_in_nowhere(&self, misbehaviour: Misbehaviour) {
        let visitor = &self.visitor;
        assert!(!visitor.reads("body").contains("Victor Pugin"), "{misbehaviour}: {}", visitor.reads("body"));
        assert!(!visitor.has("[data-claim]"), "{misbehaviour}: {}", visitor.reads("main"));
        for path in ["OPTIONS /userinfo", "GET /userinfo", "GET /elsewhere", "POST /elsewhere"] {
            assert_eq!(self.world.asked_for(path), 0, "{misbehaviour}: {path}");
        }
        let kept = visitor.asks_the_page(
            "return [location.href, document.referrer, JSON.stringify(history.state), JSON.stringify(localStorage),
                JSON.stringify(sessionStorage), document.body.innerText].join('\\n')",
        );
        let kept = [kept.to_string(), visitor.history().join("\n")].concat();
        let sent = visitor.sent().split_off(self.seen.get());
        let responses = sent.iter().filter(|sent| sent.url.path() == "/callback").map(|sent| &sent.url);
        let codes: Vec<_> =
            responses.flat_map(|url| url.query_pairs()).filter(|(name, _)| name == "code").collect();
        for (_, code) in codes {
            assert!(!kept.contains(&*code), "{misbehaviour}: the code is in {kept}");
        }
        assert!(!holds_a_jwt(&kept), "{misbehaviour}: {kept}");
    }
}

/// RFC 6749 §4.1.3 asks for a form, and a form needs no preflight: a provider that never heard of one is enough.
fn assert_no_preflight_for_tokens(world: &World) {
    assert_eq!(world.asked_for("OPTIONS /oauth/token"), 0, "{:?}", world.asked());
}
