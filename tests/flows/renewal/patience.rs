//! What is about the moment never ends a session: it is tried again, less and less often.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{LIFETIME, RENEWS_AFTER, beside, renewals, renewing, token_requests};
use crate::world::{Fault, PLACE, Tab, pass};

/// A page that somebody in between shows to whoever has not agreed to something.
const PORTAL: &str = "<!doctype html><title>Bienvenue sur le Wi-Fi des visiteurs</title>";

fn moments() -> Vec<(Fault, &'static str)> {
    let says = |status, body: &str| Fault::Says(status, body.to_owned());
    vec![
        (Fault::Down, "transport-unreachable"),
        (Fault::Offline, "transport-offline"),
        (Fault::Slow, "transport-timeout"),
        (says(429, r#"{"error":"too_many_requests"}"#), "token-unavailable"),
        (says(500, ""), "token-unavailable"),
        (says(502, PORTAL), "token-unavailable"),
        (says(503, r#"{"error":"invalid_grant"}"#), "token-unavailable"),
        (says(400, r#"{"error":"temporarily_unavailable"}"#), "token-unavailable"),
        (says(400, r#"{"error":"server_error"}"#), "token-unavailable"),
        (says(200, PORTAL), "token-unreadable"),
        (says(200, ""), "token-unreadable"),
        (says(403, PORTAL), "token-http-status"),
        (says(404, PORTAL), "token-http-status"),
        (says(511, PORTAL), "token-unavailable"),
        (says(200, "{}"), "token-access-token-missing"),
    ]
}

#[test]
fn a_bad_moment_is_over_before_anybody_noticed() {
    for (fault, _) in moments() {
        let mut tab = renewing();
        tab.network.breaks(EndpointRole::Token, fault.clone());
        tab.lives_for(Seconds(RENEWS_AFTER.0 + 30));
        assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault:?}: {:?}", tab.view());
        assert_eq!(renewals(&tab), 0);

        tab.network.recovers();
        tab.lives_for(Seconds(90));

        assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault:?}: {:?}", tab.view());
        assert_eq!(renewals(&tab), 1, "{fault:?}");
        assert_eq!(tab.address(), PLACE);
    }
}

#[test]
fn one_that_lasts_is_told_once_the_access_token_has_ended_and_ends_no_session() {
    for (fault, code) in moments() {
        let mut tab = renewing();
        tab.network.breaks(EndpointRole::Token, fault.clone());
        tab.lives_for(LIFETIME);
        assert_eq!(tab.notice(), None, "{fault:?}");
        let before = tab.identity().expect("signed in");

        tab.lives_for(Seconds(3600));

        assert_eq!(tab.notice(), Some(code), "{fault:?}: {:?}", tab.view());
        assert_eq!(tab.identity(), Some(before), "{fault:?}");
        tab.network.recovers();
        tab.lives_for(Seconds(90));
        assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault:?}: {:?}", tab.view());
        assert_eq!(renewals(&tab), 1, "{fault:?}");
    }
}

#[test]
fn a_provider_that_is_busy_takes_the_same_refresh_token_later() {
    for fault in [Misbehaviour::RefreshServerError, Misbehaviour::RefreshRateLimited] {
        let mut tab = renewing();
        tab.provider.misbehave(fault);
        tab.lives_for(LIFETIME);
        assert!(tab.is_signed_in(), "{fault}");

        tab.provider.behave();
        tab.lives_for(Seconds(90));

        assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault}: {:?}", tab.view());
        assert_eq!(renewals(&tab), 1, "{fault}");
    }
}

/// The provider took the refresh token, and nobody heard of the next one: it takes the second use for theft, and it is
/// right to.
#[test]
fn an_answer_that_was_lost_costs_the_session_and_a_click() {
    for fault in
        [Misbehaviour::RefreshAnswerLost, Misbehaviour::RefreshRefusesCors, Misbehaviour::RefreshSlow]
    {
        let mut tab = renewing();
        tab.provider.misbehave(fault);
        tab.lives_for(RENEWS_AFTER);
        assert!(tab.is_signed_in(), "{fault}");
        tab.provider.behave();

        tab.lives_for(Seconds(90));

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended), "{fault}: {:?}", tab.view());
        assert_eq!(tab.address(), PLACE);
        tab.signs_in_as("victor");
        assert!(tab.is_signed_in(), "{fault}");
    }
}

#[test]
fn what_is_final_ends_the_session_in_every_tab() {
    for fault in [
        Fault::Says(400, r#"{"error":"invalid_grant"}"#.to_owned()),
        Fault::Says(403, r#"{"error":"invalid_grant","error_description":"revoked"}"#.to_owned()),
    ] {
        let mut tab = renewing();
        let mut other = beside(&mut tab);
        tab.network.breaks(EndpointRole::Token, fault.clone());
        other.network.breaks(EndpointRole::Token, fault.clone());

        pass(&mut [&mut tab, &mut other], RENEWS_AFTER);

        for tab in [&tab, &other] {
            assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended), "{fault:?}");
            assert!(tab.session().access_token().is_none() && tab.storage.is_empty());
        }
    }
    let mut tab = renewing();
    tab.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
    tab.lives_for(RENEWS_AFTER);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
    tab.requests();
    tab.lives_for(Seconds(3600));
    assert_eq!(token_requests(&tab), 0, "and nobody asks once more");
}

/// Asking again would change nothing: what is there is used up, and said to be.
#[test]
fn a_provider_that_does_not_agree_is_not_asked_again() {
    for (body, code) in [
        (r#"{"error":"unauthorized_client"}"#, "token-refused"),
        (r#"{"error":"unsupported_grant_type"}"#, "token-refused"),
        (r#"{"access_token":"a","token_type":"mac"}"#, "token-type-unsupported"),
    ] {
        let mut tab = renewing();
        let status = if body.contains("error") { 400 } else { 200 };
        tab.network.breaks(EndpointRole::Token, Fault::Says(status, body.to_owned()));
        tab.records();

        tab.lives_for(Seconds(LIFETIME.0 - 1));

        assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some(code)), "{body}");
        assert_eq!(requests_sent(&tab), 1, "{body}");
        assert!(!tab.identity().expect("signed in").renews, "{body}");
        tab.lives_for(Seconds(1));
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired), "{body}");
    }
}

/// The seconds in which the token endpoint was asked, counted from now.
fn attempts(tab: &mut Tab, seconds: i64) -> Vec<i64> {
    (1..=seconds).filter_map(|second| is_asked_in(tab, second)).collect()
}

fn is_asked_in(tab: &mut Tab, second: i64) -> Option<i64> {
    let before = requests_sent(tab);
    tab.lives_for(Seconds(1));
    (requests_sent(tab) > before).then_some(second)
}

fn requests_sent(tab: &Tab) -> usize {
    tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::Redeem(..))).count()
}

fn renewing_while_the_provider_is_away() -> Tab {
    let mut tab = renewing();
    tab.network.breaks(EndpointRole::Token, Fault::Down);
    tab.records();
    tab.lives_for(RENEWS_AFTER);
    assert_eq!(requests_sent(&tab), 1);
    tab
}

#[test]
fn a_provider_that_is_away_for_thirty_seconds_is_asked_a_few_times() {
    let mut tab = renewing_while_the_provider_is_away();

    let attempts = attempts(&mut tab, 30);

    assert!((2..=5).contains(&attempts.len()), "{attempts:?}");
    tab.network.recovers();
    tab.lives_for(Seconds(60));
    assert_eq!((renewals(&tab), tab.notice()), (1, None));
}

#[test]
fn a_provider_that_is_away_for_an_hour_is_asked_about_once_a_minute() {
    let mut tab = renewing_while_the_provider_is_away();

    let attempts = attempts(&mut tab, 3600);

    let pauses: Vec<_> = attempts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let late = &pauses[6..];
    assert!((45..=90).contains(&attempts.len()), "{attempts:?}");
    assert!(late.iter().all(|pause| (30..=90).contains(pause)), "{late:?}");
    assert!(late.iter().any(|pause| *pause != late[0]), "left to chance: {late:?}");
    assert!(pauses[0] < 10 && pauses[0] < pauses[3], "{pauses:?}");
    tab.network.recovers();
    tab.lives_for(Seconds(90));
    assert_eq!((tab.is_signed_in(), renewals(&tab), tab.notice()), (true, 1, None));
}

#[test]
fn the_next_bad_moment_begins_with_a_short_pause_again() {
    let mut tab = renewing_while_the_provider_is_away();
    tab.lives_for(Seconds(900));
    tab.network.recovers();
    tab.lives_for(Seconds(90));
    assert_eq!(renewals(&tab), 1);
    tab.network.breaks(EndpointRole::Token, Fault::Down);

    let attempts = attempts(&mut tab, LIFETIME.0);

    assert!((1..=4).contains(&(attempts[1] - attempts[0])), "{attempts:?}");
}

/// The moment after an attempt, when the next one is half a minute away at least.
fn just_tried() -> Tab {
    let mut tab = renewing_while_the_provider_is_away();
    tab.lives_for(Seconds(900));
    while is_asked_in(&mut tab, 0).is_none() {}
    tab
}

#[test]
fn whoever_comes_back_has_it_tried_at_once_but_not_in_a_stream() {
    let mut tab = just_tried();
    let before = requests_sent(&tab);

    let asked = [0, 1, 2, 3, 4].map(|_| {
        for _ in 0..10 {
            tab.happens(Event::Returned);
        }
        let asked = requests_sent(&tab) - before;
        tab.lives_for(Seconds(1));
        asked
    });

    assert_eq!(asked, [0, 0, 1, 1, 2]);
}

#[test]
fn a_network_that_comes_back_renews_at_once() {
    let mut tab = just_tried();
    tab.network.recovers();
    assert_eq!(tab.notice(), Some("transport-unreachable"));
    tab.lives_for(Seconds(2));
    assert_eq!(renewals(&tab), 0);

    tab.happens(Event::Returned);

    assert_eq!((renewals(&tab), tab.notice()), (1, None));
}

#[test]
fn coming_back_renews_nothing_that_is_not_due() {
    let mut tab = renewing();

    tab.lives_for(Seconds(60));
    tab.happens(Event::Returned);

    assert_eq!(renewals(&tab), 0);
}

#[test]
fn two_tabs_are_patient_together() {
    let mut tab = renewing_while_the_provider_is_away();
    let mut other = tab.another_tab();
    other.network.breaks(EndpointRole::Token, Fault::Down);
    other.opens(PLACE);
    pass(&mut [&mut tab, &mut other], Seconds(3600));
    assert!(tab.is_signed_in() && other.is_signed_in());
    tab.network.recovers();
    other.network.recovers();

    pass(&mut [&mut tab, &mut other], Seconds(90));

    assert_eq!(renewals(&tab), 1);
    for tab in [&tab, &other] {
        assert_eq!((tab.is_signed_in(), tab.notice()), (true, None));
    }
}
