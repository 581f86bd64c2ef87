//! A window beside the page.

use js_sys::{Function, Object, Reflect};
use lifen_connect::browser::adapters::{Popup, close_this_window};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, change};

/// In place of `window.open`, one that notes what it was asked for and hands out a window that notes what it is told.
fn opening(tab: &Tab) -> Object {
    let noted = Function::new_no_args(
        "const noted = { opener: 'this page' }
         noted.open = (...asked) => {
             noted.asked = asked
             return { set opener(to) { noted.opener = to }, location: { replace: to => noted.led = [to, noted.opener] },
                      close: () => noted.closed = true }
         }
         return noted",
    );
    let noted: Object = noted.call0(&JsValue::NULL).expect("an object").into();
    change::set(&tab.window(), "open", &member(&noted, "open"));
    noted
}

fn member(object: &Object, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("a plain object")
}

fn text(object: &Object, name: &str) -> String {
    js_sys::JSON::stringify(&member(object, name)).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[wasm_bindgen_test]
fn opens_an_empty_window_in_the_middle_of_this_one() {
    let tab = Tab::new();
    let noted = opening(&tab);
    for (name, value) in [("screenX", 100), ("screenY", 40), ("outerWidth", 1500), ("outerHeight", 900)] {
        change::set(&tab.window(), name, &value.into());
    }

    let popup = Popup::open();

    assert!(popup.is_some());
    let features = "popup,width=500,height=700,left=600,top=140";
    assert_eq!(text(&noted, "asked"), format!(r#"["about:blank","lifen-connect","{features}"]"#));
}

#[wasm_bindgen_test]
fn stays_on_the_screen_where_this_window_is_smaller_than_it() {
    let tab = Tab::new();
    let noted = opening(&tab);
    for (name, value) in [("screenX", 0), ("screenY", 0), ("outerWidth", 320), ("outerHeight", 480)] {
        change::set(&tab.window(), name, &value.into());
    }

    let _popup = Popup::open();

    assert!(text(&noted, "asked").ends_with(r#",left=0,top=0"]"#), "{}", text(&noted, "asked"));
}

#[wasm_bindgen_test]
fn leads_it_away_only_once_it_knows_nothing_of_its_opener() {
    let tab = Tab::new();
    let noted = opening(&tab);

    Popup::open().expect("a window").lead_to("https://provider.example/authorize?state=x");

    assert_eq!(text(&noted, "led"), r#"["https://provider.example/authorize?state=x",null]"#);
}

#[wasm_bindgen_test]
fn takes_it_away_again() {
    let tab = Tab::new();
    let noted = opening(&tab);

    Popup::open().expect("a window").close();

    assert_eq!(text(&noted, "closed"), "true");
}

#[wasm_bindgen_test]
fn is_none_where_the_browser_opens_no_window() {
    let tab = Tab::new();
    for body in ["return null", "throw new DOMException('no', 'InvalidAccessError')"] {
        change::set(&tab.window(), "open", &Function::new_no_args(body));

        assert!(Popup::open().is_none(), "{body}");
    }
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
    let window: Object = member(&keeper, "noted").into();
    assert_eq!(member(&window, "closed"), JsValue::FALSE);
    popup.close();

    assert_eq!(member(&window, "closed"), JsValue::TRUE);
}

#[wasm_bindgen_test]
fn asks_the_browser_to_close_this_very_page() {
    let tab = Tab::new();
    let asked = Object::new();
    change::set(&tab.window(), "close", &Function::new_no_args("this.asked = true").bind0(&asked));

    close_this_window();

    assert_eq!(member(&asked, "asked"), JsValue::TRUE);
}
