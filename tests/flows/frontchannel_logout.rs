//! The provider says in a hidden frame that its session ended (OIDC Front-Channel Logout 1.0).

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};
use provider::{ClientMetadata, Misbehaviour};

use crate::world::{PLACE, Tab, talk};

const LOGOUT: &str = "/ward/frontchannel-logout";

/// Somebody is signed in, at a provider that will tell when they sign out there.
fn signed_in() -> Tab {
    signed_in_with("")
}

fn signed_in_with(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.provider.register_metadata(
        "demo",
        ClientMetadata {
            frontchannel_logout_uri: Some(format!("http://localhost:8080{LOGOUT}")),
            refresh_tokens: true,
            ..ClientMetadata::default()
        },
    );
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    tab
}

/// The frame that the provider opens in another tab, where the person signs out there.
fn frame_of(tab: &Tab) -> Tab {
    let [address] = &tab.signs_out_at_the_provider()[..] else { panic!("one frame") };
    framed(tab, address)
}

fn framed(tab: &Tab, address: &str) -> Tab {
    let mut frame = tab.another_tab();
    frame.opens_framed(address);
    frame
}

#[test]
fn ends_the_session_in_every_tab() {
    let mut tab = signed_in();
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    assert!(other.is_signed_in());

    let mut frame = frame_of(&tab);
    talk(&mut [&mut tab, &mut other, &mut frame]);

    for tab in [&tab, &other] {
        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
        assert!(tab.session().access_token().is_none());
        assert!(tab.storage.is_empty());
    }
}

/// Nobody sees it: it shows nothing, asks nothing, and nobody is signed in there by whoever is elsewhere.
#[test]
fn the_frame_itself_goes_no_further() {
    let mut tab = signed_in();
    let mut frame = framed(&tab, &format!("{LOGOUT}?iss=http://127.0.0.1:9090/&sid=another"));
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other, &mut frame]);

    assert!(other.is_signed_in());
    assert_eq!(frame.view(), View::Pending(Stage::SigningOut));
    assert!(frame.session().access_token().is_none());
    assert!(!frame.has_left());
    assert_eq!(frame.address(), LOGOUT);
}

#[test]
fn another_session_of_the_provider_is_no_business_of_ours() {
    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::FrontchannelLogoutOtherSession);

    let mut frame = frame_of(&tab);
    talk(&mut [&mut tab, &mut frame]);

    assert!(tab.is_signed_in());
    tab.reloads_while(Some("victor"));
    assert!(tab.is_signed_in());
}

#[test]
fn another_session_of_the_provider_does_not_turn_away_what_is_being_verified() {
    let mut tab = signed_in();
    let mut other = tab.another_tab();
    other.verifies_late = true;
    other.opens(PLACE);
    talk(&mut [&mut tab, &mut other]);
    assert!(other.is_verifying_late());

    let mut frame = framed(&tab, &format!("{LOGOUT}?iss=http://127.0.0.1:9090/&sid=another"));
    talk(&mut [&mut tab, &mut other, &mut frame]);
    other.verifies_at_last();

    assert!(other.is_signed_in(), "{:?}", other.view());
}

#[test]
fn what_is_not_our_providers_ends_nothing() {
    let mut tab = signed_in();
    tab.provider.misbehave(Misbehaviour::FrontchannelLogoutOtherIssuer);
    let mut frames = vec![frame_of(&tab)];
    for query in ["?iss=http://127.0.0.1:9090/", "?sid=x", "?iss=http://127.0.0.1:9090/&sid=x&sid=y"] {
        frames.push(framed(&tab, &format!("{LOGOUT}{query}")));
    }

    for mut frame in frames {
        talk(&mut [&mut tab, &mut frame]);

        assert!(tab.is_signed_in());
        assert_eq!(frame.view(), View::Pending(Stage::SigningOut));
    }
}

#[test]
fn a_provider_that_names_no_session_ends_whichever_there_is() {
    let mut tab = signed_in();

    let mut frame = framed(&tab, LOGOUT);
    talk(&mut [&mut tab, &mut frame]);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
}

/// Its ID Tokens have no `sid`, and yet it says one: that may be the one.
#[test]
fn a_session_that_does_not_say_what_it_hangs_on_ends() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    let mut frame = framed(&tab, &format!("{LOGOUT}?iss=http://127.0.0.1:9090/&sid=x"));
    talk(&mut [&mut tab, &mut frame]);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
}

/// A link that anybody can write.
#[test]
fn a_page_that_is_no_frame_ends_nothing() {
    let mut tab = signed_in();
    let [address] = &tab.signs_out_at_the_provider()[..] else { panic!("one frame") };
    for address in [address, LOGOUT] {
        let mut visit = tab.another_tab();

        visit.opens(address);
        talk(&mut [&mut tab, &mut visit]);

        assert!(tab.is_signed_in());
        assert!(visit.is_signed_in(), "a page like any other");
    }
}

#[test]
fn a_slash_at_the_end_makes_no_difference() {
    let mut tab = signed_in();

    let mut frame = framed(&tab, &format!("{LOGOUT}/"));
    talk(&mut [&mut tab, &mut frame]);

    assert!(!tab.is_signed_in());
}

/// A page in the back/forward cache hears nothing; when it comes back, it asks.
#[test]
fn a_page_that_was_asleep_ends_when_it_comes_back() {
    for says_which in [true, false] {
        let mut tab = signed_in();
        let frames = tab.signs_out_at_the_provider();
        framed(&tab, if says_which { &frames[0] } else { LOGOUT });
        // What was said meanwhile is lost.
        tab.together.hears_nothing(&tab);
        assert!(tab.is_signed_in());

        tab.goes_back();

        assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended));
        assert!(tab.storage.is_empty());
    }
}

#[test]
fn the_tokens_that_a_tab_kept_are_of_no_use_after_it() {
    let mut tab = signed_in_with(r#""persistence":"tab","scope":"openid offline_access""#);
    let mut closed = tab.duplicated();
    // In the very tab that shows the provider's page, and in another that is not loaded.
    let [address] = &tab.signs_out_at_the_provider()[..] else { panic!("one frame") };
    let address = address.clone();
    tab.opens_framed(&address);
    assert!(tab.storage.kept().is_none());

    closed.opens(PLACE);

    assert!(!closed.is_signed_in(), "{:?}", closed.view());
    assert!(closed.is_resuming(), "the provider has the last word");
}

#[test]
fn tokens_that_are_just_being_verified_are_dropped() {
    let tab = signed_in_with(r#""persistence":"tab""#);
    let mut reloaded = tab.duplicated();
    reloaded.verifies_late = true;
    reloaded.opens(PLACE);
    assert_eq!(reloaded.view(), View::Pending(Stage::Resuming));

    let mut frame = frame_of(&tab);
    talk(&mut [&mut reloaded, &mut frame]);
    reloaded.verifies_at_last();

    assert!(!reloaded.is_signed_in(), "{:?}", reloaded.view());
}

#[test]
fn whoever_signs_in_again_is_signed_in() {
    let mut tab = signed_in();
    let mut frame = frame_of(&tab);
    talk(&mut [&mut tab, &mut frame]);
    tab.lets_pass(Seconds(1));

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    tab.happens(Event::Returned);
    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

/// A sign-in that is under way at the provider, which ends the session of whoever was there before.
#[test]
fn a_sign_in_that_is_pending_is_not_lost() {
    let mut tab = signed_in();
    let address = tab.signs_out_at_the_provider()[0].clone();
    let mut another = tab.another_tab();
    another.opens_framed(LOGOUT);
    talk(&mut [&mut tab, &mut another]);
    tab.lets_pass(Seconds(1));
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("agathe");

    tab.opens_framed(&address);
    tab.opens(&response);

    assert_eq!(tab.identity().expect("signed in").display_name(), "Agathe Lemoine");
}
