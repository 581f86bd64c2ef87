//! Nonces that a server wants in every proof: given once more, and not for ever (RFC 9449 §8 and §9).

use super::*;

/// RFC 9449 §8: the code is still good, since nothing was given for it.
#[test]
fn redeems_once_more_with_the_nonce_that_the_provider_wants() {
    let mut tab = before_nonces(REQUIRED);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.notice(), None);
    assert_eq!((redemptions(&tab), tab.provider.granted().len()), (2, 1));
    let requests = tab.requests();
    let asked = requests.iter().filter(|request| *request == "GET /userinfo").count();
    assert_eq!(asked, 1, "the nonce of this origin is known by then: {requests:?}");
}

#[test]
fn wants_no_second_answer_from_a_provider_that_asks_for_nonces_on_command() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.provider.misbehave(Misbehaviour::DpopNonceRequired);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!((redemptions(&tab), tab.provider.granted().len()), (2, 1));
}

#[test]
fn renews_with_the_latest_nonce_and_once_more_where_that_has_ended() {
    let renewing = format!(r#"{REQUIRED},"scope":"openid offline_access""#);
    let mut tab = before_nonces(&renewing);
    tab.signs_in_as("victor");
    let before = redemptions(&tab);

    tab.lets_pass(Seconds(172_700));

    assert!(tab.is_signed_in());
    assert_eq!(redemptions(&tab) - before, 2, "the nonce lasted some minutes");
    assert!(tab.provider.granted().last().is_some_and(|granted| granted.is_renewal));
}

#[test]
fn asks_once_more_and_not_for_ever() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.network.breaks(EndpointRole::Token, Fault::WantsAnotherNonce);

    tab.signs_in_as("victor");

    assert_eq!(redemptions(&tab), 2);
    tab.fails_with("token-refused");
}

#[test]
fn asks_for_userinfo_once_more_and_not_for_ever() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.network.breaks(EndpointRole::UserInfo, Fault::WantsAnotherNonce);

    tab.signs_in_as("victor");

    let asked =
        tab.recorded_effects().into_iter().filter(|effect| matches!(effect, Effect::FetchUserInfo(..)));
    assert_eq!(asked.count(), 2);
    assert_eq!(tab.notice(), Some("userinfo-unauthorized"));
}

/// A server that does not expose `DPoP-Nonce` to this origin says nothing that could be done.
#[test]
fn does_not_repeat_a_request_without_the_nonce_that_is_wanted() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    let asks = r#"{"error":"use_dpop_nonce"}"#.to_owned();
    tab.network.breaks(EndpointRole::Token, Fault::Says(400, asks));

    tab.signs_in_as("victor");

    assert_eq!(redemptions(&tab), 1);
    tab.fails_with("token-refused");
}

#[test]
fn repeats_nothing_for_a_session_that_is_over() {
    let mut tab = before(Dpop::Accepted, r#""dpop":"when-offered","sign_out":"local""#);
    tab.hold(EndpointRole::UserInfo);
    tab.signs_in_as("victor");
    tab.network.breaks(EndpointRole::UserInfo, Fault::WantsAnotherNonce);
    tab.happens(Event::SignOutRequested);

    tab.release(EndpointRole::UserInfo);

    let asked =
        tab.recorded_effects().into_iter().filter(|effect| matches!(effect, Effect::FetchUserInfo(..)));
    assert_eq!(asked.count(), 1);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
}

#[test]
fn tells_who_did_not_answer_the_second_time() {
    let mut tab = before_nonces(REQUIRED);
    tab.hold(EndpointRole::Token);
    tab.signs_in_as("victor");
    tab.network.breaks(EndpointRole::Token, Fault::WantsAnotherNonce);
    tab.settles_one(EndpointRole::Token);
    tab.network.recovers();
    tab.network.breaks(EndpointRole::Token, Fault::Down);

    tab.release(EndpointRole::Token);

    tab.fails_with("transport-unreachable");
}
