//! Tokens that have just come, and are refused all the same.

use super::*;

/// No renewal has shown yet that another one would not be taken either.
#[test]
fn one_of_a_sign_in_is_renewed_at_once() {
    let mut tab = renewing_with(API);
    tab.records();
    tab.network.the_api_is(INVALID);
    tab.hold(EndpointRole::Token);
    let call = tab.calls(PRACTITIONERS);

    tab.network.the_api_is(None);
    tab.release(EndpointRole::Token);

    assert!(tab.answer_to(call).is_ok());
    assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
}

#[test]
fn one_has_just_come_for_ten_seconds() {
    for (age, is_fresh) in [(9, true), (10, false)] {
        let mut tab = signed_in();
        tab.lets_pass(Seconds(age));
        tab.network.the_api_is(INVALID);

        let call = tab.calls(PRACTITIONERS);

        assert_eq!(tab.answer_to(call), Err("api-unauthorized"));
        assert_eq!(tab.is_signed_in(), is_fresh, "after {age} seconds");
    }
}

/// Or it would be asked for one after the other, until the clock is where it was.
#[test]
fn one_that_came_by_a_clock_that_was_put_back_is_another_than_the_one_that_was_refused() {
    let mut tab = renewing_with(&format!(r#"{API},"clock_skew":300"#));
    tab.records();
    tab.lives_for(Seconds(60));
    tab.network.the_api_is(INVALID);
    tab.holds_calls();
    let call = tab.calls(PRACTITIONERS);
    tab.clock_is_ahead_by = Seconds(-120);

    tab.answers_one_call();
    tab.network.the_api_is(None);
    tab.releases_calls();

    assert!(tab.answer_to(call).is_ok());
    assert_eq!((calls_made(&tab), renewals(&tab)), (2, 1));
}
