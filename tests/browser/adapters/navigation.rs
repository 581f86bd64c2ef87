//! Where the page is, and how it moves.

use std::cell::Cell;
use std::rc::Rc;

use lifen_connect::browser::{current_place, go_to, on_navigation, open};
use lifen_connect::session::Place;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change, until};

fn heard() -> Rc<Cell<usize>> {
    let heard = Rc::new(Cell::new(0));
    let count = Rc::clone(&heard);
    on_navigation(move || count.set(count.get() + 1));
    heard
}

#[wasm_bindgen_test]
fn knows_the_place_with_query_and_fragment() {
    let _tab = Tab::at("/session?from=link&x=%20#trust");

    assert_eq!(current_place(), Place::of("/session?from=link&x=%20#trust"));
}

#[wasm_bindgen_test]
fn goes_to_a_place_with_a_new_entry_and_tells_whoever_shows_pages() {
    let tab = Tab::new();
    let heard = heard();
    let before = tab.history_entry();

    go_to(&Place::of("/session?from=link#trust"));

    assert_eq!(tab.address(), "/session?from=link#trust");
    assert_ne!(tab.history_entry(), before);
    assert_eq!(heard.get(), 1);
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn hears_of_the_back_button() {
    let tab = Tab::new();
    go_to(&Place::of("/session"));
    let heard = heard();

    tab.window().history().unwrap().back().unwrap();

    assert!(until(|| heard.get() == 1).await);
    assert_eq!(current_place(), Place::of("/"));
}

/// Browsers refuse when a page moves too often.
#[wasm_bindgen_test]
fn stays_where_it_is_when_the_browser_refuses_to_move() {
    let tab = Tab::new();
    let heard = heard();
    change::refuse(&tab.window().history().unwrap(), "pushState", "SecurityError");

    go_to(&Place::of("/session"));

    assert_eq!((tab.address().as_str(), heard.get()), ("/", 0));
}

#[wasm_bindgen_test]
async fn leaves_for_another_address() {
    let tab = Tab::new();

    open("https://provider.example/authorize?state=x");

    assert!(until(|| !tab.departures().is_empty()).await);
    assert_eq!(tab.departures(), ["https://provider.example/authorize?state=x"]);
}
