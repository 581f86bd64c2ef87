//! The windows that a page opens, noted instead of opened: the one page of all tests keeps the screen to itself.

use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use super::change;
use super::tab::Tab;

/// In place of `window.open` and `window.close`: what was asked for, and what the opened window was told.
pub struct Windows(Object);

impl Windows {
    /// A browser that opens what a page wants.
    pub fn noted(tab: &Tab) -> Self {
        let noted = Function::new_no_args(
            "const noted = { opener: 'this page' }
             noted.open = (...asked) => {
                 noted.asked = asked
                 noted.closed = false
                 return { set opener(to) { noted.opener = to }, close: () => noted.closed = true,
                          location: { replace: to => noted.led = [to, noted.opener] } }
             }
             noted.close = () => noted.left = true
             return noted",
        );
        let windows = Self(noted.call0(&JsValue::NULL).expect("an object").into());
        change::set(&tab.window(), "open", &windows.member("open"));
        change::set(&tab.window(), "close", &windows.member("close"));
        windows
    }

    /// A browser that opens none.
    pub fn refused(tab: &Tab) {
        change::set(&tab.window(), "open", &Function::new_no_args("return null"));
    }

    /// The arguments of `window.open`, as JSON.
    pub fn asked(&self) -> String {
        let text = JSON::stringify(&self.member("asked"));
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// Where the window was sent.
    pub fn led_to(&self) -> Option<String> {
        Reflect::get_u32(&self.member("led"), 0).ok()?.as_string()
    }

    /// Whether it could still reach this page by then.
    pub fn knew_its_opener(&self) -> bool {
        Reflect::get_u32(&self.member("led"), 1).is_ok_and(|opener| !opener.is_null())
    }

    /// Whether the page took it away again.
    pub fn is_closed(&self) -> bool {
        self.member("closed").is_truthy()
    }

    /// Whether this very page wanted its own window to be closed.
    pub fn is_left(&self) -> bool {
        self.member("left").is_truthy()
    }

    fn member(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).expect("a plain object")
    }
}
