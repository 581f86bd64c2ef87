//! A window beside the page.

use js_sys::{Function, Object, Reflect};
use lifen_connect::browser::adapters::{Popup, close_this_window};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, Windows, change};

fn screen(tab: &Tab, [x, y, width, height]: [i32; 4]) {
    for (name, value) in [("screenX", x), ("screenY", y), ("outerWidth", width), ("outerHeight", height)] {
        change::set(&tab.window(), name, &value.into());
    }
}

#[wasm_bindgen_test]
fn opens_an_empty_window_in_the_middle_of_this_one() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);
    screen(&tab, [100, 40, 1500, 900]);

    let popup = Popup::open();

    assert!(popup.is_some());
    let features = "popup,width=500,height=700,left=600,top=140";
    assert_eq!(windows.asked(), format!(r#"["about:blank","lifen-connect","{features}"]"#));
}

#[wasm_bindgen_test]
fn stays_on_the_screen_where_this_window_is_smaller_than_it() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);
    screen(&tab, [0, 0, 320, 480]);

    let _popup = Popup::open();

    assert!(windows.asked().ends_with(r#",left=0,top=0"]"#), "{}", windows.asked());
}

#[wasm_bindgen_test]
fn leads_it_away_only_once_it_knows_nothing_of_its_opener() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);

    Popup::open().expect("a window").lead_to("https://provider.example/authorize?state=x");

    assert_eq!(windows.led_to().as_deref(), Some("https://provider.example/authorize?state=x"));
    assert!(!windows.knew_its_opener());
}

#[wasm_bindgen_test]
fn takes_it_away_again() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);
    let popup = Popup::open().expect("a window");
    assert!(!windows.is_closed());

    popup.close();

    assert!(windows.is_closed());
}

#[wasm_bindgen_test]
fn is_none_where_the_browser_opens_no_window() {
    let tab = Tab::new();
    Windows::refused(&tab);
    assert!(Popup::open().is_none());

    change::refuse(&tab.window(), "open", "InvalidAccessError");
    assert!(Popup::open().is_none());
}

/// No stand-in: what this browser does.
#[wasm_bindgen_test]
fn opens_a_real_window_and_closes_it() {
    let tab = Tab::new();
    let own = Reflect::get(&tab.window(), &"open".into()).expect("a function");
    let open: Function = Function::new_with_args("...asked", "return this.noted = this.own(...asked)");
    let keeper = Object::new();
    Reflect::set(&keeper, &"own".into(), &Function::from(own).bind0(&tab.window())).expect("a plain object");
    change::set(&tab.window(), "open", &open.bind0(&keeper));

    let popup = Popup::open().expect("nothing is blocked in a browser that is driven");
    let window = Reflect::get(&keeper, &"noted".into()).expect("a window");
    let is_closed = || Reflect::get(&window, &"closed".into()).expect("a window");
    assert_eq!(is_closed(), JsValue::FALSE);
    popup.close();

    assert_eq!(is_closed(), JsValue::TRUE);
}

#[wasm_bindgen_test]
fn asks_the_browser_to_close_this_very_page() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);
    assert!(!windows.is_left());

    close_this_window();

    assert!(windows.is_left());
}
