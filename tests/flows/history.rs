//! Pages that come back from the cache, answers that come late, sign-ins that come twice.

use std::sync::Arc;

use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::protocol::secret::Entropy;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::{Answer, EndpointRole};
use lifen_connect::session::{
    Arrival, Effect, Event, Place, Session, SignInEntropy, SignedOutReason, Stage, TabMemory, Ticket, View,
};

use crate::world::{Fault, NOW, PLACE, Tab, talk};

#[test]
fn the_button_works_again_after_coming_back_from_the_provider_by_the_back_button() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    assert_eq!(tab.view(), View::Pending(Stage::Leaving));

    tab.goes_back();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    tab.signs_in_as("victor");
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn the_button_works_again_when_the_page_was_cached_while_metadata_was_on_its_way() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);
    tab.presses_sign_in();

    tab.goes_back();
    tab.release(EndpointRole::Metadata);

    assert!(!tab.has_left(), "nobody asked any more");
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn a_session_that_comes_out_of_the_cache_is_still_there() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    tab.goes_back();

    assert!(tab.is_signed_in());
}

#[test]
fn a_page_left_by_signing_out_comes_back_signed_out() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    tab.happens(Event::SignOutRequested);

    tab.goes_back();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert!(tab.session().access_token().is_none());
}

#[test]
fn a_page_that_comes_back_hears_of_whoever_signed_in_meanwhile() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let mut other = tab.another_tab();
    other.opens(PLACE);
    other.signs_in_as("victor");
    tab.together.hears_nothing(&tab);

    tab.goes_back();
    talk(&mut [&mut tab, &mut other]);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn a_page_that_comes_back_hears_of_a_sign_out_meanwhile() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    other.happens(Event::SignOutRequested);
    tab.together.hears_nothing(&tab);
    assert!(tab.is_signed_in());

    tab.goes_back();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Elsewhere));
}

#[test]
fn a_page_that_comes_back_before_it_could_bring_its_session_back_tries_once_more() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    tab.hold(EndpointRole::Metadata);
    tab.reloads();
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));

    tab.goes_back();
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    tab.release(EndpointRole::Metadata);

    assert!(tab.is_resuming());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn a_page_that_is_never_left_has_its_button_again() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.stops_leaving();
    tab.lets_pass(Seconds(29));
    assert_eq!(tab.view(), View::Pending(Stage::Leaving));

    tab.lets_pass(Seconds(1));

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

/// An alarm that rings for something else takes the place of the one that was set.
#[test]
fn a_page_that_wakes_while_it_is_being_left_sets_its_alarm_again() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.stops_leaving();
    tab.lets_pass(Seconds(10));
    tab.records();

    tab.happens(Event::Woke);

    let until = tab.now() + Seconds(20);
    let alarms = |effect: &Effect| matches!(effect, Effect::WakeAt(at) if *at == until);
    assert!(tab.recorded_effects().iter().any(alarms), "{:?}", tab.recorded_effects());
}

/// Without a button of its own, a page that brings a session back would show for ever that it does.
#[test]
fn a_page_that_is_never_left_does_not_show_for_ever_that_it_is_being_left() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    tab.reloads();
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    tab.stops_leaving();
    tab.lets_pass(Seconds(30));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));

    tab.signs_in_as("victor");
    tab.happens(Event::SignOutRequested);
    assert_eq!(tab.view(), View::Pending(Stage::SigningOut));
    tab.stops_leaving();
    tab.lets_pass(Seconds(30));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

/// A long alarm rings in slices.
#[test]
fn an_alarm_that_rings_early_is_set_again() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let alarm = tab.alarm();
    tab.stops_leaving();
    tab.lets_pass(Seconds(10));

    tab.happens(Event::Woke);

    assert_eq!(tab.view(), View::Pending(Stage::Leaving));
    assert_eq!(tab.alarm(), alarm);
    let mut window = tab.window_that_opens("/ward/callback?code=x&state=y");
    let alarm = window.alarm();
    window.happens(Event::Woke);
    assert_eq!((window.is_offering(), window.alarm()), (true, alarm));
}

/// Nothing of an earlier departure is left for the next one.
#[test]
fn an_alarm_of_a_page_that_came_back_changes_nothing() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.goes_back();
    tab.lets_pass(Seconds(20));
    tab.presses_sign_in();
    tab.stops_leaving();

    tab.lets_pass(Seconds(10));

    assert_eq!(tab.view(), View::Pending(Stage::Leaving));
}

/// Every answer there was, once more and after the fact.
#[test]
fn answers_that_come_a_second_time_are_dropped() {
    let mut tab = Tab::opened();
    tab.records();
    tab.signs_in_as("victor");
    let before = (tab.view(), tab.address().to_owned(), tab.requests().len());

    for event in tab.recorded() {
        if !matches!(event, Event::Started(_) | Event::SignInRequested { .. }) {
            tab.happens(event);
        }
    }

    assert_eq!((tab.view(), tab.address().to_owned()), (before.0, before.1));
    assert!(tab.requests().is_empty());
}

#[test]
fn an_answer_to_an_earlier_question_is_dropped() {
    let mut tab = Tab::opened();
    tab.records();
    tab.network.breaks(EndpointRole::Token, Fault::Down);
    tab.signs_in_as("victor");
    let late = tab.recorded().into_iter().find_map(|event| match event {
        Event::TokenAnswered(ticket, _) => Some(ticket),
        _ => None,
    });
    let answer = Answer::new(200, r#"{"access_token":"a","token_type":"Bearer"}"#);

    tab.happens(Event::TokenAnswered(late.expect("a ticket"), Ok(answer)));

    tab.fails_with("transport-unreachable");
}

#[test]
fn a_page_begins_once() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    let response = AuthorizationResponse::parse("code=x&state=y").expect("a response");
    tab.happens(Event::Started(Arrival::Response(response)));
    tab.happens(Event::Started(Arrival::Visit(SignedOutReason::SignedOut)));

    assert!(tab.is_signed_in());
}

#[test]
fn the_button_does_nothing_while_somebody_is_signed_in_or_on_the_way() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let left_for = tab.left_for().to_owned();
    tab.presses_sign_in();
    assert_eq!(tab.left_for(), left_for);

    tab.comes_back_as("victor");
    tab.presses_sign_in();

    assert!(tab.is_signed_in() && !tab.has_left());
}

#[test]
fn a_pending_sign_in_is_gone_before_the_code_is_redeemed() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.hold(EndpointRole::Token);

    tab.comes_back_as("victor");

    assert_eq!(tab.view(), View::Pending(Stage::Returning));
    assert!(!tab.storage.text().contains("code_verifier"));
}

/// The page is killed while the token request is under way, and the person presses reload with the response in hand.
#[test]
fn a_page_killed_midway_does_not_redeem_a_second_time() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.hold(EndpointRole::Token);
    tab.opens(&response);
    tab.requests();

    tab.opens(&response);

    assert!(!tab.requests().contains(&"POST /oauth/token".to_owned()));
    tab.fails_with("authorization-state-replayed");
}

#[test]
fn six_sign_ins_begun_in_one_tab_leave_the_latest_five() {
    let mut tab = Tab::opened();
    let mut responses = Vec::new();
    for _ in 0..=TabMemory::LIMIT {
        tab.presses_sign_in();
        responses.push(tab.is_sent_back_as("victor"));
        tab.goes_back();
    }

    tab.opens(&responses[0]);
    assert_eq!(tab.error_code(), Some("authorization-state-unknown"));
    assert_eq!(tab.place_kept().as_deref(), Some(PLACE));

    for response in &responses[1..] {
        tab.opens(response);
        assert!(tab.is_signed_in());
    }
}

/// The browser may leave only when the answer to `Remember` was yes.
#[test]
fn leaves_after_the_sign_in_is_stored_not_before() {
    let mut tab = Tab::opened();
    tab.records();

    tab.presses_sign_in();

    let order: Vec<_> = tab.recorded_effects().iter().map(name_of).collect();
    assert_eq!(order, ["Remember", "Leave", "another"]);
}

/// `sessionStorage` answers at once; another store would not.
#[test]
fn what_an_earlier_click_stored_does_not_let_the_later_one_leave() {
    let configuration = Tab::known_provider().session().configuration().clone();
    let session = Session::new(Arc::new(configuration));
    let (session, _) = step(session, Event::Started(Arrival::Visit(SignedOutReason::NotYet)));
    let (session, earlier) = step(session, click(1));
    let (session, _) = step(session, Event::Restored);
    let (session, later) = step(session, click(2));

    let (session, nothing) = step(session, Event::Remembered(ticket_of(&earlier), Ok(())));
    let (_, left) = step(session, Event::Remembered(ticket_of(&later), Ok(())));

    assert!(nothing.is_empty(), "{nothing:?}");
    assert!(matches!(left[..], [Effect::Leave(_), Effect::WakeAt(_)]), "{left:?}");
}

fn step(session: Session, event: Event) -> (Session, Vec<Effect>) {
    session.step(event, Timestamp::from_seconds(NOW))
}

fn click(number: u8) -> Event {
    let [state, nonce, code_verifier] = [0, 1, 2].map(|kind| Entropy([number * 3 + kind; 32]));
    let entropy = Some(Box::new(SignInEntropy { state, nonce, code_verifier }));
    Event::SignInRequested { entropy, place: Place::of(PLACE) }
}

fn ticket_of(effects: &[Effect]) -> Ticket {
    let remember = effects.iter().find_map(|effect| match effect {
        Effect::Remember(ticket, _) => Some(*ticket),
        _ => None,
    });
    remember.expect("the sign-in is stored")
}

fn name_of(effect: &Effect) -> &'static str {
    match effect {
        Effect::Remember(..) => "Remember",
        Effect::Leave(_) => "Leave",
        _ => "another",
    }
}
