//! Calls beside the one that the person is led to the provider for, and what stands in its way.

use lifen_connect::session::{EnvironmentError, Event};

use super::*;

const DEMANDS: Fault =
    Fault::Challenges(401, r#"Bearer error="insufficient_user_authentication", acr_values="eidas2""#);

/// The person looks at another tab, so that nobody leaves yet.
fn hidden() -> Tab {
    let mut tab = signed_in();
    tab.is_hidden = true;
    tab.network.the_api_is(DEMANDS);
    tab
}

#[test]
fn of_two_calls_the_one_that_was_refused_first_is_made_again() {
    let mut tab = hidden();
    tab.calls(DOCUMENT);
    tab.calls(PRACTITIONERS);

    tab.is_looked_at();
    tab.comes_back_as("victor");

    assert_eq!(tab.interrupted_call(), Some(DOCUMENT));
}

#[test]
fn a_call_that_was_given_up_leaves_its_place_to_the_next_one() {
    let mut tab = hidden();
    let given_up = tab.calls(DOCUMENT);
    tab.drops(given_up);
    tab.calls(PRACTITIONERS);

    tab.is_looked_at();
    tab.comes_back_as("victor");

    assert_eq!(tab.interrupted_call(), Some(PRACTITIONERS));
}

#[test]
fn storage_that_fills_up_on_the_way_is_told_and_the_session_goes_on() {
    let mut tab = signed_in_with(r#","persistence":"tab""#);
    tab.hold(EndpointRole::Metadata);
    tab.reloads();
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    let call = tab.calls(DOCUMENT);
    tab.storage.is_blocked = true;

    tab.release(EndpointRole::Metadata);

    assert_eq!(tab.answer_to(call), Err("environment-storage-blocked"));
    assert!(tab.is_signed_in() && !tab.has_left());
}

#[test]
fn the_call_that_is_made_again_is_put_off_where_its_api_asks_for_it() {
    let mut tab = stepping_up();
    tab.network.the_api_is(Fault::AsksToComeBack("3"));
    tab.comes_back_as("victor");
    tab.network.the_api_is(None);
    let call = tab.calls(DOCUMENT);
    assert!(tab.is_waiting_for(call));

    tab.lives_for(Seconds(3));

    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn a_browser_is_believed_to_be_on_its_way_for_half_a_minute() {
    let mut tab = signed_in();
    let call = tab.calls(DOCUMENT);
    tab.stops_leaving();

    tab.lives_for(Seconds(29));
    assert!(tab.is_waiting_for(call));
    tab.lives_for(Seconds(1));

    assert_eq!(tab.answer_to(call), Err("api-authentication-denied"));
}

/// The answer to another question does not say whether this sign-in is stored.
#[test]
fn leaves_once_its_own_sign_in_is_stored() {
    let mut tab = hidden();
    tab.calls(DOCUMENT);
    let before = tab.session().clone();
    tab.is_looked_at();
    let is_offer = |event: &Event| matches!(event, Event::ResumptionOffered(..));
    let offer = tab.recorded().into_iter().find(is_offer).expect("an offer");
    let Event::ResumptionOffered(another, _) = offer else { unreachable!() };
    let (session, _) = before.step(offer, tab.now());

    for result in [Ok(()), Err(EnvironmentError::StorageBlocked)] {
        let (_, effects) = session.clone().step(Event::Remembered(another, result), tab.now());

        assert!(effects.is_empty(), "{effects:?}");
    }
    assert!(tab.is_leaving_for_the_provider());
}
