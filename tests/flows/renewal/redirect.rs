//! A session without a refresh token: it ends with its access token, or a redirect brings it back.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{SignedOutReason, Stage, View};

use crate::signed_in::{
    LIFETIME, beside, renewing_with, token_requests, without_a_refresh_token, without_a_refresh_token_for,
};
use crate::world::{PLACE, Tab, pass, talk};

const REDIRECT: &str = r#""renewal":"redirect""#;

/// The provider knows the person still, and sends them straight back.
fn is_brought_back(tab: &mut Tab) {
    assert!(tab.left_for().contains("&prompt=none"), "{}", tab.left_for());
    tab.comes_back_as("victor");
}

#[test]
fn asks_the_person_unless_the_deployment_says_otherwise() {
    for members in ["", r#""renewal":"ask""#] {
        let mut tab = without_a_refresh_token(members);

        tab.lives_for(LIFETIME);

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired), "{members}");
        assert!(!tab.has_left() && tab.storage.is_empty(), "{members}");
        assert_eq!(tab.address(), PLACE);
    }
}

#[test]
fn leaves_in_place_without_a_question_and_comes_back_to_where_the_person_was() {
    let mut tab = without_a_refresh_token(REDIRECT);

    tab.lives_for(LIFETIME);
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    assert!(tab.left_in_place && tab.session().access_token().is_none());
    is_brought_back(&mut tab);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn does_so_all_day() {
    let mut tab = without_a_refresh_token(REDIRECT);
    let began = tab.identity().expect("signed in").signed_in_at;

    for _ in 0..50 {
        tab.lives_for(LIFETIME);
        is_brought_back(&mut tab);
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }

    assert_eq!(tab.identity().expect("signed in").signed_in_at, began, "one session");
}

#[test]
fn a_tab_nobody_looks_at_waits_until_somebody_does() {
    let mut tab = without_a_refresh_token(REDIRECT);
    tab.is_hidden = true;

    tab.lives_for(Seconds(5 * LIFETIME.0));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    assert!(!tab.has_left());
    tab.is_looked_at();

    is_brought_back(&mut tab);
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn whoever_is_signed_out_at_the_provider_finds_the_button() {
    let mut tab = without_a_refresh_token(REDIRECT);
    tab.lives_for(LIFETIME);

    let back = tab.network.visit(tab.left_for()).expect("the provider redirects");
    tab.opens(&back);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    assert_eq!(tab.address(), PLACE);
    tab.lives_for(Seconds(3600));
    assert!(!tab.has_left(), "one attempt");
}

#[test]
fn somebody_else_at_the_provider_does_not_take_over_the_page() {
    let mut tab = without_a_refresh_token(REDIRECT);
    tab.lives_for(LIFETIME);

    tab.comes_back_as("agathe");

    assert_eq!(tab.error_code(), Some("session-person-changed"));
}

/// Access tokens of ten seconds: whoever worked like that would see nothing but redirects.
#[test]
fn a_session_that_ends_as_soon_as_it_is_back_is_not_brought_back_for_ever() {
    let mut tab = without_a_refresh_token_for(Seconds(10), REDIRECT);
    for _ in 0..3 {
        tab.lives_for(Seconds(10));
        is_brought_back(&mut tab);
        assert!(tab.is_signed_in(), "{:?}", tab.view());
    }

    tab.lives_for(Seconds(10));

    assert!(!tab.has_left());
    assert_eq!(tab.error_code(), Some("session-redirect-loop"));
}

#[test]
fn a_deployment_that_wants_a_question_each_time_gets_it() {
    for members in [r#""max_age":0"#, r#""parameters":{"prompt":"login"}"#] {
        let mut tab = without_a_refresh_token(&format!("{REDIRECT},{members}"));

        tab.lives_for(LIFETIME);

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired), "{members}");
        assert!(!tab.has_left() && tab.storage.is_empty(), "{members}");
    }
}

#[test]
fn a_session_with_a_refresh_token_is_renewed_without_a_redirect() {
    let mut tab = renewing_with(REDIRECT);
    tab.requests();

    tab.lives_for(Seconds(3600));

    assert!(tab.is_signed_in() && !tab.has_left());
    assert_eq!(token_requests(&tab), 8);
}

#[test]
fn a_person_who_is_faster_than_the_redirect_signs_in_themselves() {
    let mut tab = without_a_refresh_token(REDIRECT);
    tab.is_hidden = true;
    tab.lives_for(LIFETIME);

    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    tab.is_looked_at();

    assert!(tab.is_signed_in() && !tab.has_left());
}

/// Two tabs, of which one is looked at: it goes to the provider and back, and tells the other.
#[test]
fn a_tab_that_another_one_brought_back_is_brought_back_again_when_it_is_reloaded() {
    let mut tab = without_a_refresh_token(REDIRECT);
    let mut hidden = beside(&mut tab);
    hidden.is_hidden = true;
    pass(&mut [&mut tab, &mut hidden], LIFETIME);
    is_brought_back(&mut tab);
    talk(&mut [&mut tab, &mut hidden]);
    assert!(hidden.is_signed_in(), "{:?}", hidden.view());
    tab.is_gone();

    hidden.is_looked_at();
    assert!(hidden.is_signed_in() && !hidden.has_left());
    hidden.reloads();

    assert!(hidden.is_resuming(), "{:?}", hidden.view());
}
