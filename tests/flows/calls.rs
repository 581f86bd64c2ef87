//! Calls of a page to an API: with the session's token, to the origins that are listed, over renewals.

mod fresh;
mod together;

use std::process::Command;

use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::{Answer, EndpointRole};
use lifen_connect::session::{Call, Effect, Event, Method, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{LIFETIME, RENEWS_AFTER, renewals, renewing_with};
use crate::world::{Fault, PLACE, Tab};

const PRACTITIONERS: &str = "http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier";

const API: &str = r#""api_origins":["http://127.0.0.1:9090"]"#;

const INVALID: Fault = Fault::Challenges(401, r#"Bearer error="invalid_token""#);

fn signed_in() -> Tab {
    signed_in_with(API)
}

fn signed_in_with(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// A session that can be renewed, past the moment in which a token is too fresh for that.
fn renewing() -> Tab {
    let mut tab = renewing_with(API);
    tab.records();
    tab.lives_for(Seconds(60));
    tab.requests();
    tab
}

fn calls_made(tab: &Tab) -> usize {
    tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::Call(..))).count()
}

#[test]
fn brings_what_the_access_token_opens() {
    let mut tab = signed_in();

    let call = tab.calls(PRACTITIONERS);

    let answer = tab.answer_to(call).expect("an answer");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Garnier"), "{}", answer.body);
}

#[test]
fn sends_what_a_page_writes() {
    let mut tab = signed_in();
    let call = Call::get(PRACTITIONERS).expect("an address");

    tab.makes(call.sending(Method::Post, "application/fhir+json", "{}".to_owned()));

    assert_eq!(tab.asked_for("POST /fhir/v3/Practitioner"), 1);
}

#[test]
fn sends_the_token_to_no_other_origin() {
    for elsewhere in [
        "http://127.0.0.1:9091/fhir/v3/Practitioner",
        "https://127.0.0.1:9090/fhir/v3/Practitioner",
        "http://localhost:9090/fhir/v3/Practitioner",
        "https://evil.example/?http://127.0.0.1:9090/",
    ] {
        let mut tab = signed_in();

        let call = tab.calls(elsewhere);

        assert_eq!(tab.answer_to(call), Err("api-origin-not-allowed"), "{elsewhere}");
        assert_eq!(calls_made(&tab), 0, "{elsewhere}");
    }
    let mut tab = signed_in_with(r#""api_origins":[]"#);
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call), Err("api-origin-not-allowed"));
}

#[test]
fn refuses_an_address_that_no_token_may_be_sent_to() {
    for address in
        ["/fhir/v3/Practitioner", "http://api.example/", "https://api.example/a b", "//api.example"]
    {
        assert_eq!(Call::get(address).map_err(|error| error.code()), Err("api-address-invalid"), "{address}");
    }
}

#[test]
fn nobody_calls_who_is_not_signed_in() {
    let mut tab = Tab::configured(API);
    tab.opens(PLACE);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-signed-out"));
}

#[test]
fn tells_what_an_api_refuses_and_goes_on_with_the_session() {
    for (fault, code) in [
        (Misbehaviour::ApiForbidden, "api-scope-missing"),
        (Misbehaviour::ApiRateLimited, "api-rate-limited"),
        (Misbehaviour::ApiServerError, "api-unavailable"),
        (Misbehaviour::ApiRedirects, "api-cors-refused"),
        (Misbehaviour::ApiRefusesCors, "api-cors-refused"),
    ] {
        let mut tab = Tab::configured(API);
        tab.provider.misbehave(fault);
        tab.opens(PLACE);
        tab.signs_in_as("victor");

        let call = tab.calls(PRACTITIONERS);

        assert_eq!(tab.answer_to(call), Err(code), "{fault}");
        assert!(tab.is_signed_in(), "{fault}");
        assert_eq!(
            tab.asked_for("GET /fhir/v3/Practitioner"),
            1 - usize::from(fault == Misbehaviour::ApiRefusesCors),
            "{fault}"
        );
    }
    let mut tab = signed_in();
    let call = tab.calls("http://127.0.0.1:9090/fhir/v3/Practitioner/nobody");
    assert_eq!(tab.answer_to(call), Err("api-operation-outcome"));
}

#[test]
fn tells_who_did_not_answer_and_goes_on_with_the_session() {
    for (fault, code) in
        [(Fault::Down, "api-unreachable"), (Fault::Offline, "api-offline"), (Fault::Slow, "api-timeout")]
    {
        let mut tab = signed_in();
        tab.network.the_api_is(fault);
        let call = tab.calls(PRACTITIONERS);
        assert_eq!(tab.answer_to(call), Err(code));

        tab.network.the_api_is(None);
        let call = tab.calls(PRACTITIONERS);
        assert!(tab.is_signed_in() && tab.answer_to(call).is_ok(), "{code}");
    }
}

#[test]
fn renews_a_token_that_is_refused_and_calls_once_more() {
    for refusal in [INVALID, Fault::Says(401, String::new())] {
        let mut tab = renewing();
        tab.network.the_api_is(refusal);
        tab.hold(EndpointRole::Token);
        let call = tab.calls(PRACTITIONERS);
        assert!(tab.is_waiting_for(call));

        tab.network.the_api_is(None);
        tab.release(EndpointRole::Token);

        assert!(tab.answer_to(call).is_ok());
        assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
    }
}

#[test]
fn tells_of_a_token_that_is_refused_again_and_goes_on_with_the_session() {
    let mut tab = renewing();
    tab.network.the_api_is(INVALID);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
    assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
    assert!(tab.is_signed_in());
    let again = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(again), Err("api-unauthorized"));
    assert_eq!((calls_made(&tab), renewals(&tab)), (3, 1), "a token that has just come is not renewed");
}

/// However long the second refusal takes: by then the token is not fresh any more, and could be renewed once more.
#[test]
fn a_call_is_made_twice_and_not_once_more() {
    let mut tab = renewing();
    tab.network.the_api_is(INVALID);
    tab.holds_calls();
    let call = tab.calls(PRACTITIONERS);
    tab.answers_one_call();
    tab.lives_for(Seconds(60));

    tab.answers_one_call();

    assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
    assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
}

#[test]
fn calls_that_are_refused_together_share_one_renewal() {
    let mut tab = renewing();
    tab.network.the_api_is(INVALID);
    tab.hold(EndpointRole::Token);
    let calls: Vec<_> = (0..3).map(|_| tab.calls(PRACTITIONERS)).collect();

    tab.network.the_api_is(None);
    tab.release(EndpointRole::Token);

    for call in calls {
        assert!(tab.answer_to(call).is_ok());
    }
    assert_eq!((calls_made(&tab), renewals(&tab)), (6, 1));
}

/// The renewal that one call asked for is good for another, which was refused with the old token.
#[test]
fn a_call_that_is_refused_late_takes_the_token_that_came_meanwhile() {
    let mut tab = renewing();
    tab.network.the_api_is(INVALID);
    tab.holds_calls();
    let late = tab.calls(PRACTITIONERS);
    tab.lets_pass(RENEWS_AFTER);
    assert_eq!(renewals(&tab), 1, "it was due");

    tab.answers_one_call();
    tab.network.the_api_is(None);
    tab.releases_calls();

    assert!(tab.answer_to(late).is_ok());
    assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
}

#[test]
fn a_call_waits_for_the_renewal_under_way() {
    let mut tab = renewing();
    tab.hold(EndpointRole::Token);
    tab.lets_pass(LIFETIME);
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(calls_made(&tab), 0, "an access token that ended is not sent");

    tab.release(EndpointRole::Token);

    assert!(tab.answer_to(call).is_ok());
    assert_eq!((calls_made(&tab), renewals(&tab)), (1, 1));
}

/// A laptop that slept: no alarm rang.
#[test]
fn a_call_renews_what_ended_while_nobody_looked() {
    let mut tab = renewing();
    tab.clock.advance(LIFETIME.0);

    let call = tab.calls(PRACTITIONERS);

    assert!(tab.answer_to(call).is_ok());
    assert_eq!((calls_made(&tab), renewals(&tab)), (1, 1));
}

#[test]
fn a_renewal_that_fails_for_the_moment_is_told_and_tried_again() {
    let mut tab = renewing();
    tab.clock.advance(LIFETIME.0);
    tab.network.breaks(EndpointRole::Token, Fault::Down);
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call), Err("transport-unreachable"));
    assert!(tab.is_signed_in());

    tab.network.recovers();
    tab.lets_pass(Seconds(2));
    let call = tab.calls(PRACTITIONERS);

    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn a_renewal_that_fails_for_good_ends_the_session_and_every_call() {
    let mut tab = renewing();
    tab.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
    tab.clock.advance(LIFETIME.0);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-signed-out"));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
}

#[test]
fn without_anything_to_renew_it_with_a_token_that_is_refused_ends_the_session() {
    let mut tab = signed_in();
    tab.lets_pass(Seconds(60));
    tab.network.the_api_is(INVALID);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
}

/// Or a page that calls as soon as it is there would send the person round in circles.
#[test]
fn a_token_that_has_just_come_and_is_refused_is_not_the_sessions_end() {
    let mut tab = signed_in();
    tab.network.the_api_is(INVALID);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
    assert!(tab.is_signed_in());
}

#[test]
fn a_session_that_renews_by_redirect_does_so_for_a_token_that_is_refused() {
    let mut tab = signed_in_with(r#""api_origins":["http://127.0.0.1:9090"],"renewal":"redirect""#);
    tab.lets_pass(Seconds(60));
    tab.network.the_api_is(INVALID);

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
    assert!(tab.is_resuming(), "{:?}", tab.view());
    tab.network.the_api_is(None);
    tab.comes_back_as("victor");
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn signing_out_answers_every_call_and_hears_no_answer_after_it() {
    let mut tab = signed_in();
    tab.holds_calls();
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.is_waiting_for(call));

    tab.happens(Event::SignOutRequested);
    tab.releases_calls();

    assert_eq!(tab.answer_to(call), Err("api-signed-out"));
}

#[test]
fn a_call_that_nobody_waits_for_is_told_nobody() {
    let mut tab = signed_in();
    tab.holds_calls();
    let (dropped, kept) = (tab.calls(PRACTITIONERS), tab.calls(PRACTITIONERS));
    tab.drops(dropped);

    tab.releases_calls();

    assert!(tab.is_waiting_for(dropped));
    assert!(tab.answer_to(kept).is_ok());
}

/// Whatever stands in an address or a body, the shell runs curl and nothing else.
#[test]
fn a_call_is_one_command_for_a_shell_whatever_is_in_it() {
    let address = "https://api.lifen.fr/$(id)?name=o'neil';id;'&x=$HOME&y[]=1";
    let body = "@it's `id` $(id) \\ \"\n\u{e9}";
    let call = Call::get(address).expect("an address").sending(Method::Post, "text/plain", body.to_owned());
    let curl = call.to_curl(Scheme::Bearer);
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}; ACCESS_TOKEN=t; {curl}");

    let shell = Command::new("sh").args(["-c", &script]).output().expect("a shell");

    let words = String::from_utf8(shell.stdout).expect("text");
    let words: Vec<_> = words.split_terminator('\0').collect();
    assert_eq!(words[..6], ["-X", "POST", "-H", "Authorization: Bearer t", "-H", "Content-Type: text/plain"]);
    assert_eq!(words[6..], ["--data-raw", body, "-g", address]);
}

#[test]
fn waits_as_long_as_the_api_says_and_calls_again() {
    let mut tab = signed_in();
    tab.network.the_api_is(Fault::AsksToComeBack("3"));
    let call = tab.calls(PRACTITIONERS);
    tab.network.the_api_is(None);
    tab.lives_for(Seconds(2));
    assert!(tab.is_waiting_for(call));
    assert_eq!(calls_made(&tab), 1);

    tab.lives_for(Seconds(1));

    assert!(tab.answer_to(call).is_ok());
    assert_eq!(calls_made(&tab), 2);
    let limits = |effect: &Effect| match effect {
        Effect::Call(_, call, ..) => Some(call.limit),
        _ => None,
    };
    let limits: Vec<_> = tab.recorded_effects().iter().filter_map(limits).collect();
    assert_eq!(limits, [None, Some(Seconds(12))], "of fifteen seconds three are gone");
}

/// Nothing was done about it, so what it sends is sent again.
#[test]
fn what_a_page_sends_waits_as_well() {
    let mut tab = signed_in();
    tab.network.the_api_is(Fault::AsksToComeBack("1"));
    let call = Call::get(PRACTITIONERS).expect("an address");
    let call = tab.makes(call.sending(Method::Post, "application/fhir+json", "{}".to_owned()));
    assert!(tab.is_waiting_for(call));
    tab.network.the_api_is(None);

    tab.lives_for(Seconds(1));

    assert_eq!(tab.asked_for("POST /fhir/v3/Practitioner"), 1);
    assert!(!tab.is_waiting_for(call));
}

#[test]
fn waits_no_longer_than_the_calls_time_limit() {
    for (asked, limit, waits) in
        [("15", None, true), ("16", None, false), ("4", Some(4), true), ("5", Some(4), false)]
    {
        let mut tab = signed_in();
        tab.network.the_api_is(Fault::AsksToComeBack(asked));
        let call = Call::get(PRACTITIONERS).expect("an address");
        let call = tab.makes(match limit {
            Some(limit) => call.within(Seconds(limit)),
            None => call,
        });

        assert_eq!(tab.is_waiting_for(call), waits, "{asked} {limit:?}");
        if !waits {
            assert_eq!(tab.answer_to(call), Err("api-rate-limited"), "{asked}");
        }
    }
}

/// However often it asks: the limit is the call's, not that of each attempt.
#[test]
fn an_api_that_always_asks_to_come_back_is_told_in_time() {
    let mut tab = signed_in();
    tab.network.the_api_is(Fault::AsksToComeBack("0"));

    let call = tab.calls(PRACTITIONERS);
    tab.lives_for(Seconds(20));

    assert_eq!(tab.answer_to(call), Err("api-rate-limited"));
    assert_eq!(calls_made(&tab), 16, "once a second, and no faster");
    assert!(tab.is_signed_in());
}

#[test]
fn an_api_that_does_not_say_when_is_told_at_once() {
    let mut tab = signed_in();
    for fault in [Fault::AsksToComeBack("later"), Fault::Says(429, String::new())] {
        tab.network.the_api_is(fault);

        let call = tab.calls(PRACTITIONERS);

        assert_eq!(tab.answer_to(call), Err("api-rate-limited"));
    }
}

#[test]
fn a_call_that_nobody_waits_for_is_stopped_on_its_way() {
    let abandoned = |tab: &Tab| {
        tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::Abandon(_))).count()
    };
    let mut tab = signed_in();
    tab.holds_calls();
    let (dropped, _kept) = (tab.calls(PRACTITIONERS), tab.calls(PRACTITIONERS));
    tab.drops(dropped);
    assert_eq!(abandoned(&tab), 1);

    tab.happens(Event::SignOutRequested);

    assert_eq!(abandoned(&tab), 2, "nor is anything awaited that somebody asked who signed out");
}

/// One that waits to be made again is not made.
#[test]
fn a_call_that_was_put_off_and_dropped_is_not_made_again() {
    let mut tab = signed_in();
    tab.network.the_api_is(Fault::AsksToComeBack("3"));
    let call = tab.calls(PRACTITIONERS);
    tab.network.the_api_is(None);

    tab.drops(call);
    tab.lives_for(Seconds(10));

    assert_eq!(calls_made(&tab), 1);
}
