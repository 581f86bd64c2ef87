//! The card of one's account: what it holds, a copy of it, and its end.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::sign_up::{origin_words, what_went_wrong};
use crate::app::words;
use crate::lifen::account::{Account, Field};
use crate::ui::elements::{button, dynamic, element, special, text};
use crate::ui::messages::{self, Sentence};
use crate::ui::{
    AccountHandle, Later, day_and_time, later_part, say, use_account, use_language, use_session,
};

/// The account of whoever is signed in, where the deployment keeps accounts. For any page of theirs.
pub fn account_card() -> Option<AnyView> {
    let card = later_part(AccountCard(use_account().account()?));
    Some(special("section", "card wide", &[("data-account", "")], [card]))
}

/// What it shows, whose code comes when it is shown.
struct AccountCard(Arc<Account>);

impl Later for AccountCard {
    fn show(&self) -> AnyView {
        let account = use_account();
        let kept =
            if use_session().keeps_accounts_here() { words::KEPT_HERE } else { words::KEPT_BY_THE_TEAM };
        let trouble = move || account.trouble().map_or(().into_any(), |error| what_went_wrong(&error));
        let content = [
            element("h2", "", [text(say(words::MY_ACCOUNT))]),
            facts(&self.0),
            element("p", "quiet", [element("small", "", [text(say(kept))])]),
            special("div", "", &[("role", "alert")], [dynamic(trouble)]),
            element("div", "ways", [copy(&self.0), end(account)]),
        ];
        Vec::from(content).into_any()
    }
}

fn facts(account: &Account) -> AnyView {
    let fields =
        [(Field::Name, words::NAME), (Field::Email, words::EMAIL), (Field::Occupation, words::OCCUPATION)];
    let known = fields.into_iter().filter_map(|(field, name)| {
        let entry = account.entry(field)?;
        let origin = element("small", "quiet", [text(" · "), text(say(origin_words(entry.origin)))]);
        Some(fact(name, field.name(), [text(&entry.text), origin]))
    });
    let since = day_and_time(account.created_at, use_language().now());
    element("dl", "facts rows", known.chain([fact(words::ACCOUNT_SINCE, "since", [text(&since)])]))
}

fn fact(name: Sentence, field: &str, value: impl IntoIterator<Item = AnyView>) -> AnyView {
    let value = special("dd", "", &[("data-account-field", field)], value);
    element("div", "", [element("dt", "", [text(say(name))]), value])
}

/// A link to the whole account, made of it here: nothing is asked of anybody.
fn copy(account: &Account) -> AnyView {
    let json = String::from(js_sys::encode_uri_component(&account.to_json()));
    let address = ["data:application/json;charset=utf-8,", &json].concat();
    let attributes = [("download", "account.json"), ("href", address.as_str())];
    special("a", "secondary", &attributes, [text(say(words::EXPORT))])
}

/// Asks once more: what is deleted does not come back.
fn end(account: AccountHandle) -> AnyView {
    let (asks, ask) = signal(false);
    let turn = move |asks| {
        ask.set(asks);
        // The button that was pressed is gone, and the focus with it.
        request_animation_frame(focus_the_end);
    };
    dynamic(move || {
        let parts = if asks.get() {
            vec![
                element("p", "", [text(say(words::DELETE_FOR_GOOD_BODY))]),
                button("secondary", say(messages::GIVE_UP), move || turn(false)),
                button("plain", say(words::DELETE_FOR_GOOD), move || account.delete()),
            ]
        } else {
            vec![button("plain", say(words::DELETE_ACCOUNT), move || turn(true))]
        };
        special("div", "ways", &[("role", "group"), ("data-end", "")], parts)
    })
}

fn focus_the_end() {
    let first = document().query_selector("[data-end] button").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = first.focus();
    }
}
