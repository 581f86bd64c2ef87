//! Renewing before the access token ends, without anybody noticing.

mod id_token;
mod lifetimes;
mod misbehaviours;
mod patience;
mod redirect;
mod turn;

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::EndpointRole;
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, access_token, refresh_tokens_sent, renewals, renewing, renewing_with,
    token_requests,
};
use crate::world::{Fault, NOW, PLACE};

/// OpenID Foundation module `oidcc-client-test-refresh-token`.
#[test]
fn renews_before_the_access_token_ends_without_leaving() {
    let mut tab = renewing();
    let before = access_token(&tab);

    tab.lives_for(RENEWS_AFTER);

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    assert_ne!(access_token(&tab), before);
    assert_eq!((renewals(&tab), tab.notice()), (1, None));
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn does_not_renew_before_it_is_time() {
    let mut tab = renewing();

    tab.lives_for(Seconds(RENEWS_AFTER.0 - 1));

    assert_eq!(renewals(&tab), 0);
}

#[test]
fn always_has_an_access_token_that_is_valid_for_a_working_day() {
    let mut tab = renewing();

    for minute in 0..10 * 60 {
        tab.lives_for(Seconds(60));

        let expires_at = tab.identity().expect("signed in").expires_at;
        assert!(expires_at > tab.now(), "minute {minute}");
    }

    assert_eq!(renewals(&tab) as i64, 10 * 3600 / RENEWS_AFTER.0);
}

#[test]
fn asks_once_for_each_renewal_and_for_nothing_else() {
    let mut tab = renewing();
    tab.requests();

    tab.lives_for(LIFETIME);

    assert_eq!(tab.requests(), ["POST /oauth/token"]);
}

/// RFC 6749 §6: "the client MUST discard the old refresh token and replace it with the new refresh token."
#[test]
fn uses_each_refresh_token_once() {
    let mut tab = renewing();
    tab.records();

    tab.lives_for(Seconds(3600));

    let sent = refresh_tokens_sent(&tab);
    assert_eq!(sent.len(), 8);
    assert!(sent.iter().enumerate().all(|(position, token)| !sent[..position].contains(token)));
}

#[test]
fn goes_on_with_a_refresh_token_that_is_not_rotated() {
    let mut tab = renewing();
    tab.provider.misbehave(Misbehaviour::RefreshWithoutRotation);
    tab.records();

    tab.lives_for(Seconds(3600));

    let sent = refresh_tokens_sent(&tab);
    assert!(tab.is_signed_in() && tab.notice().is_none());
    assert_eq!(sent.len(), 8);
    assert!(sent.iter().all(|token| *token == sent[0]));
}

#[test]
fn says_when_the_session_began_and_when_its_access_token_ends() {
    let mut tab = renewing();

    tab.lives_for(RENEWS_AFTER);

    let identity = tab.identity().expect("signed in");
    assert_eq!(identity.signed_in_at, Timestamp::from_seconds(NOW));
    assert_eq!(identity.expires_at, Timestamp::from_seconds(NOW) + RENEWS_AFTER + LIFETIME);
    assert!(identity.renews);
}

/// RFC 6749 §6: the scope may be less than it was.
#[test]
fn says_what_is_left_of_the_scope() {
    let mut tab = renewing();
    tab.hold(EndpointRole::Token);
    tab.lives_for(RENEWS_AFTER);

    tab.is_answered_altered(EndpointRole::Token, |answer| {
        answer.replacen('{', r#"{"scope":"openid offline_access","#, 1)
    });

    assert_eq!(tab.identity().expect("signed in").scope, ["openid", "offline_access"]);
    tab.release(EndpointRole::Token);
    tab.lives_for(LIFETIME);
    assert_eq!(renewals(&tab), 2);
    assert_eq!(tab.identity().expect("signed in").scope, ["openid", "offline_access"], "as it was");
}

/// The claims of the latest ID Token are the latest there are.
#[test]
fn brings_the_identity_up_to_date() {
    let mut tab = crate::signed_in::signed_out(LIFETIME, "");
    let sub = tab.provider.people()[0].sub.clone();
    let userinfo = format!(r#"{{"sub":"{sub}","name":"Victor P."}}"#);
    tab.network.breaks(EndpointRole::UserInfo, Fault::Says(200, userinfo));
    tab.signs_in_as("victor");
    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor P.");

    tab.lives_for(RENEWS_AFTER);

    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
}

#[test]
fn knows_the_person_still_where_no_id_token_comes() {
    let mut tab = renewing();
    let before = tab.identity().expect("signed in");
    tab.provider.misbehave(Misbehaviour::RefreshWithoutIdToken);

    tab.lives_for(Seconds(3600));

    let identity = tab.identity().expect("signed in");
    assert_eq!(renewals(&tab), 8);
    assert_eq!(identity.display_name(), before.display_name());
    assert_eq!((identity.subject(), identity.proof), (before.subject(), before.proof));
}

#[test]
fn renews_where_tls_stands_in_for_the_signature() {
    let members = r#""id_token_verification":"tls""#;
    let mut tab = renewing_with(members);
    tab.requests();

    tab.lives_for(LIFETIME);

    assert_eq!((renewals(&tab), token_requests(&tab)), (1, 1));
    assert!(tab.is_signed_in());
}

#[test]
fn a_tab_without_anybody_renews_nothing() {
    let mut tab = renewing_with(r#""sign_out":"local""#);
    tab.signs_out();
    tab.requests();

    tab.lives_for(Seconds(3600));

    assert!(tab.requests().is_empty());
}
