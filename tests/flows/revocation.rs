//! Signing out gives back what was given, and comes home with the state it left with.

use axum::http::Method;
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, SignedOutReason};
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, access_token, beside, renewing, renewing_with, without_a_refresh_token,
};
use crate::world::{Fault, HOME, Outgoing, Tab, pass, talk};

const LOCAL: &str = r#""sign_out":"local""#;

/// What was sent to the revocation endpoint since the tab [records](Tab::records).
fn revoked(tab: &Tab) -> Vec<String> {
    let form = |effect: Effect| match effect {
        Effect::Revoke(endpoint, form) => Some((endpoint.as_str().to_owned(), form.expose().to_owned())),
        _ => None,
    };
    let sent: Vec<_> = tab.recorded_effects().into_iter().filter_map(form).collect();
    assert!(sent.iter().all(|(endpoint, _)| endpoint == "http://127.0.0.1:9090/oauth/revoke"));
    sent.into_iter().map(|(_, form)| form).collect()
}

fn requests_to_revoke(tab: &Tab) -> usize {
    tab.requests().iter().filter(|request| *request == "POST /oauth/revoke").count()
}

/// The status with which the provider says who this access token is about.
fn opens(tab: &Tab, access_token: &str) -> u16 {
    let address = "http://127.0.0.1:9090/userinfo".to_owned();
    let token = Some((Scheme::Bearer, access_token.to_owned()));
    let request = Outgoing { method: Method::GET, address, body: None, token, dpop: None };
    tab.network.fetch(EndpointRole::UserInfo, request).expect("an answer").status
}

/// The status with which the provider renews with this form.
fn renews(tab: &Tab, form: &str) -> u16 {
    let address = "http://127.0.0.1:9090/oauth/token".to_owned();
    let body = Some(form.to_owned());
    let request = Outgoing { method: Method::POST, address, body, token: None, dpop: None };
    tab.network.fetch(EndpointRole::Token, request).expect("an answer").status
}

#[test]
fn gives_back_the_latest_refresh_token_and_all_that_came_of_it() {
    let mut tab = renewing_with(LOCAL);
    tab.lives_for(LIFETIME);
    tab.records();
    let token = access_token(&tab);
    assert_eq!(opens(&tab, &token), 200);

    tab.signs_out();

    let [form] = &revoked(&tab)[..] else { panic!("one revocation") };
    let refresh_token = form.strip_prefix("token=").and_then(|rest| rest.split('&').next()).expect(form);
    assert!(form.ends_with("&token_type_hint=refresh_token&client_id=demo"), "{form}");
    assert_eq!(opens(&tab, &token), 401);
    let form = format!("grant_type=refresh_token&client_id=demo&refresh_token={refresh_token}");
    assert_eq!(renews(&tab, &form), 400);
}

#[test]
fn gives_back_the_access_token_where_there_is_no_other() {
    let mut tab = without_a_refresh_token(LOCAL);
    tab.records();
    let token = access_token(&tab);

    tab.signs_out();

    assert_eq!(revoked(&tab), [format!("token={token}&token_type_hint=access_token&client_id=demo")]);
    assert_eq!(opens(&tab, &token), 401);
}

/// Its refresh token was of no use any more.
#[test]
fn gives_back_the_access_token_of_a_session_that_renews_no_more() {
    let mut tab = renewing_with(LOCAL);
    let refused = r#"{"error":"unauthorized_client"}"#.to_owned();
    tab.network.breaks(EndpointRole::Token, Fault::Says(400, refused));
    tab.lives_for(RENEWS_AFTER);
    tab.network.recovers();
    tab.records();

    tab.signs_out();

    assert!(revoked(&tab)[0].contains("&token_type_hint=access_token&"));
}

#[test]
fn gives_nothing_back_where_the_provider_takes_nothing() {
    let mut tab = Tab::known_provider();
    tab.signs_in_as("victor");
    tab.records();

    tab.signs_out();

    assert_eq!(revoked(&tab), [""; 0]);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

#[test]
fn signs_out_whatever_becomes_of_it() {
    for fault in [
        Misbehaviour::RevocationUnauthorized,
        Misbehaviour::RevocationRefusesCors,
        Misbehaviour::RevocationServerError,
    ] {
        let mut tab = renewing();
        tab.provider.misbehave(fault);
        tab.requests();

        tab.signs_out();

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut), "{fault}");
        assert_eq!(tab.address(), HOME, "{fault}");
        assert!(tab.storage.is_empty(), "{fault}");
        assert_eq!(requests_to_revoke(&tab), 1, "{fault}");
    }
    let mut tab = renewing_with(LOCAL);
    tab.network.breaks_everywhere(&Fault::Down);
    tab.signs_out();
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

#[test]
fn one_tab_gives_it_back_for_all() {
    let mut tab = renewing_with(LOCAL);
    let mut other = beside(&mut tab);
    tab.requests();

    other.signs_out();
    talk(&mut [&mut tab, &mut other]);

    assert_eq!(requests_to_revoke(&tab), 1);
    assert!(!tab.is_signed_in());
}

/// The refresh token is on its way to the provider: giving it back ends whatever comes of it.
#[test]
fn gives_it_back_in_the_middle_of_a_renewal() {
    let mut tab = renewing_with(LOCAL);
    tab.hold(EndpointRole::Token);
    tab.lives_for(RENEWS_AFTER);
    let mut answer = String::new();
    tab.records();
    tab.happens(Event::SignOutRequested);

    tab.is_answered_altered(EndpointRole::Token, |body| {
        answer.clone_from(&body);
        body
    });

    assert!(revoked(&tab)[0].contains("&token_type_hint=refresh_token&"));
    assert!(answer.contains("invalid_grant"), "{answer}");
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

type Ends = fn(&mut Tab);

#[test]
fn gives_nothing_back_that_ended_by_itself() {
    let ends: [(&str, Ends); 3] = [
        (r#""session_lifetime":60"#, |tab| tab.lives_for(Seconds(60))),
        (r#""idle_lock":60"#, |tab| tab.lives_for(Seconds(60))),
        ("", |tab| {
            tab.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
            tab.lives_for(LIFETIME);
        }),
    ];
    for (members, end) in ends {
        let mut tab = renewing_with(members);
        tab.requests();

        end(&mut tab);

        assert!(!tab.is_signed_in(), "{members}");
        assert_eq!(requests_to_revoke(&tab), 0, "{members}");
    }
}

/// The state in the address that a tab leaves for to be signed out.
fn state_left_with(tab: &mut Tab) -> String {
    tab.happens(Event::SignOutRequested);
    tab.left_for().split("&state=").nth(1).expect("a state").to_owned()
}

#[test]
fn a_tab_that_was_signed_in_by_another_one_signs_out_like_it() {
    let mut tab = renewing();
    let mut other = beside(&mut tab);
    tab.lives_for(LIFETIME);
    talk(&mut [&mut tab, &mut other]);

    other.happens(Event::SignOutRequested);

    assert!(other.left_for().contains("/oidc/logout?id_token_hint=ey"), "{}", other.left_for());
}

/// RP-Initiated Logout 1.0 §2 and §3.
#[test]
fn the_state_comes_back_and_leaves_the_address() {
    let mut tab = renewing();
    tab.requests();

    tab.signs_out();

    assert_eq!(tab.address(), HOME);
    let sent = tab.provider.requests();
    let left = sent.iter().find(|request| request.path == "/oidc/logout").expect("a sign-out");
    assert!(left.parameters.contains(&"state".to_owned()));
}

#[test]
fn a_state_that_is_not_the_one_it_left_with_stays_where_it_is() {
    let mut tab = renewing();
    tab.provider.misbehave(Misbehaviour::SignOutStateWrong);

    tab.signs_out();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    assert!(tab.address().starts_with("/ward/?state="), "{}", tab.address());
}

#[test]
fn no_two_sign_outs_have_the_same_state_and_none_is_to_be_guessed() {
    let mut tab = renewing();
    tab.records();
    let first = state_left_with(&mut tab);
    tab.opens(HOME);
    pass(&mut [&mut tab], Seconds(1));
    tab.signs_in_as("victor");
    let second = state_left_with(&mut tab);

    assert_eq!((first.len(), second.len()), (43, 43));
    assert_ne!(first, second);
    let nonces = tab.recorded_effects().into_iter().filter_map(|effect| match effect {
        Effect::Remember(_, pending) => Some(pending.nonce.expose().to_owned()),
        _ => None,
    });
    assert!(nonces.into_iter().all(|nonce| nonce != first && nonce != second));
}
