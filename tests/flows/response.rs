//! What a person can come back with, and be turned away for.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{SignedOutReason, View};
use provider::Misbehaviour;

use crate::after;
use crate::world::{BASE, HOME, PLACE, Tab};

/// A tab whose person is at the provider.
fn away() -> Tab {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab
}

#[test]
fn a_consent_that_is_refused_is_no_sign_in() {
    let mut tab = away();

    let response = tab.is_sent_back_refusing();
    tab.opens(&response);

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert_eq!(error.quotation(), Some("the person refused"));
    tab.fails_with("authorization-denied");
}

#[test]
fn an_error_of_the_provider_is_told_in_its_own_words_as_text() {
    let mut tab = after(Misbehaviour::AuthorizationErrorWithHtmlDescription);

    let View::Failed { error, .. } = tab.view() else { panic!("failed") };
    assert!(error.quotation().is_some_and(|words| words.starts_with("<h1>Call")));
    tab.fails_with("authorization-refused");
}

#[test]
fn refuses_another_state_and_redeems_nothing() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor").replace("state=", "state=x");
    tab.requests();

    tab.opens(&response);

    assert!(!tab.requests().contains(&"POST /oauth/token".to_owned()));
    tab.fails_with("authorization-state-unknown");
}

#[test]
fn refuses_a_missing_state() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor").replace("state=", "estate=");

    tab.opens(&response);

    tab.fails_with("authorization-state-missing");
}

#[test]
fn refuses_a_repeated_state_even_when_both_are_right() {
    let mut tab = after(Misbehaviour::DuplicatedState);

    tab.fails_with("authorization-parameter-repeated");
}

#[test]
fn a_response_reached_by_the_back_button_is_not_redeemed_again() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor");
    tab.opens(&response);
    assert!(tab.is_signed_in());
    tab.requests();

    tab.opens(&response);

    assert!(!tab.requests().contains(&"POST /oauth/token".to_owned()));
    assert!(tab.is_resuming(), "somebody was signed in here: {:?}", tab.view());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_strangers_response_does_not_end_a_session_and_is_not_redeemed() {
    let mut attacker = Tab::opened();
    attacker.presses_sign_in();
    let response = attacker.is_sent_back_as("idris");
    let mut tab = attacker.another_tab();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.requests();

    tab.opens(&response);

    assert!(!tab.requests().contains(&"POST /oauth/token".to_owned()));
    assert!(tab.is_resuming(), "{:?}", tab.view());
    tab.comes_back_as("victor");
    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
}

#[test]
fn a_response_that_failed_is_not_redeemed_again_either() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::TokenServerError);
    tab.opens(PLACE);
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.opens(&response);
    assert_eq!(tab.error_code(), Some("token-unavailable"));

    tab.opens(&response);

    tab.fails_with("authorization-state-replayed");
}

#[test]
fn the_redirect_route_reloaded_is_a_plain_visit() {
    let mut tab = away();
    tab.comes_back_as("victor");

    tab.signs_out();

    tab.opens("/ward/callback");

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn the_redirect_route_reloaded_while_signed_in_leads_home() {
    let mut tab = away();
    tab.comes_back_as("victor");

    tab.opens("/ward/callback");
    tab.comes_back_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), HOME);
}

#[test]
fn a_response_opened_in_another_tab_signs_nobody_in_there() {
    let tab = away();
    let response = tab.is_sent_back_as("victor");
    let mut other = tab.another_tab();

    other.opens(&response);

    other.fails_keeping("authorization-state-unknown", HOME);
}

#[test]
fn a_response_made_up_by_somebody_else_signs_nobody_in() {
    let mut attacker = Tab::opened();
    attacker.presses_sign_in();
    let response = attacker.is_sent_back_as("idris");
    let mut tab = attacker.another_tab();
    tab.opens(PLACE);
    tab.presses_sign_in();

    tab.opens(&response);

    tab.fails_with("authorization-state-unknown");
}

#[test]
fn a_response_that_was_never_asked_for_is_unknown_and_leads_home() {
    let mut tab = Tab::new();

    tab.opens("/ward/callback?code=x&state=y");

    tab.fails_keeping("authorization-state-unknown", HOME);
}

#[test]
fn a_page_of_the_app_may_have_a_code_of_its_own() {
    let mut tab = Tab::new();

    tab.opens("/ward/session?code=x&state=y");

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert_eq!(tab.address(), "/ward/session?code=x&state=y");
}

/// Where people come back to the app's own home, which has a life of its own.
fn at_home() -> Tab {
    let mut tab = Tab::configured(r#""redirect_uri":"http://localhost:8080/ward/""#);
    tab.provider.register(provider::Client {
        client_id: "demo".to_owned(),
        redirect_uris: vec![BASE.to_owned()],
        ..provider::Client::default()
    });
    tab.opens(PLACE);
    tab
}

#[test]
fn a_home_that_is_the_redirect_uri_signs_in() {
    let mut tab = at_home();

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_home_that_is_the_redirect_uri_may_have_a_code_of_its_own() {
    for query in ["?code=SPRING&state=y", "?state=y", "?error=x", "?code=SPRING&code=SUMMER"] {
        let mut tab = at_home();

        tab.opens(&format!("{HOME}{query}"));

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{query}");
        assert_eq!(tab.address(), format!("{HOME}{query}"), "left alone");
    }
}

#[test]
fn a_home_that_is_the_redirect_uri_still_tells_a_response_that_leads_nowhere() {
    let mut tab = at_home();
    tab.provider.misbehave(Misbehaviour::TokenServerError);
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.opens(&response);
    tab.opens(&response);
    assert_eq!(tab.error_code(), Some("authorization-state-replayed"));

    // Somebody else's: only the issuer tells that it is a response at all (RFC 9207).
    tab.opens(&format!("{HOME}?code=x&state=y&iss=http%3A%2F%2F127.0.0.1%3A9090%2F"));
    assert_eq!(tab.error_code(), Some("authorization-state-unknown"));
    assert_eq!(tab.address(), HOME, "scrubbed");
}

#[test]
fn a_sign_in_older_than_an_hour_has_expired() {
    let mut tab = away();

    tab.lets_pass(Seconds(3601));
    tab.comes_back_as("victor");

    tab.fails_with("authorization-expired");
}

#[test]
fn storage_that_is_blocked_on_return_is_told() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor");
    tab.storage.is_blocked = true;

    tab.opens(&response);

    // The place was in that storage.
    tab.fails_keeping("environment-storage-blocked", HOME);
}

#[test]
fn an_error_page_on_the_redirect_route_has_learnt_the_provider_for_the_retry() {
    for is_blocked in [false, true] {
        let mut tab = away();
        let response = tab.is_sent_back_as("victor").replace("state=", "state=x");
        tab.storage.is_blocked = is_blocked;
        tab.opens(&response);
        tab.storage.is_blocked = false;
        tab.requests();

        tab.presses_try_again();

        assert!(tab.has_left());
        assert!(tab.requests().is_empty());
    }
}

#[test]
fn storage_that_was_wiped_while_away_leaves_nothing_to_redeem_with() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor");
    tab.storage.is_wiped();

    tab.opens(&response);

    tab.fails_keeping("authorization-state-unknown", HOME);
}

#[test]
fn refuses_a_response_of_another_issuer_or_without_the_one_that_was_promised() {
    after(Misbehaviour::ResponseIssuerWrong).fails_with("authorization-issuer-mismatch");
    after(Misbehaviour::ResponseIssuerMissing).fails_with("authorization-issuer-missing");
}

#[test]
fn refuses_a_denial_of_another_issuer_as_such() {
    let mut tab = away();
    let response = tab.is_sent_back_refusing().replace("127.0.0.1%3A9090", "evil.example");

    tab.opens(&response);

    tab.fails_with("authorization-issuer-mismatch");
}

#[test]
fn refuses_a_response_with_neither_code_nor_error() {
    after(Misbehaviour::MissingCode).fails_with("authorization-response-incomplete");
}

#[test]
fn a_deployment_that_moved_to_another_provider_meanwhile_redeems_nothing() {
    let mut tab = away();
    let response = tab.is_sent_back_as("victor");
    tab.is_deployed_for("https://login.example/");
    tab.requests();

    tab.opens(&response);

    assert_eq!(tab.error_code(), Some("authorization-issuer-mismatch"));
    assert_eq!(tab.place_kept().as_deref(), Some(PLACE));
    assert!(!tab.requests().contains(&"POST /oauth/token".to_owned()));
}

#[test]
fn the_later_of_two_sign_ins_in_one_tab_does_not_spoil_the_earlier() {
    let mut tab = away();
    let earlier = tab.is_sent_back_as("victor");
    tab.goes_back();
    tab.presses_sign_in();
    let later = tab.is_sent_back_as("agathe");

    tab.opens(&earlier);
    let first = tab.identity().map(|identity| identity.display_name().to_owned());
    tab.opens(&later);
    let second = tab.identity().map(|identity| identity.display_name().to_owned());

    assert_eq!(first.as_deref(), Some("Victor Pugin"));
    assert_eq!(second.as_deref(), Some("Agathe Lemoine"));
}
