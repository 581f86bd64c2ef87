//! An account that goes, here or in another tab.

use super::*;

#[test]
fn deletes_an_account_and_signs_out() {
    let mut scene = open();
    scene.tell(AdmissionEvent::DeletionConfirmed);
    assert!(matches!(scene.asked[..], [AdmissionEffect::Delete(..)]));

    scene.answers(AdmissionEvent::Deleted, Ok(()));

    assert!(matches!(scene.asked[..], [AdmissionEffect::SignOut]));
    assert_eq!(scene.is(), "without");
}

#[test]
fn keeps_an_account_that_cannot_be_deleted_and_says_so() {
    let mut scene = open();
    scene.tell(AdmissionEvent::DeletionConfirmed);

    scene.answers(AdmissionEvent::Deleted, Err(failed(AccountError::Unavailable { status: 503 })));

    assert_eq!((scene.is(), scene.trouble()), ("open", Some("account-unavailable")));
    scene.tell(AdmissionEvent::DeletionConfirmed);
    assert_eq!((scene.asked.len(), scene.trouble()), (1, None));
}

#[test]
fn writes_nothing_into_an_account_that_is_being_deleted() {
    let mut scene = open();
    scene.tell(AdmissionEvent::DeletionConfirmed);

    scene.identifies(profile("victor", "new@hopital.example"));

    assert!(scene.asked.is_empty());
}

#[test]
fn notices_at_its_next_look_that_another_tab_deleted_the_account() {
    let mut scene = open();
    scene.tell(AdmissionEvent::LookedAgain);
    assert_eq!(scene.is(), "open");

    scene.finds(None);

    assert_eq!(scene.is(), "signing up");
}

#[test]
fn deletes_an_account_once_however_often_it_is_confirmed() {
    let mut scene = open();
    scene.tell(AdmissionEvent::DeletionConfirmed);

    scene.tell(AdmissionEvent::DeletionConfirmed);

    assert!(scene.asked.is_empty(), "{:?}", scene.asked);
}

#[test]
fn goes_by_the_answer_to_the_latest_deletion() {
    let mut scene = open();
    scene.tell(AdmissionEvent::DeletionConfirmed);
    let older = scene.asked[0].clone();
    scene.answers(AdmissionEvent::Deleted, Err(failed(AccountError::StorageBusy)));
    scene.tell(AdmissionEvent::DeletionConfirmed);

    scene.asked = vec![older];
    scene.answers(AdmissionEvent::Deleted, Ok(()));

    assert_eq!(scene.is(), "open");
}
