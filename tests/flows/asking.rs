//! More access, asked for when it is needed: one call, one trip, one consent.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::Event;
use provider::Misbehaviour;

use crate::world::{PLACE, Tab, talk};

const PRACTITIONERS: &str = "http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier";

/// Somebody whose session lacks what the directory takes.
fn signed_in() -> Tab {
    signed_in_with("")
}

fn signed_in_with(members: &str) -> Tab {
    let api = r#""api_origins":["http://127.0.0.1:9090"],"scope":"openid email""#;
    let mut tab = Tab::configured(&format!("{api}{members}"));
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

fn asks_for(tab: &mut Tab, scope: &str) {
    tab.happens(Event::ScopeRequested(scope.to_owned()));
}

fn comes_back_refusing(tab: &mut Tab) {
    let response = tab.is_sent_back_refusing();
    tab.opens(&response);
}

fn scopes(tab: &Tab) -> (Vec<String>, Vec<String>) {
    let identity = tab.identity().expect("somebody");
    (identity.requested_scope, identity.scope)
}

fn sorted(words: &str) -> Vec<String> {
    let mut words: Vec<_> = words.split(' ').map(str::to_owned).collect();
    words.sort();
    words
}

fn granted(tab: &Tab) -> Vec<String> {
    let mut granted = scopes(tab).1;
    granted.sort();
    granted
}

#[test]
fn asks_for_what_it_had_and_more_and_comes_back_with_both() {
    let mut tab = signed_in();
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call), Err("api-scope-missing"));

    asks_for(&mut tab, "profile");
    assert!(tab.is_signed_in(), "the page stays as it is until it is gone");
    assert!(tab.left_for().contains("scope=openid+email+profile&"), "{}", tab.left_for());
    assert!(!tab.left_for().contains("prompt="), "the person is asked: {}", tab.left_for());
    assert!(!tab.left_in_place, "the back button leads back");
    tab.comes_back_as("victor");

    assert_eq!((tab.is_signed_in(), tab.address(), tab.notice()), (true, PLACE, None));
    assert_eq!(scopes(&tab).0, ["openid", "email", "profile"]);
    assert_eq!(granted(&tab), sorted("openid email profile"));
    assert_eq!(tab.identity().and_then(|identity| identity.name).as_deref(), Some("Victor Pugin"));
    let call = tab.calls(PRACTITIONERS);
    assert!(tab.answer_to(call).is_ok());
}

#[test]
fn asks_for_several_at_once_and_for_none_twice() {
    let mut tab = signed_in();

    asks_for(&mut tab, "email profile phone");

    assert!(tab.left_for().contains("scope=openid+email+profile+phone&"), "{}", tab.left_for());
}

#[test]
fn whoever_refuses_finds_the_session_as_it_was() {
    let mut tab = signed_in();
    let before = scopes(&tab);
    asks_for(&mut tab, "profile");

    comes_back_refusing(&mut tab);
    assert!(tab.is_resuming(), "{:?}", tab.view());
    assert!(tab.left_for().contains("scope=openid+email&"), "{}", tab.left_for());
    tab.comes_back_as("victor");

    assert_eq!((tab.is_signed_in(), tab.address()), (true, PLACE));
    assert_eq!(scopes(&tab), before);
    assert_eq!(tab.notice(), Some("api-scope-denied"));
    // Pages make their calls as soon as they are back, and the person has to read it all the same.
    let call = tab.calls(PRACTITIONERS);
    assert_eq!(tab.answer_to(call), Err("api-scope-missing"));
    assert_eq!(tab.notice(), Some("api-scope-denied"));
    asks_for(&mut tab, "profile");
    assert!(tab.is_leaving_for_the_provider(), "whoever asks again is asked again");
    assert_eq!(tab.notice(), None);
}

#[test]
fn whoever_refuses_is_brought_back_by_another_tab_or_by_what_this_one_kept() {
    let mut tab = signed_in();
    asks_for(&mut tab, "profile");
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    let response = tab.is_sent_back_refusing();
    tab.hold(lifen_connect::protocol::transport::EndpointRole::Metadata);
    tab.opens(&response);
    talk(&mut [&mut tab, &mut other]);
    assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some("api-scope-denied")), "{:?}", tab.view());

    let mut tab = signed_in_with(r#","persistence":"tab""#);
    asks_for(&mut tab, "profile");
    comes_back_refusing(&mut tab);
    assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some("api-scope-denied")), "{:?}", tab.view());
    assert!(!tab.has_left());
}

/// What was refused would have the provider ask again, where nobody is to be asked.
#[test]
fn a_reload_asks_for_what_was_given_and_not_for_what_was_not() {
    let mut tab = signed_in();
    asks_for(&mut tab, "profile phone");
    tab.comes_back_as("victor");
    tab.reloads();
    assert!(tab.left_for().contains("scope=openid+email+profile+phone&"), "{}", tab.left_for());
    assert!(tab.left_for().contains("prompt=none"), "{}", tab.left_for());
    tab.comes_back_as("victor");
    assert_eq!(granted(&tab), sorted("openid email profile phone"));

    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::ScopeNarrowed);
    asks_for(&mut tab, "profile");
    tab.comes_back_as("victor");
    assert_eq!(tab.notice(), Some("api-scope-denied"), "the provider gave less");
    assert!(tab.is_signed_in());
    tab.reloads();
    assert!(tab.left_for().contains("scope=openid+email&"), "{}", tab.left_for());
}

#[test]
fn a_stronger_authentication_keeps_what_was_given() {
    let mut tab = signed_in();
    asks_for(&mut tab, "profile");
    tab.comes_back_as("victor");

    tab.calls("http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021");

    assert!(tab.left_for().contains("scope=openid+email+profile&"), "{}", tab.left_for());
}

#[test]
fn the_other_tabs_have_it_too() {
    let mut tab = signed_in();
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    asks_for(&mut tab, "profile");
    tab.comes_back_as("victor");

    talk(&mut [&mut tab, &mut other]);

    assert_eq!(scopes(&other), scopes(&tab));
    let call = other.calls(PRACTITIONERS);
    assert!(other.answer_to(call).is_ok());
}

#[test]
fn a_provider_that_cannot_or_will_not_is_a_no() {
    for fault in [
        Misbehaviour::AuthorizationServerError,
        Misbehaviour::AuthorizationInvalidScope,
        Misbehaviour::TokenRefusesCors,
    ] {
        let mut tab = signed_in();
        asks_for(&mut tab, "profile");
        tab.provider.misbehave(fault);
        tab.comes_back_as("victor");
        tab.provider.behave();
        assert!(tab.is_resuming(), "{fault}: {:?}", tab.view());
        tab.comes_back_as("victor");

        assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some("api-scope-denied")), "{fault}");
    }
}

#[test]
fn whoever_turns_back_goes_on_where_they_were() {
    let mut tab = signed_in();
    asks_for(&mut tab, "profile");

    tab.goes_back();

    assert_eq!((tab.is_signed_in(), tab.notice()), (true, Some("api-scope-denied")));
}

#[test]
fn says_why_nobody_could_be_asked() {
    let mut tab = signed_in();
    tab.has_entropy = false;

    asks_for(&mut tab, "profile");

    assert!(tab.is_signed_in() && !tab.has_left());
    assert_eq!(tab.notice(), Some("environment-crypto-unavailable"));
}

#[test]
fn somebody_else_does_not_take_over_the_page() {
    let mut tab = signed_in();
    asks_for(&mut tab, "profile");

    tab.comes_back_as("agathe");

    assert_eq!(tab.error_code(), Some("session-person-changed"));
}

/// Whoever reads it four times is not going round in circles.
#[test]
fn a_person_may_change_their_mind_again_and_again() {
    let mut tab = signed_in();
    for _ in 0..3 {
        asks_for(&mut tab, "profile");
        comes_back_refusing(&mut tab);
        tab.comes_back_as("victor");
        assert!(tab.is_signed_in(), "{:?}", tab.view());
        tab.lets_pass(Seconds(21));
    }

    asks_for(&mut tab, "profile");
    tab.comes_back_as("victor");

    assert_eq!((tab.is_signed_in(), tab.notice()), (true, None));
}

#[test]
fn nothing_is_asked_where_there_is_nothing_to_ask_or_nobody() {
    let mut tab = signed_in();
    for none in ["", " ", "a\"b", "é"] {
        asks_for(&mut tab, none);
        assert!(!tab.has_left(), "{none}");
    }
    let mut tab = Tab::new();
    tab.opens(PLACE);
    asks_for(&mut tab, "profile");
    assert!(!tab.has_left());
}
