//! Tokens that a tab keeps where the deployment chose that, what is left of a sign-out, and what all tabs remember.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{change_shared, forget, keep, kept, shared_memory, take_goodbye};
use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::secret::State;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Arrival, Grant, Mark, SharedMemory, SignedOutReason, Stage, View};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Clock, Network, Reply, Return, Running, Tab, change, configuration, grant, holds_a_jwt, leave_page, until,
};

const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

fn configured(changes: &Value) -> Box<Configuration> {
    Configuration::parse(&configuration(changes), "https://app.example/").expect("a configuration")
}

fn texts_in(storage: &web_sys::Storage) -> String {
    let text = |place| storage.get_item(&storage.key(place).unwrap().unwrap()).unwrap().unwrap();
    (0..storage.length().unwrap()).map(text).collect()
}

/// Signs in under this configuration, and shows the page that a reload then finds.
async fn reloads(tab: &Tab, changes: Value) -> Page {
    tab.configured_with(&configuration(&changes));
    let (page, network) = Return { configuration: changes, ..Return::default() }.arrives(tab).await;
    Running::on(page).signs_in().await;
    assert!(until(|| network.paths().contains(&"/userinfo".to_owned())).await);
    leave_page();
    Page::arrive()
}

#[wasm_bindgen_test]
fn keeps_the_tokens_of_one_tab_until_they_are_dropped() {
    let tab = Tab::new();
    assert_eq!(kept(), None);

    keep(Some(&grant(NOW)));
    assert_eq!(kept(), Some(grant(NOW)));
    assert_eq!(kept(), Some(grant(NOW)), "a second reload finds them as well");
    assert_eq!(tab.local_storage().length().unwrap(), 0, "no other tab does");
    keep(None);

    assert_eq!(kept(), None);
}

#[wasm_bindgen_test]
fn keeps_nothing_over_the_end_of_a_session() {
    for goodbye in [None, Some(State::new("goodbye"))] {
        let tab = Tab::new();
        keep(Some(&grant(NOW)));

        forget(goodbye.as_ref());

        assert_eq!(kept(), None);
        assert!(!texts_in(&tab.session_storage()).contains("token"));
    }
}

#[wasm_bindgen_test]
fn keeps_nothing_in_a_storage_that_is_blocked_or_full() {
    let tab = Tab::new();
    keep(Some(&grant(NOW)));
    let prototype = js_sys::Object::get_prototype_of(&tab.session_storage());
    change::refuse(&prototype, "setItem", "QuotaExceededError");
    keep(Some(&Grant { scope: "newer".to_owned(), ..grant(NOW) }));
    assert_eq!(kept(), None, "tokens that were replaced would be of no use");

    let tab = Tab::new();
    change::block(&tab.window(), "sessionStorage");
    keep(Some(&grant(NOW)));
    assert_eq!((kept(), take_goodbye()), (None, None));
}

#[wasm_bindgen_test]
async fn goes_on_after_a_reload_without_leaving_where_the_deployment_keeps_tokens() {
    let tab = Tab::at("/session?from=link#trust");

    let page = reloads(&tab, json!({ "persistence": "tab" })).await;

    assert!(matches!(page.start, Ok((_, Arrival::Kept { .. }))), "{:?}", page.start);
    let network = Network::answering(|_| Reply::ok(r#"{"sub":"auth0|victor"}"#));
    let running = Running::on(page);
    assert_eq!(running.view(), View::Pending(Stage::Resuming));
    running.signs_in().await;
    assert!(until(|| !network.requests().is_empty()).await);
    assert_eq!(network.paths(), ["/userinfo"], "what proves the session was kept with it");
    assert_eq!(tab.departures(), [] as [String; 0]);
}

/// What is not chosen is not written, and what was written under another configuration is not read.
#[wasm_bindgen_test]
async fn keeps_no_token_anywhere_unless_the_deployment_says_so() {
    for changes in [json!({}), json!({ "persistence": "memory" })] {
        let tab = Tab::new();

        let page = reloads(&tab, changes).await;

        assert!(matches!(page.start, Ok((_, Arrival::Reload { .. }))));
        let stored = texts_in(&tab.session_storage()) + &texts_in(&tab.local_storage());
        assert!(!stored.contains("the-access-token") && !holds_a_jwt(&stored), "{stored}");
    }
    let tab = Tab::new();
    tab.configured_with(&configuration(&json!({})));
    keep(Some(&grant(NOW)));
    assert!(matches!(Page::arrive().start, Ok((_, Arrival::Visit(SignedOutReason::NotYet)))));
}

#[wasm_bindgen_test]
fn takes_the_state_of_a_sign_out_off_the_address_and_leaves_the_rest() {
    for (address, left) in [
        ("/?state=goodbye", "/"),
        ("/?tab=a%20b&state=goodbye&c", "/?tab=a+b&c="),
        ("/?state=another", "/?state=another"),
        ("/", "/"),
    ] {
        let tab = Tab::at(address);
        tab.configured_with(&configuration(&json!({})));
        let entry = tab.history_entry();
        forget(Some(&State::new("goodbye")));

        let page = Page::arrive();

        assert!(matches!(page.start, Ok((_, Arrival::Visit(SignedOutReason::SignedOut)))), "{address}");
        assert_eq!(tab.address(), left);
        assert_eq!(tab.history_entry(), entry, "in the entry it came in");
        assert_eq!(take_goodbye(), None, "it is said once");
    }
}

#[wasm_bindgen_test]
fn leaves_a_state_alone_that_no_sign_out_sent() {
    let tab = Tab::at("/?state=goodbye");
    tab.configured_with(&configuration(&json!({})));

    assert!(matches!(Page::arrive().start, Ok((_, Arrival::Visit(SignedOutReason::NotYet)))));
    assert_eq!(tab.address(), "/?state=goodbye");
}

#[wasm_bindgen_test]
fn remembers_for_all_tabs_of_one_app_what_happened_and_no_more() {
    let tab = Tab::new();
    let app = configured(&json!({}));
    assert_eq!(shared_memory(&app), SharedMemory::default());

    change_shared(&app, |memory| memory.mark(Mark::Ended { reason: SignedOutReason::SignedOut, at: NOW }));

    assert!(!shared_memory(&app).admits(NOW));
    for another in [json!({ "client_id": "another" }), json!({ "issuer": "https://another.example/" })] {
        assert_eq!(shared_memory(&configured(&another)), SharedMemory::default(), "{another}");
    }
    assert_eq!(tab.session_storage().length().unwrap(), 0);
}

#[wasm_bindgen_test]
fn remembers_nothing_together_where_storage_is_blocked_and_breaks_nothing() {
    let tab = Tab::new();
    let app = configured(&json!({}));
    change::block(&tab.window(), "localStorage");

    let answer = change_shared(&app, |memory| {
        memory.mark(Mark::Ended { reason: SignedOutReason::SignedOut, at: NOW });
        memory.admits(NOW)
    });

    assert!(!answer, "it holds for as long as it is asked");
    assert_eq!(shared_memory(&app), SharedMemory::default());
}

/// `"idle_lock": 60`, and somebody who types now and then.
#[wasm_bindgen_test]
async fn locks_when_nobody_did_anything_in_any_tab() {
    let tab = Tab::new();
    let clock = Clock::stopped();
    let changes = json!({ "idle_lock": 60 });
    tab.configured_with(&configuration(&changes));
    let (page, _) = Return { configuration: changes, ..Return::default() }.arrives(&tab).await;
    let running = Running::on(page);
    running.signs_in().await;
    clock.advance(50.0);
    tab.root().dispatch_event(&key_event()).unwrap();
    clock.advance(59.0);
    assert!(running.is_signed_in());

    clock.advance(1.0);

    assert_eq!(running.view(), View::SignedOut(SignedOutReason::Idle));
    assert!(
        matches!(Page::arrive().start, Ok((_, Arrival::Visit(SignedOutReason::Idle)))),
        "so is the next page"
    );
}

fn key_event() -> web_sys::Event {
    let bubbles = web_sys::EventInit::new();
    bubbles.set_bubbles(true);
    web_sys::Event::new_with_event_init_dict("keydown", &bubbles).unwrap()
}
