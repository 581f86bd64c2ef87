//! A session that came to its end while its page was on show: every page says why, and nothing of the person is left.

use lifen_connect::browser::now;
use lifen_connect::protocol::secret::{IdTokenText, Nonce};
use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Grant, Message, SignedOutReason};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_signed_in;
use crate::world::{Person, Provider, Return, Tab, claims, grant, tell_tabs};

/// Another tab says that the session has ended, for this reason.
fn ends_elsewhere(reason: SignedOutReason) {
    tell_tabs(&Message::Ended { reason, at: now() + Seconds(1) });
}

#[wasm_bindgen_test]
async fn says_on_every_page_and_in_both_languages_why_nobody_is_signed_in_any_more() {
    for (reason, name, english, french) in [
        (
            SignedOutReason::SignedOut,
            "elsewhere",
            "Your session was ended in another tab.",
            "Votre session a été fermée dans un autre onglet.",
        ),
        (
            SignedOutReason::Ended,
            "ended",
            "Lifen has ended your session. Sign in again to continue.",
            "Lifen a mis fin à votre session. Reconnectez-vous pour continuer.",
        ),
        (
            SignedOutReason::Limit,
            "limit",
            "Your session has lasted as long as it may. Sign in again to continue.",
            "Votre session a atteint sa durée maximale. Reconnectez-vous pour continuer.",
        ),
    ] {
        let notice = format!("[role=status][data-notice={name}]");
        let tab = open_signed_in(Return::default()).await;

        ends_elsewhere(reason);

        tab.see_page("guard").await;
        assert_eq!(tab.text_of(&notice), english);
        assert_eq!(tab.text_of("main .primary"), "Sign in with Lifen");
        tab.see_nothing_of("Victor Pugin");
        tab.click("FR");
        tab.see(french).await;
        tab.click("Accueil");
        tab.see_page("home").await;
        assert_eq!(tab.text_of(&notice), french);
    }
}

/// A session of another tab, which a provider that signs for real vouches for.
async fn signs_in_elsewhere(changes: Value) {
    let provider = Provider::known().await;
    let id_token = provider.sign(&claims("another-nonce", &changes)).await;
    tell_tabs(&Message::Grant(Box::new(Grant {
        id_token: IdTokenText::new(&*id_token),
        nonce: Nonce::new("another-nonce"),
        keys: Some(provider.keys),
        ..grant(now() + Seconds(1))
    })));
}

async fn stops(tab: &Tab, code: &str, [english, french]: [&str; 2]) {
    tab.see_page("error").await;
    assert_eq!(tab.attribute_of("main", "data-code").as_deref(), Some(code));
    assert_eq!(tab.text_of("main h1"), english);
    assert_eq!(tab.text_of("main .primary"), "Sign in again");
    tab.see_nothing_of("Victor Pugin");
    tab.see_nothing_of("Nothing is lost");
    tab.click("FR");
    tab.see(french).await;
}

#[wasm_bindgen_test]
async fn stops_when_somebody_else_signs_in_in_another_tab() {
    let tab = open_signed_in(Return::default()).await;

    signs_in_elsewhere(json!({ "sub": "auth0|mallory", "name": "Mallory" })).await;

    let titles = [
        "Somebody else has signed in from another tab",
        "Quelqu’un d’autre s’est connecté dans un autre onglet",
    ];
    stops(&tab, "session-person-elsewhere", titles).await;
    tab.see_nothing_of("Mallory");
}

#[wasm_bindgen_test]
async fn stops_when_the_person_works_in_another_workspace_in_another_tab() {
    let tab = open_signed_in(Return::default()).await;
    let user = json!({
        "uuid": "2239c4e4-f928-44da-917d-1a59a7a4e931",
        "currentWorkspaceId": "Organization/1",
    });

    signs_in_elsewhere(json!({ "https://lifen.example/user": user })).await;

    let titles = ["You are working in another workspace", "Vous travaillez dans un autre espace"];
    stops(&tab, "session-workspace-elsewhere", titles).await;
}

/// Every page of the app is about the same person.
#[wasm_bindgen_test]
async fn goes_on_when_the_same_person_signs_in_anew_in_another_tab() {
    let tab = open_signed_in(Return::default()).await;

    signs_in_elsewhere(json!({ "name": "Victor P. Pugin" })).await;

    tab.see("Victor P. Pugin").await;
    tab.see_page("session").await;
}
