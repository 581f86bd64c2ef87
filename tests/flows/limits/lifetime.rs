//! The longest that a session may last, however often it is renewed and whatever anybody does.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, SignedOutReason};

use crate::signed_in::{LIFETIME, beside, renewals, renewing_with, without_a_refresh_token};
use crate::world::{PLACE, Tab, pass, talk};

const SHIFT: i64 = 8 * 3600;

const LIFETIME_OF_A_SHIFT: &str = r#""session_lifetime":28800"#;

#[track_caller]
fn has_lasted(tab: &Tab) {
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Limit), "{:?}", tab.view());
    assert!(tab.session().access_token().is_none());
    assert!(tab.storage.is_empty(), "{}", tab.storage.text());
    assert!(!tab.has_left());
}

#[test]
fn ends_the_session_in_all_tabs_however_often_it_was_renewed() {
    let mut tab = renewing_with(LIFETIME_OF_A_SHIFT);
    let mut other = beside(&mut tab);
    pass(&mut [&mut tab, &mut other], Seconds(SHIFT - 1));
    assert!(tab.is_signed_in() && other.is_signed_in());
    assert!(renewals(&tab) > 60);

    pass(&mut [&mut tab, &mut other], Seconds(1));

    has_lasted(&tab);
    has_lasted(&other);
}

#[test]
fn ends_it_whatever_the_person_does() {
    let mut tab = renewing_with(&format!(r#"{LIFETIME_OF_A_SHIFT},"idle_lock":600"#));
    for _ in 0..SHIFT / 300 {
        assert!(tab.is_signed_in());
        tab.happens(Event::Active);
        tab.lives_for(Seconds(300));
    }

    has_lasted(&tab);
}

#[test]
fn is_measured_from_the_sign_in_over_reloads() {
    for members in [LIFETIME_OF_A_SHIFT.to_owned(), format!(r#"{LIFETIME_OF_A_SHIFT},"persistence":"tab""#)] {
        let mut tab = renewing_with(&members);
        for _ in 0..7 {
            tab.lives_for(Seconds(3600));
            tab.reloads_while(Some("victor"));
            assert!(tab.is_signed_in(), "{:?}", tab.view());
        }

        tab.lives_for(Seconds(3599));
        assert!(tab.is_signed_in());
        tab.lives_for(Seconds(1));

        has_lasted(&tab);
    }
}

#[test]
fn is_measured_from_the_sign_in_in_a_tab_that_was_opened_later() {
    let mut tab = renewing_with(LIFETIME_OF_A_SHIFT);
    tab.lives_for(Seconds(SHIFT - 60));
    let mut other = beside(&mut tab);
    tab.is_gone();

    other.lives_for(Seconds(59));
    assert!(other.is_signed_in());
    other.lives_for(Seconds(1));

    has_lasted(&other);
}

#[test]
fn is_measured_from_the_sign_in_over_redirects() {
    let mut tab = without_a_refresh_token(r#""session_lifetime":1500,"renewal":"redirect""#);
    for _ in 0..2 {
        tab.lives_for(LIFETIME);
        tab.comes_back_as("victor");
        assert!(tab.is_signed_in());
    }

    tab.lives_for(Seconds(300));

    has_lasted(&tab);
}

/// A tab that was closed before the end, and opened after it.
#[test]
fn nobody_leaves_for_the_provider_to_bring_back_what_has_lasted() {
    for members in [LIFETIME_OF_A_SHIFT.to_owned(), format!(r#"{LIFETIME_OF_A_SHIFT},"persistence":"tab""#)] {
        let mut tab = renewing_with(&members);
        tab.is_gone();
        tab.clock.advance(SHIFT);

        tab.opens(PLACE);

        has_lasted(&tab);
        assert!(!tab.storage.text().contains("access_token"), "{}", tab.storage.text());
    }
}

#[test]
fn a_laptop_that_slept_wakes_up_at_the_end() {
    for event in [Event::Woke, Event::Returned, Event::Restored, Event::Active] {
        let mut tab = renewing_with(&format!(r#"{LIFETIME_OF_A_SHIFT},"idle_lock":86400"#));
        tab.clock.advance(SHIFT + 1);

        tab.happens(event.clone());
        if tab.is_signed_in() {
            assert!(matches!(event, Event::Active), "{event:?}");
            tab.happens(Event::Woke);
        }

        has_lasted(&tab);
        assert_eq!(renewals(&tab), 0);
    }
}

#[test]
fn a_new_session_begins_with_the_next_sign_in() {
    let mut tab = renewing_with(LIFETIME_OF_A_SHIFT);
    let mut other = beside(&mut tab);
    pass(&mut [&mut tab, &mut other], Seconds(SHIFT));

    tab.signs_in_as("victor");
    talk(&mut [&mut tab, &mut other]);

    assert!(tab.is_signed_in() && other.is_signed_in());
    pass(&mut [&mut tab, &mut other], Seconds(SHIFT - 1));
    assert!(tab.is_signed_in() && other.is_signed_in());
}
