//! Redeeming the code, and every way it is refused.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::View;
use provider::Misbehaviour;

use crate::after;
use crate::world::{Fault, PLACE, Tab};

/// A tab on the redirect leg of a sign-in whose token request meets this fault.
fn with_a_token_answer(fault: Fault) -> Tab {
    let mut tab = Tab::opened();
    tab.network.breaks(EndpointRole::Token, fault);
    tab.signs_in_as("victor");
    tab
}

#[test]
fn a_code_is_redeemed_once() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    let mut duplicate = tab.duplicated();

    tab.opens(&response);
    duplicate.opens(&response);

    assert!(tab.is_signed_in());
    let redeemed = tab.requests().into_iter().filter(|request| request == "POST /oauth/token");
    assert_eq!(redeemed.count(), 1);
    duplicate.fails_with("authorization-state-replayed");
}

/// Where `localStorage` was cleared in between, no tab knows of the other.
#[test]
fn a_code_that_is_redeemed_again_is_refused_by_the_provider() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    let mut duplicate = tab.duplicated();
    tab.opens(&response);
    tab.together.is_wiped();

    duplicate.opens(&response);

    duplicate.fails_with("token-code-refused");
}

#[test]
fn a_code_older_than_a_minute_is_refused() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.lets_pass(Seconds(61));

    tab.opens(&response);

    tab.fails_with("token-code-refused");
}

#[test]
fn a_code_of_another_browser_is_worth_nothing_without_its_verifier() {
    let mut victim = Tab::opened();
    victim.presses_sign_in();
    let stolen = victim.is_sent_back_as("victor");
    let code = stolen.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code");
    let mut tab = victim.another_tab();
    tab.opens(PLACE);
    tab.presses_sign_in();
    let own = tab.is_sent_back_as("idris");
    let own_code = own.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code");

    tab.opens(&own.replace(own_code, code));

    tab.fails_with("token-code-refused");
}

#[test]
fn tells_what_the_token_endpoint_said() {
    let tab = after(Misbehaviour::InvalidGrant);

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert_eq!(error.quotation(), Some("Invalid authorization code"));
}

#[test]
fn tells_an_answer_that_is_no_answer() {
    for (status, body, code) in [
        (200, "<!doctype html><h1>Hospital Wi-Fi</h1>", "token-unreadable"),
        (200, "", "token-unreadable"),
        (200, r#"{"access_token":"eyJ"#, "token-unreadable"),
        (200, "[]", "token-unreadable"),
        (200, r#"{"access_token":42,"token_type":"Bearer"}"#, "token-unreadable"),
        (200, "{}", "token-access-token-missing"),
        (200, r#"{"access_token":"a","token_type":"mac"}"#, "token-type-unsupported"),
        (200, r#"{"access_token":"a","token_type":"Bearer"}"#, "token-id-token-missing"),
        (200, r#"{"access_token":"a","token_type":"Bearer","id_token":"x"}"#, "id-token-malformed"),
        (204, "", "token-unreadable"),
        (302, "", "token-http-status"),
        (403, "Forbidden", "token-http-status"),
        (400, "", "token-http-status"),
        (401, "", "token-http-status"),
        (429, "", "token-unavailable"),
        (429, r#"{"error":"access_denied"}"#, "token-unavailable"),
        (500, "Internal Server Error", "token-unavailable"),
        (502, "<html>", "token-unavailable"),
        (503, r#"{"error":"temporarily_unavailable"}"#, "token-unavailable"),
        (401, r#"{"error":"invalid_client"}"#, "token-refused"),
        (400, r#"{"error":"invalid_grant"}"#, "token-code-refused"),
    ] {
        let mut tab = with_a_token_answer(Fault::Says(status, body.to_owned()));

        tab.fails_with(code);
    }
}

#[test]
fn tells_why_nobody_answered() {
    with_a_token_answer(Fault::Down).fails_with("transport-unreachable");
    with_a_token_answer(Fault::Offline).fails_with("transport-offline");
    with_a_token_answer(Fault::Slow).fails_with("transport-timeout");
}

#[test]
fn a_provider_that_answers_late_runs_into_the_time_limit() {
    after(Misbehaviour::TokenSlow).fails_with("transport-timeout");
}

#[test]
fn a_provider_that_answers_within_the_time_limit_is_waited_for() {
    let mut tab = Tab::configured(r#""timeout":90"#);
    tab.provider.misbehave(Misbehaviour::TokenSlow);
    tab.opens(PLACE);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
}

#[test]
fn tells_a_token_answer_that_no_page_may_read() {
    after(Misbehaviour::TokenRefusesCors).fails_with("transport-cors-refused");
}

#[test]
fn bears_the_liberties_providers_take() {
    assert!(after(Misbehaviour::LowercaseBearer).is_signed_in());
    assert!(after(Misbehaviour::ExpiresInAsText).is_signed_in());
}
