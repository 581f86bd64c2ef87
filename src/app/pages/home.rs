//! The first page: what this is, and the one thing to do.

use leptos::prelude::*;

use super::time_left::duration;
use crate::app::link::link;
use crate::app::{Route, words};
use crate::session::{Place, View};
use crate::ui::elements::{element, heading, paragraph, text};
use crate::ui::messages::Sentence;
use crate::ui::{farewell_notice, say, sign_in_button, use_language, use_session};

pub fn home(view: &View) -> AnyView {
    let mut parts = Vec::from_iter(farewell(view));
    let signed_in = matches!(view, View::SignedIn { .. });
    let (lead, action) = if signed_in {
        (words::HOME_SIGNED_IN, link(Route::Session, "primary", false, vec![text(say(words::SEE_SESSION))]))
    } else {
        let to = Place::of(&Route::Session.path(&use_session().base_path().unwrap_or_default()));
        let lead =
            if use_session().keeps_accounts_here() { words::HOME_LEAD_ACCOUNT } else { words::HOME_LEAD };
        (lead, sign_in_button(to))
    };
    parts.push(element("section", "hero", [heading(say(words::HOME_TITLE)), paragraph(say(lead)), action]));
    let cards = [card(words::WHAT_TITLE, say(words::WHAT_BODY)), card(words::SHARED_TITLE, &shared())];
    parts.push(element("div", "cards", cards));
    parts.into_any()
}

/// What to do about a computer that others use too.
fn shared() -> String {
    match use_session().idle_lock() {
        Some(limit) => {
            let language = use_language().now();
            words::SHARED_BODY_LOCKS.with(language, &duration(limit.0, language))
        }
        None => say(words::SHARED_BODY).to_owned(),
    }
}

/// Why somebody who was signed in is not any more.
fn farewell(view: &View) -> Option<AnyView> {
    match view {
        View::SignedOut(reason) => farewell_notice(*reason),
        _ => None,
    }
}

fn card(title: Sentence, body: &str) -> AnyView {
    element("section", "card", [element("h2", "", [text(say(title))]), paragraph(body)])
}
