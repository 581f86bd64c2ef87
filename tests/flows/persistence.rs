//! Where the tokens are: in memory, or for a reload of this tab where the deployment chose that.

mod void;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};
use provider::Misbehaviour;

use crate::signed_in::{
    LIFETIME, RENEWS_AFTER, access_token, renewals, renewing_with, signed_out, without_a_refresh_token,
};
use crate::world::jwt::holds_a_jwt;
use crate::world::{Fault, PLACE, Tab, pass};

const MEMORY: &str = r#""persistence":"memory""#;

const TAB: &str = r#""persistence":"tab""#;

/// What storage must not hold, or holds.
fn tokens_in(tab: &Tab, text: &str) -> Vec<&'static str> {
    let token = tab.session().access_token().map(|token| token.expose().to_owned()).unwrap_or_default();
    let found = [
        ("access token", !token.is_empty() && text.contains(&token)),
        ("ID Token", holds_a_jwt(text)),
        ("refresh token", text.contains("refresh_token")),
    ];
    found.into_iter().filter(|(_, found)| *found).map(|(name, _)| name).collect()
}

#[test]
fn a_reload_takes_no_request_to_the_provider_where_tokens_are_kept() {
    let mut tab = renewing_with(TAB);
    let before = (access_token(&tab), tab.person());
    tab.requests();
    tab.hold(EndpointRole::Metadata);

    tab.reloads();

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    assert_eq!((access_token(&tab), tab.person()), before);
    assert_eq!(tab.address(), PLACE);
    assert!(tab.requests().is_empty());
}

#[test]
fn a_reload_leaves_for_the_provider_where_they_are_not() {
    for members in [MEMORY, ""] {
        let mut tab = renewing_with(members);

        tab.reloads();
        assert!(tab.is_resuming(), "{members}");
        tab.comes_back_as("victor");

        assert!(tab.is_signed_in());
        assert_eq!(tab.address(), PLACE);
    }
}

#[test]
fn tokens_are_in_storage_only_where_the_deployment_chose_that() {
    for (members, kept) in
        [("", &[][..]), (MEMORY, &[]), (TAB, &["access token", "ID Token", "refresh token"])]
    {
        let mut tab = renewing_with(members);
        assert_eq!(tokens_in(&tab, &tab.storage.text()), kept, "{members}");

        tab.lives_for(RENEWS_AFTER);

        assert_eq!(tokens_in(&tab, &tab.storage.text()), kept, "{members}");
    }
}

/// `localStorage` outlives the browser, and every tab of the origin reads it.
#[test]
fn tokens_are_never_in_the_memory_that_tabs_share() {
    for members in [MEMORY, TAB] {
        let mut tab = renewing_with(&format!(r#"{members},"idle_lock":3600"#));
        let mut other = crate::signed_in::beside(&mut tab);
        for _ in 0..5 {
            pass(&mut [&mut tab, &mut other], RENEWS_AFTER);
            tab.happens(Event::Active);
            let text = tab.together.text();

            assert!(!text.is_empty());
            assert_eq!(tokens_in(&tab, &text), [""; 0], "{text}");
            let identity = tab.person().expect("signed in");
            for secret in [identity.subject(), "victor", "Victor"] {
                assert!(!text.contains(secret), "{text}");
            }
        }
        tab.signs_out();
        assert!(!holds_a_jwt(&tab.together.text()));
    }
}

#[test]
fn goes_on_renewing_after_a_reload() {
    let mut tab = renewing_with(TAB);

    for _ in 0..10 {
        tab.lives_for(LIFETIME);
        tab.reloads();
        assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
    }

    assert!(renewals(&tab) >= 10);
    assert_eq!(tab.notice(), None);
}

#[test]
fn is_restored_though_the_provider_is_away() {
    let mut tab = renewing_with(TAB);
    tab.network.breaks_everywhere(&Fault::Down);

    tab.reloads();

    assert!(tab.is_signed_in(), "{:?}", tab.view());
}

/// The tab was closed with the browser, which opens it again the next morning.
#[test]
fn tokens_that_ended_are_renewed_when_they_are_restored() {
    let mut tab = renewing_with(TAB);
    let before = access_token(&tab);
    tab.is_gone();
    tab.clock.advance(12 * 3600);

    tab.opens(PLACE);

    assert_eq!((tab.is_signed_in(), tab.notice(), renewals(&tab)), (true, None, 1), "{:?}", tab.view());
    assert_ne!(access_token(&tab), before);
}

#[test]
fn tokens_that_ended_without_a_refresh_token_are_brought_back_by_the_provider() {
    let mut tab = without_a_refresh_token(TAB);
    tab.is_gone();
    tab.clock.advance(LIFETIME.0);

    tab.opens(PLACE);

    assert!(tab.is_resuming(), "{:?}", tab.view());
    assert_eq!(tokens_in(&tab, &tab.storage.text()), [""; 0]);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
}

/// The ID Token of the sign-in was signed with a key that the provider no longer has.
#[test]
fn is_restored_with_the_keys_of_its_day() {
    let mut tab = signed_out(LIFETIME, TAB);
    tab.provider.misbehave(Misbehaviour::KeysRotated);
    tab.signs_in_as("victor");
    tab.lives_for(LIFETIME);
    assert_eq!(renewals(&tab), 1);

    tab.reloads();

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
}

#[test]
fn says_that_it_is_under_way_while_signatures_are_verified() {
    let mut tab = renewing_with(TAB);
    tab.verifies_late = true;

    tab.reloads();
    assert_eq!(tab.view(), View::Pending(Stage::Resuming));
    tab.verifies_at_last();

    assert!(tab.is_signed_in());
}

#[test]
fn is_restored_where_tls_stands_in_for_the_signature() {
    let mut tab = renewing_with(&format!(r#"{TAB},"id_token_verification":"tls""#));

    tab.reloads();

    assert!(tab.is_signed_in() && !tab.has_left(), "{:?}", tab.view());
}

/// "Duplicate tab" copies `sessionStorage`: two tabs hold the same refresh token.
#[test]
fn a_copy_of_the_tab_renews_no_generation_twice() {
    let mut tab = renewing_with(TAB);
    let mut copy = tab.duplicated();
    copy.opens(PLACE);
    assert!(copy.is_signed_in() && !copy.has_left(), "{:?}", copy.view());

    pass(&mut [&mut tab, &mut copy], Seconds(3600));

    assert_eq!(renewals(&tab), 8);
    assert!(tab.is_signed_in() && copy.is_signed_in());
    assert_eq!(access_token(&tab), access_token(&copy));
}

/// It was copied before the tokens were renewed, and opened afterwards, where nobody is to ask.
#[test]
fn a_copy_with_old_tokens_uses_no_refresh_token_twice() {
    let mut tab = renewing_with(TAB);
    let mut copy = tab.duplicated();
    tab.lives_for(RENEWS_AFTER);
    tab.is_gone();
    copy.records();

    copy.opens(PLACE);
    assert!(copy.is_signed_in(), "{:?}", copy.view());
    copy.lives_for(Seconds(LIFETIME.0 - RENEWS_AFTER.0));

    assert!(crate::signed_in::refresh_tokens_sent(&copy).is_empty());
    assert_eq!(copy.signed_out_reason(), Some(SignedOutReason::Expired));
    assert_eq!(tokens_in(&copy, &copy.storage.text()), [""; 0]);
}

#[test]
fn a_tab_whose_storage_is_blocked_is_signed_in_until_it_is_reloaded() {
    let mut tab = renewing_with(TAB);
    tab.storage.is_blocked = true;
    tab.lives_for(LIFETIME);
    assert!(tab.is_signed_in());

    tab.reloads();

    assert!(!tab.has_left());
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet), "{:?}", tab.view());
}
