//! Signs that somebody is there, by a clock that stands still.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use lifen_connect::browser::adapters::on_activity;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit};

use crate::world::{Clock, Tab, change, listen_for_now, look_away, look_back};

/// Somebody in front of a page, and how often it was told so.
struct Somebody {
    told: Rc<Cell<usize>>,
    clock: Clock,
    tab: Tab,
}

impl Somebody {
    fn arrives() -> Self {
        let tab = Tab::new();
        let clock = Clock::stopped();
        let told = Rc::new(Cell::new(0));
        let count = Rc::clone(&told);
        on_activity(move || count.set(count.get() + 1));
        Self { told, clock, tab }
    }

    fn does(&self, name: &str) {
        let init = EventInit::new();
        init.set_bubbles(true);
        let event = Event::new_with_event_init_dict(name, &init).expect("an event");
        self.tab.root().dispatch_event(&event).expect("a listener");
    }
}

#[wasm_bindgen_test]
fn is_told_of_whatever_the_person_does() {
    for what in ["pointerdown", "keydown", "wheel", "touchstart"] {
        let somebody = Somebody::arrives();

        somebody.does(what);

        assert_eq!(somebody.told.get(), 1, "{what}");
    }
}

#[wasm_bindgen_test]
fn is_told_of_nothing_that_merely_happens() {
    let somebody = Somebody::arrives();

    for what in ["scroll", "focus", "load", "pointermove", "online"] {
        somebody.does(what);
    }

    assert_eq!(somebody.told.get(), 0);
}

#[wasm_bindgen_test]
fn is_told_when_the_person_comes_to_the_tab_and_not_when_they_leave() {
    let somebody = Somebody::arrives();

    look_away();
    assert_eq!(somebody.told.get(), 0);
    look_back();

    assert_eq!(somebody.told.get(), 1);
}

#[wasm_bindgen_test]
fn is_told_once_in_ten_seconds() {
    let somebody = Somebody::arrives();
    for _ in 0..3 {
        somebody.does("keydown");
        somebody.does("wheel");
    }
    assert_eq!(somebody.told.get(), 1);

    somebody.clock.advance(9.9);
    somebody.does("keydown");
    assert_eq!(somebody.told.get(), 1);
    somebody.clock.advance(0.1);
    somebody.does("keydown");

    assert_eq!(somebody.told.get(), 2);
}

#[wasm_bindgen_test]
fn is_told_after_the_clock_was_set_back() {
    let somebody = Somebody::arrives();
    somebody.does("keydown");

    somebody.clock.advance(-3600.0);
    somebody.does("keydown");

    assert_eq!(somebody.told.get(), 2);
}

#[wasm_bindgen_test]
fn is_told_of_what_the_page_keeps_to_itself() {
    let somebody = Somebody::arrives();
    listen_for_now(somebody.tab.root(), "keydown", |event| event.stop_immediate_propagation());

    somebody.does("keydown");

    assert_eq!(somebody.told.get(), 1);
}

/// A listener that might is waited for, each time the person scrolls.
#[wasm_bindgen_test]
fn cannot_keep_the_page_from_scrolling() {
    let tab = Tab::new();
    let passive = Rc::new(Cell::new(0));
    let count = Rc::clone(&passive);
    let listen = move |_: JsValue, _: Function, options: JsValue| {
        let is_passive = Reflect::get(&options, &"passive".into()).expect("options");
        count.set(count.get() + usize::from(is_passive.is_truthy()));
    };
    let listen = Closure::<dyn FnMut(JsValue, Function, JsValue)>::new(listen);
    change::replace(&tab.window(), "addEventListener", listen);

    on_activity(|| ());

    assert_eq!(passive.get(), 5);
}
