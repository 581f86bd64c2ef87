//! An address that leads to no page.

use leptos::prelude::*;

use crate::app::link::link;
use crate::app::{Route, words};
use crate::ui::elements::{element, heading, paragraph, text};
use crate::ui::say;

pub fn not_found() -> AnyView {
    let back = link(Route::Home, "primary", false, vec![text(say(words::GO_HOME))]);
    element(
        "section",
        "hero",
        [heading(say(words::NOT_FOUND_TITLE)), paragraph(say(words::NOT_FOUND_BODY)), back],
    )
}
