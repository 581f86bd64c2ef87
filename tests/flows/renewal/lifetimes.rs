//! Whatever lifetime an access token has, and whatever the computer does meanwhile.

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, access_token, renewals, renewing, signed_out, token_requests,
    without_a_refresh_token,
};
use crate::world::{NOW, Tab};

fn signed_in_for(lifetime: i64) -> Tab {
    let mut tab = signed_out(Seconds(lifetime), "");
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    tab
}

#[test]
fn no_lifetime_makes_a_stream_of_requests() {
    for (lifetime, most) in [(0, 1), (1, 360), (2, 360), (10, 360), (60, 80), (3600, 1), (31_536_000, 0)] {
        let mut tab = signed_in_for(lifetime);
        tab.requests();

        tab.lives_for(Seconds(3600));

        let asked = token_requests(&tab);
        assert!(asked <= most, "{lifetime} s: {asked} requests in an hour");
        assert!(tab.is_signed_in(), "{lifetime} s: {:?}", tab.view());
    }
}

#[test]
fn an_access_token_for_years_is_renewed_before_it_ends() {
    let mut tab = signed_in_for(31_536_000);

    tab.lives_for(Seconds(31_536_000 - 301));
    assert_eq!(renewals(&tab), 0);

    assert_eq!(tab.alarm(), Some(Timestamp::from_seconds(NOW + 31_536_000 - 300)));
}

#[test]
fn a_lifetime_beyond_all_clocks_is_never_over() {
    for expires_in in [i64::MAX.to_string(), "1e300".to_owned(), format!("\"{}\"", i64::MAX)] {
        let mut tab = signed_out(LIFETIME, "");
        tab.hold(EndpointRole::Token);
        tab.signs_in_as("victor");
        tab.is_answered_altered(EndpointRole::Token, |answer| {
            answer.replacen("\"expires_in\":600", &format!("\"expires_in\":{expires_in}"), 1)
        });

        tab.lives_for(Seconds(365 * 86_400));

        assert!(tab.is_signed_in(), "{expires_in}: {:?}", tab.view());
        assert_eq!(renewals(&tab), 0, "{expires_in}");
    }
}

/// RFC 6749 §5.1: `expires_in` is "RECOMMENDED. […] If omitted, the authorization server SHOULD provide the expiration time
/// via other means": here the ID Token's, a day.
#[test]
fn an_access_token_that_does_not_say_how_long_it_lives_lives_as_long_as_its_id_token() {
    let mut tab = signed_out(LIFETIME, "");
    tab.provider.misbehave(Misbehaviour::ExpiresInMissing);
    tab.signs_in_as("victor");

    tab.lives_for(Seconds(86_400 - 301));
    assert_eq!(renewals(&tab), 0);
    tab.lives_for(Seconds(1));
    assert_eq!(renewals(&tab), 1);

    tab.lives_for(Seconds(86_400 - 300));
    assert_eq!(renewals(&tab), 2, "and so do those that follow it");
}

#[test]
fn one_that_is_renewed_without_a_word_lives_as_long_as_the_one_before() {
    let mut tab = renewing();
    tab.hold(EndpointRole::Token);
    tab.lives_for(RENEWS_AFTER);

    tab.is_answered_altered(EndpointRole::Token, |answer| answer.replacen("\"expires_in\":600,", "", 1));

    let expires_at = tab.identity().expect("signed in").expires_at;
    assert_eq!(expires_at, Timestamp::from_seconds(NOW) + RENEWS_AFTER + LIFETIME);
}

/// No alarm went off, the clock jumped.
#[test]
fn a_laptop_that_slept_for_a_night_wakes_up_signed_in() {
    for event in [Event::Woke, Event::Returned, Event::Restored] {
        let mut tab = renewing();
        let before = access_token(&tab);
        tab.clock.advance(12 * 3600);

        tab.happens(event.clone());

        assert!(tab.is_signed_in() && tab.notice().is_none(), "{event:?}: {:?}", tab.view());
        assert_ne!(access_token(&tab), before, "{event:?}");
        assert_eq!(renewals(&tab), 1, "{event:?}");
    }
}

/// It is back before its network is.
#[test]
fn a_laptop_that_wakes_up_without_a_network_waits_for_it() {
    let mut tab = renewing();
    tab.clock.advance(12 * 3600);
    tab.network.breaks_everywhere(&crate::world::Fault::Offline);
    tab.happens(Event::Returned);
    assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some("transport-offline")));

    tab.network.recovers();
    tab.clock.advance(2);
    tab.happens(Event::Returned);

    assert_eq!((tab.is_signed_in(), tab.notice(), renewals(&tab)), (true, None, 1));
}

#[test]
fn a_laptop_that_slept_for_a_night_without_a_refresh_token_wakes_up_signed_out() {
    for event in [Event::Woke, Event::Returned, Event::Restored] {
        let mut tab = without_a_refresh_token("");
        tab.clock.advance(12 * 3600);

        tab.happens(event.clone());

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired), "{event:?}");
        assert!(tab.session().access_token().is_none());
        assert!(tab.storage.is_empty());
    }
}

/// Two weeks in a drawer: the provider has forgotten the refresh token.
#[test]
fn a_refresh_token_that_ended_ends_the_session() {
    let mut tab = renewing();
    tab.clock.advance(14 * 86_400);

    tab.happens(Event::Returned);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
}

/// The clock was wrong, and was put right.
#[test]
fn a_clock_that_is_put_back_renews_all_the_same() {
    let mut tab = renewing();
    tab.clock_is_ahead_by = Seconds(3600);
    tab.lives_for(LIFETIME);
    assert_eq!(renewals(&tab), 2);

    tab.clock_is_ahead_by = Seconds(0);
    tab.lives_for(Seconds(2 * 3600));

    assert!(tab.is_signed_in() && tab.notice().is_none(), "{:?}", tab.view());
    assert_eq!(renewals(&tab), 10, "an hour later than it would have been");
}
