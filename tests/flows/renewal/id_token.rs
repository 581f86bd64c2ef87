//! A renewed ID Token: the same person, the same sign-in, or the session is over.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, beside, renewals, renewing, renewing_with, signed_out, token_requests,
};
use crate::world::{Fault, PLACE, Tab, pass, talk};

/// What the two tabs of a session show when this comes of its renewal.
#[track_caller]
fn stops(mut tab: Tab, code: &str, renew: impl FnOnce(&mut Tab)) {
    let mut other = beside(&mut tab);

    renew(&mut tab);
    talk(&mut [&mut tab, &mut other]);

    assert_eq!(tab.error_code(), Some(code), "{:?}", tab.view());
    assert!(tab.session().access_token().is_none());
    assert_eq!(other.signed_out_reason(), Some(SignedOutReason::Ended), "{code}");
    assert!(tab.storage.is_empty() && other.storage.is_empty(), "{code}");
    tab.requests();
    pass(&mut [&mut tab, &mut other], Seconds(3600));
    assert_eq!(token_requests(&tab), 0, "{code}");
}

/// OIDC Core §12.2, and OpenID Foundation modules `oidcc-client-test-refresh-token-invalid-issuer` and
/// `-refresh-token-invalid-sub`.
#[test]
fn one_that_is_not_of_the_session_stops_it_and_says_why() {
    for (fault, code) in [
        (Misbehaviour::RefreshOtherIssuer, "id-token-issuer-mismatch"),
        (Misbehaviour::RefreshOtherSubject, "id-token-renewal-mismatch"),
        (Misbehaviour::RefreshOtherAudience, "id-token-audience-mismatch"),
        (Misbehaviour::RefreshOtherAuthorizedParty, "id-token-authorized-party-mismatch"),
        (Misbehaviour::RefreshOtherAuthTime, "id-token-renewal-mismatch"),
        (Misbehaviour::RefreshWrongNonce, "id-token-nonce-mismatch"),
    ] {
        stops(renewing_with(r#""max_age":86400"#), code, |tab| {
            tab.provider.misbehave(fault);
            tab.lives_for(RENEWS_AFTER);
        });
    }
}

/// "auth_time" is held to that of the first ID Token, where that had one.
#[test]
fn a_time_of_authentication_that_was_not_told_before_changes_nothing() {
    let mut tab = renewing();
    tab.provider.misbehave(Misbehaviour::RefreshOtherAuthTime);

    tab.lives_for(LIFETIME);

    assert!(tab.is_signed_in());
    assert_eq!(renewals(&tab), 1);
}

/// The person proved who they are when the session began; nobody asks for it once more.
#[test]
fn an_authentication_may_grow_older_than_a_sign_in_would_take() {
    let mut tab = renewing_with(r#""max_age":60"#);

    tab.lives_for(Seconds(3600));

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(renewals(&tab), 8);
}

type Alters = fn(String) -> String;

#[test]
fn one_that_was_altered_on_the_way_stops_the_session() {
    let cases: [(&str, Alters); 5] = [
        ("id-token-signature-invalid", |answer| with_id_token(answer, |parts| parts[2] = spoilt(&parts[2]))),
        ("id-token-signature-invalid", |answer| {
            with_id_token(answer, |parts| parts[1] = encoded(r#"{"sub":"auth0|1"}"#))
        }),
        ("id-token-algorithm-refused", |answer| {
            with_id_token(answer, |parts| {
                parts[0] = encoded(r#"{"alg":"none"}"#);
                parts[2].clear();
            })
        }),
        ("id-token-malformed", |answer| with_id_token(answer, |parts| parts[0] = "no header".to_owned())),
        // The ID Token vouches for the access token that it came with.
        ("id-token-access-token-mismatch", |answer| {
            answer.replacen(r#""access_token":""#, r#""access_token":"stolen"#, 1)
        }),
    ];
    for (code, alter) in cases {
        stops(renewing(), code, |tab| {
            tab.hold(EndpointRole::Token);
            tab.lives_for(RENEWS_AFTER);
            tab.is_answered_altered(EndpointRole::Token, alter);
        });
    }
}

fn with_id_token(answer: String, alter: impl FnOnce(&mut Vec<String>)) -> String {
    let mut answer: serde_json::Value = serde_json::from_str(&answer).expect("a token answer");
    let token = answer["id_token"].as_str().expect("an ID Token");
    let mut parts: Vec<_> = token.split('.').map(str::to_owned).collect();
    alter(&mut parts);
    answer["id_token"] = parts.join(".").into();
    answer.to_string()
}

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn spoilt(signature: &str) -> String {
    let first = if signature.starts_with('A') { "B" } else { "A" };
    [first, &signature[1..]].concat()
}

#[test]
fn a_browser_that_lost_its_web_crypto_cannot_go_on() {
    stops(renewing(), "environment-crypto-unavailable", |tab| {
        tab.has_web_crypto = false;
        tab.lives_for(RENEWS_AFTER);
    });
}

/// OpenID Foundation modules `oidcc-client-test-signing-key-rotation` and `-signing-key-rotation-just-before-signing`.
#[test]
fn keys_that_were_rotated_meanwhile_are_fetched_once() {
    let mut tab = signed_out(LIFETIME, "");
    // With each token answer.
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.signs_in_as("victor");
    tab.requests();

    tab.lives_for(RENEWS_AFTER);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.requests(), ["POST /oauth/token", "GET /.well-known/jwks.json"]);
}

/// A tab whose renewed ID Token names a key that cannot be had.
fn waiting_for_keys() -> Tab {
    let mut tab = signed_out(LIFETIME, r#""api_origins":["http://127.0.0.1:9090"]"#);
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.signs_in_as("victor");
    tab.network.breaks(EndpointRole::Keys, Fault::Down);
    tab.lives_for(RENEWS_AFTER);
    tab
}

#[test]
fn one_whose_keys_cannot_be_had_waits_and_is_not_asked_for_twice() {
    let mut tab = waiting_for_keys();
    tab.requests();
    tab.lives_for(Seconds(60));
    assert!(tab.is_signed_in() && tab.notice().is_none(), "{:?}", tab.view());
    let before = tab.identity().expect("signed in").expires_at;

    tab.network.recovers();
    tab.lives_for(Seconds(60));

    assert_eq!((renewals(&tab), token_requests(&tab)), (1, 0));
    assert!(tab.identity().expect("signed in").expires_at > before);
    assert_eq!(tab.address(), PLACE);
}

/// The provider counts from when it gave them.
#[test]
fn tokens_end_when_they_do_however_late_their_keys_come() {
    let mut tab = waiting_for_keys();
    let came_at = tab.now();
    tab.lives_for(Seconds(60));
    tab.network.recovers();
    tab.lives_for(Seconds(60));

    assert_eq!(tab.identity().expect("signed in").expires_at, came_at + LIFETIME);
}

#[test]
fn keys_that_cannot_be_had_are_news_once_the_access_token_has_ended() {
    let mut tab = waiting_for_keys();

    tab.lives_for(Seconds(LIFETIME.0 - RENEWS_AFTER.0 - 10));
    assert_eq!(tab.notice(), None);
    tab.lives_for(Seconds(90));

    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), Some("transport-unreachable"));
    tab.network.recovers();
    tab.lives_for(Seconds(90));
    assert_eq!(tab.notice(), None, "and no more once they came");
}

fn keys_asked_for(tab: &Tab) -> usize {
    tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::FetchKeys(..))).count()
}

#[test]
fn keys_that_cannot_be_had_are_asked_for_less_and_less_often() {
    let mut tab = waiting_for_keys();
    tab.records();

    tab.lives_for(Seconds(3600));

    let asked = keys_asked_for(&tab);
    assert!((40..=130).contains(&asked), "{asked} times in an hour");
}

#[test]
fn keys_that_cannot_be_had_are_not_asked_for_before_their_time() {
    let mut tab = waiting_for_keys();
    tab.records();

    (0..10).for_each(|_| tab.happens(Event::Woke));

    assert_eq!(keys_asked_for(&tab), 0);
}

/// The network came back, or a page wants to call: they are not left to wait for the next of many attempts.
#[test]
fn keys_that_could_not_be_had_are_asked_for_when_they_are_wanted() {
    for is_call in [false, true] {
        let mut tab = waiting_for_keys();
        tab.lives_for(Seconds(900));
        tab.records();
        while keys_asked_for(&tab) == 0 {
            tab.lives_for(Seconds(1));
        }
        tab.network.recovers();
        tab.lives_for(Seconds(2));
        assert_eq!((keys_asked_for(&tab), renewals(&tab)), (1, 1), "the next attempt is half a minute away");
        assert_eq!(tab.notice(), Some("transport-unreachable"));

        if is_call {
            let call = tab.calls("http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier");
            assert!(tab.answer_to(call).is_ok());
        } else {
            tab.happens(Event::Returned);
        }

        assert!(keys_asked_for(&tab) > 1);
        assert_eq!(tab.notice(), None);
    }
}
