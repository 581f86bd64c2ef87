//! A screen that was locked opens for whoever proves who they are, and there is no way around it.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, SignedOutReason};
use provider::Misbehaviour;

use super::{IDLE_LOCK, LIMIT, is_locked, signed_in, together, two_signed_in};
use crate::signed_in::renewing_with;
use crate::world::{HOME, PLACE, Tab, talk};

fn locked() -> Tab {
    let mut tab = signed_in();
    tab.lives_for(Seconds(LIMIT));
    is_locked(&tab);
    tab.lives_for(Seconds(60));
    tab
}

/// Whoever is there now is asked to prove who they are.
#[track_caller]
fn asks_for_proof(tab: &mut Tab) {
    match tab.error_code() {
        Some(_) => tab.presses_try_again(),
        None => tab.presses_sign_in(),
    }
    assert!(tab.left_for().contains("&max_age=0"), "{}", tab.left_for());
}

#[test]
fn asks_whoever_is_there_to_prove_who_they_are() {
    let mut tab = locked();
    asks_for_proof(&mut tab);

    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
    tab.lives_for(Seconds(LIMIT - 1));
    assert!(tab.is_signed_in(), "and counts anew");
}

#[test]
fn somebody_else_may_sign_in_instead() {
    let mut tab = locked();
    asks_for_proof(&mut tab);

    tab.comes_back_as("agathe");

    assert_eq!(tab.identity().expect("signed in").display_name(), "Agathe Lemoine");
}

#[test]
fn holds_the_provider_to_it() {
    for (fault, code) in [
        (Misbehaviour::AuthenticationTooOld, "id-token-authentication-too-old"),
        (Misbehaviour::AuthenticationTimeMissing, "id-token-claim-missing"),
    ] {
        let mut tab = locked();
        tab.provider.misbehave(fault);
        asks_for_proof(&mut tab);

        tab.comes_back_as("victor");

        assert_eq!(tab.error_code(), Some(code));
        tab.provider.behave();
        asks_for_proof(&mut tab);
    }
}

#[test]
fn asks_again_after_a_sign_in_that_came_to_nothing() {
    let mut tab = locked();
    asks_for_proof(&mut tab);
    let refused = tab.is_sent_back_refusing();

    tab.opens(&refused);

    assert_eq!(tab.error_code(), Some("authorization-denied"));
    asks_for_proof(&mut tab);
}

#[test]
fn asks_again_whoever_leaves_the_error_page() {
    let mut tab = locked();
    asks_for_proof(&mut tab);
    let refused = tab.is_sent_back_refusing();
    tab.opens(&refused);

    tab.happens(Event::Dismissed);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle));
    asks_for_proof(&mut tab);
}

#[test]
fn asks_again_whoever_goes_back_from_the_provider() {
    let mut tab = locked();
    asks_for_proof(&mut tab);

    tab.goes_back();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle));
    asks_for_proof(&mut tab);
}

#[test]
fn stays_locked_over_reloads_and_whatever_page_is_opened() {
    let mut tab = locked();

    for address in [PLACE, HOME, "/ward/anything", PLACE] {
        tab.opens(address);
        is_locked(&tab);
    }

    asks_for_proof(&mut tab);
}

/// A response that leads nowhere shows an error page, whose button is none to slip through.
#[test]
fn stays_locked_where_a_response_is_made_up() {
    let mut tab = locked();

    tab.opens("/ward/callback?code=x&state=y");

    assert_eq!(tab.error_code(), Some("authorization-state-unknown"));
    asks_for_proof(&mut tab);
}

#[test]
fn stays_locked_in_a_tab_that_is_opened_now() {
    let tab = locked();
    let mut other = tab.another_tab();

    other.opens(PLACE);

    is_locked(&other);
    asks_for_proof(&mut other);
}

#[test]
fn opens_in_all_tabs_for_whoever_proved_it_in_one() {
    let mut tabs = two_signed_in();
    together(&mut tabs, LIMIT);
    tabs.iter().for_each(is_locked);
    together(&mut tabs, 60);

    asks_for_proof(&mut tabs[1]);
    tabs[1].comes_back_as("victor");
    together(&mut tabs, 0);

    assert!(tabs.iter().all(Tab::is_signed_in), "{:?}", tabs[0].view());
    let mut third = tabs[0].another_tab();
    third.opens(PLACE);
    let [first, second] = &mut tabs;
    talk(&mut [first, second, &mut third]);
    assert!(third.is_signed_in(), "{:?}", third.view());
}

/// Nobody is signed in in that tab when the screen is locked.
#[test]
fn a_tab_that_shows_an_error_hears_of_the_lock_too() {
    let mut tabs = two_signed_in();
    tabs[1].opens("/ward/callback?code=x&state=y");
    tabs[1].storage.is_wiped();
    tabs[1].opens("/ward/callback?code=x&state=y");
    assert_eq!(tabs[1].error_code(), Some("authorization-state-unknown"));

    together(&mut tabs, LIMIT);

    is_locked(&tabs[0]);
    asks_for_proof(&mut tabs[1]);
}

/// The alarm of the tab that is signed in is late, as those of hidden tabs are.
#[test]
fn a_tab_in_which_nobody_is_signed_in_shows_the_lock_and_no_other_end() {
    for (event, reason) in
        [(Event::Woke, SignedOutReason::Idle), (Event::SignOutRequested, SignedOutReason::NotYet)]
    {
        let mut tab = signed_in();
        let mut other = tab.another_tab();
        other.opens(PLACE);
        tab.clock.advance(LIMIT);

        tab.happens(event);
        talk(&mut [&mut tab, &mut other]);

        assert_eq!(other.signed_out_reason(), Some(reason));
    }
}

/// Nobody is there, whichever session it is that nobody uses.
#[test]
fn a_tab_with_an_older_session_locks_one_with_a_newer() {
    let mut tab = signed_in();
    tab.lives_for(Seconds(10));
    let mut other = tab.another_tab();
    other.opens(PLACE);
    other.signs_in_as("victor");
    tab.together.hears_nothing(&tab);
    tab.lives_for(Seconds(LIMIT));
    is_locked(&tab);
    assert!(other.is_signed_in());

    talk(&mut [&mut tab, &mut other]);

    is_locked(&other);
}

#[test]
fn asks_nobody_for_proof_whose_session_came_to_another_end() {
    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
    while tab.is_signed_in() {
        tab.happens(Event::Active);
        tab.lives_for(Seconds(LIMIT - 1));
    }
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));

    tab.presses_sign_in();

    assert!(!tab.left_for().contains("max_age"), "{}", tab.left_for());
}

#[test]
fn a_tab_that_is_opened_when_the_time_is_over_locks_the_others() {
    let mut tab = signed_in();
    tab.clock.advance(LIMIT);
    let mut other = tab.another_tab();

    other.opens(PLACE);
    talk(&mut [&mut other, &mut tab]);

    is_locked(&other);
    is_locked(&tab);
}

/// All tabs were closed, and nobody was there to lock anything.
#[test]
fn a_browser_that_is_opened_the_next_morning_is_locked() {
    for members in [IDLE_LOCK.to_owned(), format!(r#"{IDLE_LOCK},"persistence":"tab""#)] {
        for address in [PLACE, HOME] {
            let mut tab = renewing_with(&members);
            tab.is_gone();
            tab.clock.advance(12 * 3600);

            tab.opens(address);

            is_locked(&tab);
            asks_for_proof(&mut tab);
        }
    }
}

#[test]
fn a_browser_that_is_opened_the_next_morning_on_a_made_up_response_is_locked() {
    let mut tab = signed_in();
    tab.is_gone();
    tab.clock.advance(12 * 3600);

    tab.opens("/ward/callback?code=x&state=y");

    assert!(!tab.has_left() && !tab.is_signed_in(), "{:?}", tab.view());
    asks_for_proof(&mut tab);
}

/// It was left signed out, and another tab was locked meanwhile.
#[test]
fn a_tab_that_slept_through_the_lock_asks_for_proof() {
    for event in [Event::Returned, Event::Restored, Event::Active] {
        let mut tabs = two_signed_in();
        tabs[1].storage.is_wiped();
        tabs[1].opens("/ward/callback?code=x&state=y");
        together(&mut tabs[..1], LIMIT);
        tabs[1].together.hears_nothing(&tabs[1]);

        tabs[1].happens(event.clone());

        asks_for_proof(&mut tabs[1]);
    }
}
