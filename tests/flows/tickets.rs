//! Answers find the question they belong to; one that belongs to another is dropped.

use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::protocol::transport::{Answer, EndpointRole, Silence};
use lifen_connect::session::{Arrival, Effect, EnvironmentError, Event, Session, Stage, Ticket, View};
use provider::Misbehaviour;

use crate::signed_in::{RENEWS_AFTER, renewing};
use crate::world::{NOW, PLACE, Tab};

#[test]
fn an_answer_to_another_question_is_dropped_whatever_is_waited_for() {
    let foreign = foreign_ticket();
    for endpoint in [EndpointRole::Metadata, EndpointRole::Keys, EndpointRole::Token, EndpointRole::UserInfo]
    {
        let mut tab = Tab::new();
        tab.hold(endpoint);
        tab.opens(PLACE);
        tab.signs_in_as("victor");
        let before = tab.view();

        for answer in bad_answers(foreign) {
            tab.happens(answer);
        }

        assert_eq!(tab.view(), before, "{endpoint:?}");
        tab.release(endpoint);
        if tab.has_left() {
            tab.comes_back_as("victor");
        }
        assert!(tab.is_signed_in(), "{endpoint:?}: {:?}", tab.view());
        assert_eq!(tab.notice(), None, "{endpoint:?}");
    }
}

/// What a tab remembers holds the verifier: it is taken for nothing but the answer to the question where it is.
#[test]
fn what_was_recalled_for_another_question_redeems_no_code() {
    let tab = Tab::opened();
    let response = AuthorizationResponse::parse("?code=abc&state=of-this-tab").expect("a response");
    let configuration = tab.session().configuration().clone().into();
    let now = Timestamp::from_seconds(NOW);
    let (session, effects) =
        Session::new(configuration).step(Event::Started(Arrival::Response(response)), now);
    let [Effect::Recall(asked, _), ..] = &effects[..] else { panic!("{effects:?}") };
    let foreign = foreign_ticket();
    assert_ne!(*asked, foreign);

    let nothing = Err(EnvironmentError::StorageBlocked);
    let (session, effects) = session.step(Event::Recalled(foreign, nothing.clone()), now);

    assert_eq!((session.view(), effects.len()), (View::Pending(Stage::Returning), 0));
    let (session, _) = session.step(Event::Recalled(*asked, nothing), now);
    assert!(matches!(session.view(), View::Failed { .. }));
}

#[test]
fn a_signature_found_valid_for_another_question_is_no_proof() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::InvalidSignature);
    tab.verifies_late = true;
    tab.opens(PLACE);
    tab.signs_in_as("victor");

    tab.happens(Event::SignatureChecked(foreign_ticket(), Ok(true)));

    assert_eq!(tab.view(), View::Pending(Stage::Returning));
    tab.verifies_at_last();
    tab.fails_with("id-token-signature-invalid");
}

#[test]
fn a_signature_verified_late_signs_in() {
    let mut tab = Tab::opened();
    tab.verifies_late = true;
    tab.signs_in_as("victor");
    assert_eq!(tab.view(), View::Pending(Stage::Returning));

    tab.verifies_at_last();

    assert!(tab.is_signed_in());
}

/// Or two tabs would use one refresh token.
#[test]
fn a_turn_that_was_not_asked_for_renews_nothing() {
    let mut tab = renewing();
    tab.together.turns_come_late(true);
    tab.lives_for(RENEWS_AFTER);

    let (_, effects) = tab.session().clone().step(Event::TurnTaken(foreign_ticket(), true), tab.now());

    assert!(matches!(effects[..], [Effect::EndTurn { .. }]), "{effects:?}");
}

fn bad_answers(ticket: Ticket) -> [Event; 9] {
    let failure = Ok(Answer::new(500, ""));
    [
        Event::MetadataAnswered(ticket, failure.clone()),
        Event::KeysAnswered(ticket, failure.clone()),
        Event::Remembered(ticket, Err(EnvironmentError::StorageBlocked)),
        Event::PushAnswered(ticket, failure.clone()),
        Event::KeyPrepared(ticket, Err(EnvironmentError::KeyStorageBlocked)),
        Event::Recalled(ticket, Err(EnvironmentError::StorageBlocked)),
        Event::TokenAnswered(ticket, Err(Silence::Unreachable)),
        Event::SignatureChecked(ticket, Ok(false)),
        Event::UserInfoAnswered(ticket, failure),
    ]
}

/// A ticket that no short sign-in gets to: of a tab in which the button was pressed many times.
fn foreign_ticket() -> Ticket {
    let mut tab = Tab::opened();
    tab.records();
    for _ in 0..20 {
        tab.presses_sign_in();
        tab.goes_back();
    }
    let mut tickets = tab.recorded().into_iter().filter_map(|event| match event {
        Event::Remembered(ticket, _) => Some(ticket),
        _ => None,
    });
    tickets.next_back().expect("a sign-in was stored")
}
