//! The provider's keys: known before leaving, fetched beside the token, rotated in between.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use provider::Misbehaviour;

use crate::after;
use crate::world::{Fault, PLACE, Tab};

const KEYS: &str = "GET /.well-known/jwks.json";

/// A tab whose person is at the provider, where the keys could not be had before.
fn away_without_keys(fault: Fault) -> Tab {
    let mut tab = Tab::new();
    tab.network.breaks(EndpointRole::Keys, fault);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();
    tab
}

fn keys_requests(tab: &Tab) -> usize {
    tab.requests().iter().filter(|request| *request == KEYS).count()
}

#[test]
fn keys_that_fail_before_leaving_are_no_news() {
    let mut tab = away_without_keys(Fault::Down);
    tab.network.recovers();

    tab.comes_back_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.requests()[..2], ["POST /oauth/token".to_owned(), KEYS.to_owned()]);
}

#[test]
fn keys_that_fail_beside_the_token_are_asked_for_once_more() {
    let mut tab = away_without_keys(Fault::Down);
    tab.hold(EndpointRole::Token);
    tab.comes_back_as("victor");

    tab.network.recovers();
    tab.release(EndpointRole::Token);

    assert!(tab.is_signed_in());
}

#[test]
fn tells_why_the_keys_did_not_come() {
    for (fault, code) in [
        (Fault::Down, "transport-unreachable"),
        (Fault::Offline, "transport-offline"),
        (Fault::Slow, "transport-timeout"),
        (Fault::Says(500, String::new()), "keys-http-status"),
        (Fault::Says(200, "<!doctype html>".to_owned()), "keys-unreadable"),
        (Fault::Says(200, r#"{"keys":[{"kty":"#.to_owned()), "keys-unreadable"),
        (Fault::Says(200, r#"{"keys":[]}"#.to_owned()), "id-token-key-not-found"),
    ] {
        let mut tab = away_without_keys(fault);

        tab.comes_back_as("victor");

        tab.fails_with(code);
    }
}

#[test]
fn tells_keys_that_no_page_may_read() {
    after(Misbehaviour::KeysRefuseCors).fails_with("transport-cors-refused");
}

/// OpenID Foundation module `oidcc-client-test-signing-key-rotation-just-before-signing`.
#[test]
fn a_key_that_was_rotated_meanwhile_is_fetched_once() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();

    tab.comes_back_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(keys_requests(&tab), 1);
}

/// OpenID Foundation module `oidcc-client-test-signing-key-rotation`.
#[test]
fn a_key_that_was_rotated_between_two_sign_ins_is_found() {
    let mut tab = after(Misbehaviour::KeysRotated);
    tab.signs_out();
    tab.opens(PLACE);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
}

#[test]
fn a_key_that_is_nowhere_is_not_asked_for_twice() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::UnknownKeyId);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();

    tab.comes_back_as("victor");

    assert_eq!(keys_requests(&tab), 1);
    tab.fails_with("id-token-key-not-found");
}

#[test]
fn a_key_that_is_nowhere_is_not_asked_for_twice_however_slow_the_answer() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::UnknownKeyId);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();
    tab.hold(EndpointRole::Keys);
    tab.comes_back_as("victor");

    tab.lets_pass(Seconds(120));
    tab.release(EndpointRole::Keys);

    assert_eq!(keys_requests(&tab), 1);
    tab.fails_with("id-token-key-not-found");
}

#[test]
fn says_why_rotated_keys_could_not_be_fetched() {
    for (fault, code) in [
        (Fault::Down, "transport-unreachable"),
        (Fault::Slow, "transport-timeout"),
        (Fault::Says(503, String::new()), "keys-http-status"),
    ] {
        let mut tab = Tab::new();
        tab.provider.misbehave(Misbehaviour::KeysRotated);
        tab.opens(PLACE);
        tab.presses_sign_in();
        tab.network.breaks(EndpointRole::Keys, fault);

        tab.comes_back_as("victor");

        tab.fails_with(code);
    }
}

/// OpenID Foundation module `oidcc-client-test-discovery-jwks-uri-keys`.
#[test]
fn passes_over_keys_that_are_not_for_signatures() {
    after(Misbehaviour::KeysWrongUse).fails_with("id-token-key-not-found");
    after(Misbehaviour::KeysWrongType).fails_with("id-token-key-not-found");
}

/// OpenID Foundation module `oidcc-client-test-kid-absent-single-jwks`.
#[test]
fn accepts_a_token_that_names_no_key_where_there_is_one() {
    assert!(after(Misbehaviour::KeyIdAbsent).is_signed_in());
}

/// OpenID Foundation module `oidcc-client-test-kid-absent-multiple-jwks`.
#[test]
fn refuses_to_guess_among_several_keys() {
    after(Misbehaviour::KeyIdAbsentSeveralKeys).fails_with("id-token-key-ambiguous");
}

/// A provider that keeps the `kid` of a key it replaced, or a cache in between that served another's.
#[test]
fn keys_that_verified_nothing_are_not_carried_into_the_next_sign_in() {
    let wrong = r#"{"keys":[{"kty":"RSA","kid":"key-1","n":"u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u-qKhbwKfBstIs-bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW_VDL5AaWTg0nLVkjRo9z-40RQzuVaE8AkAFmxZzow3x-VJYKdjykkJ0iT9wCS0DRTXu269V264Vf_3jvredZiKRkgwlL9xNAwxXFg0x_XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC-9aGVd-Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmw","e":"AQAB"}]}"#;
    let mut tab = Tab::new();
    tab.network.breaks(EndpointRole::Keys, Fault::Says(200, wrong.to_owned()));
    tab.opens(PLACE);

    tab.signs_in_as("victor");

    tab.fails_with("id-token-signature-invalid");
}

#[test]
fn a_key_that_was_replaced_under_its_name_or_has_none_is_fetched_once() {
    for fault in [Misbehaviour::KeyReplacedUnderItsName, Misbehaviour::KeyIdAbsentRotated] {
        let mut tab = Tab::new();
        tab.provider.misbehave(fault);
        tab.opens(PLACE);
        tab.presses_sign_in();
        tab.requests();

        tab.comes_back_as("victor");

        assert!(tab.is_signed_in(), "{fault}: {:?}", tab.view());
        assert_eq!(keys_requests(&tab), 1, "{fault}");
    }
}

#[test]
fn a_signature_that_no_key_verifies_fetches_the_keys_once_and_no_more() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::InvalidSignature);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();

    tab.comes_back_as("victor");

    assert_eq!(keys_requests(&tab), 1);
    tab.fails_with("id-token-signature-invalid");
}

/// A JWS whose header names a key that is nowhere.
const OF_NO_KEY: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6Im5vd2hlcmUifQ.e30.AAAA";

#[test]
fn tokens_that_name_keys_nobody_has_are_no_load_on_the_provider() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.network.breaks(EndpointRole::UserInfo, Fault::Says(200, OF_NO_KEY.to_owned()));
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();

    tab.comes_back_as("victor");

    assert_eq!(tab.notice(), Some("userinfo-signature-refused"));
    assert_eq!(keys_requests(&tab), 1, "once for the ID Token, and not again a moment later");
}

#[test]
fn keys_are_fetched_again_once_the_provider_had_its_rest() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.network.breaks(EndpointRole::UserInfo, Fault::Says(200, OF_NO_KEY.to_owned()));
    tab.hold(EndpointRole::UserInfo);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.requests();

    tab.lets_pass(Seconds(60));
    tab.release(EndpointRole::UserInfo);

    assert_eq!(tab.notice(), Some("userinfo-signature-refused"));
    assert_eq!(keys_requests(&tab), 1);
}
