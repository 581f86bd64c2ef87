//! The tabs of one browser: whoever signs in, is renewed or signs out in one of them, does so in all.

mod asleep;
mod forged;
mod killed;
mod reloading;
mod somebody_else;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, beside, renewals, renewing, renewing_with, signed_out, token_requests,
};
use crate::world::{PLACE, Tab, pass, talk};

/// This many tabs, all of them open before anybody signed in.
fn signed_out_tabs(count: usize, members: &str) -> Vec<Tab> {
    let first = signed_out(LIFETIME, members);
    let mut tabs = vec![first];
    while tabs.len() < count {
        let mut tab = tabs[0].another_tab();
        tab.opens(PLACE);
        tabs.push(tab);
    }
    together(&mut tabs, 0);
    tabs
}

/// All of them hear what is said while this time passes.
fn together(tabs: &mut [Tab], seconds: i64) {
    pass(&mut tabs.iter_mut().collect::<Vec<_>>(), Seconds(seconds));
}

fn signed_in_tabs(count: usize, members: &str) -> Vec<Tab> {
    let mut tabs = signed_out_tabs(count, members);
    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);
    tabs
}

#[test]
fn whoever_signs_in_does_so_in_all_tabs() {
    for count in [2, 5] {
        let mut tabs = signed_out_tabs(count, "");
        tabs[0].requests();

        tabs[count - 1].signs_in_as("victor");
        together(&mut tabs, 0);

        for tab in &tabs {
            assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
            assert_eq!(tab.session().access_token(), tabs[0].session().access_token());
            assert_eq!(tab.person(), tabs[0].person());
            assert_eq!(tab.address(), PLACE);
        }
        assert_eq!(token_requests(&tabs[0]), 1);
    }
}

#[test]
fn whoever_signs_out_of_this_computer_does_so_in_all_tabs_also_from_one_without_a_session() {
    let mut tabs = signed_in_tabs(3, "");
    tabs[1].happens(Event::SignOutHereRequested);
    together(&mut tabs, 0);
    for tab in &tabs {
        assert!(tab.signed_out_reason().is_some() && !tab.has_left(), "{:?}", tab.view());
    }

    let mut tabs = signed_in_tabs(2, "");
    let mut third = tabs[0].another_tab();
    third.opens(PLACE);
    third.happens(Event::SignOutHereRequested);
    tabs.push(third);
    together(&mut tabs, 0);

    for tab in &tabs {
        assert!(tab.signed_out_reason().is_some() && !tab.has_left(), "{:?}", tab.view());
    }
}

#[test]
fn one_of_them_renews_and_all_have_the_new_tokens() {
    for count in [2, 5] {
        let mut tabs = signed_in_tabs(count, "");
        let before = tabs[0].session().access_token().cloned();
        tabs[0].requests();

        together(&mut tabs, RENEWS_AFTER.0);

        assert_eq!((renewals(&tabs[0]), token_requests(&tabs[0])), (1, 1), "{count} tabs");
        for tab in &tabs {
            assert_ne!(tab.session().access_token(), before.as_ref());
            assert_eq!(tab.session().access_token(), tabs[0].session().access_token());
            assert_eq!(tab.person(), tabs[0].person());
        }
    }
}

#[test]
fn a_working_day_of_five_tabs_takes_one_request_for_each_generation() {
    let mut tabs = signed_in_tabs(5, "");
    tabs[0].requests();

    together(&mut tabs, 10 * 3600);

    assert_eq!(renewals(&tabs[0]) as i64, 10 * 3600 / RENEWS_AFTER.0);
    assert_eq!(token_requests(&tabs[0]), renewals(&tabs[0]));
    assert!(tabs.iter().all(|tab| tab.is_signed_in() && tab.notice().is_none()));
}

#[test]
fn whoever_signs_out_in_one_does_so_in_all() {
    for from in 0..3 {
        let mut tabs = signed_in_tabs(3, "");

        tabs[from].signs_out();
        together(&mut tabs, 0);

        for (position, tab) in tabs.iter().enumerate() {
            let reason =
                if position == from { SignedOutReason::SignedOut } else { SignedOutReason::Elsewhere };
            assert_eq!(tab.signed_out_reason(), Some(reason));
            assert!(tab.session().access_token().is_none() && tab.storage.is_empty());
        }
        tabs[0].requests();
        together(&mut tabs, 3600);
        assert_eq!(token_requests(&tabs[0]), 0);
    }
}

#[test]
fn signing_out_and_in_again_does_so_in_all() {
    let mut tabs = signed_in_tabs(3, r#""sign_out":"local""#);

    for person in ["agathe", "victor", "agathe"] {
        together(&mut tabs, 1);
        tabs[1].signs_out();
        together(&mut tabs, 1);
        tabs[2].signs_in_as(person);
        together(&mut tabs, 0);

        let names: Vec<_> = tabs.iter().map(|tab| tab.identity().expect("signed in").name).collect();
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        assert_eq!(
            names[0].as_deref().unwrap().split(' ').next(),
            Some(if person == "victor" { "Victor" } else { "Agathe" })
        );
        for tab in &tabs {
            assert_eq!(tab.session().access_token(), tabs[2].session().access_token());
        }
    }
}

#[test]
fn a_tab_that_is_opened_later_is_signed_in_without_a_redirect() {
    let mut tab = renewing();
    tab.lives_for(Seconds(3600));
    tab.requests();
    let mut other = tab.another_tab();

    other.opens("/ward/another?place");
    talk(&mut [&mut tab, &mut other]);

    assert!(other.is_signed_in() && !other.has_left(), "{:?}", other.view());
    assert_eq!(other.person(), tab.person());
    assert_eq!(other.session().access_token(), tab.session().access_token());
    assert_eq!(other.address(), "/ward/another?place");
    assert_eq!(token_requests(&tab), 0);
}

#[test]
fn a_tab_in_which_nobody_is_signed_in_tells_nobody_of_it() {
    let mut tabs = signed_out_tabs(3, "");

    together(&mut tabs, 60);

    assert!(tabs.iter().all(|tab| tab.signed_out_reason() == Some(SignedOutReason::NotYet)));
}

#[test]
fn whoever_reads_what_went_wrong_may_read_on() {
    let mut tabs = signed_out_tabs(2, "");
    tabs[1].opens("/ward/callback?code=x&state=y");

    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);

    assert_eq!(tabs[1].error_code(), Some("authorization-state-unknown"));
}

#[test]
fn tabs_of_another_client_are_another_browser_to_it() {
    let mut tab = renewing_with(r#""sign_out":"local""#);
    let name = tab.session().configuration().tabs_name();

    assert!(name.contains("demo") && name.contains("http://127.0.0.1:9090/"), "{name}");
    let mut other = beside(&mut tab);
    other.signs_out();
    talk(&mut [&mut tab, &mut other]);
    assert!(!tab.is_signed_in());
}

/// Two people in a hurry, or one with two hands.
#[test]
fn of_two_sign_ins_at_the_same_moment_one_counts_in_all_tabs() {
    for order in [[0, 1], [1, 0]] {
        let mut tabs = signed_out_tabs(3, "");
        tabs[0].presses_sign_in();
        tabs[1].presses_sign_in();
        for tab in order {
            tabs[tab].comes_back_as("victor");
        }
        assert_ne!(tabs[0].session().access_token(), tabs[1].session().access_token());

        together(&mut tabs, 0);

        for tab in &tabs {
            assert!(tab.is_signed_in());
            assert_eq!(tab.session().access_token(), tabs[0].session().access_token(), "{order:?}");
        }
        together(&mut tabs, RENEWS_AFTER.0);
        assert_eq!(renewals(&tabs[0]), 1, "{order:?}");
    }
}

/// Both tell their tokens at once, and signatures take their time.
#[test]
fn of_two_sign_ins_at_the_same_moment_one_counts_however_long_signatures_take() {
    for order in [[0, 1], [1, 0]] {
        let mut tabs = signed_out_tabs(3, "");
        tabs[2].verifies_late = true;
        tabs[0].presses_sign_in();
        tabs[1].presses_sign_in();
        for tab in order {
            tabs[tab].comes_back_as("victor");
        }
        together(&mut tabs, 0);

        tabs[2].verifies_at_last();
        together(&mut tabs, 0);

        for tab in &tabs {
            assert_eq!(tab.session().access_token(), tabs[0].session().access_token(), "{order:?}");
        }
    }
}

#[test]
fn whoever_is_on_their_way_to_the_provider_is_not_held_back() {
    let mut tabs = signed_out_tabs(2, "");
    tabs[1].presses_sign_in();

    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);

    assert_eq!(tabs[1].view(), View::Pending(Stage::Leaving));
    tabs[1].comes_back_as("victor");
    together(&mut tabs, 0);
    assert!(tabs.iter().all(Tab::is_signed_in));
    assert_eq!(tabs[0].session().access_token(), tabs[1].session().access_token());
}
