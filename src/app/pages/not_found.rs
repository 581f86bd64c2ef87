//! An address that leads to no page.

use leptos::prelude::*;

use crate::app::link::Link;
use crate::app::{Route, words};
use crate::ui::say;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="hero">
            <h1 tabindex="-1">{say(words::NOT_FOUND_TITLE)}</h1>
            <p>{say(words::NOT_FOUND_BODY)}</p>
            <Link to=Route::Home class="primary">{say(words::GO_HOME)}</Link>
        </section>
    }
}
