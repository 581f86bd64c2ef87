//! A page that is reloaded: what the tab kept, and the one trip to the provider.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::{forget, note, recollect, resume};
use lifen_connect::protocol::secret::{Nonce, State};
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Arrival, Place, Presence, Resumption, Stage, View};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Provider, Reply, Running, Tab, change, configuration, field, until};

const PLACE: &str = "/session?from=link#trust";

fn presence() -> Presence {
    Presence::of(&Nonce::new("nonce"), "auth0|victor", Timestamp::from_seconds(1_800_000_000))
}

/// A tab whose page somebody was signed in on until it was reloaded.
fn reloaded() -> Tab {
    let tab = Tab::at(PLACE);
    tab.configured_with(&configuration(&json!({})));
    note(presence());
    tab
}

#[wasm_bindgen_test]
fn resumes_once_for_whoever_was_signed_in() {
    let _tab = Tab::new();
    assert_eq!(resume(), Resumption::Nothing);

    note(presence());

    assert_eq!(resume(), Resumption::Resume(presence()));
    assert_eq!(resume(), Resumption::Nothing);
}

#[wasm_bindgen_test]
fn resumes_nobody_who_signed_out() {
    let _tab = Tab::new();
    note(presence());

    forget(None);

    assert_eq!(resume(), Resumption::Nothing);
}

#[wasm_bindgen_test]
fn resumes_nobody_where_storage_is_blocked_or_full() {
    let tab = Tab::new();
    note(presence());
    change::refuse(&tab.session_storage(), "setItem", "QuotaExceededError");
    assert_eq!(resume(), Resumption::Nothing, "one that stays would be tried again and again");

    let tab = Tab::new();
    change::set(&tab.window(), "sessionStorage", &JsValue::NULL);
    note(presence());
    assert_eq!(resume(), Resumption::Nothing);
}

#[wasm_bindgen_test]
fn arrives_as_a_reload_at_the_place_with_its_query_and_fragment() {
    let _tab = reloaded();

    let page = Page::arrive();

    let Ok((_, Arrival::Reload { place, resumes: Some((found, _)) })) = page.start else {
        panic!("a reload")
    };
    assert_eq!((place, found), (Place::of(PLACE), presence()));
}

#[wasm_bindgen_test]
fn arrives_as_a_visit_where_there_are_no_random_numbers() {
    let tab = reloaded();
    change::refuse(&tab.window().crypto().unwrap(), "getRandomValues", "OperationError");

    assert!(matches!(Page::arrive().start, Ok((_, Arrival::Visit { .. }))));
}

#[wasm_bindgen_test]
async fn leaves_without_a_question_and_without_a_new_entry_in_the_history() {
    let tab = reloaded();
    let entry = tab.history_entry();
    let provider = Provider::known().await;
    Network::answering(move |_| Reply::ok(provider.keys.clone()));

    let running = Running::on(Page::arrive());

    assert!(until(|| !tab.departures().is_empty()).await);
    let [address] = tab.departures().try_into().expect("one departure");
    let query = address.strip_prefix("https://provider.example/authorize?").expect("the provider's address");
    assert_eq!(field(query, "prompt").as_deref(), Some("none"));
    let views = running.views();
    assert!(views.iter().all(|view| *view == View::Pending(Stage::Resuming)), "{views:?}");
    assert_eq!(tab.history_entry(), entry);
    let state = State::new(field(query, "state").expect("a state"));
    let pending = recollect(Some(&state)).unwrap().pending.expect("a pending sign-in");
    assert_eq!((pending.place, pending.resumes), (Place::of(PLACE), Some(presence())));
}
