//! What a deployment asks of the authentication, and that the answer is held to it.

use lifen_connect::protocol::time::Seconds;
use provider::Misbehaviour;

use crate::world::{PLACE, Tab};

const ASKING: &str = r#""max_age":3600,"acr_values":"urn:example:strong urn:example:stronger""#;

fn asking() -> Tab {
    let mut tab = Tab::configured(ASKING);
    tab.opens(PLACE);
    tab
}

#[test]
fn asks_the_provider_and_accepts_what_it_asked_for() {
    let mut tab = asking();
    tab.presses_sign_in();
    assert!(
        tab.left_for().contains("&max_age=3600&acr_values=urn%3Aexample%3Astrong+urn%3Aexample%3Astronger")
    );

    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn asks_for_nothing_unless_the_deployment_does() {
    let mut tab = Tab::opened();

    tab.presses_sign_in();

    assert!(!tab.left_for().contains("max_age") && !tab.left_for().contains("acr_values"));
}

#[test]
fn an_authentication_that_is_too_old_is_refused_even_when_the_provider_thinks_otherwise() {
    for (fault, code) in [
        (Misbehaviour::AuthenticationTooOld, "id-token-authentication-too-old"),
        (Misbehaviour::AuthenticationTimeMissing, "id-token-claim-missing"),
        (Misbehaviour::AuthenticationContextWrong, "id-token-authentication-context-mismatch"),
    ] {
        let mut tab = asking();
        tab.provider.misbehave(fault);
        tab.signs_in_as("victor");

        tab.fails_with(code);
    }
}

#[test]
fn the_answer_is_held_to_what_was_asked_and_not_to_what_the_deployment_asks_by_then() {
    let mut tab = asking();
    tab.provider.misbehave(Misbehaviour::AuthenticationTooOld);
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.is_deployed_for("http://127.0.0.1:9090/");

    tab.opens(&response);

    assert_eq!(tab.error_code(), Some("id-token-authentication-too-old"));
}

#[test]
fn an_authentication_of_a_while_ago_within_the_age_is_fresh_enough() {
    let mut tab = asking();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.lets_pass(Seconds(50));

    tab.opens(&response);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn contexts_that_are_a_wish_are_asked_for_and_not_held_against_the_answer() {
    let mut tab = Tab::configured(r#""acr_values":"urn:example:strong","acr_claim":"voluntary""#);
    tab.provider.misbehave(Misbehaviour::AuthenticationContextWrong);
    tab.opens(PLACE);
    tab.presses_sign_in();
    assert!(tab.left_for().contains("&acr_values=urn%3Aexample%3Astrong"));

    tab.comes_back_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}
