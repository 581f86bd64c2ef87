//! From the button to the provider, and what can keep a person from leaving.

use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};
use provider::Misbehaviour;

use crate::world::{Fault, PLACE, Tab};

/// OpenID Foundation module `oidcc-client-test-discovery-openid-config`.
#[test]
fn fetches_nothing_at_the_click_when_metadata_is_known() {
    let mut tab = Tab::opened();
    assert_eq!(tab.requests(), ["GET /.well-known/openid-configuration", "GET /.well-known/jwks.json"]);

    tab.presses_sign_in();

    assert!(tab.has_left());
    assert!(tab.requests().is_empty());
}

#[test]
fn leaves_as_soon_as_metadata_arrives_when_the_click_was_first() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);

    tab.presses_sign_in();
    let before = (tab.view(), tab.has_left());
    tab.release(EndpointRole::Metadata);

    assert_eq!(before, (View::Pending(Stage::Leaving), false));
    assert!(tab.has_left());
    tab.comes_back_as("victor");
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn does_not_wait_for_the_keys_to_leave() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Keys);
    tab.opens(PLACE);

    tab.presses_sign_in();

    assert!(tab.has_left());
}

#[test]
fn metadata_that_fails_before_the_click_is_no_news_and_is_asked_for_again() {
    let mut tab = Tab::new();
    tab.network.breaks(EndpointRole::Metadata, Fault::Down);
    tab.opens(PLACE);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));

    tab.network.recovers();
    tab.presses_sign_in();

    assert_eq!(tab.requests(), ["GET /.well-known/openid-configuration", "GET /.well-known/jwks.json"]);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn says_why_metadata_did_not_come_after_the_click() {
    for (fault, code) in [
        (Fault::Down, "transport-unreachable"),
        (Fault::Offline, "transport-offline"),
        (Fault::Slow, "transport-timeout"),
        (Fault::Says(200, "<!doctype html>".to_owned()), "metadata-unreadable"),
        (Fault::Says(200, String::new()), "metadata-unreadable"),
        (Fault::Says(404, "{}".to_owned()), "metadata-http-status"),
        (Fault::Says(200, r#"{"issuer":"http://127.0.0.1:9090"}"#.to_owned()), "metadata-issuer-mismatch"),
        (Fault::Says(200, r#"{"issuer":"http://127.0.0.1:9090/"}"#.to_owned()), "metadata-field-invalid"),
    ] {
        let mut tab = Tab::new();
        tab.network.breaks(EndpointRole::Metadata, fault);
        tab.opens(PLACE);

        tab.presses_sign_in();

        tab.fails_with(code);
    }
}

/// OpenID Foundation module `oidcc-client-test-discovery-issuer-mismatch`.
#[test]
fn does_not_leave_for_a_provider_that_calls_itself_by_another_name() {
    for fault in [Misbehaviour::MetadataIssuerMismatch, Misbehaviour::MetadataIssuerTrailingSlash] {
        let mut tab = Tab::new();
        tab.provider.misbehave(fault);
        tab.opens(PLACE);

        tab.presses_sign_in();

        assert!(!tab.has_left(), "{fault}");
        tab.fails_with("metadata-issuer-mismatch");
    }
}

#[test]
fn says_when_the_provider_does_not_let_this_app_read_its_metadata() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::MetadataRefusesCors);
    tab.opens(PLACE);

    tab.presses_sign_in();

    tab.fails_with("transport-cors-refused");
}

#[test]
fn a_second_click_while_metadata_is_on_its_way_asks_for_nothing_more() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);

    tab.presses_sign_in();
    tab.presses_sign_in();
    tab.release(EndpointRole::Metadata);

    assert_eq!(tab.requests(), ["GET /.well-known/openid-configuration", "GET /.well-known/jwks.json"]);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn does_not_leave_when_the_sign_in_cannot_be_remembered() {
    let mut tab = Tab::opened();
    tab.storage.is_blocked = true;

    tab.presses_sign_in();

    assert!(!tab.has_left());
    tab.fails_with("environment-storage-blocked");
}

#[test]
fn does_not_leave_without_random_secrets() {
    let mut tab = Tab::opened();
    tab.has_entropy = false;

    tab.presses_sign_in();

    assert!(!tab.has_left());
    tab.fails_with("environment-crypto-unavailable");
}

#[test]
fn an_error_that_the_person_leaves_behind_does_not_come_back() {
    let mut tab = Tab::new();
    tab.network.breaks_everywhere(&Fault::Down);
    tab.opens(PLACE);
    tab.presses_sign_in();
    assert_eq!(tab.error_code(), Some("transport-unreachable"));

    tab.happens(Event::Dismissed);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    tab.network.recovers();
    tab.signs_in_as("victor");
    assert_eq!(tab.address(), PLACE);
}
