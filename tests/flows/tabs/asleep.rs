//! A tab that was asleep, or out of memory, while something happened in the others.

use lifen_connect::session::{Event, Message, Place, SignedOutReason};

use super::{signed_in_tabs, together};
use crate::world::{PLACE, Tab};

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
