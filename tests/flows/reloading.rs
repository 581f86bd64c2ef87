//! A page that is reloaded: its tokens are gone, and one trip to the provider brings the session back.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};
use provider::Misbehaviour;

use crate::world::jwt::holds_a_jwt;
use crate::world::{Fault, PLACE, Tab};

fn signed_in() -> Tab {
    signed_in_with("")
}

fn signed_in_with(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    tab
}

#[test]
fn resumes_the_session_where_the_person_was_without_a_question() {
    let mut tab = signed_in();

    tab.reloads();
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    assert!(tab.left_for().contains("&prompt=none"), "{}", tab.left_for());
    assert!(tab.left_in_place, "going back does not leave again");
    let response = tab.is_sent_back_as("victor");
    tab.opens(&response);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn resumes_again_after_the_next_reload() {
    let mut tab = signed_in();

    for _ in 0..5 {
        tab.lets_pass(Seconds(60));
        tab.reloads_while(Some("victor"));
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }
}

#[test]
fn nobody_leaves_who_was_not_signed_in() {
    let mut tab = Tab::opened();
    tab.reloads();
    assert!(!tab.has_left());

    let mut tab = signed_in();
    tab.signs_out();
    tab.reloads();
    assert!(!tab.has_left(), "signing out is for good");

    let mut tab = signed_in();
    tab.lets_pass(Seconds(172_800));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    tab.reloads();
    assert!(!tab.has_left(), "an expired session is over");
}

/// The page that the provider's sign-out leads to was never loaded.
#[test]
fn resumes_the_session_of_whoever_went_back_from_the_sign_out_and_signed_in_again() {
    let mut tab = signed_in();
    tab.happens(Event::SignOutRequested);
    tab.goes_back();
    tab.lets_pass(Seconds(60));
    tab.signs_in_as("victor");

    tab.reloads_while(Some("victor"));

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn another_tab_is_not_signed_in_by_a_reload() {
    let tab = signed_in();
    let mut other = tab.another_tab();

    other.opens(PLACE);

    assert!(!other.has_left());
}

#[test]
fn whoever_is_signed_out_at_the_provider_finds_the_page_with_its_button() {
    let mut tab = signed_in();

    tab.reloads_while(None);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    assert_eq!(tab.address(), PLACE);
    tab.reloads();
    assert!(!tab.has_left(), "one attempt, not two");
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn somebody_else_at_the_provider_does_not_take_over_the_page() {
    let mut tab = signed_in();

    tab.reloads_while(Some("agathe"));

    assert!(!tab.is_signed_in());
    assert!(tab.session().access_token().is_none());
    tab.fails_with("session-person-changed");
}

#[test]
fn a_provider_that_is_not_there_is_not_left_for() {
    for fault in [Fault::Down, Fault::Offline, Fault::Slow, Fault::Says(500, String::new())] {
        for endpoint in [EndpointRole::Metadata, EndpointRole::Keys] {
            let mut tab = signed_in();
            tab.network.breaks(endpoint, fault.clone());

            tab.reloads();

            assert!(!tab.has_left(), "{endpoint:?} {fault:?}");
            assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
            assert_eq!(tab.address(), PLACE);
            tab.all_is_well_again();
            tab.signs_in_as("victor");
            assert!(tab.is_signed_in(), "{endpoint:?} {fault:?}");
        }
    }
}

#[test]
fn a_provider_that_calls_itself_by_another_name_is_told_even_to_whoever_only_reloaded() {
    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::MetadataIssuerMismatch);

    tab.reloads();

    tab.fails_with("metadata-issuer-mismatch");
}

#[test]
fn keys_are_waited_for_before_anybody_leaves_unasked() {
    let mut tab = signed_in();
    tab.hold(EndpointRole::Keys);

    tab.reloads();
    assert!(!tab.has_left());
    tab.release(EndpointRole::Keys);

    assert!(tab.has_left());
}

#[test]
fn a_resumption_that_fails_is_no_failure_unless_a_check_failed() {
    for (fault, reason) in [
        (Misbehaviour::AuthorizationServerError, SignedOutReason::NotYet),
        (Misbehaviour::AuthorizationTemporarilyUnavailable, SignedOutReason::NotYet),
        (Misbehaviour::AuthorizationInvalidScope, SignedOutReason::NotYet),
        (Misbehaviour::AuthorizationLoginRequired, SignedOutReason::Expired),
        (Misbehaviour::TokenRefusesCors, SignedOutReason::NotYet),
    ] {
        let mut tab = signed_in();
        tab.provider.misbehave(fault);

        tab.reloads_while(Some("victor"));

        assert_eq!(tab.signed_out_reason(), Some(reason), "{fault}: {:?}", tab.view());
        assert_eq!(tab.address(), PLACE, "{fault}");
    }
    for (fault, code) in [
        (Misbehaviour::WrongState, "authorization-state-unknown"),
        (Misbehaviour::ResponseIssuerWrong, "authorization-issuer-mismatch"),
        (Misbehaviour::InvalidSignature, "id-token-signature-invalid"),
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
    ] {
        let mut tab = signed_in();
        tab.provider.misbehave(fault);

        tab.reloads_while(Some("victor"));

        tab.fails_with(code);
    }
}

#[test]
fn a_page_that_reloads_itself_for_ever_is_stopped() {
    let mut tab = signed_in();
    for _ in 0..3 {
        tab.reloads_while(Some("victor"));
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }

    tab.reloads();

    assert!(!tab.has_left());
    tab.fails_with("session-redirect-loop");
}

/// Something leads to the redirect route again and again, with a response that nobody waits for.
#[test]
fn a_page_that_is_brought_back_from_the_redirect_route_for_ever_is_stopped() {
    let mut tab = signed_in();
    for _ in 0..3 {
        tab.opens("/ward/callback?code=c&state=made-up");
        tab.comes_back_as("victor");
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }

    tab.opens("/ward/callback?code=c&state=made-up");

    assert_eq!(tab.error_code(), Some("session-redirect-loop"));
}

#[test]
fn a_deployment_that_wants_a_question_each_time_gets_it() {
    for members in [r#""max_age":0"#, r#""parameters":{"prompt":"login"}"#] {
        let mut tab = signed_in_with(members);

        tab.reloads();

        assert!(!tab.has_left(), "{members}");
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    }
}

#[test]
fn where_nobody_leaves_unasked_nothing_goes_round_in_circles() {
    let mut tab = signed_in_with(r#""max_age":0"#);
    for _ in 0..5 {
        tab.reloads();
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{:?}", tab.view());
        tab.signs_in_as("victor");
        assert!(tab.is_signed_in());
    }

    tab.opens("/ward/callback?code=x&state=y");

    assert_eq!(tab.error_code(), Some("authorization-state-unknown"));
}

#[test]
fn storage_that_is_blocked_costs_a_click() {
    let mut tab = signed_in();
    tab.storage.is_blocked = true;

    tab.reloads();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn storage_that_fills_up_on_the_way_costs_a_click_too() {
    let mut tab = signed_in();
    tab.hold(EndpointRole::Keys);
    tab.reloads();
    tab.storage.is_blocked = true;

    tab.release(EndpointRole::Keys);

    assert!(!tab.has_left());
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{:?}", tab.view());
}

#[test]
fn what_is_kept_tells_nobody_who_it_was() {
    let tab = signed_in();

    let kept = tab.storage.text();

    let identity = tab.identity().expect("signed in");
    assert!(kept.contains("present="), "{kept}");
    for secret in [identity.subject(), "victor", "Victor"] {
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
    assert!(!holds_a_jwt(&kept), "{kept}");
}
