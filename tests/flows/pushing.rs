//! Requests that are pushed to the provider, so that the browser carries only a reference to them.

use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, SignedOutReason, Stage, View};
use provider::Misbehaviour;

use crate::world::{Fault, PLACE, Tab, talk};

const ALWAYS: &str = r#""pushed_authorization_requests":"always""#;

/// A tab with the page open, on a deployment that pushes whatever it asks.
fn pushing() -> Tab {
    let mut tab = Tab::configured(ALWAYS);
    tab.opens(PLACE);
    tab.requests();
    tab
}

/// RFC 9126 §1: what is asked is no business of the address bar.
#[test]
fn leaves_with_a_reference_to_what_it_pushed_and_with_nothing_else() {
    let mut tab = pushing();

    tab.presses_sign_in();

    assert_eq!(tab.requests(), ["POST /oauth/par"]);
    let (address, query) = tab.left_for().split_once('?').expect("a query");
    assert_eq!(address, "http://127.0.0.1:9090/authorize");
    let names: Vec<_> = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name).collect();
    assert_eq!(names, ["client_id", "request_uri"]);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn pushes_where_the_provider_insists() {
    let mut tab =
        Tab::before_a_provider(|settings| settings.require_pushed_authorization_requests = true, "");
    tab.opens(PLACE);

    tab.presses_sign_in();

    assert!(tab.left_for().contains("request_uri="));
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn pushes_nothing_where_nobody_asks_for_it() {
    let mut tab = Tab::opened();
    tab.requests();

    tab.presses_sign_in();

    assert!(tab.requests().is_empty());
    assert!(tab.left_for().contains("code_challenge="));
}

#[test]
fn pushes_nothing_before_the_sign_in_is_remembered() {
    let mut tab = pushing();
    tab.storage.is_blocked = true;

    tab.presses_sign_in();

    assert!(tab.requests().is_empty());
    tab.fails_with("environment-storage-blocked");
}

#[test]
fn stays_until_the_reference_is_there() {
    let mut tab = pushing();
    tab.hold(EndpointRole::PushedRequest);

    tab.presses_sign_in();
    tab.presses_sign_in();

    assert_eq!((tab.view(), tab.has_left()), (View::Pending(Stage::Leaving), false));
    tab.release(EndpointRole::PushedRequest);
    assert_eq!(tab.requests(), ["POST /oauth/par"], "once, however often the button is pressed");
    assert!(tab.has_left());
}

#[test]
fn tells_why_nothing_could_be_pushed() {
    for (fault, code) in [
        (Fault::Down, "transport-unreachable"),
        (Fault::Offline, "transport-offline"),
        (Fault::Slow, "transport-timeout"),
        (Fault::Says(201, "<!doctype html>".to_owned()), "pushed-request-unreadable"),
        (Fault::Says(201, String::new()), "pushed-request-unreadable"),
        (Fault::Says(201, r#"{"request_uri":7}"#.to_owned()), "pushed-request-unreadable"),
        (Fault::Says(201, r#"{"expires_in":60}"#.to_owned()), "pushed-request-uri-missing"),
        (Fault::Says(404, "Not Found".to_owned()), "pushed-request-http-status"),
        (Fault::Says(429, String::new()), "pushed-request-unavailable"),
        (Fault::Says(503, r#"{"error":"server_error"}"#.to_owned()), "pushed-request-unavailable"),
        (Fault::Says(401, r#"{"error":"invalid_client"}"#.to_owned()), "pushed-request-refused"),
    ] {
        let mut tab = pushing();
        tab.network.breaks(EndpointRole::PushedRequest, fault);

        tab.presses_sign_in();

        assert!(!tab.has_left(), "{code}");
        tab.fails_with(code);
    }
}

#[test]
fn tells_what_the_provider_said_to_what_was_pushed() {
    for (misbehaviour, code) in [
        (Misbehaviour::PushedRequestRefused, "pushed-request-refused"),
        (Misbehaviour::PushedRequestServerError, "pushed-request-unavailable"),
    ] {
        let mut tab = pushing();
        tab.provider.misbehave(misbehaviour);

        tab.presses_sign_in();

        if code == "pushed-request-refused" {
            let View::Failed { error, .. } = tab.view() else { panic!("{:?}", tab.view()) };
            assert_eq!(error.quotation(), Some("the request is refused"));
        }
        tab.fails_with(code);
    }
}

/// The provider says so on a page of its own; whoever comes back from there can go again.
#[test]
fn pushes_anew_for_whoever_comes_back_from_a_reference_that_ended() {
    let mut tab = pushing();
    tab.provider.misbehave(Misbehaviour::PushedRequestUriExpired);
    tab.presses_sign_in();
    assert!(tab.provider.sign_in_as("victor", tab.left_for()).is_err());
    tab.provider.behave();

    tab.goes_back();
    tab.presses_sign_in();

    assert_eq!(tab.requests().iter().filter(|request| *request == "POST /oauth/par").count(), 2);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn does_not_leave_with_a_reference_that_comes_when_nobody_waits_any_more() {
    let mut tab = pushing();
    tab.hold(EndpointRole::PushedRequest);
    tab.presses_sign_in();

    tab.goes_back();
    tab.release(EndpointRole::PushedRequest);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert!(!tab.has_left());
}

#[test]
fn does_not_leave_where_there_is_nothing_to_push_to() {
    let endpoints = r#""authorization_endpoint":"http://127.0.0.1:9090/authorize",
        "token_endpoint":"http://127.0.0.1:9090/oauth/token",
        "jwks_uri":"http://127.0.0.1:9090/.well-known/jwks.json""#;
    let mut tab = Tab::configured(&format!("{endpoints},{ALWAYS}"));
    tab.opens(PLACE);

    tab.presses_sign_in();

    assert_eq!(tab.error_code(), Some("pushed-request-endpoint-missing"));
    assert!(!tab.has_left());

    let endpoint = r#""pushed_authorization_request_endpoint":"http://127.0.0.1:9090/oauth/par""#;
    let mut tab = Tab::configured(&format!("{endpoints},{endpoint},{ALWAYS}"));
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn pushes_what_brings_a_session_back_after_a_reload() {
    let mut tab = pushing();
    tab.signs_in_as("victor");
    tab.requests();

    tab.reloads();

    assert!(tab.requests().contains(&"POST /oauth/par".to_owned()));
    assert!(tab.left_in_place && tab.is_resuming());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn says_nothing_of_a_push_that_failed_where_nobody_had_asked_to_leave() {
    for fault in [Fault::Down, Fault::Says(400, r#"{"error":"invalid_request"}"#.to_owned())] {
        let mut tab = pushing();
        tab.signs_in_as("victor");
        tab.network.breaks(EndpointRole::PushedRequest, fault);

        tab.reloads();

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
        assert_eq!(tab.address(), PLACE);
    }
}

/// The metadata of the sign-in goes along, so whoever signs in again on the same page is asked for in the same way.
#[test]
fn knows_after_the_redirect_how_to_ask_the_next_time() {
    let mut tab =
        Tab::before_a_provider(|settings| settings.require_pushed_authorization_requests = true, "");
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.records();
    tab.happens(Event::SignOutRequested);
    tab.goes_back();

    tab.presses_sign_in();

    assert!(tab.recorded_effects().iter().any(|effect| matches!(effect, Effect::Push(..))));
}

#[test]
fn pushes_before_the_window_of_a_sign_in_goes_anywhere() {
    let mut tab = pushing();
    tab.hold(EndpointRole::PushedRequest);
    tab.presses_sign_in_in_a_window();
    assert_eq!(tab.popup.as_deref(), Some("about:blank"));

    tab.release(EndpointRole::PushedRequest);

    assert!(tab.popup.as_deref().is_some_and(|address| address.contains("request_uri=")));
    let mut window = tab.window_that_opens(&tab.is_sent_back_in_the_window_as("victor"));
    talk(&mut [&mut tab, &mut window]);
    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn closes_the_window_of_a_sign_in_that_could_not_be_pushed() {
    let mut tab = pushing();
    tab.provider.misbehave(Misbehaviour::PushedRequestRefused);

    tab.presses_sign_in_in_a_window();

    assert_eq!(tab.popup, None);
    tab.fails_with("pushed-request-refused");
}

#[test]
fn sends_no_window_away_for_whoever_went_on_without_it() {
    let mut tab = pushing();
    tab.hold(EndpointRole::PushedRequest);
    tab.presses_sign_in_in_a_window();
    tab.happens(Event::SignInAbandoned);

    tab.release(EndpointRole::PushedRequest);

    assert_eq!((tab.popup.as_deref(), tab.has_left()), (None, false));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
}

const DOCUMENT: &str = "http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021";

/// Somebody signed in by a request that was pushed, on a page that calls the provider's API.
fn signed_in_before_the_api() -> Tab {
    let mut tab = Tab::configured(&format!(r#"{ALWAYS},"api_origins":["http://127.0.0.1:9090"]"#));
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.requests();
    tab
}

#[test]
fn pushes_what_a_call_demands_of_the_authentication() {
    let mut tab = signed_in_before_the_api();

    tab.calls(DOCUMENT);

    assert!(tab.left_for().contains("request_uri=") && !tab.left_for().contains("acr_values"));
    tab.comes_back_as("victor");
    let call = tab.calls(DOCUMENT);
    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn tells_a_call_that_what_it_demands_could_not_be_pushed() {
    let mut tab = signed_in_before_the_api();
    tab.provider.misbehave(Misbehaviour::PushedRequestServerError);

    let call = tab.calls(DOCUMENT);

    assert!(tab.answer_to(call).is_err_and(|code| code == "pushed-request-unavailable"));
    assert!(tab.is_signed_in() && !tab.has_left());
}
