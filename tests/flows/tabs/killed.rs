//! A tab that is closed in the middle of a renewal: the others go on, and nobody uses a refresh token twice.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::SignedOutReason;
use provider::Misbehaviour;

use super::{signed_in_tabs, together};
use crate::signed_in::{LIFETIME, RENEWS_AFTER, refresh_tokens_sent, renewals};
use crate::world::Tab;

/// Three tabs, of which the first has its turn and waits for the answer.
fn one_is_asking() -> Vec<Tab> {
    let mut tabs = signed_in_tabs(3, "");
    tabs.iter_mut().for_each(Tab::records);
    tabs[0].hold(EndpointRole::Token);
    together(&mut tabs, RENEWS_AFTER.0);
    assert!(tabs[0].is_asking(EndpointRole::Token));
    tabs
}

#[track_caller]
fn nobody_used_a_refresh_token_twice(tabs: &[Tab]) {
    let sent: Vec<_> = tabs.iter().flat_map(refresh_tokens_sent).collect();
    for (position, token) in sent.iter().enumerate() {
        assert!(!sent[..position].contains(token), "a refresh token was used twice");
    }
}

#[test]
fn while_it_waits_for_its_turn() {
    let mut tabs = one_is_asking();

    tabs[1].is_gone();
    tabs[0].release(EndpointRole::Token);
    together(&mut tabs, 3600);

    nobody_used_a_refresh_token_twice(&tabs);
    assert!(tabs[0].is_signed_in() && tabs[2].is_signed_in());
    assert_eq!(renewals(&tabs[0]), 9);
}

/// Whether the provider has heard of it is anybody's guess: the access token is good to its end, and that is that.
#[test]
fn before_its_request_was_sent() {
    let mut tabs = one_is_asking();

    tabs[0].is_gone();
    together(&mut tabs, LIFETIME.0 - RENEWS_AFTER.0 - 1);
    assert!(tabs[1].is_signed_in() && tabs[2].is_signed_in());
    together(&mut tabs, 1);

    nobody_used_a_refresh_token_twice(&tabs);
    for tab in &tabs[1..] {
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
        assert!(tab.storage.is_empty());
    }
    tabs[1].signs_in_as("victor");
    together(&mut tabs, 3600);
    assert!(tabs[1].is_signed_in() && tabs[2].is_signed_in());
}

#[test]
fn after_it_was_answered_and_before_it_told_the_others() {
    let mut tabs = one_is_asking();
    tabs[0].loses_the_answer(EndpointRole::Token);
    assert_eq!(renewals(&tabs[0]), 1);

    tabs[0].is_gone();
    together(&mut tabs, LIFETIME.0 - RENEWS_AFTER.0 - 1);

    nobody_used_a_refresh_token_twice(&tabs);
    assert!(tabs[1].is_signed_in() && tabs[2].is_signed_in());
    let identity = tabs[1].identity().expect("signed in");
    assert!(!identity.renews, "and says so");
}

#[test]
fn while_it_verifies_what_it_was_answered() {
    let mut tabs = signed_in_tabs(3, "");
    tabs.iter_mut().for_each(Tab::records);
    tabs[0].verifies_late = true;
    together(&mut tabs, RENEWS_AFTER.0);
    assert!(tabs[0].is_verifying_late());

    tabs[0].is_gone();
    together(&mut tabs, 3600);

    nobody_used_a_refresh_token_twice(&tabs);
    assert_eq!(renewals(&tabs[0]), 1);
}

#[test]
fn after_it_told_the_others() {
    let mut tabs = one_is_asking();
    tabs[0].release(EndpointRole::Token);

    tabs[0].is_gone();
    together(&mut tabs, 3600);

    nobody_used_a_refresh_token_twice(&tabs);
    assert!(tabs[1].is_signed_in() && tabs[2].is_signed_in());
    assert_eq!(renewals(&tabs[0]), 9);
}

/// The provider is away, and one tab after the other is closed.
#[test]
fn while_it_waits_to_try_again() {
    let mut tabs = signed_in_tabs(3, "");
    tabs[0].provider.misbehave(Misbehaviour::RefreshServerError);
    together(&mut tabs, RENEWS_AFTER.0 + 20);
    tabs[0].is_gone();
    tabs[2].is_gone();

    tabs[1].provider.behave();
    together(&mut tabs, 90);

    assert_eq!((tabs[1].is_signed_in(), tabs[1].notice(), renewals(&tabs[1])), (true, None, 1));
}

/// A copy of the storage, not of the tokens: those come from the tab that is there.
#[test]
fn with_all_the_others_and_opened_again() {
    let mut tabs = signed_in_tabs(2, "");
    tabs[0].is_gone();
    tabs[1].is_gone();

    tabs[0].reloads_while(Some("victor"));
    together(&mut tabs, 0);

    assert!(tabs[0].is_signed_in(), "{:?}", tabs[0].view());
    assert!(tabs[0].identity().expect("signed in").signed_in_at < tabs[0].now() + Seconds(1));
}
