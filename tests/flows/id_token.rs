//! The ID Token: what it says is believed only when it is signed, current, and meant for this sign-in.
//!
//! Named after the modules of the OpenID Foundation's relying-party test plan where there is one.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::View;
use provider::Misbehaviour::{self, *};

use crate::after;
use crate::world::{PLACE, Tab};

#[track_caller]
fn refuses(misbehaviour: Misbehaviour, code: &str) {
    after(misbehaviour).fails_with(code);
}

/// `oidcc-client-test` and `oidcc-client-test-idtoken-sig-rs256`.
#[test]
fn accepts_an_id_token_that_is_signed_and_meant_for_us() {
    let mut tab = Tab::opened();

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
}

/// `oidcc-client-test-invalid-sig-rs256`.
#[test]
fn refuses_a_signature_of_another_key() {
    refuses(InvalidSignature, "id-token-signature-invalid");
}

/// `oidcc-client-test-idtoken-sig-none`.
#[test]
fn refuses_an_unsigned_id_token() {
    refuses(AlgorithmNone, "id-token-algorithm-refused");
}

/// `oidcc-client-test-invalid-sig-hs256`.
#[test]
fn refuses_a_signature_with_the_public_key_as_the_secret() {
    refuses(AlgorithmHs256, "id-token-algorithm-refused");
}

/// `oidcc-client-test-invalid-sig-es256`.
#[test]
fn refuses_an_algorithm_that_the_configuration_does_not_allow() {
    refuses(SignatureEs256WithWrongKey, "id-token-algorithm-refused");
}

#[test]
fn refuses_a_header_with_extensions_nobody_understands() {
    refuses(CriticalHeader, "id-token-critical-header");
}

/// `oidcc-client-test-invalid-iss`.
#[test]
fn refuses_an_id_token_of_another_issuer() {
    refuses(InvalidIssuer, "id-token-issuer-mismatch");
}

/// `oidcc-client-test-missing-sub`.
#[test]
fn refuses_an_id_token_about_nobody_or_nobody_possible() {
    refuses(MissingSubject, "id-token-claim-missing");
    refuses(SubjectTooLong, "id-token-subject-invalid");
}

/// `oidcc-client-test-invalid-aud`.
#[test]
fn refuses_an_id_token_meant_for_another_relying_party() {
    refuses(InvalidAudience, "id-token-audience-mismatch");
}

/// `oidcc-client-test-missing-aud`.
#[test]
fn refuses_an_id_token_meant_for_nobody() {
    refuses(MissingAudience, "id-token-claim-missing");
}

#[test]
fn refuses_several_audiences_without_an_authorized_party_and_another_one() {
    refuses(SeveralAudiencesWithoutAuthorizedParty, "id-token-authorized-party-mismatch");
    refuses(WrongAuthorizedParty, "id-token-authorized-party-mismatch");
}

/// `oidcc-client-test-missing-iat`.
#[test]
fn refuses_an_id_token_that_does_not_say_since_or_until_when() {
    refuses(MissingIssuedAt, "id-token-claim-missing");
    refuses(MissingExpiry, "id-token-claim-missing");
}

#[test]
fn refuses_an_id_token_of_the_past_and_of_the_future() {
    refuses(Expired, "id-token-expired");
    refuses(IssuedInTheFuture, "id-token-issued-in-the-future");
    refuses(NotYetValid, "id-token-not-yet-valid");
}

/// `oidcc-client-test-nonce-invalid`.
#[test]
fn refuses_the_id_token_of_another_sign_in() {
    refuses(InvalidNonce, "id-token-nonce-mismatch");
    refuses(MissingNonce, "id-token-nonce-mismatch");
}

/// `oidcc-client-test-invalid-athash`.
#[test]
fn refuses_an_id_token_that_came_with_another_access_token() {
    refuses(InvalidAccessTokenHash, "id-token-access-token-mismatch");
}

/// `oidcc-client-test-missing-athash`.
#[test]
fn accepts_an_id_token_that_says_nothing_of_the_access_token() {
    assert!(after(MissingAccessTokenHash).is_signed_in());
}

#[test]
fn a_clock_a_minute_off_signs_in() {
    for seconds in [-60, 60] {
        let mut tab = Tab::opened();
        tab.clock_is_ahead_by = Seconds(seconds);

        tab.signs_in_as("victor");

        assert!(tab.is_signed_in(), "{seconds}");
    }
}

#[test]
fn a_clock_that_is_slow_is_told_by_how_much() {
    let mut tab = Tab::opened();
    tab.clock_is_ahead_by = Seconds(-7 * 60);

    tab.signs_in_as("victor");

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert_eq!(error.clock_minutes(), Some(-7));
    tab.fails_with("id-token-issued-in-the-future");
}

#[test]
fn a_clock_that_is_fast_by_more_than_the_tokens_life_is_told() {
    let mut tab = Tab::opened();
    tab.clock_is_ahead_by = Seconds(25 * 3600);

    tab.signs_in_as("victor");

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert_eq!(error.clock_minutes(), Some(25 * 60));
    tab.fails_with("id-token-expired");
}

/// `auth_time` is checked against our clock: a fast one makes an authentication look older than it is.
#[test]
fn a_clock_that_makes_a_fresh_authentication_look_old_is_told() {
    let mut tab = Tab::configured(r#""max_age":0"#);
    tab.opens(PLACE);
    tab.clock_is_ahead_by = Seconds(5 * 60);

    tab.signs_in_as("victor");

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert_eq!(error.clock_minutes(), Some(5));
    tab.fails_with("id-token-authentication-too-old");
}

#[test]
fn a_browser_without_web_crypto_signs_nobody_in() {
    let mut tab = Tab::opened();
    tab.has_web_crypto = false;

    tab.signs_in_as("victor");

    tab.fails_with("environment-crypto-unavailable");
}
