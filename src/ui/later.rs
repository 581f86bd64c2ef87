//! What a person does not need to sign in: its code is fetched when there is time, or when it is shown.

use std::hint::black_box;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::elements::{button, dynamic, element, heading, paragraph, special, text};
use super::focus;
use super::language::say;
use super::messages;
use crate::browser;

/// Something that is shown once its code is here.
///
/// All that only [`show`](Self::show) calls, and the texts that only it says, are the rest of the app: `cargo xtask
/// bundle` finds it by the name of this trait. A constructor is called before, and stays with what does the calling.
pub trait Later: Send + Sync + 'static {
    fn show(&self) -> AnyView;
}

/// A page, or whatever stands where its heading would: until it is here, what is awaited has the heading.
pub fn later(page: impl Later) -> AnyView {
    arriving(Arc::new(page), true)
}

/// A part of a page that stands without it.
pub fn later_part(part: impl Later) -> AnyView {
    arriving(Arc::new(part), false)
}

/// Has it all fetched, for what will be shown as soon as something else is done.
pub fn fetch_ahead() {
    if let Some(coming) = browser::rest() {
        // What is to be said where it does not come is said where it is missed.
        spawn_local(async move {
            let _ = coming.await;
        });
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Rest {
    UnderWay,
    Here,
    /// It did not come, after so many attempts.
    Missing(u8),
}

fn arriving(shown: Arc<dyn Later>, is_page: bool) -> AnyView {
    // Nobody may know which one it is, or its code would be called directly and be needed from the start.
    let shown = black_box(shown);
    let rest = RwSignal::new(Rest::UnderWay);
    if fetch(rest, 1) {
        return shown.show();
    }
    dynamic(move || match rest.get() {
        Rest::Here => shown.show(),
        Rest::UnderWay => awaited(is_page),
        Rest::Missing(attempts) => missing(is_page, attempts, rest),
    })
}

/// Whether it is here without being fetched.
fn fetch(rest: RwSignal<Rest>, attempt: u8) -> bool {
    let Some(coming) = browser::rest() else { return true };
    spawn_local(async move {
        let now = if coming.await.is_ok() { Rest::Here } else { Rest::Missing(attempt) };
        // Whoever went on to another page in the meantime has no use for it.
        if focus::is_within(AWAITED) {
            focus::heading_soon();
        }
        let _ = rest.try_set(now);
    });
    false
}

const AWAITED: &str = "[data-awaited]";

/// Seen, thanks to the style sheet, only if it lasts. Its heading can take the focus before that.
fn awaited(is_page: bool) -> AnyView {
    let mut content = Vec::new();
    if is_page {
        content.push(heading(say(messages::ONE_MOMENT)));
    }
    content.push(element("div", "progress", []));
    special("section", "awaited", &[("role", "status"), ("data-awaited", "")], content)
}

/// A second attempt that fails too leaves the page to be loaded anew, from the address where it is: since it was loaded,
/// another version may have taken its place, and then what belongs to this one will never come.
fn missing(is_page: bool, attempts: u8, rest: RwSignal<Rest>) -> AnyView {
    let again = if attempts > 1 { messages::RELOAD } else { messages::TRY_AGAIN };
    let again = button("primary", say(again), move || {
        if attempts > 1 {
            let _ = window().location().reload();
        } else {
            rest.set(if fetch(rest, attempts + 1) { Rest::Here } else { Rest::UnderWay });
            focus::heading_soon();
        }
    });
    let title = say(messages::REST_MISSING);
    let title = if is_page { heading(title) } else { element("strong", "", [text(title)]) };
    let content = [title, paragraph(say(messages::REST_MISSING_BODY)), again];
    let attributes = [("role", "status"), ("data-notice", "rest-missing"), ("data-awaited", "")];
    special("section", "notice error amber", &attributes, content)
}
