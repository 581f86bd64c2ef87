//! Where the page is, and how it moves.

use std::cell::Cell;
use std::rc::Rc;

use lifen_connect::browser::adapters::on_return;
use lifen_connect::browser::{current_place, go_to, note_here, on_navigation, open};
use lifen_connect::session::Place;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change, come_online, leave_page, look_away, look_back, show_page, until};

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
fn takes_along_what_was_noted_beside_a_place_and_to_no_other() {
    let _tab = Tab::at("/team?name=le");

    note_here("page 2");
    let place = current_place();
    go_to(&Place::of("/team?name=le"));
    let elsewhere = current_place();
    go_to(&place);

    assert_eq!(place, Place::of("/team?name=le").noted("page 2"));
    assert_eq!(elsewhere.note(), None);
    assert_eq!(current_place(), place);
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

/// How often a page was told that it came back out of the cache, and that it may have missed something.
#[derive(Default)]
struct Returns {
    restored: Rc<Cell<usize>>,
    returned: Rc<Cell<usize>>,
}

impl Returns {
    fn heard() -> Self {
        let returns = Self::default();
        let (restored, returned) = (Rc::clone(&returns.restored), Rc::clone(&returns.returned));
        on_return(move || restored.set(restored.get() + 1), move || returned.set(returned.get() + 1));
        returns
    }

    fn counted(&self) -> (usize, usize) {
        (self.restored.get(), self.returned.get())
    }
}

#[wasm_bindgen_test]
fn hears_of_a_page_that_comes_back_out_of_the_cache_and_of_no_other() {
    let _tab = Tab::new();
    let returns = Returns::heard();

    show_page(false);
    leave_page();
    assert_eq!(returns.counted(), (0, 0));
    show_page(true);

    assert_eq!(returns.counted(), (1, 0));
}

#[wasm_bindgen_test]
fn hears_of_a_tab_that_is_seen_again_and_not_of_one_that_is_left() {
    let _tab = Tab::new();
    let returns = Returns::heard();

    look_away();
    assert_eq!(returns.counted(), (0, 0));
    look_back();

    assert_eq!(returns.counted(), (0, 1));
}

#[wasm_bindgen_test]
fn hears_of_the_network_in_a_tab_that_nobody_sees_too() {
    let _tab = Tab::new();
    let returns = Returns::heard();

    come_online();
    look_away();
    come_online();

    assert_eq!(returns.counted(), (0, 2));
}
