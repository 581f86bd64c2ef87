//! What userinfo adds, and what stays when it cannot.

use lifen_connect::protocol::transport::EndpointRole;
use provider::Misbehaviour;

use crate::after;
use crate::world::{Fault, PLACE, Tab};

/// A tab in which somebody signed in while userinfo met this fault.
fn with_userinfo(fault: Fault) -> Tab {
    let mut tab = Tab::opened();
    tab.network.breaks(EndpointRole::UserInfo, fault);
    tab.signs_in_as("victor");
    tab
}

#[track_caller]
fn is_signed_in_with_the_notice(tab: &Tab, code: &str) {
    assert_eq!(tab.notice(), Some(code), "{:?}", tab.view());
    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
    assert_eq!(tab.address(), PLACE);
}

/// OpenID Foundation modules `oidcc-client-test-userinfo-bearer-header` and `-scope-userinfo-claims`.
#[test]
fn asks_with_the_access_token_in_the_header_and_nowhere_else() {
    let mut tab = Tab::opened();

    tab.signs_in_as("victor");

    let requests = tab.provider.requests();
    let asked: Vec<_> = requests.iter().filter(|request| request.path == "/userinfo").collect();
    let [preflight, request] = asked[..] else { panic!("a preflight and a request: {asked:?}") };
    assert_eq!((preflight.method.as_str(), preflight.has_authorization_header), ("OPTIONS", false));
    assert!(request.has_authorization_header && request.parameters.is_empty());
}

#[test]
fn has_the_page_drawn_anew_once_it_came_and_not_before() {
    let mut tab = Tab::opened();
    let signed_out = tab.view();
    assert!(tab.view().is(&signed_out));
    tab.hold(EndpointRole::UserInfo);
    tab.signs_in_as("victor");
    let shown = tab.view();
    assert!(tab.view().is(&shown) && !shown.is(&signed_out), "{shown:?}");

    tab.release(EndpointRole::UserInfo);

    assert!(!tab.view().is(&shown));
}

#[test]
fn brings_the_identity_up_to_date() {
    let mut tab = Tab::opened();
    let sub = subject_of("victor", &tab);
    let body = format!(
        r#"{{"sub":"{sub}","name":"Victor P.","https://lifen.fr/user":{{"uuid":"forged","apiUrl":"https://evil.example"}}}}"#
    );
    tab.network.breaks(EndpointRole::UserInfo, Fault::Says(200, body));

    tab.signs_in_as("victor");

    let identity = tab.identity().expect("signed in");
    assert_eq!(identity.display_name(), "Victor P.");
    assert_eq!(identity.email.as_deref(), Some("victor.pugin@hopital.example"));
    assert_eq!(identity.lifen.user.expect("signed").id, "2239c4e4-f928-44da-917d-1a59a7a4e931");
}

/// OpenID Foundation module `oidcc-client-test-userinfo-invalid-sub`.
#[test]
fn uses_nothing_that_is_said_of_somebody_else() {
    let body = r#"{"sub":"auth0|somebody-else","name":"Somebody Else","email":"else@evil.example"}"#;

    let tab = with_userinfo(Fault::Says(200, body.to_owned()));

    is_signed_in_with_the_notice(&tab, "userinfo-subject-mismatch");
    assert_eq!(tab.identity().and_then(|who| who.email).as_deref(), Some("victor.pugin@hopital.example"));
}

#[test]
fn a_session_stands_whatever_becomes_of_userinfo() {
    for (fault, code) in [
        (Fault::Down, "transport-unreachable"),
        (Fault::Offline, "transport-offline"),
        (Fault::Slow, "transport-timeout"),
        (Fault::Says(401, r#"{"error":"invalid_token"}"#.to_owned()), "userinfo-unauthorized"),
        (Fault::Says(403, String::new()), "userinfo-forbidden"),
        (Fault::Says(429, String::new()), "userinfo-rate-limited"),
        (Fault::Says(500, String::new()), "userinfo-http-status"),
        (Fault::Says(200, "<!doctype html>".to_owned()), "userinfo-unreadable"),
        (Fault::Says(200, String::new()), "userinfo-unreadable"),
        (Fault::Says(200, "{}".to_owned()), "userinfo-subject-mismatch"),
    ] {
        is_signed_in_with_the_notice(&with_userinfo(fault), code);
    }
}

/// OpenID Foundation module `oidcc-client-test-userinfo-signed`.
#[test]
fn uses_the_claims_of_a_signed_answer() {
    let mut tab = after(Misbehaviour::UserinfoSigned);
    assert_eq!((tab.is_signed_in(), tab.notice()), (true, None));

    // The keys that verified the ID Token verify this too.
    tab.signs_out();
    tab.provider.misbehave(Misbehaviour::UserinfoSigned);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();
    tab.comes_back_as("victor");
    assert_eq!(
        tab.requests(),
        ["POST /oauth/token", "OPTIONS /userinfo", "GET /userinfo"],
        "asked once a session"
    );
}

#[test]
fn uses_nothing_of_a_signed_answer_that_fails_a_check() {
    for (fault, code) in [
        (Misbehaviour::UserinfoSignedInvalidSignature, "userinfo-signature-refused"),
        (Misbehaviour::UserinfoSignedUnknownKey, "userinfo-signature-refused"),
        (Misbehaviour::UserinfoSignedAlgorithmNone, "userinfo-signature-refused"),
        (Misbehaviour::UserinfoSignedForAnotherClient, "userinfo-audience-mismatch"),
        (Misbehaviour::UserinfoSignedByAnotherIssuer, "userinfo-issuer-mismatch"),
        (Misbehaviour::UserinfoSignedInvalidSubject, "userinfo-subject-mismatch"),
        (Misbehaviour::UserinfoSignedExpired, "userinfo-not-current"),
    ] {
        is_signed_in_with_the_notice(&after(fault), code);
    }
}

#[test]
fn keys_that_cannot_be_fetched_for_a_signed_answer_are_told_and_end_nothing() {
    let mut tab = Tab::new();
    tab.provider.misbehave(Misbehaviour::UserinfoSignedUnknownKey);
    tab.hold(EndpointRole::UserInfo);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.network.breaks(EndpointRole::Keys, Fault::Down);

    tab.release(EndpointRole::UserInfo);

    is_signed_in_with_the_notice(&tab, "transport-unreachable");
}

#[test]
fn a_signature_that_is_checked_after_signing_out_changes_nothing() {
    let mut tab = Tab::configured(r#""sign_out":"local""#);
    tab.provider.misbehave(Misbehaviour::UserinfoSigned);
    tab.hold(EndpointRole::UserInfo);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.verifies_late = true;
    tab.release(EndpointRole::UserInfo);

    tab.signs_out();
    tab.verifies_at_last();

    assert!(tab.signed_out_reason().is_some());
}

#[test]
fn a_session_stands_when_no_page_may_ask() {
    let tab = after(Misbehaviour::UserinfoRefusesCors);

    is_signed_in_with_the_notice(&tab, "transport-cors-refused");
    assert!(!tab.requests().contains(&"GET /userinfo".to_owned()), "the token stays here");
}

#[test]
fn asks_for_nothing_where_the_provider_has_no_userinfo() {
    let tab = after(Misbehaviour::MetadataWithoutUserinfo);

    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), None);
    assert!(!tab.requests().iter().any(|request| request.ends_with("/userinfo")));
}

#[test]
fn an_answer_that_comes_after_signing_out_changes_nothing() {
    let mut tab = Tab::configured(r#""sign_out":"local""#);
    tab.hold(EndpointRole::UserInfo);
    tab.opens(PLACE);
    tab.signs_in_as("victor");

    tab.signs_out();
    tab.release(EndpointRole::UserInfo);

    assert!(tab.signed_out_reason().is_some());
}

fn subject_of(person: &str, tab: &Tab) -> String {
    let person = tab.provider.people().iter().find(|known| known.id == person);
    person.expect("a person").sub.clone()
}

#[test]
fn what_differs_from_the_id_token_is_kept_beside_it() {
    let tab = after(Misbehaviour::UserinfoDisagrees);

    let identity = tab.identity().expect("somebody");

    let differ: Vec<_> = identity.disagreements.iter().map(|one| one.about.name()).collect();
    assert_eq!(differ, ["name", "email", "workspace"]);
    assert_eq!(identity.display_name(), "Victoire Pugin", "the newer one is shown");
    let workspace = identity.lifen.user.and_then(|user| user.current_workspace);
    assert_eq!(workspace.as_deref(), Some("Organization/6944011"), "what accounts hang on is signed");
}

#[test]
fn what_says_the_same_differs_in_nothing() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    assert_eq!(tab.identity().map(|identity| identity.disagreements), Some(Vec::new()));
}
