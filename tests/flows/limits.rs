//! How long a session lives where the deployment sets a limit.

mod lifetime;
mod unlocking;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason};

use crate::signed_in::{LIFETIME, renewals, renewing_with, signed_out, token_requests};
use crate::world::{PLACE, Tab, pass, talk};

/// For how long nobody may do anything.
const LIMIT: i64 = 300;

const IDLE_LOCK: &str = r#""idle_lock":300"#;

fn signed_in() -> Tab {
    renewing_with(IDLE_LOCK)
}

fn two_signed_in() -> [Tab; 2] {
    let mut tab = signed_in();
    let other = crate::signed_in::beside(&mut tab);
    [tab, other]
}

fn together(tabs: &mut [Tab], seconds: i64) {
    pass(&mut tabs.iter_mut().collect::<Vec<_>>(), Seconds(seconds));
}

#[track_caller]
fn is_locked(tab: &Tab) {
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle), "{:?}", tab.view());
    assert!(tab.session().access_token().is_none() && tab.storage.is_empty());
    assert!(!tab.has_left());
}

#[test]
fn locks_all_tabs_when_nobody_did_anything_for_so_long() {
    let mut tabs = two_signed_in();
    together(&mut tabs, LIMIT - 1);
    assert!(tabs.iter().all(Tab::is_signed_in));

    together(&mut tabs, 1);

    tabs.iter().for_each(is_locked);
    tabs[0].requests();
    together(&mut tabs, 3600);
    assert_eq!(token_requests(&tabs[0]), 0);
}

#[test]
fn counts_from_what_the_person_did_last() {
    let mut tab = signed_in();
    for _ in 0..20 {
        tab.lives_for(Seconds(LIMIT - 1));
        tab.happens(Event::Active);
        assert!(tab.is_signed_in());
    }
    assert!(renewals(&tab) > 5, "renewing does not count, and goes on");

    tab.lives_for(Seconds(LIMIT - 1));
    assert!(tab.is_signed_in());
    tab.lives_for(Seconds(1));

    is_locked(&tab);
}

#[test]
fn what_is_done_in_one_tab_keeps_all() {
    let mut tabs = two_signed_in();

    for _ in 0..20 {
        together(&mut tabs, LIMIT - 1);
        tabs[1].happens(Event::Active);
    }
    together(&mut tabs, LIMIT - 1);
    assert!(tabs.iter().all(Tab::is_signed_in));
    together(&mut tabs, 1);

    tabs.iter().for_each(is_locked);
}

/// Where the browser keeps nothing that all of them could remember.
#[test]
fn what_is_done_in_one_tab_is_told_to_the_others() {
    let [mut tab, mut other] = two_signed_in();
    pass(&mut [&mut tab, &mut other], Seconds(LIMIT - 1));
    other.happens(Event::Active);
    talk(&mut [&mut tab, &mut other]);
    tab.together.is_wiped();

    pass(&mut [&mut tab, &mut other], Seconds(LIMIT - 1));

    assert!(tab.is_signed_in() && other.is_signed_in(), "{:?}", tab.view());
}

/// The other tab heard nothing, but all of them remember.
#[test]
fn what_is_done_in_one_tab_keeps_one_that_was_asleep() {
    for event in [Event::Woke, Event::Active, Event::Returned] {
        let [mut tab, mut other] = two_signed_in();
        tab.lives_for(Seconds(LIMIT - 1));
        tab.happens(Event::Active);
        tab.lives_for(Seconds(LIMIT - 1));
        other.together.hears_nothing(&other);

        other.happens(event.clone());
        assert!(other.is_signed_in(), "{event:?}: {:?}", other.view());
        talk(&mut [&mut tab, &mut other]);
        assert!(tab.is_signed_in(), "{event:?}");

        pass(&mut [&mut tab, &mut other], Seconds(1));
        is_locked(&tab);
        is_locked(&other);
    }
}

/// A laptop that was closed over lunch: the first key that is pressed does not open what has to be locked.
#[test]
fn what_is_done_too_late_wakes_nothing() {
    for event in [Event::Active, Event::Woke, Event::Returned, Event::Restored] {
        let mut tab = signed_in();
        tab.clock.advance(LIMIT);

        tab.happens(event.clone());

        is_locked(&tab);
        tab.happens(Event::Active);
        is_locked(&tab);
    }
}

#[test]
fn a_tab_that_is_opened_or_reloaded_is_nothing_that_a_person_did() {
    let mut tab = signed_in();
    tab.lives_for(Seconds(LIMIT - 10));
    let mut other = crate::signed_in::beside(&mut tab);
    other.hold(EndpointRole::Keys);
    other.reloads();
    talk(&mut [&mut tab, &mut other]);
    other.release(EndpointRole::Keys);
    assert!(other.is_signed_in(), "{:?}", other.view());

    pass(&mut [&mut tab, &mut other], Seconds(10));

    is_locked(&tab);
    is_locked(&other);
}

/// Nobody is there, and yet the page goes to the provider and back every few minutes.
#[test]
fn a_redirect_that_renews_is_nothing_that_a_person_did() {
    let members = r#""idle_lock":900,"renewal":"redirect""#;
    let mut tab = crate::signed_in::without_a_refresh_token(members);
    tab.lives_for(LIFETIME);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());

    tab.lives_for(Seconds(899 - LIFETIME.0));
    assert!(tab.is_signed_in());
    tab.lives_for(Seconds(1));

    is_locked(&tab);
}

/// Its access token ended before the time was over: nothing was left to lock, and still nobody was there.
#[test]
fn a_session_that_ended_before_it_could_be_locked_is_not_brought_back() {
    let members = r#""idle_lock":900,"renewal":"redirect""#;
    let mut tab = crate::signed_in::without_a_refresh_token(members);
    tab.is_hidden = true;
    tab.lives_for(Seconds(901));

    tab.is_looked_at();

    assert!(!tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    tab.presses_sign_in();
    assert!(tab.left_for().contains("&max_age=0"), "{}", tab.left_for());
}

#[test]
fn nothing_is_locked_where_the_deployment_does_not_say_so() {
    let mut tab = renewing_with("");

    tab.lives_for(Seconds(10 * 3600));

    assert!(tab.is_signed_in());
}

#[test]
fn whoever_signed_out_finds_no_locked_screen() {
    let mut tab = signed_in();
    tab.signs_out();

    tab.lives_for(Seconds(3600));
    tab.opens(PLACE);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    tab.presses_sign_in();
    assert!(!tab.left_for().contains("max_age"));
}

#[test]
fn whoever_was_never_there_finds_no_locked_screen() {
    let mut tab = signed_out(LIFETIME, IDLE_LOCK);

    tab.lives_for(Seconds(3600));
    tab.happens(Event::Active);
    tab.presses_sign_in();

    assert!(!tab.left_for().contains("max_age"));
}
