//! A sign-in that another site asks for, with a link to this app (OIDC Core §4).

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, SignedOutReason, Stage, View};

use crate::world::{Fault, HOME, PLACE, Tab, talk};

/// A link that asks the app for a sign-in with these parameters beside the issuer.
fn link(parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("iss", "http://127.0.0.1:9090/").extend_pairs(parameters);
    format!("/ward/login?{}", query.finish())
}

fn target(uri: &str) -> String {
    link(&[("target_link_uri", uri)])
}

fn following(link: &str) -> Tab {
    let mut tab = Tab::new();
    tab.opens(link);
    tab
}

#[test]
fn leaves_for_the_provider_without_a_click_and_comes_back_to_the_target() {
    let mut tab = following(&target("http://localhost:8080/ward/session?from=link#trust"));

    assert_eq!(tab.view(), View::Pending(Stage::Leaving));
    assert!(tab.is_leaving_for_the_provider());
    assert!(!tab.left_for().contains("prompt="), "the provider may ask: {}", tab.left_for());
    assert!(tab.left_in_place, "going back does not leave again");
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn says_to_the_provider_who_is_expected() {
    let tab = following(&link(&[("login_hint", "victor@hospital.example"), ("x", "y")]));

    assert!(tab.left_for().contains("&login_hint=victor%40hospital.example"), "{}", tab.left_for());
    assert!(!following(&link(&[])).left_for().contains("login_hint"));
}

/// Neither who is expected nor where from stays in the address bar.
#[test]
fn takes_the_request_off_the_address_bar() {
    let tab = following(&link(&[("login_hint", "victor@hospital.example")]));

    assert_eq!(tab.address(), "/ward/login");
}

#[test]
fn leads_home_where_no_page_of_this_app_is_asked_for() {
    for uri in [
        "https://evil.example/ward/session",
        "//evil.example/ward/session",
        "http://localhost:8080/other-app/",
        "http://localhost:8080/ward/../other-app/",
        "session",
        "javascript:alert(1)",
        "/ward/callback",
        "/ward/login?iss=http://127.0.0.1:9090/",
        "/ward/login/",
    ] {
        let mut tab = following(&target(uri));
        tab.comes_back_as("victor");

        assert_eq!((tab.is_signed_in(), tab.address()), (true, HOME), "{uri}");
    }
    let mut tab = following(&link(&[]));
    tab.comes_back_as("victor");
    assert_eq!(tab.address(), HOME);
}

#[test]
fn a_slash_at_the_end_makes_no_difference() {
    let tab = following(&link(&[]).replace("/login?", "/login/?"));

    assert!(tab.is_leaving_for_the_provider());
}

#[test]
fn a_page_that_is_merely_visited_leaves_for_nowhere() {
    for address in ["/ward/login", "/ward/login?x=y", "/ward/login#iss=http://127.0.0.1:9090/"] {
        let tab = following(address);

        assert!(!tab.has_left(), "{address}");
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    }
    assert!(!following(&link(&[]).replace("login", "elsewhere")).has_left());
}

#[test]
fn a_request_that_cannot_be_followed_is_told_and_leads_to_a_sign_in_all_the_same() {
    for (query, code) in [
        ("login_hint=victor", "initiated-login-issuer-missing"),
        ("iss=https://evil.example/", "initiated-login-issuer-mismatch"),
        ("iss=http://127.0.0.1:9090", "initiated-login-issuer-mismatch"),
        ("iss=http://127.0.0.1:9090/&login_hint=a&login_hint=b", "initiated-login-parameter-repeated"),
    ] {
        let mut tab = following(&format!("/ward/login?{query}"));

        assert!(!tab.has_left(), "{query}");
        assert_eq!(tab.address(), "/ward/login");
        tab.fails_keeping(code, HOME);
    }
}

#[test]
fn a_site_that_asks_again_and_again_comes_to_a_page_with_a_button() {
    let mut tab = Tab::new();
    for _ in 0..3 {
        tab.opens(&target(PLACE));
        assert!(tab.is_leaving_for_the_provider());
    }

    tab.opens(&target(PLACE));

    assert!(!tab.has_left());
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert_eq!(tab.address(), PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);

    tab.lets_pass(Seconds(60));
    tab.opens(&target(PLACE));
    assert!(tab.is_leaving_for_the_provider(), "a minute later it is no loop");
}

/// Reloads that bring a session back, and sign-ins that another site asks for, are one loop.
#[test]
fn departures_without_a_click_are_counted_together() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    for _ in 0..3 {
        tab.reloads_while(Some("victor"));
        assert!(tab.is_signed_in());
    }

    tab.opens(&target(PLACE));

    assert!(!tab.has_left());
}

#[test]
fn a_browser_without_storage_or_entropy_has_a_page_with_a_button() {
    let mut blocked = Tab::new();
    blocked.storage.is_blocked = true;
    let mut without_entropy = Tab::new();
    without_entropy.has_entropy = false;

    for mut tab in [blocked, without_entropy] {
        tab.opens(&target(PLACE));

        assert!(!tab.has_left());
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
        tab.all_is_well_again();
        tab.signs_in_as("victor");
        assert_eq!((tab.is_signed_in(), tab.address()), (true, PLACE));
    }
}

#[test]
fn a_provider_that_is_not_there_is_told_with_the_way_to_the_target() {
    let mut tab = Tab::new();
    tab.network.breaks(EndpointRole::Metadata, Fault::Down);
    tab.opens(&target(PLACE));

    tab.fails_with("transport-unreachable");
}

#[test]
fn a_refusal_at_the_provider_is_told_with_the_way_to_the_target() {
    let mut tab = following(&target(PLACE));
    let response = tab.is_sent_back_refusing();

    tab.opens(&response);

    tab.fails_with("authorization-denied");
}

#[test]
fn whoever_finds_a_locked_screen_proves_who_they_are() {
    let mut tab = Tab::configured(r#""idle_lock":60"#);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.lets_pass(Seconds(61));

    tab.opens(&target(PLACE));

    assert!(tab.left_for().contains("&max_age=0"), "{}", tab.left_for());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

/// The other site asked for a sign-in here, whoever is signed in elsewhere; if they are somebody else, that is said there.
#[test]
fn begins_although_somebody_is_signed_in_in_another_tab() {
    let mut other = Tab::opened();
    other.signs_in_as("agathe");
    let mut tab = other.another_tab();

    tab.opens(&target(PLACE));
    talk(&mut [&mut tab, &mut other]);
    assert!(tab.is_leaving_for_the_provider());
    other.lets_pass(Seconds(5));
    tab.comes_back_as("victor");
    talk(&mut [&mut tab, &mut other]);

    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
    assert_eq!(other.error_code(), Some("session-person-elsewhere"));
}

/// Where requests are pushed, what another site says goes into no address.
#[test]
fn pushes_who_is_expected_with_all_the_rest() {
    let mut tab = Tab::configured(r#""pushed_authorization_requests":"always""#);
    tab.records();

    tab.opens(&link(&[("login_hint", "victor@hospital.example"), ("target_link_uri", PLACE)]));

    assert!(!tab.left_for().contains("login_hint"), "{}", tab.left_for());
    let pushed = tab.recorded_effects().into_iter().find_map(|effect| match effect {
        Effect::Push(_, _, form) => Some(form.expose().to_owned()),
        _ => None,
    });
    assert!(pushed.expect("a form").contains("login_hint=victor%40hospital.example"));
    tab.comes_back_as("victor");
    assert_eq!((tab.is_signed_in(), tab.address()), (true, PLACE));
}
