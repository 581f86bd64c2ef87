//! A window beside the page, for a sign-in that leaves the page where it is.
//!
//! Nothing is said through `window.opener` and nobody watches `closed`: a host that isolates its pages
//! (`Cross-Origin-Opener-Policy: same-origin`) cuts both as soon as the window is at the provider.

use wasm_bindgen::JsValue;
use web_sys::Window;

use crate::protocol::text::to_decimal;

/// A window that was opened within a click and has nothing to show yet.
#[derive(Debug)]
pub struct Popup(Window);

impl Popup {
    const NAME: &str = "lifen-connect";
    const WIDTH: i64 = 500;
    const HEIGHT: i64 = 700;

    /// Opens it in the middle of this window. Call it within the click: later on, browsers take it for an advertisement.
    ///
    /// `None` where the browser opens none.
    pub fn open() -> Option<Self> {
        let window = web_sys::window()?;
        let middle = |start: Result<JsValue, JsValue>, length: Result<JsValue, JsValue>, size: i64| {
            let pixels = |value: Result<JsValue, JsValue>| -> i64 {
                value.ok().and_then(|value| value.as_f64()).unwrap_or_default() as i64
            };
            to_decimal((pixels(start) + (pixels(length) - size) / 2).max(0))
        };
        let features = [
            "popup,width=",
            &to_decimal(Self::WIDTH),
            ",height=",
            &to_decimal(Self::HEIGHT),
            ",left=",
            &middle(window.screen_x(), window.outer_width(), Self::WIDTH),
            ",top=",
            &middle(window.screen_y(), window.outer_height(), Self::HEIGHT),
        ];
        let opened =
            window.open_with_url_and_target_and_features("about:blank", Self::NAME, &features.concat());
        opened.ok().flatten().map(Self)
    }

    /// Sends it to this address, in the place of the empty page. It learns nothing of who opened it.
    pub fn lead_to(&self, address: &str) {
        let _ = self.0.set_opener(&JsValue::NULL);
        // Closed by now: then nobody is led anywhere, and the page goes on waiting for a person who can press a button.
        let _ = self.0.location().replace(address);
    }

    /// Takes it away again. Once it is at the provider, a browser that isolates pages does not let anybody do that.
    pub fn close(self) {
        let _ = self.0.close();
    }
}

/// Closes the window of this very page. Browsers allow it to a window that a page has opened; any other stays, and so
/// does what it shows.
pub fn close_this_window() {
    if let Some(window) = web_sys::window() {
        let _ = window.close();
    }
}
