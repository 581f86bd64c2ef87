//! Somebody else signs in, in another tab: nothing is swapped under anybody's eyes.

use std::time::Duration;

use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason};
use provider::{ClientMetadata, Person, Settings};

use super::{signed_out_tabs, together};
use crate::signed_in::{RENEWS_AFTER, renewals, token_requests};
use crate::world::{PLACE, Tab, talk};

/// Two tabs of a browser, in which somebody signed in while neither heard of the other: the second is the later.
fn victor_and(person: &str, people: Vec<Person>) -> [Tab; 2] {
    let settings =
        Settings { people, access_token_lifetime: Duration::from_secs(600), ..Settings::default() };
    let members = r#""scope":"openid profile email offline_access","sign_out":"local""#;
    let mut tab = Tab::at_a_provider(settings, provider::Algorithm::RS256, members);
    let metadata = ClientMetadata { refresh_tokens: true, ..ClientMetadata::default() };
    tab.provider.register_metadata("demo", metadata);
    tab.opens(PLACE);
    let mut other = tab.another_tab();
    other.opens("/ward/other");
    other.presses_sign_in();
    tab.signs_in_as("victor");
    tab.clock.advance(1);
    other.comes_back_as(person);
    assert!(tab.is_signed_in() && other.is_signed_in());
    [tab, other]
}

/// Victor, and himself with something changed.
fn victor_twice(change: impl FnOnce(&mut Person)) -> Vec<Person> {
    let mut people = Person::all();
    let mut second = people[0].clone();
    second.id = "second".to_owned();
    change(&mut second);
    people.push(second);
    people
}

#[track_caller]
fn gives_way(mut tabs: [Tab; 2], code: &str) {
    let later = tabs[1].identity();
    together(&mut tabs, 0);

    let [older, newer] = &tabs;
    assert_eq!(older.error_code(), Some(code), "{:?}", older.view());
    assert_eq!(older.place_kept().as_deref(), Some(PLACE));
    assert!(older.session().access_token().is_none() && older.storage.is_empty());
    assert_eq!(newer.identity(), later, "{:?}", newer.view());
    older.requests();
    together(&mut tabs, 1000);
    assert_eq!(token_requests(&tabs[0]), 2, "the later session goes on alone");
    assert_eq!(renewals(&tabs[0]), 2);
    assert_eq!(tabs[0].error_code(), Some(code), "and nothing is swapped");
}

#[test]
fn the_older_tab_stops_and_says_why() {
    gives_way(victor_and("agathe", Person::all()), "session-person-elsewhere");
}

/// The same account at the provider, and another person at Lifen.
#[test]
fn another_lifen_user_id_is_somebody_else() {
    let people = victor_twice(|person| person.uuid = "b5e88f30-64d1-4a0e-8a3c-92f7d1c5e018".to_owned());

    gives_way(victor_and("second", people), "session-person-elsewhere");
}

#[test]
fn another_workspace_is_another_place_to_work_in() {
    let people = victor_twice(|person| person.workspace = "Organization/7120458".to_owned());

    gives_way(victor_and("second", people), "session-workspace-elsewhere");
}

#[test]
fn the_same_person_is_the_same_whatever_else_changed() {
    let people = victor_twice(|person| {
        person.name = "Victor Pugin-Lemoine".to_owned();
        person.email = "victor.lemoine@hopital.example".to_owned();
    });
    let mut tabs = victor_and("second", people);

    together(&mut tabs, 0);

    for tab in &tabs {
        assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin-Lemoine");
        assert_eq!(tab.session().access_token(), tabs[0].session().access_token());
    }
}

#[test]
fn whoever_gave_way_signs_in_again_and_the_others_do_as_well() {
    let mut tabs = victor_and("agathe", Person::all());
    together(&mut tabs, 1);

    tabs[0].presses_try_again();
    tabs[0].comes_back_as("agathe");
    together(&mut tabs, 0);

    assert!(tabs.iter().all(Tab::is_signed_in));
    assert_eq!(tabs[0].address(), PLACE);
    assert_eq!(tabs[0].session().access_token(), tabs[1].session().access_token());
}

/// It was in the middle of a renewal, and has slept through what the other tab told.
#[test]
fn the_tab_that_gives_way_gives_its_turn_back() {
    let [mut older, mut newer] = victor_and("agathe", Person::all());
    older.together.hears_nothing(&older);
    older.hold(EndpointRole::Token);
    older.lives_for(RENEWS_AFTER);
    assert!(older.together.is_taken());

    older.happens(Event::Restored);
    talk(&mut [&mut older, &mut newer]);

    assert_eq!(older.error_code(), Some("session-person-elsewhere"), "{:?}", older.view());
    assert!(!older.together.is_taken());
    assert!(newer.is_signed_in());
}

/// A tab that was opened for somebody else hears of the older session last.
#[test]
fn the_older_session_does_not_come_back_by_a_reload() {
    let mut tabs = victor_and("agathe", Person::all());
    together(&mut tabs, 1);

    tabs[0].reloads();
    together(&mut tabs, 0);

    assert_eq!(tabs[0].identity().expect("signed in").display_name(), "Agathe Lemoine");
    assert!(!tabs[0].has_left());
}

/// The page was reloaded, and the other tab is somebody else's by now.
#[test]
fn a_page_that_is_reloaded_is_not_taken_over() {
    let mut tabs = signed_out_tabs(2, r#""sign_out":"local""#);
    tabs[0].signs_in_as("victor");
    together(&mut tabs, 0);
    tabs[0].is_gone();
    tabs[1].is_gone();
    let mut third = tabs[0].another_tab();
    third.opens(PLACE);
    third.signs_in_as("agathe");

    tabs[0].hold(EndpointRole::Keys);
    tabs[0].opens(PLACE);
    talk(&mut [&mut tabs[0], &mut third]);

    assert_eq!(tabs[0].error_code(), Some("session-person-changed"), "{:?}", tabs[0].view());
    assert!(third.is_signed_in());
}

#[test]
fn whoever_signs_in_after_somebody_signed_out_is_nobody_else() {
    let mut tabs = signed_out_tabs(2, r#""sign_out":"local""#);
    tabs[0].signs_in_as("victor");
    together(&mut tabs, 1);
    tabs[0].signs_out();
    together(&mut tabs, 1);
    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::Elsewhere));

    tabs[0].signs_in_as("agathe");
    together(&mut tabs, 0);

    assert!(tabs.iter().all(Tab::is_signed_in));
}
