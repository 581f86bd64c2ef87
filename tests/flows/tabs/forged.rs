//! What is told by nobody who was signed in: it signs nobody in, and changes nothing.

use lifen_connect::protocol::secret::{AccessToken, IdTokenText, Nonce, RefreshToken};
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, Event, Grant, Message, SignedOutReason};
use provider::Misbehaviour;

use super::signed_out_tabs;
use crate::signed_in::{LIFETIME, renewing, renewing_with, signed_out, token_requests};
use crate::world::{PLACE, Tab};

/// What a tab told the others when somebody signed in.
fn told_by(tab: &Tab) -> Grant {
    let told = |effect: Effect| match effect {
        Effect::Tell(Message::Grant(grant)) => Some(*grant),
        _ => None,
    };
    tab.recorded_effects().into_iter().filter_map(told).next_back().expect("somebody signed in")
}

/// The tokens of somebody who signed in at this provider, in a browser of their own.
fn tokens() -> Grant {
    let mut tab = signed_out(LIFETIME, "");
    tab.records();
    tab.signs_in_as("victor");
    told_by(&tab)
}

/// A script that is no tab of the app tells this.
fn is_told(tab: &mut Tab, grant: Grant) {
    tab.together.tell(0, &Message::Grant(Box::new(grant)));
    tab.lives_for(Seconds(0));
}

/// The ID Token of a sign-in that met this fault, and the nonce it is for.
fn id_token_after(fault: Misbehaviour) -> (IdTokenText, Nonce) {
    let mut tab = signed_out(LIFETIME, "");
    tab.records();
    tab.provider.misbehave(fault);
    tab.hold(EndpointRole::Token);
    tab.signs_in_as("victor");
    let mut id_token = String::new();
    tab.is_answered_altered(EndpointRole::Token, |answer| {
        let read: serde_json::Value = serde_json::from_str(&answer).expect("a token answer");
        id_token = read["id_token"].as_str().expect("an ID Token").to_owned();
        answer
    });
    let pending = tab.recorded_effects().into_iter().find_map(|effect| match effect {
        Effect::Remember(_, pending) => Some(pending.nonce),
        _ => None,
    });
    (IdTokenText::new(id_token), pending.expect("a pending sign-in"))
}

#[test]
fn what_is_true_signs_in() {
    let mut tab = signed_out(LIFETIME, "");

    is_told(&mut tab, tokens());

    assert!(tab.is_signed_in(), "or the others below show nothing: {:?}", tab.view());
}

#[test]
fn an_id_token_that_fails_a_check_signs_nobody_in() {
    for fault in [
        Misbehaviour::AlgorithmNone,
        Misbehaviour::AlgorithmHs256,
        Misbehaviour::InvalidSignature,
        Misbehaviour::UnknownKeyId,
        Misbehaviour::CriticalHeader,
        Misbehaviour::InvalidIssuer,
        Misbehaviour::MissingSubject,
        Misbehaviour::InvalidAudience,
        Misbehaviour::WrongAuthorizedParty,
        Misbehaviour::IssuedInTheFuture,
        Misbehaviour::Expired,
        Misbehaviour::InvalidNonce,
        Misbehaviour::MissingNonce,
    ] {
        let (id_token, nonce) = id_token_after(fault);
        let forged = Grant { id_token, nonce, ..tokens() };
        let mut tab = signed_out(LIFETIME, "");

        is_told(&mut tab, forged.clone());

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{fault}: {:?}", tab.view());
        assert!(tab.storage.is_empty(), "{fault}");

        let mut tab = renewing();
        let before = tab.session().access_token().cloned();
        tab.lives_for(Seconds(1));
        let now = tab.now();
        is_told(&mut tab, Grant { signed_in_at: now, ..forged });
        assert_eq!(tab.session().access_token(), before.as_ref(), "{fault}: {:?}", tab.view());
        tab.lives_for(Seconds(3600));
        assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault}");
    }
}

#[test]
fn what_was_tampered_with_signs_nobody_in() {
    let now = tokens().signed_in_at;
    let cases: [(&str, &dyn Fn(Grant) -> Grant); 6] = [
        ("nonce", &|grant| Grant { nonce: Nonce::new("another"), ..grant }),
        ("no ID Token", &|grant| Grant { id_token: IdTokenText::new("eyJ"), ..grant }),
        ("long ago", &|grant| Grant { signed_in_at: now - Seconds(3600), ..grant }),
        ("to come", &|grant| Grant { signed_in_at: now + Seconds(10 * 86_400), ..grant }),
        ("ended", &|grant| Grant { refresh_token: None, expires_at: now, ..grant }),
        ("too old", &|grant| Grant { since: now - Seconds(86_400), ..grant }),
    ];
    for (what, tamper) in cases {
        let mut tab = signed_out(LIFETIME, r#""session_lifetime":86400"#);

        is_told(&mut tab, tamper(tokens()));

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{what}: {:?}", tab.view());
    }
}

/// A provider of somebody's own, by the same name.
#[test]
fn tokens_of_another_provider_sign_nobody_in_where_the_keys_are_known() {
    for fault in [Misbehaviour::KeysRotated, Misbehaviour::KeyReplacedUnderItsName] {
        let mut other = signed_out(LIFETIME, "");
        other.records();
        other.provider.misbehave(fault);
        other.signs_in_as("agathe");
        let forged = told_by(&other);
        let mut tab = signed_out(LIFETIME, "");

        is_told(&mut tab, forged);

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{fault}: {:?}", tab.view());
    }
}

/// The keys that came with it are dropped with it.
#[test]
fn nothing_is_verified_with_the_keys_of_what_was_turned_away() {
    let mut other = signed_out(LIFETIME, "");
    other.records();
    other.provider.misbehave(Misbehaviour::KeysRotated);
    other.signs_in_as("agathe");
    let forged = Grant { nonce: Nonce::new("another"), ..told_by(&other) };
    assert!(forged.keys.as_ref().expect("keys").contains("key-2"));
    let mut tab = renewing();
    tab.hold(EndpointRole::Keys);
    tab.is_gone();
    tab.storage.is_wiped();
    tab.opens(PLACE);

    is_told(&mut tab, forged);
    tab.presses_sign_in();

    assert!(!tab.storage.text().contains("key-2"), "{}", tab.storage.text());
    tab.release(EndpointRole::Keys);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

/// A tab that was reloaded waits for what is true, whatever else is told.
#[test]
fn what_is_forged_does_not_keep_what_is_true_from_being_verified() {
    let forged = [
        Grant { id_token: IdTokenText::new("eyJ"), ..tokens() },
        Grant { refresh_token: None, expires_at: tokens().since, ..tokens() },
        Grant { signed_in_at: tokens().since - Seconds(60), ..tokens() },
    ];
    for forged in forged {
        let mut tab = renewing_with(r#""persistence":"tab""#);
        tab.verifies_late = true;
        tab.reloads();
        assert!(tab.is_verifying_late());

        is_told(&mut tab, forged);
        tab.verifies_at_last();

        assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    }
}

/// The session ended; who kept what was told then tells it again.
#[test]
fn what_is_told_again_signs_nobody_in_after_the_end() {
    let mut tab = signed_out(LIFETIME, r#""sign_out":"local""#);
    tab.records();
    tab.signs_in_as("victor");
    tab.lives_for(Seconds(60));
    let kept = told_by(&tab);
    tab.signs_out();

    is_told(&mut tab, kept.clone());
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::SignedOut));
    let mut other = tab.another_tab();
    other.opens(PLACE);
    is_told(&mut other, kept);

    assert_eq!(other.signed_out_reason(), Some(SignedOutReason::NotYet));
}

#[test]
fn what_is_told_again_after_a_renewal_changes_nothing() {
    let mut tab = signed_out(LIFETIME, "");
    tab.records();
    tab.signs_in_as("victor");
    let kept = told_by(&tab);
    tab.lives_for(LIFETIME);
    let token = tab.session().access_token().cloned();
    tab.requests();

    is_told(&mut tab, kept);
    tab.lives_for(Seconds(60));

    assert_eq!(tab.session().access_token(), token.as_ref());
    assert_eq!(token_requests(&tab), 0);
}

/// What was proven here when the session began is not changed by what comes with newer tokens.
#[test]
fn newer_tokens_bring_tokens_and_nothing_else() {
    let mut tab = signed_out(LIFETIME, r#""session_lifetime":3600"#);
    tab.records();
    tab.signs_in_as("victor");
    let grant = told_by(&tab);
    let newer = Grant {
        access_token: AccessToken::new("newer"),
        refresh_token: Some(RefreshToken::new("newer")),
        renewals: grant.renewals + 1,
        since: grant.since + Seconds(86_400),
        ..grant
    };

    is_told(&mut tab, newer);
    assert_eq!(tab.session().access_token().expect("signed in").expose(), "newer");
    tab.network.breaks(EndpointRole::Token, crate::world::Fault::Down);
    tab.lives_for(Seconds(3600));

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Limit));
}

#[test]
fn a_browser_without_web_crypto_believes_nobody() {
    let mut tabs = signed_out_tabs(2, "");
    tabs[1].has_web_crypto = false;

    tabs[0].signs_in_as("victor");
    super::together(&mut tabs, 0);

    assert_eq!(tabs[1].signed_out_reason(), Some(SignedOutReason::NotYet));
}

/// What another tab told is still being verified when the person signs out here, or the screen is locked.
#[test]
fn what_was_told_before_the_sign_out_signs_nobody_in_after_it() {
    let ends: [fn(&mut Tab); 2] =
        [|tab| tab.happens(Event::SignOutRequested), |tab| tab.lives_for(Seconds(300))];
    for end in ends {
        let mut tab = signed_out(LIFETIME, r#""sign_out":"local","idle_lock":300"#);
        tab.signs_in_as("victor");
        tab.lives_for(Seconds(1));
        let newer = Grant { signed_in_at: tab.now(), since: tab.now(), ..tokens() };
        tab.verifies_late = true;
        is_told(&mut tab, newer);
        assert!(tab.is_verifying_late());

        end(&mut tab);
        tab.verifies_at_last();

        assert!(!tab.is_signed_in(), "{:?}", tab.view());
    }
}
