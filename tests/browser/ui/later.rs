//! What is shown once its code is here.

use leptos::prelude::*;
use lifen_connect::browser::Page;
use lifen_connect::configuration::ConfigurationError;
use lifen_connect::session::Error;
use lifen_connect::ui::elements::{element, heading, text};
use lifen_connect::ui::{ConnectProvider, Later, later, later_part};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::world::{Person, Rest, Tab, after_a_while, until};

struct Report;

impl Later for Report {
    fn show(&self) -> AnyView {
        heading("A page")
    }
}

struct Card;

impl Later for Card {
    fn show(&self) -> AnyView {
        text("A card")
    }
}

/// The app around what comes later.
fn show(tab: &mut Tab, content: fn() -> AnyView) {
    tab.show(move || {
        // The session has no part in this.
        let page = Page { start: Err(Error::Configuration(ConfigurationError::Missing).into()) };
        let main = move || element("main", "", [content()]);
        view! { <ConnectProvider page>{main()}</ConnectProvider> }
    });
}

#[wasm_bindgen_test]
fn shows_at_once_what_is_here() {
    let mut tab = Tab::new();

    show(&mut tab, || later(Report));

    assert_eq!(tab.text_of("h1"), "A page");
}

#[wasm_bindgen_test]
async fn says_that_a_page_is_on_its_way_and_then_shows_it() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);

    show(&mut tab, || later(Report));
    assert_eq!(tab.text_of("h1"), "One moment…");

    rest.comes();
    assert!(until(|| tab.text_of("h1") == "A page").await);
    assert_eq!(tab.count("[data-awaited]"), 0);
}

#[wasm_bindgen_test]
async fn a_part_of_a_page_has_no_heading_while_it_is_on_its_way() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);

    show(&mut tab, || later_part(Card));
    assert_eq!(tab.count("h1"), 0);
    assert_eq!(tab.count("[data-awaited]"), 1);

    rest.comes();
    tab.see("A card").await;
}

#[wasm_bindgen_test]
async fn tells_that_a_page_did_not_come_and_tries_again() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);

    show(&mut tab, || later(Report));
    rest.fails();
    tab.see("The rest could not be loaded").await;
    assert!(!rest.is_asked_for());

    tab.click("Try again");
    assert!(until(|| tab.text_of("h1") == "One moment…").await);
    rest.comes();
    assert!(until(|| tab.text_of("h1") == "A page").await);
}

#[wasm_bindgen_test]
async fn a_page_that_does_not_come_twice_is_loaded_anew() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);

    show(&mut tab, || later(Report));
    rest.fails();
    tab.see("Try again").await;
    tab.click("Try again");
    assert!(until(|| rest.is_asked_for()).await);
    rest.fails();
    tab.see("Reload the page").await;
    tab.click("Reload the page");

    assert!(until(|| tab.departures() == ["reload"]).await, "{:?}", tab.departures());
}

#[wasm_bindgen_test]
async fn the_heading_of_a_page_that_has_come_takes_the_focus_that_waited_for_it() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);
    show(&mut tab, || later(Report));
    tab.element("h1").unchecked_into::<HtmlElement>().focus().expect("a focus");

    rest.comes();

    let has_it = || document().active_element().and_then(|element| element.text_content());
    assert!(until(|| has_it().as_deref() == Some("A page")).await, "{:?}", has_it());
}

#[wasm_bindgen_test]
async fn a_part_that_has_come_leaves_the_focus_where_it_is() {
    let mut tab = Tab::new();
    let rest = Rest::on_its_way(&tab);
    show(&mut tab, || vec![heading("A page"), later_part(Card)].into_any());

    rest.comes();
    tab.see("A card").await;
    after_a_while().await;

    assert_ne!(document().active_element(), Some(tab.element("h1")));
}
