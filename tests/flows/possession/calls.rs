//! Calls of an API with tokens that are bound.

use lifen_connect::protocol::transport::Answer;

use super::*;

const PRACTITIONERS: &str = "http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier";
const DOCUMENT: &str = "http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021";

/// On a page that calls the provider's API.
fn before_the_api(dpop: &str) -> String {
    format!(
        r#""dpop":"{dpop}","api_origins":["http://127.0.0.1:9090"],"scope":"openid profile offline_access""#
    )
}

/// RFC 9449 §7.1.
#[test]
fn calls_an_api_with_a_proof_for_each_call() {
    for change in [
        |settings: &mut Settings| takes(settings, Dpop::Accepted),
        |settings: &mut Settings| {
            takes(settings, Dpop::Required);
            settings.dpop_nonce_required = true;
        },
    ] {
        let mut tab = opened(change, &before_the_api("required"));
        tab.signs_in_as("victor");

        for _ in 0..2 {
            let call = tab.calls(PRACTITIONERS);
            assert!(tab.answer_to(call).is_ok());
        }
    }
}

/// RFC 9449 §9: the API has refused to do anything, so that nothing is done twice.
#[test]
fn calls_once_more_with_the_nonce_that_the_api_wants_and_not_for_ever() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");
    tab.provider.misbehave(Misbehaviour::DpopNonceRequired);
    tab.requests();

    let call = tab.calls(PRACTITIONERS);

    assert!(tab.answer_to(call).is_ok());
    let asked = |tab: &Tab| {
        let calls = tab.recorded_effects().into_iter();
        calls.filter(|effect| matches!(effect, Effect::Call(..))).count()
    };
    assert_eq!(asked(&tab), 2);
    tab.network.the_api_is(Fault::WantsAnotherNonce);
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call).err(), Some("api-http-status"));
    assert_eq!(asked(&tab), 4);
    assert!(tab.is_signed_in(), "it was not about the token");
}

#[test]
fn renews_no_token_because_of_a_proof_that_the_api_does_not_take() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");
    tab.network.the_api_is(Fault::Challenges(401, "DPoP error=\"invalid_dpop_proof\""));

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call).err(), Some("api-http-status"));
    assert_eq!(tab.provider.granted().len(), 1);
}

#[test]
fn leaves_with_the_key_for_what_a_call_demands_of_the_authentication() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");

    tab.calls(DOCUMENT);

    assert!(dpop_jkt(&tab).is_some());
    tab.comes_back_as("victor");
    let call = tab.calls(DOCUMENT);
    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn a_call_waits_for_the_key_and_hears_that_it_cannot_be_found() {
    let kept = before_the_api("required") + r#","persistence":"tab""#;
    let mut tab = before(Dpop::Accepted, &kept);
    tab.signs_in_as("victor");
    tab.prepares_late = true;
    tab.reloads();
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.is_waiting_for(call));

    tab.has_its_key_at_last();
    assert!(tab.answer_to(call).is_ok());

    tab.keys.is_blocked(true);
    tab.reloads();
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call).err(), Some("environment-key-storage-blocked"));
    tab.keys.is_blocked(false);
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.answer_to(call).is_ok(), "it was looked for again");
}

fn calls_made(tab: &Tab) -> usize {
    tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::Call(..))).count()
}

/// Or each call would be made twice from the end of the first nonce on.
#[test]
fn brings_the_latest_of_the_nonces_that_an_api_gave() {
    let mut tab = before_nonces(&before_the_api("required"));
    tab.signs_in_as("victor");
    tab.lets_pass(Seconds(3600));

    for made in [2, 3] {
        let call = tab.calls(PRACTITIONERS);
        assert!(tab.answer_to(call).is_ok());
        assert_eq!(calls_made(&tab), made);
    }
}

#[test]
fn calls_that_lack_a_nonce_together_are_each_made_once_more() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");
    tab.provider.misbehave(Misbehaviour::DpopNonceRequired);
    tab.holds_calls();
    let calls = [PRACTITIONERS; 2].map(|address| tab.calls(address));

    tab.releases_calls();

    for call in calls {
        assert!(tab.answer_to(call).is_ok());
    }
    assert_eq!(calls_made(&tab), 4);
}

/// The answer had come when the request was stopped.
#[test]
fn makes_no_call_once_more_that_nobody_waits_for() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");
    tab.holds_calls();
    let call = tab.calls(PRACTITIONERS);
    let sent = |effect: &Effect| match effect {
        Effect::Call(ticket, ..) => Some(*ticket),
        _ => None,
    };
    let ticket = tab.recorded_effects().iter().find_map(sent).expect("a call");
    tab.drops(call);

    let mut answer = Answer::new(401, r#"{"error":"use_dpop_nonce"}"#);
    answer.headers.www_authenticate = Some("DPoP error=\"use_dpop_nonce\"".to_owned());
    answer.headers.dpop_nonce = Some("another".to_owned());
    tab.happens(Event::CallAnswered(ticket, Ok(answer)));

    assert_eq!(calls_made(&tab), 1);
}

/// RFC 9449 §7.1: an API that takes both kinds of tokens says why it takes neither.
#[test]
fn hears_what_an_api_says_of_tokens_that_are_bound() {
    let mut tab = before(Dpop::Accepted, &before_the_api("required"));
    tab.signs_in_as("victor");
    tab.network.the_api_is(Fault::Challenges(
        401,
        r#"Bearer error="invalid_token", DPoP error="insufficient_scope", scope="letters""#,
    ));

    let call = tab.calls(PRACTITIONERS);

    assert_eq!(tab.answer_to(call).err(), Some("api-scope-missing"));
}

/// The tokens say themselves that they are bound: nothing that is fetched has to.
#[test]
fn finds_its_key_before_it_knows_the_provider() {
    let kept = before_the_api("required") + r#","persistence":"tab""#;
    let mut tab = before(Dpop::Accepted, &kept);
    tab.signs_in_as("victor");
    tab.hold(EndpointRole::Metadata);
    tab.reloads();

    let call = tab.calls(PRACTITIONERS);

    assert!(tab.answer_to(call).is_ok());
}
