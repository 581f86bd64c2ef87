//! What happened, what to do now, what is not lost.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;

use super::account_handle::use_account;
use super::copying::Copying;
use super::elements::{button, element, heading, paragraph, special, text};
use super::intl::{Unit, amount, iso, time_of_day};
use super::language::{say, use_language};
use super::later::{Later, later};
use super::messages::{self, Tone, Words};
use super::reference::reference;
use super::session_handle::use_session;
use crate::browser;
use crate::protocol::time::Timestamp;
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

fn told(error: &Arc<Error>, place: &Place) -> AnyView {
    let words = Words::about(error);
    let class = match words.tone {
        Tone::Amber => "notice error amber",
        Tone::Red => "notice error red",
    };
    let language = use_language().now();
    let remedy = error.remedy();
    let moment = moment_of(error);
    let (technical, name) = (error.to_string(), reference(moment));
    let details = report(error, &technical, &name, moment);
    let copying = Copying::unasked();

    let mut content = vec![heading(say(words.title)), paragraph(&words.body(language))];
    content.extend(clock(error));
    content.extend(quotation(error));
    // Whose session it is by now, or whether it goes on, is the matter there: what was open in this tab is gone.
    let is_kept = !matches!(**error, Error::Session(_));
    if is_kept && matches!(remedy, Remedy::SignInAgain | Remedy::TryAgain) {
        content.push(paragraph(say(messages::PLACE_KEPT)));
    }
    let in_the_open = details.clone();
    content.push(remedy_button(remedy, place, move || in_the_open.clone(), copying));
    content.push(disclosure(&technical, (remedy != Remedy::ContactSupport).then_some(details), copying));
    content.push(copying.status());
    let rest = [" · ", &time_of_day(moment, language), " · ", say(messages::REFERENCE), &name].concat();
    let code = element("p", "reference", [element("code", "", [text(error.code())]), text(&rest)]);
    vec![element("section", class, content), code].into_any()
}

/// When it happened: that does not change when it is told again, in another language.
fn moment_of(error: &Arc<Error>) -> Timestamp {
    thread_local! {
        static LATEST: RefCell<Option<(Arc<Error>, Timestamp)>> = const { RefCell::new(None) };
    }
    LATEST.with_borrow_mut(|latest| match latest {
        Some((known, moment)) if Arc::ptr_eq(known, error) => *moment,
        _ => latest.insert((Arc::clone(error), browser::now())).1,
    })
}

/// What support needs, and nothing that is secret or says who somebody is.
fn report(error: &Error, technical: &str, reference: &str, moment: Timestamp) -> String {
    let mut report = [error.code(), "\n", technical, "\n", reference, " ", &iso(moment)].concat();
    if let Some(theirs) = error.provider_reference() {
        report.push_str("\nprovider: ");
        report.push_str(&theirs);
    }
    report
}

/// How far this computer's clock is off, when that is what broke the sign-in.
fn clock(error: &Error) -> Option<AnyView> {
    let minutes = error.clock_minutes()?;
    let sentence = if minutes > 0 { messages::CLOCK_FAST } else { messages::CLOCK_SLOW };
    let language = use_language().now();
    Some(paragraph(&sentence.with(language, &amount(minutes.abs(), Unit::Minute, language))))
}

/// What the provider said, as theirs.
fn quotation(error: &Error) -> Option<AnyView> {
    let said = [text(say(messages::PROVIDER_SAID)), text(" "), element("q", "", [text(error.quotation()?)])];
    Some(element("p", "", said))
}

fn remedy_button(
    remedy: Remedy,
    place: &Place,
    details: impl Fn() -> String + 'static,
    copying: Copying,
) -> AnyView {
    let session = use_session();
    let place = place.clone();
    match remedy {
        Remedy::ContactSupport => copying.button("primary", messages::COPY_FOR_SUPPORT, details),
        Remedy::LookAgain => {
            let account = use_account();
            button("primary", say(messages::TRY_AGAIN), move || account.look_again())
        }
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
fn disclosure(technical: &str, details: Option<String>, copying: Copying) -> AnyView {
    let unfolded: &[_] = if details.is_none() { &[("open", "")] } else { &[] };
    let sentence = special("p", "", &[("lang", "en")], [element("small", "", [text(technical)])]);
    let mut content = vec![element("summary", "", [text(say(messages::DETAILS))]), sentence];
    content.extend(
        details.map(|details| copying.button("plain", messages::COPY_FOR_SUPPORT, move || details.clone())),
    );
    special("details", "", unfolded, content)
}

fn reload() {
    let _ = window().location().reload();
}
