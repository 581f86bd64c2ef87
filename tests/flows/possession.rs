//! Tokens that are bound to a key of this browser: how they come, what they open, and what stands in the way.

mod calls;
mod nonces;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, SignedOutReason, Stage, View};
use provider::{ClientMetadata, Dpop, Misbehaviour, Settings};

use crate::world::{Fault, PLACE, Tab, talk};

const WHEN_OFFERED: &str = r#""dpop":"when-offered""#;
const REQUIRED: &str = r#""dpop":"required""#;

/// A tab with the page open, before a provider that does this about proofs.
fn before(dpop: Dpop, members: &str) -> Tab {
    opened(|settings| takes(settings, dpop), members)
}

fn takes(settings: &mut Settings, dpop: Dpop) {
    let metadata = ClientMetadata { dpop, refresh_tokens: true, ..Default::default() };
    settings.client_metadata.insert("demo".to_owned(), metadata);
}

/// The same before a provider that wants its nonce in every proof.
fn before_nonces(members: &str) -> Tab {
    let wants = |settings: &mut Settings| {
        takes(settings, Dpop::Required);
        settings.dpop_nonce_required = true;
    };
    opened(wants, members)
}

fn opened(change: impl FnOnce(&mut Settings), members: &str) -> Tab {
    let mut tab = Tab::before_a_provider(change, members);
    tab.records();
    tab.opens(PLACE);
    tab
}

/// A tab in which Victor is signed in with tokens that are bound and that renew.
fn bound(members: &str) -> Tab {
    let mut tab = before(Dpop::Accepted, &format!(r#"{members},"scope":"openid profile offline_access""#));
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// The keys that the tokens so far were bound to.
fn keys(tab: &Tab) -> Vec<Option<String>> {
    tab.provider.granted().into_iter().map(|granted| granted.jkt).collect()
}

fn redemptions(tab: &Tab) -> usize {
    tab.recorded_effects().iter().filter(|effect| matches!(effect, Effect::Redeem(..))).count()
}

fn dpop_jkt(tab: &Tab) -> Option<String> {
    let (_, query) = tab.left_for().split_once('?').expect("a query");
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "dpop_jkt").map(|(_, value)| value.into_owned())
}

/// RFC 9449 §5, §7 and §10.
#[test]
fn binds_code_and_tokens_to_one_key_and_proves_to_have_it() {
    for members in [WHEN_OFFERED, REQUIRED] {
        let mut tab = before(Dpop::Required, members);
        tab.presses_sign_in();
        let key = dpop_jkt(&tab);
        tab.comes_back_as("victor");

        assert!(tab.is_signed_in(), "{:?}", tab.view());
        assert_eq!(tab.notice(), None, "userinfo was opened too");
        assert!(key.is_some());
        assert_eq!(keys(&tab), [key]);
        let requests = tab.provider.requests();
        for path in ["/oauth/token", "/userinfo"] {
            let sent = requests.iter().filter(|request| request.path == path && request.method != "OPTIONS");
            assert!(
                sent.clone().count() == 1 && sent.clone().all(|request| request.has_dpop_proof),
                "{path}"
            );
        }
    }
}

#[test]
fn has_the_key_at_hand_before_the_button_is_pressed() {
    let tab = before(Dpop::Accepted, WHEN_OFFERED);

    assert!(tab.recorded_effects().iter().any(|effect| matches!(effect, Effect::PrepareKey(..))));
    assert_eq!(tab.view(), View::SignedOut(SignedOutReason::NotYet));
}

#[test]
fn makes_no_key_where_nobody_offers_or_asks_for_it() {
    for (dpop, members) in
        [(Dpop::Ignored, WHEN_OFFERED), (Dpop::Accepted, r#""dpop":"off""#), (Dpop::Accepted, "")]
    {
        let mut tab = Tab::before_a_provider(|settings| takes(settings, dpop), members);
        tab.records();
        tab.opens(PLACE);

        tab.signs_in_as("victor");

        assert!(tab.is_signed_in());
        assert_eq!(keys(&tab), [None]);
        assert!(!tab.recorded_effects().iter().any(|effect| matches!(effect, Effect::PrepareKey(..))));
    }
}

#[test]
fn takes_a_bearer_token_where_the_deployment_does_not_insist() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.provider.misbehave(Misbehaviour::TokenTypeBearerDespiteDpop);

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), None, "it was brought as a bearer token");
}

#[test]
fn refuses_a_bearer_token_where_the_deployment_insists() {
    let mut tab = before(Dpop::Accepted, REQUIRED);
    tab.provider.misbehave(Misbehaviour::TokenTypeBearerDespiteDpop);
    tab.signs_in_as("victor");

    let View::Failed { error, .. } = tab.view() else { panic!("{:?}", tab.view()) };
    assert_eq!(error.to_string(), "`token_type`: expected DPoP, found Bearer");
    tab.fails_with("token-type-unsupported");

    let mut tab = before(Dpop::Ignored, REQUIRED);
    tab.signs_in_as("victor");
    assert_eq!(tab.error_code(), Some("token-type-unsupported"));
}

#[test]
fn tells_what_the_provider_says_to_a_request_without_a_proof() {
    let mut tab = before(Dpop::Required, "");

    tab.signs_in_as("victor");

    assert_eq!(tab.error_code(), Some("token-refused"));
}

#[test]
fn renews_with_a_proof_of_the_same_key() {
    let mut tab = bound(REQUIRED);

    for _ in 0..2 {
        tab.lets_pass(Seconds(172_700));
    }

    assert!(tab.is_signed_in());
    let keys = keys(&tab);
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| key.is_some() && *key == keys[0]), "{keys:?}");
}

#[test]
fn takes_no_renewal_that_is_not_bound_where_the_deployment_insists() {
    let mut tab = bound(REQUIRED);
    let bearer = r#"{"access_token":"a","token_type":"Bearer","expires_in":172800}"#;
    tab.network.breaks(EndpointRole::Token, Fault::Says(200, bearer.to_owned()));

    tab.lets_pass(Seconds(172_700));

    assert!(tab.session().access_token().is_some_and(|token| token.expose() != "a"));
    assert_eq!(tab.notice(), Some("token-type-unsupported"));
}

#[test]
fn says_that_the_key_cannot_be_kept_once_somebody_wants_to_sign_in() {
    let mut tab = Tab::before_a_provider(|settings| takes(settings, Dpop::Accepted), WHEN_OFFERED);
    tab.keys.is_blocked(true);
    tab.opens(PLACE);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));

    tab.presses_sign_in();

    assert!(!tab.has_left());
    tab.fails_with("environment-key-storage-blocked");
}

#[test]
fn says_that_the_key_cannot_be_found_when_the_person_comes_back() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.keys.is_blocked(true);

    tab.opens(&response);

    tab.fails_with("environment-key-storage-blocked");
}

#[test]
fn waits_for_the_key_before_it_leaves_and_before_it_redeems() {
    let mut tab = Tab::before_a_provider(|settings| takes(settings, Dpop::Accepted), WHEN_OFFERED);
    tab.prepares_late = true;
    tab.opens(PLACE);

    tab.presses_sign_in();
    assert_eq!((tab.view(), tab.has_left()), (View::Pending(Stage::Leaving), false));
    tab.has_its_key_at_last();
    let response = tab.is_sent_back_as("victor");
    tab.prepares_late = true;
    tab.opens(&response);
    assert_eq!(tab.view(), View::Pending(Stage::Returning));
    assert!(tab.provider.granted().is_empty());
    tab.has_its_key_at_last();

    assert!(tab.is_signed_in());
}

#[test]
fn a_key_that_comes_when_nobody_waits_any_more_leads_nowhere() {
    let mut tab = Tab::before_a_provider(|settings| takes(settings, Dpop::Accepted), WHEN_OFFERED);
    tab.prepares_late = true;
    tab.opens(PLACE);
    tab.presses_sign_in();

    tab.goes_back();
    tab.has_its_key_at_last();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert!(!tab.has_left());
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

/// RFC 9449 §10: whoever has the code and not the key gets nothing for it.
#[test]
fn a_code_is_worth_nothing_once_the_key_is_gone() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.keys.is_wiped();

    tab.opens(&response);

    tab.fails_with("token-code-refused");
}

#[test]
fn brings_a_session_back_with_the_key_of_before() {
    let mut tab = bound(REQUIRED);

    tab.reloads_while(Some("victor"));

    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), None);
    let keys = keys(&tab);
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn says_nothing_of_the_key_where_nobody_had_asked_to_leave() {
    let mut tab = bound(REQUIRED);
    tab.keys.is_blocked(true);

    tab.reloads();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn goes_on_after_a_reload_with_tokens_that_were_kept() {
    let mut tab = bound(r#""dpop":"required","persistence":"tab""#);
    tab.requests();

    tab.reloads();

    assert!(tab.is_signed_in());
    assert_eq!(tab.notice(), None);
    assert!(tab.requests().contains(&"GET /userinfo".to_owned()));
    tab.lets_pass(Seconds(172_700));
    let keys = keys(&tab);
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]), "renewed with the same key");
}

#[test]
fn goes_on_without_userinfo_where_the_key_cannot_be_found_after_a_reload() {
    let mut tab = bound(r#""dpop":"required","persistence":"tab""#);
    tab.keys.is_blocked(true);

    tab.reloads();

    assert_eq!(tab.notice(), Some("environment-key-storage-blocked"));
    tab.keys.is_blocked(false);
    tab.lets_pass(Seconds(172_700));
    assert_eq!(tab.provider.granted().len(), 1, "no renewal without the key");
    tab.lets_pass(Seconds(60));
    assert_eq!(tab.provider.granted().len(), 2, "it was looked for again");
}

#[test]
fn goes_on_with_no_tokens_of_a_type_that_the_deployment_does_not_take_any_more() {
    let keeps =
        |dpop: &str| format!(r#""dpop":"{dpop}","persistence":"tab","scope":"openid offline_access""#);
    for (before_it, now) in [("required", "off"), ("off", "required")] {
        let mut tab = before(Dpop::Accepted, &keeps(before_it));
        tab.signs_in_as("victor");
        tab.is_deployed_with(&keeps(now));

        tab.reloads();

        assert!(tab.is_resuming(), "{before_it}, then {now}: {:?}", tab.view());
        tab.comes_back_as("victor");
        assert!(tab.is_signed_in());
    }
}

#[test]
fn shares_a_session_with_tabs_that_have_the_same_key() {
    let mut tab = bound(REQUIRED);
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);

    assert!(other.is_signed_in());
    assert_eq!(other.notice(), None);
    other.lets_pass(Seconds(172_700));
    talk(&mut [&mut tab, &mut other]);
    let keys = keys(&tab);
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[test]
fn binds_a_code_that_was_pushed_for() {
    let mut tab = before(Dpop::Accepted, r#""dpop":"required","pushed_authorization_requests":"always""#);

    tab.presses_sign_in();

    assert_eq!(dpop_jkt(&tab), None, "it was pushed");
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
    assert!(matches!(&keys(&tab)[..], [Some(_)]));
}

/// A proof made by a clock that is far ahead proves nothing to the provider.
#[test]
fn tells_a_proof_that_the_provider_does_not_take() {
    let mut tab = before(Dpop::Accepted, WHEN_OFFERED);
    tab.clock_is_ahead_by = Seconds(600);

    tab.signs_in_as("victor");

    tab.fails_with("token-refused");
}

#[test]
fn sends_the_window_of_a_sign_in_away_once_the_key_is_there() {
    let mut tab = Tab::before_a_provider(|settings| takes(settings, Dpop::Accepted), REQUIRED);
    tab.prepares_late = true;
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();
    assert_eq!(tab.popup.as_deref(), Some("about:blank"));

    tab.has_its_key_at_last();

    let mut window = tab.window_that_opens(&tab.is_sent_back_in_the_window_as("victor"));
    talk(&mut [&mut tab, &mut window]);
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert!(matches!(&keys(&tab)[..], [Some(_)]));
}

#[test]
fn closes_the_window_of_a_sign_in_without_a_key() {
    let mut tab = Tab::before_a_provider(|settings| takes(settings, Dpop::Accepted), REQUIRED);
    tab.keys.is_blocked(true);
    tab.opens(PLACE);

    tab.presses_sign_in_in_a_window();

    assert_eq!(tab.popup, None);
    tab.fails_with("environment-key-storage-blocked");
}
