//! Where the keyboard is, when what it was on gives way to something else.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Whether the focus is on something inside of what this selector finds.
pub fn is_within(selector: &str) -> bool {
    let found = document().active_element().and_then(|element| element.closest(selector).ok());
    found.is_some_and(|found| found.is_some())
}

/// Gives the focus to the page's heading, so that a screen reader hears of it.
pub fn heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = heading.focus();
    }
}

/// The same once what changes now is drawn; unless somebody is in a field by then, who is where they want to be.
pub fn heading_soon() {
    request_animation_frame(|| {
        if !is_within("main input") {
            heading();
        }
    });
}
