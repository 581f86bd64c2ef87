//! How a session ends: the person signs out, or it expires.

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::session::{Event, SignedOutReason};
use provider::Misbehaviour;

use crate::world::{HOME, NOW, PLACE, Tab};

const LIFETIME: Seconds = Seconds(172_800);

fn signed_in() -> Tab {
    signed_in_with("")
}

fn signed_in_with(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.requests();
    tab
}

#[test]
fn signs_out_at_the_provider_and_comes_back_home() {
    let mut tab = signed_in();

    tab.signs_out();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert_eq!(tab.address(), HOME);
    assert!(tab.storage.is_empty());
    assert_eq!(tab.requests()[..2], ["POST /oauth/revoke", "GET /oidc/logout"]);
}

/// OpenID Foundation module `oidcc-client-test-rp-init-logout`.
#[test]
fn tells_the_provider_who_signs_out_and_from_where() {
    let mut tab = signed_in();

    tab.happens(Event::SignOutRequested);

    let address = tab.left_for();
    assert!(address.starts_with("http://127.0.0.1:9090/oidc/logout?id_token_hint=ey"), "{address}");
    let rest = "&client_id=demo&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fward%2F&state=";
    let (_, state) = address.split_once(rest).expect(address);
    assert_eq!(state.len(), 43, "{address}");
}

/// OpenID Foundation modules `oidcc-client-test-rp-init-logout-other-state` and `-rp-init-logout-no-state`.
#[test]
fn stays_signed_out_whatever_state_comes_back() {
    for fault in [Misbehaviour::SignOutStateWrong, Misbehaviour::SignOutStateMissing] {
        let mut tab = signed_in();
        tab.provider.misbehave(fault);

        tab.signs_out();

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut), "{fault}");
        assert!(!tab.is_signed_in());
        assert!(tab.session().access_token().is_none());
    }
}

#[test]
fn has_no_session_any_more_before_the_provider_answers() {
    let mut tab = signed_in();

    tab.happens(Event::SignOutRequested);

    assert!(!tab.is_signed_in());
    assert!(tab.session().access_token().is_none());
    assert!(tab.storage.is_empty());
}

#[test]
fn signs_out_the_way_auth0_does() {
    let mut tab = signed_in_with(r#""sign_out":"auth0""#);

    tab.happens(Event::SignOutRequested);

    let expected =
        "http://127.0.0.1:9090/v2/logout?client_id=demo&returnTo=http%3A%2F%2Flocalhost%3A8080%2Fward%2F";
    assert_eq!(tab.left_for(), expected);
}

#[test]
fn comes_back_home_from_auth0s_way_too() {
    let mut tab = signed_in_with(r#""sign_out":"auth0""#);

    tab.signs_out();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert_eq!(tab.address(), HOME);
}

#[test]
fn signs_out_here_alone_where_the_deployment_says_so() {
    let mut tab = signed_in_with(r#""sign_out":"local""#);

    tab.signs_out();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert_eq!(tab.requests(), ["POST /oauth/revoke"], "the token alone is given back");
    assert!(tab.storage.is_empty());
}

#[test]
fn signs_out_here_alone_where_the_provider_has_no_end_session_endpoint() {
    let mut tab = Tab::known_provider();
    tab.signs_in_as("victor");

    tab.signs_out();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

/// Whoever wants this computer to forget them stays on the page.
#[test]
fn signs_out_of_this_computer_alone_whatever_the_deployment_chose() {
    let mut tab = signed_in();

    tab.happens(Event::SignOutHereRequested);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert!(!tab.has_left() && tab.session().access_token().is_none());
    assert_eq!(tab.requests(), ["POST /oauth/revoke"], "the token alone is given back");
    assert!(tab.storage.is_empty());
}

#[test]
fn says_goodbye_once() {
    let mut tab = signed_in();
    tab.signs_out();

    tab.opens(HOME);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn a_person_who_signed_out_signs_in_again() {
    let mut tab = signed_in_with(r#""sign_out":"local""#);
    tab.signs_out();

    tab.signs_in_as("agathe");

    assert_eq!(tab.identity().expect("signed in").display_name(), "Agathe Lemoine");
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_sign_out_without_a_session_does_nothing() {
    let mut tab = Tab::opened();

    tab.happens(Event::SignOutRequested);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert!(!tab.has_left());
}

#[test]
fn a_session_expires_with_its_access_token() {
    let mut tab = signed_in();

    tab.lets_pass(LIFETIME);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    assert!(tab.session().access_token().is_none());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_session_that_expired_is_renewed_by_signing_in_where_the_person_is() {
    let mut tab = signed_in();
    tab.lets_pass(LIFETIME);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_session_lives_until_its_last_second() {
    let mut tab = signed_in();

    tab.lets_pass(Seconds(LIFETIME.0 - 1));
    tab.happens(Event::Woke);

    assert!(tab.is_signed_in());
}

#[test]
fn waking_early_sets_the_alarm_again() {
    let mut tab = signed_in();
    tab.lets_pass(Seconds(10));

    tab.happens(Event::Woke);

    assert!(tab.is_signed_in());
    assert_eq!(tab.alarm(), Some(Timestamp::from_seconds(NOW) + LIFETIME));
}

/// A laptop that slept: no alarm went off, the clock jumped.
#[test]
fn waking_late_ends_the_session_all_the_same() {
    let mut tab = signed_in();
    tab.clock.advance(LIFETIME.0 * 2);

    tab.happens(Event::Woke);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
}

#[test]
fn waking_without_a_session_does_nothing() {
    let mut tab = Tab::opened();

    tab.happens(Event::Woke);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert_eq!(tab.alarm(), None);
}
