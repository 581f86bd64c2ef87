//! One tab at a time: the turn is taken, and given back whatever happens.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, beside, renewals, renewing, renewing_with, signed_out, token_requests,
};
use crate::world::{Fault, Tab, pass, talk};

/// Two tabs of a session, of which the first has its turn and waits for its answer.
fn asked_and_queued(members: &str) -> [Tab; 2] {
    let mut tab = renewing_with(members);
    let mut other = beside(&mut tab);
    tab.hold(EndpointRole::Token);
    pass(&mut [&mut tab, &mut other], RENEWS_AFTER);
    assert!(tab.is_asking(EndpointRole::Token) && !other.is_asking(EndpointRole::Token));
    tab.requests();
    [tab, other]
}

/// Whoever signs in next can renew: nobody holds the turn any more.
#[track_caller]
fn the_turn_is_free(tab: &mut Tab, other: &mut Tab) {
    assert!(!tab.together.is_taken(), "a turn that nobody gave back");
    for tab in [tab, other] {
        if tab.has_left() {
            tab.goes_back();
        }
        tab.release(EndpointRole::Token);
        tab.release(EndpointRole::Keys);
        tab.all_is_well_again();
    }
}

#[test]
fn a_tab_that_waits_hears_what_came_of_it_and_asks_nothing() {
    let [mut tab, mut other] = asked_and_queued("");

    tab.release(EndpointRole::Token);
    talk(&mut [&mut tab, &mut other]);
    pass(&mut [&mut tab, &mut other], Seconds(60));

    assert_eq!((renewals(&tab), token_requests(&tab)), (1, 1));
    assert!(tab.session().access_token().is_some());
    assert_eq!(tab.session().access_token(), other.session().access_token());
}

/// The first may have been closed before it could tell.
#[test]
fn a_tab_that_comes_second_waits_five_seconds_for_the_news_and_renews_no_more_without_it() {
    for (seconds, waits) in [(4, true), (5, false)] {
        let mut tab = renewing();
        let mut other = beside(&mut tab);
        tab.lives_for(RENEWS_AFTER);
        assert_eq!(renewals(&tab), 1);
        other.together.hears_nothing(&other);
        other.happens(Event::Woke);

        other.lives_for(Seconds(seconds));

        assert_eq!(other.identity().expect("signed in").renews, waits, "after {seconds} seconds");
    }
}

#[test]
fn the_next_tab_has_its_turn_where_the_first_failed() {
    let [mut tab, mut other] = asked_and_queued("");
    tab.network.breaks(EndpointRole::Token, Fault::Down);

    tab.release(EndpointRole::Token);
    talk(&mut [&mut tab, &mut other]);

    assert_eq!(renewals(&tab), 1, "with the network of the other tab");
    assert_eq!(tab.session().access_token(), other.session().access_token());
}

#[test]
fn whoever_signs_out_while_it_is_asked_gives_the_turn_back() {
    let [mut tab, mut other] = asked_and_queued(r#""sign_out":"local""#);

    tab.happens(Event::SignOutRequested);
    talk(&mut [&mut tab, &mut other]);

    the_turn_is_free(&mut tab, &mut other);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut), "whatever was answered");
    assert_eq!(other.signed_out_reason(), Some(SignedOutReason::Elsewhere));
}

#[test]
fn whoever_signs_out_while_it_is_queued_asks_nothing_when_its_turn_comes() {
    let [mut tab, mut other] = asked_and_queued(r#""sign_out":"local""#);

    other.happens(Event::SignOutRequested);
    talk(&mut [&mut tab, &mut other]);

    the_turn_is_free(&mut tab, &mut other);
    assert_eq!(other.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Elsewhere));
    assert_eq!(token_requests(&tab), 1, "the one that was on its way");
}

#[test]
fn a_turn_that_comes_after_the_end_is_given_back_unused() {
    let [mut tab, mut other] = asked_and_queued(r#""sign_out":"local""#);
    other.happens(Event::SignOutRequested);
    tab.network.breaks(EndpointRole::Token, Fault::Down);
    tab.release(EndpointRole::Token);

    assert!(other.hears(), "its turn comes");

    assert!(!tab.together.is_taken());
    assert_eq!(token_requests(&other), 0);
}

/// A browser does not promise that what one tab wrote is what the next one reads, nor that it hears before its turn.
#[test]
fn a_turn_that_comes_after_the_news_gives_back_no_refresh_token_that_was_used() {
    let [mut tab, mut other] = asked_and_queued("");
    let mut third = beside(&mut tab);
    third.lives_for(Seconds(1));
    tab.together.turns_come_late(true);
    tab.release(EndpointRole::Token);
    third.together.hears_nothing(&third);
    talk(&mut [&mut tab, &mut other]);
    tab.together.is_wiped();

    tab.together.turns_come_late(false);
    talk(&mut [&mut tab, &mut other, &mut third]);

    assert_eq!((renewals(&tab), token_requests(&tab)), (1, 1));
    for tab in [&tab, &other, &third] {
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }
}

#[test]
fn whoever_signs_out_while_the_new_id_token_is_verified_gives_the_turn_back() {
    for verifies_late in [true, false] {
        let mut tab = signed_out(LIFETIME, r#""sign_out":"local""#);
        tab.provider.misbehave(Misbehaviour::KeysRotated);
        tab.signs_in_as("victor");
        let mut other = beside(&mut tab);
        tab.verifies_late = verifies_late;
        tab.hold(EndpointRole::Keys);
        if verifies_late {
            tab.release(EndpointRole::Keys);
        }
        pass(&mut [&mut tab, &mut other], RENEWS_AFTER);
        assert!(tab.together.is_taken());

        tab.happens(Event::SignOutRequested);
        talk(&mut [&mut tab, &mut other]);

        the_turn_is_free(&mut tab, &mut other);
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
        if verifies_late {
            tab.verifies_at_last();
            assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
        }
    }
}

#[test]
fn a_session_that_ends_elsewhere_gives_the_turn_back() {
    let [mut tab, mut other] = asked_and_queued("");

    other.signs_out();
    talk(&mut [&mut tab, &mut other]);

    the_turn_is_free(&mut tab, &mut other);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Elsewhere));
}

#[test]
fn a_session_that_reaches_its_limit_gives_the_turn_back() {
    for members in [r#""session_lifetime":500"#, r#""idle_lock":500"#] {
        let [mut tab, mut other] = asked_and_queued(members);

        pass(&mut [&mut tab, &mut other], Seconds(50));

        the_turn_is_free(&mut tab, &mut other);
        assert!(tab.signed_out_reason().is_some() && other.signed_out_reason().is_some(), "{members}");
    }
}

#[test]
fn a_session_that_ended_and_began_again_renews_again() {
    let [mut tab, mut other] = asked_and_queued(r#""sign_out":"local""#);
    tab.happens(Event::SignOutRequested);
    talk(&mut [&mut tab, &mut other]);
    the_turn_is_free(&mut tab, &mut other);
    tab.clock.advance(1);

    tab.signs_in_as("victor");
    pass(&mut [&mut tab, &mut other], LIFETIME);

    assert!(tab.is_signed_in() && other.is_signed_in(), "{:?} {:?}", tab.view(), other.view());
    assert_eq!(renewals(&tab), 1, "the other came after the sign-out, which revoked its refresh token");
}

/// A tab without metadata cannot renew, and leaves it to one that has.
#[test]
fn a_tab_that_knows_too_little_of_the_provider_gives_the_turn_back() {
    let mut tab = renewing();
    let mut other = tab.another_tab();
    other.network.breaks(EndpointRole::Metadata, Fault::Down);
    other.opens(crate::world::PLACE);
    talk(&mut [&mut tab, &mut other]);
    assert!(other.is_signed_in());
    tab.is_gone();

    pass(&mut [&mut other], LIFETIME);
    assert!(!other.together.is_taken());
    assert!(other.is_signed_in());
    pass(&mut [&mut other], Seconds(90));
    assert_eq!(other.notice(), Some("transport-unreachable"));
    other.network.recovers();
    pass(&mut [&mut other], Seconds(180));

    assert_eq!((other.notice(), renewals(&other)), (None, 1));
}

#[test]
fn a_tab_that_knows_the_provider_at_last_renews_at_once() {
    let mut tab = renewing();
    let mut other = tab.another_tab();
    other.hold(EndpointRole::Metadata);
    other.opens(crate::world::PLACE);
    talk(&mut [&mut tab, &mut other]);
    tab.is_gone();
    other.lives_for(LIFETIME);
    assert_eq!(renewals(&other), 0);

    other.release(EndpointRole::Metadata);

    assert_eq!(renewals(&other), 1);
}
