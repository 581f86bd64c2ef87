//! What happened, what to do now, what is not lost.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::elements::{button, dynamic, element, heading, paragraph, special, text};
use super::intl::{iso, time_of_day};
use super::language::{say, use_language};
use super::later::{Later, later};
use super::messages::{self, Tone, Words};
use super::session_handle::use_session;
use crate::browser;
use crate::session::{Error, Place, Remedy};

/// An error as a person reads it: a sentence, one button, and the details for whoever is asked for help. `place` is
/// where a new sign-in leads.
pub fn error_panel(error: &Arc<Error>, place: &Place) -> AnyView {
    later(ErrorPanel { error: Arc::clone(error), place: place.clone() })
}

/// Whoever signs in needs none of its sentences.
struct ErrorPanel {
    error: Arc<Error>,
    place: Place,
}

impl Later for ErrorPanel {
    fn show(&self) -> AnyView {
        told(&self.error, &self.place)
    }
}

fn told(error: &Error, place: &Place) -> AnyView {
    let words = Words::about(error);
    let class = match Tone::of(error) {
        Tone::Amber => "notice error amber",
        Tone::Red => "notice error red",
    };
    let remedy = error.remedy();
    let moment = browser::now();
    let technical = error.to_string();
    let details = [error.code(), "\n", &technical, "\n", &iso(moment)].concat();
    let copied = RwSignal::new(None);

    let mut content = vec![heading(say(words.title)), paragraph(say(words.body))];
    content.extend(clock(error));
    content.extend(quotation(error));
    // Whose session it is by now, or whether it goes on, is the matter there: what was open in this tab is gone.
    let is_kept = !matches!(error, Error::Session(_));
    if is_kept && matches!(remedy, Remedy::SignInAgain | Remedy::TryAgain) {
        content.push(paragraph(say(messages::PLACE_KEPT)));
    }
    content.push(remedy_button(remedy, place, &details, copied));
    content.push(disclosure(&technical, (remedy != Remedy::ContactSupport).then_some(details), copied));
    content.push(special("p", "", &[("role", "status")], [dynamic(move || whether(copied))]));
    let time = [" · ", &time_of_day(moment, use_language().now())].concat();
    let reference = element("p", "reference", [element("code", "", [text(error.code())]), text(&time)]);
    vec![element("section", class, content), reference].into_any()
}

/// How far this computer's clock is off, when that is what broke the sign-in.
fn clock(error: &Error) -> Option<AnyView> {
    let minutes = error.clock_minutes()?;
    let sentence = if minutes > 0 { messages::CLOCK_FAST } else { messages::CLOCK_SLOW };
    Some(paragraph(&sentence.with(use_language().now(), &minutes.abs().to_string())))
}

/// What the provider said, as theirs.
fn quotation(error: &Error) -> Option<AnyView> {
    let said = [text(say(messages::PROVIDER_SAID)), text(" "), element("q", "", [text(error.quotation()?)])];
    Some(element("p", "", said))
}

fn remedy_button(remedy: Remedy, place: &Place, details: &str, copied: RwSignal<Option<bool>>) -> AnyView {
    let session = use_session();
    let place = place.clone();
    match remedy {
        Remedy::ContactSupport => copy_button("primary", details.to_owned(), copied),
        Remedy::Reload => button("primary", say(messages::TRY_AGAIN), reload),
        Remedy::TryAgain => {
            button("primary", say(messages::TRY_AGAIN), move || session.sign_in_to(place.clone()))
        }
        Remedy::SignInAgain => {
            button("primary", say(messages::SIGN_IN_AGAIN), move || session.sign_in_to(place.clone()))
        }
    }
}

/// The technical sentence. Where handing it on is the one thing to do, it is in the open, and copied by the button
/// above.
fn disclosure(technical: &str, details: Option<String>, copied: RwSignal<Option<bool>>) -> AnyView {
    let unfolded: &[_] = if details.is_none() { &[("open", "")] } else { &[] };
    let sentence = special("p", "", &[("lang", "en")], [element("small", "", [text(technical)])]);
    let mut content = vec![element("summary", "", [text(say(messages::DETAILS))]), sentence];
    content.extend(details.map(|details| copy_button("plain", details, copied)));
    special("details", "", unfolded, content)
}

/// Copies the details, which hold no secret.
fn copy_button(class: &'static str, details: String, copied: RwSignal<Option<bool>>) -> AnyView {
    button(class, say(messages::COPY_FOR_SUPPORT), move || {
        let clipboard = window().navigator().clipboard();
        // Plain http has none, and is among the errors that end here.
        if clipboard.is_undefined() {
            return copied.set(Some(false));
        }
        let written = clipboard.write_text(&details);
        spawn_local(async move {
            copied.set(Some(wasm_bindgen_futures::JsFuture::from(written).await.is_ok()));
        });
    })
}

fn whether(copied: RwSignal<Option<bool>>) -> AnyView {
    text(match copied.get() {
        None => "",
        Some(true) => say(messages::COPIED),
        Some(false) => say(messages::NOT_COPIED),
    })
}

fn reload() {
    let _ = window().location().reload();
}
