//! Several calls in the air.

use super::*;

/// Whichever comes first.
#[test]
fn each_is_answered_with_its_own_answer() {
    let mut tab = signed_in();
    tab.holds_calls();
    let (first, second) = (tab.calls(PRACTITIONERS), tab.calls(PRACTITIONERS));
    let sent = |effect: Effect| match effect {
        Effect::Call(ticket, ..) => Some(ticket),
        _ => None,
    };
    let tickets: Vec<_> = tab.recorded_effects().into_iter().filter_map(sent).collect();

    tab.happens(Event::CallAnswered(tickets[1], Ok(Answer::new(200, "the second"))));

    assert!(tab.is_waiting_for(first));
    assert_eq!(tab.answer_to(second).expect("an answer").body, "the second");
}
