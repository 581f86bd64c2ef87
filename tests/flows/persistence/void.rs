//! Kept tokens that are of no use any more: nobody is signed in with them, and they do not stay.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, Message, Place, SignedOutReason, Stage, View};

use super::{MEMORY, TAB, tokens_in};
use crate::signed_in::{LIFETIME, RENEWS_AFTER, beside, renewing_with, without_a_refresh_token};
use crate::world::jwt::holds_a_jwt;
use crate::world::{Fault, HOME, PLACE, Tab, talk};

/// A tab that was closed, and kept its tokens.
fn closed() -> Tab {
    let mut tab = renewing_with(TAB);
    tab.is_gone();
    tab.clock.advance(1);
    tab
}

fn with(text: &str, name: &str, alter: impl Fn(&str) -> String) -> String {
    let part = |part: &str| match part.split_once('=') {
        Some((found, value)) if found == name => format!("{name}={}", alter(value)),
        _ => part.to_owned(),
    };
    text.split('&').map(part).collect::<Vec<_>>().join("&")
}

fn spoilt(token: &str) -> String {
    let (rest, signature) = token.rsplit_once('.').expect("a JWS");
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    format!("{rest}.{first}{}", &signature[1..])
}

type Alters = fn(String) -> String;

#[test]
fn what_was_tampered_with_falls_back_to_the_provider() {
    let cases: [(&str, Alters); 11] = [
        ("nothing that could be read", |_| "rubbish".to_owned()),
        ("nothing", |_| String::new()),
        ("no access token", |text| text.replacen("access_token=", "x=", 1)),
        ("no nonce", |text| text.replacen("nonce=", "x=", 1)),
        ("another nonce", |text| with(&text, "nonce", |_| "bm9uY2U".to_owned())),
        ("another signature", |text| with(&text, "id_token", spoilt)),
        ("no ID Token", |text| with(&text, "id_token", |_| "eyJ".to_owned())),
        ("unsigned", |text| {
            with(&text, "id_token", |token| {
                format!("eyJhbGciOiJub25lIn0.{}.", token.split('.').nth(1).expect("claims"))
            })
        }),
        ("of another time", |text| with(&text, "signed_in_at", |_| "1700000000000".to_owned())),
        ("of the future", |text| with(&text, "signed_in_at", |_| "1900000000000".to_owned())),
        ("a time that is none", |text| with(&text, "expires_at", |_| "soon".to_owned())),
    ];
    for (what, alter) in cases {
        let mut tab = closed();
        tab.storage.alters_the_grant(alter);

        tab.opens(PLACE);

        assert!(tab.is_resuming(), "{what}: {:?}", tab.view());
        assert_eq!(tokens_in(&tab, &tab.storage.text()), [""; 0], "{what}");
        tab.comes_back_as("victor");
        assert!(tab.is_signed_in(), "{what}: {:?}", tab.view());
        assert_eq!(tab.address(), PLACE, "{what}");
    }
}

#[test]
fn keys_that_were_tampered_with_are_fetched_anew() {
    for keys in ["%7B%22keys%22%3A%5B%5D%7D", "rubbish"] {
        let mut tab = closed();
        tab.storage.alters_the_grant(|text| with(&text, "keys", |_| keys.to_owned()));

        tab.opens(PLACE);

        assert!(tab.is_signed_in() && !tab.has_left(), "{keys}: {:?}", tab.view());
    }
}

/// The keys were made up, and the provider is not there to tell.
#[test]
fn nobody_waits_for_ever_for_keys_that_do_not_come() {
    for endpoint in [EndpointRole::Metadata, EndpointRole::Keys] {
        let mut tab = closed();
        tab.storage.alters_the_grant(|text| with(&text, "keys", |_| "rubbish".to_owned()));
        tab.network.breaks(endpoint, Fault::Down);

        tab.opens(PLACE);

        assert!(!tab.is_signed_in() && !tab.has_left(), "{endpoint:?}");
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{endpoint:?}: {:?}", tab.view());
        assert_eq!(tokens_in(&tab, &tab.storage.text()), [""; 0]);
    }
}

#[test]
fn a_tab_that_nobody_looks_at_waits_before_it_leaves() {
    let mut tab = closed();
    tab.storage.alters_the_grant(|text| with(&text, "id_token", spoilt));
    tab.is_hidden = true;

    tab.opens(PLACE);
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    assert!(!tab.has_left());
    tab.is_looked_at();

    assert!(tab.is_resuming());
}

#[test]
fn what_was_ended_elsewhere_while_the_tab_was_closed_is_void() {
    let mut tab = renewing_with(TAB);
    let mut other = beside(&mut tab);
    tab.is_gone();
    other.lives_for(Seconds(1));
    other.signs_out();

    tab.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{:?}", tab.view());
    assert!(!tab.has_left());
    assert_eq!(tokens_in(&tab, &tab.storage.text()), [""; 0], "nor do they stay");
}

#[test]
fn what_is_ended_elsewhere_while_it_is_being_verified_is_void() {
    let mut tab = renewing_with(TAB);
    let mut other = beside(&mut tab);
    other.lives_for(Seconds(1));
    tab.verifies_late = true;
    tab.reloads();

    other.signs_out();
    talk(&mut [&mut tab, &mut other]);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Elsewhere), "{:?}", tab.view());
    tab.verifies_at_last();

    assert!(!tab.is_signed_in() && tab.storage.is_empty());
}

#[test]
fn an_end_that_was_before_does_not_concern_what_is_being_verified() {
    let mut tab = closed();
    tab.verifies_late = true;
    tab.opens(PLACE);
    let before = tab.now() + Seconds(-60);

    let message = Message::Ended { reason: SignedOutReason::SignedOut, at: before };
    tab.happens(Event::Heard { message, place: Place::of(PLACE) });
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    tab.verifies_at_last();

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

#[test]
fn nothing_stays_when_the_session_ends() {
    let ends: [fn(&mut Tab); 4] = [
        |tab| tab.happens(Event::SignOutRequested),
        |tab| {
            tab.network
                .breaks(EndpointRole::Token, Fault::Says(400, r#"{"error":"invalid_grant"}"#.to_owned()));
            tab.lives_for(RENEWS_AFTER);
        },
        |tab| tab.lives_for(Seconds(1200)),
        |tab| {
            tab.clock.advance(1200);
            tab.reloads();
        },
    ];
    for end in ends {
        let mut tab = renewing_with(&format!(r#"{TAB},"session_lifetime":1200"#));
        assert!(!tokens_in(&tab, &tab.storage.text()).is_empty());

        end(&mut tab);

        assert!(!tab.is_signed_in(), "{:?}", tab.view());
        assert!(tab.storage.is_empty(), "{}", tab.storage.text());
    }
    let mut tab = without_a_refresh_token(TAB);
    tab.lives_for(LIFETIME);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Expired));
    assert!(tab.storage.is_empty());
}

/// The deployment changed its mind, and what it had kept is nobody's any more.
#[test]
fn nothing_stays_where_the_deployment_no_longer_keeps_tokens() {
    for address in [PLACE, HOME] {
        let mut tab = closed();
        let mut changed = Tab::configured(MEMORY);
        changed.storage = tab.storage.clone();
        assert!(!changed.storage.text().is_empty());
        tab.is_gone();

        changed.opens(address);

        assert!(!holds_a_jwt(&changed.storage.text()), "{}", changed.storage.text());
    }
}
