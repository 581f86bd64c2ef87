//! A tab that is reloaded, or opened again, while another one is signed in.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::SignedOutReason;

use super::{signed_in_tabs, together};
use crate::signed_in::{renewals, token_requests};
use crate::world::{Fault, PLACE, Tab};

/// The second of two tabs is reloaded; the keys take longer than the other tab's answer.
fn reloaded(members: &str) -> Vec<Tab> {
    let mut tabs = signed_in_tabs(2, members);
    tabs[1].hold(EndpointRole::Keys);
    tabs[1].reloads();
    tabs
}

#[test]
fn is_brought_back_by_the_other_one_without_leaving() {
    let mut tabs = reloaded("");
    tabs[0].requests();

    together(&mut tabs, 0);
    tabs[1].release(EndpointRole::Keys);

    assert!(tabs[1].is_signed_in() && !tabs[1].has_left(), "{:?}", tabs[1].view());
    assert_eq!(tabs[1].session().access_token(), tabs[0].session().access_token());
    assert_eq!(tabs[1].address(), PLACE);
    assert_eq!(token_requests(&tabs[0]), 0);
    together(&mut tabs, 3600);
    assert_eq!(renewals(&tabs[0]), 8);
}

#[test]
fn leaves_where_the_other_one_is_signed_out_by_now() {
    let mut tabs = reloaded("");
    tabs[0].is_gone();

    together(&mut tabs, 0);
    tabs[1].release(EndpointRole::Keys);

    assert!(tabs[1].is_resuming());
}

#[test]
fn is_told_that_the_session_ended_while_it_was_loading() {
    let mut tabs = reloaded("");
    tabs[1].storage.is_blocked = false;

    tabs[0].signs_out();
    together(&mut tabs, 0);
    tabs[1].release(EndpointRole::Keys);

    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::Elsewhere));
    assert!(!tabs[1].has_left() && tabs[1].storage.is_empty());
}

/// Whoever was signed out elsewhere while the tab was closed is not brought back when it is opened again.
#[test]
fn a_tab_that_was_closed_during_the_sign_out_stays_signed_out() {
    let mut tabs = signed_in_tabs(2, "");
    tabs[1].is_gone();
    together(&mut tabs, 1);
    tabs[0].signs_out();

    tabs[1].opens(PLACE);
    together(&mut tabs, 0);

    assert!(!tabs[1].has_left());
    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::NotYet));
}

/// The provider is not there, the other tab is.
#[test]
fn is_brought_back_though_the_provider_is_away() {
    for fault in [Fault::Down, Fault::Offline, Fault::Slow] {
        let mut tabs = signed_in_tabs(2, "");
        tabs[1].network.breaks_everywhere(&fault);

        tabs[1].reloads();
        together(&mut tabs, 0);

        assert!(tabs[1].is_signed_in(), "{fault:?}: {:?}", tabs[1].view());
        tabs[1].network.recovers();
        together(&mut tabs, 3600);
        assert!(tabs.iter().all(|tab| tab.is_signed_in() && tab.notice().is_none()), "{fault:?}");
    }
}

#[test]
fn a_tab_that_only_the_redirect_brings_back_tells_the_others() {
    let mut tabs = signed_in_tabs(2, "");
    tabs[0].is_gone();
    tabs[1].reloads();
    tabs[0] = tabs[1].another_tab();
    tabs[0].opens("/ward/elsewhere");
    together(&mut tabs, 1);

    tabs[1].comes_back_as("victor");
    together(&mut tabs, 0);

    assert!(tabs.iter().all(Tab::is_signed_in), "{:?}", tabs[0].view());
    let began = tabs[1].identity().expect("signed in").signed_in_at;
    assert!(began + Seconds(1) <= tabs[1].now(), "it is no younger for it");
}

#[test]
fn can_be_reloaded_as_often_as_anybody_likes() {
    let mut tabs = signed_in_tabs(2, "");

    for reload in 0..10 {
        tabs[1].hold(EndpointRole::Keys);
        tabs[1].reloads();
        together(&mut tabs, 0);
        tabs[1].release(EndpointRole::Keys);
        assert!(tabs[1].is_signed_in() && !tabs[1].has_left(), "{reload}: {:?}", tabs[1].view());
    }
}

/// The other tab has answered, the signature is still being verified, and now everything is there to leave with.
#[test]
fn does_not_leave_while_it_verifies_what_the_other_one_told() {
    let mut tabs = reloaded("");
    tabs[1].verifies_late = true;
    together(&mut tabs, 0);
    assert!(tabs[1].is_verifying_late());

    tabs[1].release(EndpointRole::Keys);
    assert!(!tabs[1].has_left(), "{:?}", tabs[1].view());
    tabs[1].verifies_at_last();

    assert!(tabs[1].is_signed_in(), "{:?}", tabs[1].view());
}

#[test]
fn leaves_after_all_where_what_the_other_one_told_proves_nothing() {
    let mut tabs = reloaded("");
    tabs[1].has_web_crypto = false;
    tabs[1].verifies_late = true;
    together(&mut tabs, 0);
    tabs[1].release(EndpointRole::Keys);
    assert!(!tabs[1].has_left());

    tabs[1].verifies_at_last();

    assert!(tabs[1].is_resuming(), "{:?}", tabs[1].view());
}

/// The person signed out in the other tab while this one was at the provider, who sends it back with a code.
#[test]
fn is_not_brought_back_by_the_provider_after_the_sign_out() {
    let mut tabs = signed_in_tabs(2, r#""sign_out":"local""#);
    tabs[0].is_gone();
    tabs[1].reloads();
    let back = tabs[1].is_sent_back_as("victor");
    tabs[0].opens(PLACE);
    tabs[0].signs_in_as("victor");
    together(&mut tabs, 1);
    tabs[0].signs_out();
    together(&mut tabs, 0);

    tabs[1].opens(&back);
    together(&mut tabs, 0);

    for tab in &tabs {
        assert!(!tab.is_signed_in(), "{:?}", tab.view());
        assert!(tab.session().access_token().is_none() && tab.storage.is_empty());
    }
}
