//! Links, the back button, and where the focus goes.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MouseEvent, MouseEventInit};

use super::{open_at, open_failed};
use crate::world::{Person, Tab, after_a_while, listen_for_now, until};

fn focused(tab: &Tab) -> String {
    let element = tab.window().document().and_then(|document| document.active_element());
    element.map(|element| element.tag_name()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn follows_a_link_without_loading_the_page_again() {
    let tab = open_at("/");
    let entry = tab.history_entry();

    tab.click("Session");

    tab.see_page("guard").await;
    assert_eq!(tab.address(), "/session");
    assert_ne!(tab.history_entry(), entry);
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn goes_back_with_the_back_button() {
    let tab = open_at("/");
    tab.click("Session");
    tab.see_page("guard").await;

    tab.window().history().unwrap().back().unwrap();

    tab.see_page("home").await;
    assert_eq!(tab.address(), "/");
}

#[wasm_bindgen_test]
async fn has_links_with_addresses_that_open_elsewhere_too() {
    let tab = open_at("/session");

    let addresses: Vec<_> = tab.elements("header a").iter().map(|link| link.get_attribute("href")).collect();

    assert_eq!(
        addresses,
        [
            Some("./".into()),
            Some("./".into()),
            Some("session".into()),
            Some("practitioners".into()),
            Some("settings".into())
        ]
    );
}

#[wasm_bindgen_test]
async fn leaves_a_click_that_asks_for_a_new_tab_to_the_browser() {
    type Ask = fn(&MouseEventInit);
    let asks: [(&str, Ask); 5] = [
        ("ctrl", |click| click.set_ctrl_key(true)),
        ("meta", |click| click.set_meta_key(true)),
        ("shift", |click| click.set_shift_key(true)),
        ("alt", |click| click.set_alt_key(true)),
        ("the middle button", |click| click.set_button(1)),
    ];
    let tab = open_at("/");
    // The page is not to be left, so the click ends above the app, after it was asked whether it took the click over.
    let taken_over = Rc::new(Cell::new(false));
    let seen = Rc::clone(&taken_over);
    listen_for_now(&tab.window(), "click", move |event| {
        seen.set(event.default_prevented());
        event.prevent_default();
    });

    for (name, ask) in asks {
        let click = MouseEventInit::new();
        click.set_bubbles(true);
        click.set_cancelable(true);
        ask(&click);
        let click = MouseEvent::new_with_mouse_event_init_dict("click", &click).unwrap();
        tab.element("nav a[href=session]").dispatch_event(&click).unwrap();
        assert!(!taken_over.get(), "{name}");
    }

    assert_eq!(tab.address(), "/");
    tab.click("Session");
    assert!(taken_over.get());
}

#[wasm_bindgen_test]
async fn marks_the_link_to_the_page_that_is_shown() {
    let tab = open_at("/session");
    tab.see_page("guard").await;
    assert_eq!(tab.text_of("nav [aria-current=page]"), "Session");

    tab.click("Home");

    tab.see_page("home").await;
    assert_eq!(tab.text_of("nav [aria-current=page]"), "Home");
}

#[wasm_bindgen_test]
async fn leaves_an_error_behind_with_a_link() {
    let tab = open_failed().await;

    tab.click("Home");

    tab.see_page("home").await;
    assert_eq!(tab.attribute_of("main", "data-code"), None);
}

#[wasm_bindgen_test]
async fn titles_the_window_with_the_page_and_the_app() {
    let tab = open_at("/");
    let title = || tab.window().document().unwrap().title();
    assert_eq!(title(), "Ward 7");

    tab.click("Session");

    assert!(until(|| title() == "Session · Ward 7").await, "{}", title());
    tab.click("Home");
    assert!(until(|| title() == "Ward 7").await, "{}", title());
}

#[wasm_bindgen_test]
async fn titles_the_window_of_what_went_wrong() {
    let title = |tab: &Tab| tab.window().document().unwrap().title();

    assert_eq!(title(&open_failed().await), "Sign-in interrupted · Team space");
    let tab = open_at("/elsewhere");
    tab.see_page("not-found").await;
    assert_eq!(title(&tab), "This page does not exist · Ward 7");
}

#[wasm_bindgen_test]
async fn gives_the_focus_to_the_heading_of_a_new_page_and_not_of_the_first() {
    let tab = open_at("/");
    tab.see_page("home").await;
    after_a_while().await;
    assert_eq!(focused(&tab), "BODY");

    tab.click("Session");

    assert!(until(|| focused(&tab) == "H1").await, "{}", focused(&tab));
}

#[wasm_bindgen_test]
async fn skips_to_the_heading() {
    let tab = open_at("/");

    tab.click("Skip to the content");

    assert_eq!(focused(&tab), "H1");
    assert_eq!(tab.address(), "/");
    let skip = tab.element("a.skip");
    let first = tab.root().first_element_child().expect("a first element");
    assert!(
        first.unchecked_into::<web_sys::Node>().is_same_node(Some(&skip)),
        "the first stop of the tab key"
    );
}
