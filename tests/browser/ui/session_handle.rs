//! `ConnectProvider` and `use_session`, in an app that uses them for itself.

use leptos::prelude::*;
use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::recollect;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{EnvironmentError, Error, Place, View};
use lifen_connect::ui::elements::{button, dynamic, element, text};
use lifen_connect::ui::{ConnectProvider, use_session};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Network, Person, Reply, Return, Tab, Windows, after_a_while, configuration, field, until,
};

/// An app that shows all the hook can tell and do.
fn desk() -> AnyView {
    let session = use_session();
    let state = dynamic(move || {
        text(match session.view().get() {
            View::Pending(_) => "under way",
            View::SignedOut(_) => "signed out",
            View::SignedIn { .. } => "signed in",
            View::Failed { .. } => "failed",
        })
    });
    let who = dynamic(move || text(session.identity().as_deref().map_or("nobody", |who| who.subject())));
    let about = [
        session.app_name().unwrap_or_else(|| "no name".to_owned()),
        session.base_path().unwrap_or_else(|| "no base".to_owned()),
        session.signs_out_at_provider().to_string(),
    ];
    let about = about.join(" ");
    element(
        "main",
        "",
        [
            element("p", "state", [state]),
            element("p", "who", [who]),
            element("p", "about", [text(&about)]),
            button("", "sign in", move || session.sign_in()),
            button("", "sign in to the plan", move || session.sign_in_to(Place::of("/plan"))),
            button("", "sign in in a window", move || session.sign_in_in_popup()),
            button("", "sign in here", move || session.sign_in_here()),
            button("", "give up", move || session.give_up()),
            button("", "sign out", move || session.sign_out()),
            button("", "dismiss", move || session.dismiss()),
        ],
    )
}

fn open(tab: &mut Tab, page: Page) {
    tab.show(|| view! { <ConnectProvider page>{desk()}</ConnectProvider> });
}

fn visited(place: &str, changes: Value) -> Tab {
    let mut tab = Tab::at(place);
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&changes));
    open(&mut tab, Page::arrive());
    tab
}

async fn signed_in(tab: &mut Tab) {
    let (page, _) = Return::default().arrives(tab).await;
    open(tab, page);
    see_state(tab, "signed in").await;
}

async fn see_state(tab: &Tab, state: &str) {
    assert!(until(|| tab.text_of(".state") == state).await, "\"{}\" is not {state}", tab.text_of(".state"));
}

/// The place a sign-in that has just left will lead back to.
async fn place_left_from(tab: &Tab) -> Place {
    assert!(until(|| !tab.departures().is_empty()).await);
    let state = field(&tab.departures()[0], "state").expect("a state");
    recollect(Some(&State::new(state))).unwrap().pending.expect("a pending sign-in").place
}

#[wasm_bindgen_test]
async fn tells_who_is_signed_in() {
    let mut tab = visited("/", json!({}));
    assert_eq!((tab.text_of(".state").as_str(), tab.text_of(".who").as_str()), ("signed out", "nobody"));
    drop(tab);

    tab = Tab::new();
    signed_in(&mut tab).await;

    assert_eq!(tab.text_of(".who"), "auth0|victor");
}

#[wasm_bindgen_test]
fn tells_what_the_deployment_set() {
    let tab = visited("/", json!({ "name": "Ward 7", "sign_out": "local" }));
    assert_eq!(tab.text_of(".about"), "Ward 7 / false");
    drop(tab);

    let tab = visited("/", json!({}));
    assert_eq!(tab.text_of(".about"), "no name / true");
}

#[wasm_bindgen_test]
async fn signs_in_and_comes_back_to_where_the_person_is() {
    let tab = visited("/ward/7?bed=2#plan", json!({}));

    tab.click("sign in");

    see_state(&tab, "under way").await;
    assert_eq!(place_left_from(&tab).await, Place::of("/ward/7?bed=2#plan"));
}

#[wasm_bindgen_test]
async fn signs_in_in_a_window_whatever_the_deployment_chose() {
    let tab = visited("/ward/7?bed=2#plan", json!({}));
    let windows = Windows::noted(&tab);

    tab.click("sign in in a window");

    see_state(&tab, "under way").await;
    assert!(windows.led_to().is_some());
    assert_eq!(tab.departures(), [] as [String; 0]);
    tab.click("give up");
    see_state(&tab, "signed out").await;
    assert!(windows.is_closed());
}

#[wasm_bindgen_test]
async fn signs_in_in_this_page_whatever_the_deployment_chose() {
    let tab = visited("/ward/7?bed=2#plan", json!({ "sign_in": "popup" }));
    let windows = Windows::noted(&tab);

    tab.click("sign in here");

    assert_eq!(place_left_from(&tab).await, Place::of("/ward/7?bed=2#plan"));
    assert_eq!(windows.led_to(), None);
}

#[wasm_bindgen_test]
async fn signs_in_and_leads_to_another_place() {
    let tab = visited("/", json!({}));

    tab.click("sign in to the plan");

    assert_eq!(place_left_from(&tab).await, Place::of("/plan"));
}

#[wasm_bindgen_test]
async fn signs_in_after_a_failure_and_leads_to_where_the_person_was_going() {
    let mut tab = Tab::new();
    let token = Some(Reply::ok("<html>"));
    let (page, _) = Return { token, place: "/plan?day=2#noon", ..Return::default() }.arrives(&tab).await;
    open(&mut tab, page);
    see_state(&tab, "failed").await;

    tab.click("sign in");

    assert_eq!(place_left_from(&tab).await, Place::of("/plan?day=2#noon"));
}

#[wasm_bindgen_test]
async fn leaves_a_failure_behind() {
    let mut tab = Tab::new();
    let (page, _) = Return { token: Some(Reply::ok("<html>")), ..Return::default() }.arrives(&tab).await;
    open(&mut tab, page);
    see_state(&tab, "failed").await;

    tab.click("dismiss");

    see_state(&tab, "signed out").await;
}

#[wasm_bindgen_test]
async fn signs_out_here_and_at_the_provider() {
    let mut tab = Tab::new();
    signed_in(&mut tab).await;

    tab.click("sign out");

    see_state(&tab, "under way").await;
    assert_eq!(tab.text_of(".who"), "nobody");
    assert!(until(|| !tab.departures().is_empty()).await);
    assert!(tab.departures()[0].starts_with("https://provider.example/logout?"), "{:?}", tab.departures());
}

#[wasm_bindgen_test]
async fn signs_out_here_only_where_the_deployment_says_so() {
    let mut tab = Tab::new();
    let configuration = json!({ "sign_out": "local" });
    let (page, _) = Return { configuration, ..Return::default() }.arrives(&tab).await;
    open(&mut tab, page);
    see_state(&tab, "signed in").await;

    tab.click("sign out");

    see_state(&tab, "signed out").await;
    after_a_while().await;
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn does_nothing_where_the_page_could_not_begin() {
    let mut tab = Tab::new();
    #[allow(clippy::useless_conversion)]
    let start = Err(Error::Environment(EnvironmentError::InsecureContext).into());
    open(&mut tab, Page { start });

    for label in ["sign in", "sign out", "dismiss"] {
        tab.click(label);
    }
    after_a_while().await;

    assert_eq!(tab.text_of(".state"), "failed");
    assert_eq!(tab.text_of(".about"), "no name no base false");
    assert_eq!(tab.departures(), [] as [String; 0]);
}
