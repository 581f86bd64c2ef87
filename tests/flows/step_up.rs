//! A call that takes a stronger or a fresher authentication: to the provider and back, for this call.

mod beside;

use std::time::Duration;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Call, Method, SignedOutReason, Stage, View};
use provider::{Misbehaviour, Settings};

use crate::world::{Fault, PLACE, Tab, talk};

const DOCUMENT: &str = "http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021";
const REQUEST: &str = "GET /fhir/v3/DocumentReference/9410021";
const PRACTITIONERS: &str = "http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier";

fn signed_in() -> Tab {
    signed_in_with("")
}

fn signed_in_with(members: &str) -> Tab {
    let mut tab = Tab::configured(&format!(r#""api_origins":["http://127.0.0.1:9090"]{members}"#));
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// The same, at the provider because of the document.
fn stepping_up() -> Tab {
    let mut tab = signed_in();
    tab.calls(DOCUMENT);
    assert!(tab.is_leaving_for_the_provider(), "{:?}", tab.view());
    tab
}

fn comes_back_refusing(tab: &mut Tab) {
    let response = tab.is_sent_back_refusing();
    tab.opens(&response);
}

#[test]
fn leaves_with_what_the_api_demands_and_comes_back_with_the_answer() {
    let mut tab = signed_in();

    let call = tab.calls(DOCUMENT);
    assert!(tab.is_waiting_for(call));
    assert!(tab.is_signed_in(), "the page stays as it is until it is gone");
    for parameter in ["&acr_values=eidas2", "&max_age=600"] {
        assert!(tab.left_for().contains(parameter), "{}", tab.left_for());
    }
    assert!(!tab.left_for().contains("prompt="), "the person may be asked: {}", tab.left_for());
    assert!(!tab.left_in_place, "the back button leads back");
    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
    assert_eq!(tab.interrupted_call(), Some(DOCUMENT));
    let call = tab.calls(DOCUMENT);
    assert!(tab.answer_to(call).is_ok_and(|answer| answer.body.contains("9410021")));
    assert_eq!(tab.asked_for(REQUEST), 2, "once in vain, once again");
    assert_eq!(tab.interrupted_call(), None);
    assert_eq!(tab.notice(), None);
}

#[test]
fn the_answer_is_told_once_and_the_next_call_is_made() {
    let mut tab = stepping_up();
    tab.comes_back_as("victor");

    for _ in 0..2 {
        let call = tab.calls(DOCUMENT);
        assert!(tab.answer_to(call).is_ok());
    }

    assert_eq!(tab.asked_for(REQUEST), 3);
}

#[test]
fn a_page_that_asks_before_the_answer_is_there_waits_for_it() {
    let mut tab = stepping_up();
    tab.holds_calls();
    tab.comes_back_as("victor");
    // Drawn twice, as pages are.
    let first = tab.calls(DOCUMENT);
    tab.drops(first);
    let second = tab.calls(DOCUMENT);

    tab.releases_calls();

    assert!(tab.is_waiting_for(first));
    assert!(tab.answer_to(second).is_ok());
    assert_eq!(tab.asked_for(REQUEST), 2);
}

#[test]
fn an_answer_that_nobody_asks_for_is_not_kept() {
    let mut tab = stepping_up();
    tab.comes_back_as("victor");
    tab.lets_pass(Seconds(59));
    assert_eq!(tab.interrupted_call(), Some(DOCUMENT));
    tab.lets_pass(Seconds(1));
    assert_eq!(tab.interrupted_call(), None, "an alarm saw to it");

    let call = tab.calls(DOCUMENT);

    assert!(tab.answer_to(call).is_ok());
    assert_eq!(tab.asked_for(REQUEST), 3);
}

#[test]
fn a_call_of_another_address_is_another_call() {
    let mut tab = stepping_up();
    tab.comes_back_as("victor");

    let call = tab.calls(PRACTITIONERS);

    assert!(tab.answer_to(call).is_ok());
    assert_eq!(tab.interrupted_call(), Some(DOCUMENT));
}

#[test]
fn asks_for_what_the_deployment_wants_too() {
    for (members, parameters) in [
        (r#","max_age":60"#, ["&max_age=60&", "&acr_values=eidas2&"]),
        (r#","acr_values":"eidas3 eidas2""#, ["&max_age=600&", "&acr_values=eidas2&"]),
        (r#","acr_values":"eidas1""#, ["&max_age=600&", "&acr_values=eidas2&"]),
    ] {
        let mut tab = signed_in_with(members);
        tab.network.the_api_is(Fault::Challenges(
            401,
            r#"Bearer error="insufficient_user_authentication", acr_values="eidas2", max_age="600""#,
        ));
        tab.lets_pass(Seconds(61));

        tab.calls(DOCUMENT);

        let asked = format!("{}&", tab.left_for());
        for parameter in parameters {
            assert!(asked.contains(parameter), "{members}: {asked}");
        }
    }
}

#[test]
fn a_session_does_not_grow_younger_by_it() {
    let mut tab = signed_in_with(r#","session_lifetime":7200"#);
    tab.lets_pass(Seconds(3600));
    tab.calls(DOCUMENT);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());

    tab.lets_pass(Seconds(3600));

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Limit));
}

#[test]
fn an_api_that_is_never_content_is_told_and_not_left_for_again() {
    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::ApiInsufficientAuthentication);
    tab.calls(DOCUMENT);

    tab.comes_back_as("victor");

    assert!(!tab.has_left(), "{:?}", tab.view());
    for address in [DOCUMENT, DOCUMENT, PRACTITIONERS] {
        let call = tab.calls(address);
        assert_eq!(tab.answer_to(call), Err("api-authentication-insufficient"), "{address}");
        assert!(!tab.has_left(), "{address}");
    }
    assert!(tab.is_signed_in());
}

#[test]
fn an_authentication_that_grew_old_is_asked_for_again() {
    let mut tab = stepping_up();
    tab.comes_back_as("victor");
    tab.lets_pass(Seconds(601));

    tab.calls(DOCUMENT);

    assert!(tab.is_leaving_for_the_provider(), "{:?}", tab.view());
}

#[test]
fn other_demands_are_another_authentication() {
    let mut tab = stepping_up();
    tab.comes_back_as("victor");
    tab.network.the_api_is(Fault::Challenges(
        401,
        r#"Bearer error="insufficient_user_authentication", acr_values="eidas3""#,
    ));

    tab.calls(PRACTITIONERS);

    assert!(tab.left_for().contains("&acr_values=eidas3"), "{}", tab.left_for());
}

#[test]
fn whoever_says_no_finds_the_session_as_it_was() {
    let mut tab = stepping_up();

    comes_back_refusing(&mut tab);
    assert!(tab.is_resuming(), "{:?}", tab.view());
    assert!(!tab.left_for().contains("acr_values"), "{}", tab.left_for());
    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
    assert_eq!(tab.notice(), Some("api-authentication-denied"));
    let call = tab.calls(DOCUMENT);
    assert_eq!(
        tab.answer_to(call),
        Err("api-authentication-denied"),
        "a page that asks at once does not leave again"
    );
    assert!(!tab.has_left());
    assert_eq!((tab.notice(), tab.asked_for(REQUEST)), (None, 1));
    tab.calls(DOCUMENT);
    assert!(tab.is_leaving_for_the_provider(), "whoever asks again is asked again");
}

#[test]
fn another_tab_brings_back_whoever_says_no() {
    let mut tab = stepping_up();
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    assert!(other.is_signed_in());
    let response = tab.is_sent_back_refusing();
    // It has to ask for the metadata first, and hears of the other tab meanwhile.
    tab.hold(EndpointRole::Metadata);

    tab.opens(&response);
    talk(&mut [&mut tab, &mut other]);

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
    assert_eq!(tab.notice(), Some("api-authentication-denied"));
}

#[test]
fn tokens_that_were_kept_bring_back_whoever_says_no() {
    let mut tab = signed_in_with(r#","persistence":"tab""#);
    tab.calls(DOCUMENT);

    comes_back_refusing(&mut tab);

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    assert_eq!(tab.notice(), Some("api-authentication-denied"));
}

#[test]
fn a_provider_that_cannot_or_will_not_is_a_no() {
    for fault in [
        Misbehaviour::AuthorizationServerError,
        Misbehaviour::AuthorizationTemporarilyUnavailable,
        Misbehaviour::AuthorizationInvalidScope,
        Misbehaviour::AuthenticationContextWrong,
        Misbehaviour::AuthenticationTooOld,
        Misbehaviour::AuthenticationTimeMissing,
        Misbehaviour::TokenRefusesCors,
    ] {
        let mut tab = stepping_up();
        tab.provider.misbehave(fault);
        tab.comes_back_as("victor");
        assert!(tab.is_resuming(), "{fault}: {:?}", tab.view());
        tab.provider.behave();

        tab.comes_back_as("victor");

        assert!(tab.is_signed_in(), "{fault}: {:?}", tab.view());
        assert_eq!(tab.notice(), Some("api-authentication-denied"), "{fault}");
    }
}

/// What nobody can vouch for is no "no".
#[test]
fn a_response_that_proves_nothing_fails_as_it_always_does() {
    for (fault, code) in [
        (Misbehaviour::InvalidSignature, "id-token-signature-invalid"),
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
        (Misbehaviour::ResponseIssuerWrong, "authorization-issuer-mismatch"),
    ] {
        let mut tab = stepping_up();
        tab.provider.misbehave(fault);

        tab.comes_back_as("victor");

        assert_eq!(tab.error_code(), Some(code));
    }
}

#[test]
fn somebody_else_does_not_take_over_the_page() {
    let mut tab = stepping_up();

    tab.comes_back_as("agathe");

    assert_eq!(tab.error_code(), Some("session-person-changed"));
    assert!(tab.session().access_token().is_none());
    assert_eq!(tab.asked_for(REQUEST), 1, "nothing is called for them");
}

#[test]
fn whoever_turns_back_goes_on_where_they_were() {
    let mut tab = signed_in();
    let call = tab.calls(DOCUMENT);

    tab.goes_back();

    assert!(tab.is_signed_in());
    assert_eq!(tab.answer_to(call), Err("api-authentication-denied"));
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.answer_to(call).is_ok());
    tab.calls(DOCUMENT);
    assert!(tab.is_leaving_for_the_provider());
}

/// The page was not in the back/forward cache: it is loaded anew.
#[test]
fn whoever_turns_back_to_a_page_that_is_gone_is_still_signed_in() {
    let mut tab = stepping_up();

    tab.reloads_while(Some("victor"));

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn a_page_that_stays_although_it_was_left_calls_again() {
    let mut tab = signed_in();
    let stopped = tab.calls(DOCUMENT);
    tab.stops_leaving();
    let at_once = tab.calls(DOCUMENT);
    assert!(!tab.has_left(), "it may still be on its way");
    tab.lets_pass(Seconds(30));

    tab.calls(DOCUMENT);

    assert!(tab.is_leaving_for_the_provider());
    for call in [stopped, at_once] {
        assert_eq!(tab.answer_to(call), Err("api-authentication-denied"));
    }
}

#[test]
fn what_a_page_writes_is_its_own_to_repeat_and_is_kept_nowhere() {
    let mut tab = signed_in();
    let call = Call::get(DOCUMENT).expect("an address");
    tab.network.the_api_is(Fault::Challenges(401, r#"Bearer error="insufficient_user_authentication""#));

    let call = tab.makes(call.sending(Method::Put, "application/fhir+json", "planted-in-a-body".to_owned()));

    assert_eq!(tab.answer_to(call), Err("api-not-repeated"));
    assert!(tab.left_for().contains("&max_age=0"), "{}", tab.left_for());
    assert!(!tab.storage.text().contains("planted-in-a-body") && !tab.storage.text().contains("9410021"));
    tab.network.the_api_is(None);
    tab.comes_back_as("victor");
    assert_eq!(tab.notice(), Some("api-not-repeated"));
    assert_eq!(tab.interrupted_call(), None);
    assert_eq!(tab.asked_for("PUT /fhir/v3/DocumentReference/9410021"), 0, "the fault was in between");
    let call = tab.calls(PRACTITIONERS);
    assert_eq!((tab.answer_to(call).is_ok(), tab.notice()), (true, None));
}

#[test]
fn two_calls_leave_once() {
    let mut tab = signed_in();
    tab.holds_calls();
    let calls = [tab.calls(DOCUMENT), tab.calls(DOCUMENT)];

    tab.releases_calls();
    assert!(tab.is_leaving_for_the_provider());
    tab.goes_back();

    for call in calls {
        assert_eq!(tab.answer_to(call), Err("api-authentication-denied"));
    }
}

#[test]
fn nobody_is_taken_away_from_a_tab_they_do_not_look_at() {
    let mut tab = signed_in();
    tab.is_hidden = true;
    let given_up = tab.calls(DOCUMENT);
    assert!(!tab.has_left());

    tab.drops(given_up);
    tab.is_looked_at();
    assert!(!tab.has_left(), "nobody waits for it any longer");
    tab.is_hidden = true;
    tab.calls(DOCUMENT);
    tab.is_looked_at();

    assert!(tab.is_leaving_for_the_provider());
}

#[test]
fn a_page_that_goes_round_in_circles_is_stopped_and_keeps_its_session() {
    let mut tab = signed_in();
    for _ in 0..3 {
        tab.reloads_while(Some("victor"));
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }

    let call = tab.calls(DOCUMENT);

    assert_eq!(tab.answer_to(call), Err("session-redirect-loop"));
    assert!(tab.is_signed_in() && !tab.has_left());
    tab.lets_pass(Seconds(60));
    tab.reloads_while(Some("victor"));
    assert!(tab.is_signed_in(), "it is still remembered that somebody is: {:?}", tab.view());
}

#[test]
fn a_browser_that_can_remember_nothing_says_so_and_keeps_its_session() {
    let mut tab = signed_in();
    tab.storage.is_blocked = true;
    let call = tab.calls(DOCUMENT);
    assert_eq!(tab.answer_to(call), Err("environment-storage-blocked"));

    let mut tab = signed_in();
    tab.has_entropy = false;
    let call = tab.calls(DOCUMENT);
    assert_eq!(tab.answer_to(call), Err("environment-crypto-unavailable"));

    assert!(tab.is_signed_in() && !tab.has_left());
}

/// The tokens came from another tab, and the metadata never did.
#[test]
fn a_provider_that_cannot_be_found_is_told_and_the_session_goes_on() {
    let mut tab = signed_in();
    let mut other = tab.another_tab();
    other.network.breaks(EndpointRole::Metadata, Fault::Down);
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    assert!(other.is_signed_in());

    let call = other.calls(DOCUMENT);

    assert_eq!(other.answer_to(call), Err("transport-unreachable"));
    assert!(other.is_signed_in() && !other.has_left());
    other.network.recovers();
    other.calls(DOCUMENT);
    assert!(other.is_leaving_for_the_provider());
}

/// The address of the call lay in the tab's store meanwhile.
#[test]
fn the_call_is_made_again_only_where_the_token_may_go_by_then() {
    let mut tab = stepping_up();
    let response = tab.is_sent_back_as("victor");
    let issuer = tab.provider.issuer().to_owned();
    tab.is_deployed_for(&issuer);

    tab.opens(&response);

    assert!(tab.is_signed_in());
    assert_eq!(tab.asked_for(REQUEST), 1);
    assert_eq!(tab.interrupted_call(), None);
}

#[test]
fn where_nobody_is_signed_in_at_the_provider_any_more_the_page_offers_its_button() {
    let mut tab = stepping_up();
    comes_back_refusing(&mut tab);
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));

    let back = tab.network.visit(tab.left_for()).expect("the provider redirects");
    tab.opens(&back);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), None, "that was another session");
}

/// They ended while the person was away.
#[test]
fn tokens_that_were_kept_and_are_of_no_use_leave_it_to_the_provider() {
    let settings = Settings { access_token_lifetime: Duration::from_secs(600), ..Settings::default() };
    let members = r#""api_origins":["http://127.0.0.1:9090"],"persistence":"tab""#;
    let mut tab = Tab::at_a_provider(settings, provider::Algorithm::RS256, members);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.calls(DOCUMENT);
    tab.clock.advance(600);

    comes_back_refusing(&mut tab);
    assert!(tab.is_resuming(), "{:?}", tab.view());
    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.notice(), Some("api-authentication-denied"));
}
