//! A tab that was asleep, or out of memory, while something happened in the others.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, Message, Place, SignedOutReason};

use super::{signed_in_tabs, together};
use crate::signed_in::{LIFETIME, RENEWS_AFTER, renewals, token_requests};
use crate::world::{PLACE, Tab, pass, talk};

/// Two tabs, of which the second hears nothing from here on.
fn one_falls_asleep(members: &str) -> Vec<Tab> {
    let mut tabs = signed_in_tabs(2, members);
    together(&mut tabs, 1);
    tabs
}

/// It wakes up, and hears nothing of what was said meanwhile.
fn wakes_up(tab: &mut Tab, event: Event) {
    tab.together.hears_nothing(tab);
    tab.happens(event);
}

#[test]
fn it_finds_out_that_the_session_ended() {
    for event in [Event::Returned, Event::Restored] {
        let mut tabs = one_falls_asleep("");
        tabs[0].signs_out();

        wakes_up(&mut tabs[1], event.clone());

        assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::Elsewhere), "{event:?}");
        assert!(tabs[1].session().access_token().is_none() && tabs[1].storage.is_empty());
    }
}

#[test]
fn it_is_not_signed_in_by_a_reload_after_the_end() {
    let mut tabs = one_falls_asleep("");
    tabs[0].signs_out();
    tabs[1].together.hears_nothing(&tabs[1]);

    tabs[1].reloads();

    assert!(!tabs[1].has_left());
    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn an_end_that_is_heard_of_late_does_not_end_a_newer_session() {
    let mut tabs = one_falls_asleep(r#""sign_out":"local""#);
    let ended = Message::Ended { reason: SignedOutReason::SignedOut, at: tabs[0].now() };
    tabs[0].signs_out();
    together(&mut tabs, 1);
    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);

    for tab in &mut tabs {
        tab.happens(Event::Heard { message: ended.clone(), place: Place::of(PLACE) });

        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }
}

/// It slept through dozens of renewals, and its refresh token is an old one.
#[test]
fn it_never_uses_a_refresh_token_that_the_others_used_long_ago() {
    for event in [Event::Woke, Event::Returned, Event::Restored] {
        let mut tabs = one_falls_asleep("");
        let [first, second] = &mut tabs[..] else { panic!("two tabs") };
        first.lives_for(Seconds(10 * 3600));
        let renewed = renewals(first);
        assert_eq!(renewed, 80);

        wakes_up(second, event.clone());
        talk(&mut [first, second]);

        assert_eq!(renewals(first), renewed, "{event:?}");
        assert!(first.is_signed_in() && second.is_signed_in(), "{event:?}: {:?}", second.view());
        assert_eq!(first.session().access_token(), second.session().access_token(), "{event:?}");
        pass(&mut [first, second], LIFETIME);
        assert!(first.is_signed_in() && second.is_signed_in(), "{event:?}");
    }
}

/// The same with nobody left to tell it of the latest tokens.
#[test]
fn it_does_not_use_one_either_where_nobody_is_left_to_ask() {
    let mut tabs = one_falls_asleep("");
    let [first, second] = &mut tabs[..] else { panic!("two tabs") };
    first.lives_for(Seconds(10 * 3600));
    first.is_gone();
    second.records();

    wakes_up(second, Event::Returned);
    pass(&mut [second], Seconds(10));

    assert!(crate::signed_in::refresh_tokens_sent(second).is_empty());
    assert_eq!(second.signed_out_reason(), Some(SignedOutReason::Expired));
}

/// The computer's clock was an hour fast when the tokens were renewed, and then put right.
#[test]
fn a_clock_that_is_put_back_leaves_no_tab_behind() {
    let mut tabs = signed_in_tabs(2, "");
    tabs.iter_mut().for_each(|tab| tab.clock_is_ahead_by = Seconds(3600));
    together(&mut tabs, 1);
    assert_eq!(renewals(&tabs[0]), 1);
    tabs.iter_mut().for_each(|tab| tab.clock_is_ahead_by = Seconds(0));

    together(&mut tabs, 3 * 3600);

    for tab in &tabs {
        assert!(tab.is_signed_in() && tab.notice().is_none(), "{:?}", tab.view());
        assert_eq!(tab.session().access_token(), tabs[0].session().access_token());
        assert!(tab.identity().expect("signed in").renews);
    }
}

/// The clock was an hour fast when somebody signed out, and then put right.
#[test]
fn a_sign_out_in_the_future_ends_no_session_of_today() {
    let mut tabs = signed_in_tabs(2, r#""sign_out":"local""#);
    tabs.iter_mut().for_each(|tab| tab.clock_is_ahead_by = Seconds(3600));
    tabs[0].signs_out();
    together(&mut tabs, 0);
    tabs.iter_mut().for_each(|tab| tab.clock_is_ahead_by = Seconds(0));

    tabs[0].signs_in_as("victor");
    together(&mut tabs, 60);
    tabs.iter_mut().for_each(|tab| tab.happens(Event::Returned));

    assert!(tabs.iter().all(Tab::is_signed_in), "{:?} {:?}", tabs[0].view(), tabs[1].view());
}

#[test]
fn whoever_signs_in_again_at_once_is_not_taken_for_who_signed_out() {
    let mut tabs = signed_in_tabs(2, r#""sign_out":"local""#);
    tabs[0].signs_out();
    together(&mut tabs, 0);

    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);
    tabs.iter_mut().for_each(|tab| tab.happens(Event::Returned));

    assert!(tabs.iter().all(Tab::is_signed_in), "{:?} {:?}", tabs[0].view(), tabs[1].view());
}

#[test]
fn it_tells_no_other_tab_of_a_session_that_has_ended() {
    let mut tabs = one_falls_asleep(r#""sign_out":"local""#);
    tabs[0].signs_out();
    tabs[1].together.hears_nothing(&tabs[1]);
    let mut new = tabs[0].another_tab();

    new.opens(PLACE);
    let (first, second) = tabs.split_at_mut(1);
    talk(&mut [&mut first[0], &mut second[0], &mut new]);

    assert!(!first[0].is_signed_in(), "{:?}", first[0].view());
    assert!(!new.is_signed_in(), "{:?}", new.view());
}

/// A session was renewed while the other tab ended it: who hears of both in this order stays signed out.
#[test]
fn what_was_told_before_the_end_signs_nobody_in_after_it() {
    let mut tabs = signed_in_tabs(3, r#""sign_out":"local""#);
    pass(&mut [&mut tabs[1]], RENEWS_AFTER);
    assert_eq!(renewals(&tabs[0]), 1);
    tabs[0].signs_out();

    together(&mut tabs, 0);

    for tab in &tabs {
        assert!(!tab.is_signed_in(), "{:?}", tab.view());
    }
}

#[test]
fn it_finds_out_before_it_renews_what_has_ended() {
    let mut tabs = one_falls_asleep("");
    tabs[0].signs_out();
    tabs[0].requests();
    tabs[0].clock.advance(RENEWS_AFTER.0);

    wakes_up(&mut tabs[1], Event::Woke);

    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::Elsewhere));
    assert_eq!(token_requests(&tabs[1]), 0);
    assert!(!tabs[1].together.is_taken());
}

/// Its refresh token is void, and so it ends; whoever signed in since is not concerned.
#[test]
fn a_tab_that_slept_through_a_sign_out_does_not_end_the_session_after_it() {
    let mut tabs = one_falls_asleep(r#""sign_out":"local""#);
    let [first, second] = &mut tabs[..] else { panic!("two tabs") };
    first.signs_out();
    first.lives_for(Seconds(1));
    first.signs_in_as("victor");
    // The site's data were cleared: not even that memory tells it of the end.
    second.together.is_wiped();
    first.clock.advance(RENEWS_AFTER.0);

    wakes_up(second, Event::Woke);
    assert_eq!(second.signed_out_reason(), Some(SignedOutReason::Ended), "{:?}", second.view());
    pass(&mut [first, second], Seconds(0));
    first.happens(Event::Returned);

    assert!(first.is_signed_in(), "{:?}", first.view());
}

/// The network is back: whoever is signed in by now tells.
#[test]
fn a_tab_that_slept_through_a_sign_in_is_signed_in_when_somebody_comes_back_to_it() {
    let mut tabs = super::signed_out_tabs(2, "");
    tabs[0].signs_in_as("victor");
    tabs[1].together.hears_nothing(&tabs[1]);

    tabs[1].happens(Event::Returned);
    together(&mut tabs, 0);

    assert!(tabs[1].is_signed_in(), "{:?}", tabs[1].view());
}
