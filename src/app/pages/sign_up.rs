//! The page of somebody who is signed in and has no account yet: what the provider said of them, to be checked and completed.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::words;
use crate::lifen::account::{Field, Origin, Problem};
use crate::session::Error;
use crate::ui::elements::{button, dynamic, element, heading, paragraph, special, text};
use crate::ui::messages::{self, Sentence, Words};
use crate::ui::{AccountHandle, Later, say, use_account, use_language, use_session};

/// The page, whose code comes when it is shown.
pub struct SignUp;

impl Later for SignUp {
    fn show(&self) -> AnyView {
        sign_up_page()
    }
}

fn sign_up_page() -> AnyView {
    let (account, session) = (use_account(), use_session());
    let kept = if session.keeps_accounts_here() { words::KEPT_HERE } else { words::KEPT_BY_THE_TEAM };
    let content = Field::ALL
        .map(|field| labelled(field, account))
        .into_iter()
        .chain([element("p", "quiet", [element("small", "", [text(say(kept))])]), submit(account)]);
    let form = html::form()
        .attr("novalidate", "")
        .attr("class", "form")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            account.sign_up();
            request_animation_frame(focus_what_is_wrong);
        })
        .child(content.collect::<Vec<_>>())
        .into_any();
    // It is there before anything is to be told: what is put into it later is read out.
    let trouble = special("div", "", &[("role", "alert")], [dynamic(move || trouble(account))]);
    let parts = [
        heading(say(words::SIGN_UP_TITLE)),
        paragraph(say(words::SIGN_UP_LEAD)),
        trouble,
        form,
        button("plain", say(words::NOT_NOW), move || session.sign_out()),
    ];
    element("section", "card sign-up", parts)
}

/// A field with its name, where its content came from, and what is wrong with it.
fn labelled(field: Field, account: AccountHandle) -> AnyView {
    let (title, kind, autocomplete) = match field {
        Field::Name => (words::NAME, "text", "name"),
        Field::Email => (words::EMAIL, "email", "email"),
        Field::Occupation => (words::OCCUPATION, "text", "organization-title"),
    };
    let (origin_id, problem_id) = ([field.name(), "-origin"].concat(), [field.name(), "-problem"].concat());
    let mut name = vec![text(say(title))];
    if !field.is_required() {
        name.push(element("span", "quiet", [text(" · "), text(say(words::OPTIONAL))]));
    }
    let input = html::input()
        .attr("id", field.name())
        .attr("name", field.name())
        .attr("type", kind)
        .attr("autocomplete", autocomplete)
        .attr("aria-required", field.is_required().then_some("true"))
        .attr("aria-describedby", [problem_id.as_str(), " ", &origin_id].concat())
        .attr("aria-invalid", move || problem(field, account).map(|_| "true"))
        .prop("value", move || {
            account.of_the_form(|form| form.form.text(field).to_owned()).unwrap_or_default()
        })
        .on(leptos::ev::input, move |event| account.type_in(field, event_target_value(&event)))
        .into_any();
    let parts = [
        special("label", "", &[("for", field.name())], name),
        input,
        special("p", "problem", &[("id", &problem_id)], [dynamic(move || told(field, account))]),
        special("p", "quiet", &[("id", &origin_id)], [dynamic(move || origin(field, account))]),
    ];
    special("div", "field", &[("data-field", field.name())], parts)
}

/// What is wrong with a field, once the button was pressed: nobody is told of what they are about to type.
fn problem(field: Field, account: AccountHandle) -> Option<Problem> {
    account.of_the_form(|form| form.form.problem(field).filter(|_| form.is_checked)).flatten()
}

fn told(field: Field, account: AccountHandle) -> AnyView {
    let sentence = problem(field, account).map(|problem| match (problem, field) {
        (Problem::Missing, Field::Email) => words::EMAIL_MISSING,
        (Problem::Missing, _) => words::NAME_MISSING,
        (Problem::TooLong, _) => words::TOO_LONG,
        (Problem::Unprintable, _) => words::UNPRINTABLE,
        (Problem::NotAnAddress, _) => words::NOT_AN_ADDRESS,
    });
    text(sentence.map_or("", say))
}

fn origin(field: Field, account: AccountHandle) -> AnyView {
    let Some(origin) = account.of_the_form(|form| form.form.origin(field)).flatten() else { return text("") };
    special("small", "", &[("data-origin", origin.name())], [text(say(origin_words(origin)))])
}

pub fn origin_words(origin: Origin) -> Sentence {
    match origin {
        Origin::IdToken => words::FROM_ID_TOKEN,
        Origin::UserInfo => words::FROM_USERINFO,
        Origin::Typed => words::TYPED,
    }
}

fn submit(account: AccountHandle) -> AnyView {
    let is_under_way = move || account.of_the_form(|form| form.is_under_way).unwrap_or(false);
    html::button()
        .attr("type", "submit")
        .attr("class", "primary")
        .attr("aria-busy", move || is_under_way().then_some("true"))
        .child(dynamic(move || {
            text(say(if is_under_way() { words::CREATING_ACCOUNT } else { words::CREATE_ACCOUNT }))
        }))
        .into_any()
}

/// Why the account could not be created. What was typed is still there: the button above is the one to press again.
fn trouble(account: AccountHandle) -> AnyView {
    let Some(error) = account.trouble() else { return ().into_any() };
    let mut parts = vec![what_went_wrong(&error)];
    if matches!(*error, Error::Account(error) if error.is_of_this_browser()) {
        parts.push(button("secondary", say(messages::GO_ON_WITHOUT), move || account.go_on_without()));
    }
    parts.into_any()
}

/// An error beside what the person wanted to do, without a button of its own.
pub fn what_went_wrong(error: &Error) -> AnyView {
    let words = Words::about(error);
    let title = element("p", "", [element("strong", "", [text(say(words.title))])]);
    let code = element("p", "reference", [element("code", "", [text(error.code())])]);
    let body = paragraph(&words.body(use_language().now()));
    special("div", "notice amber", &[("data-code", error.code())], [title, body, code])
}

fn focus_what_is_wrong() {
    let field = document().query_selector("main [aria-invalid=true]").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
