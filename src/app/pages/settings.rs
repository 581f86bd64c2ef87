//! What a person may choose here, and what the app keeps in their browser.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::kept::Kept;
use crate::app::theme::Theme;
use crate::app::words;
use crate::browser::stored_databases;
use crate::ui::elements::{button, dynamic, element, special, text};
use crate::ui::messages::{Language, Sentence};
use crate::ui::{LanguageChoice, Later, say, use_language, use_session};

/// The page, whose code comes when it is shown.
pub struct Settings;

impl Later for Settings {
    fn show(&self) -> AnyView {
        settings()
    }
}

/// It stays as it is while its words change with the language, or whoever chooses one would lose their place.
fn settings() -> AnyView {
    let heading = special("h1", "", &[("tabindex", "-1")], [said(words::SETTINGS)]);
    let (language, theme) = (use_language(), RwSignal::new(Theme::chosen()));
    let look = element("section", "card", [languages(language), themes(theme)]);
    vec![heading, element("div", "cards settings", [look, stored(language, theme)])].into_any()
}

/// A sentence that follows the language.
fn said(sentence: Sentence) -> AnyView {
    dynamic(move || text(say(sentence)))
}

fn languages(choice: LanguageChoice) -> AnyView {
    let option = move |language: Language, name: &'static str| {
        let name = special("span", "", &[("lang", language.tag())], [text(name)]);
        option("language", name, move || choice.now() == language, move || choice.choose(language))
    };
    let options = [option(Language::French, "Français"), option(Language::English, "English")];
    group(words::LANGUAGE, options)
}

fn themes(chosen: RwSignal<Theme>) -> AnyView {
    let option = move |theme: Theme| {
        let name = match theme {
            Theme::System => words::AS_THE_COMPUTER,
            Theme::Light => words::LIGHT,
            Theme::Dark => words::DARK,
        };
        let choose = move || {
            theme.choose();
            chosen.set(theme);
        };
        option("theme", said(name), move || chosen.get() == theme, choose)
    };
    group(words::THEME, Theme::ALL.map(option))
}

fn group(name: Sentence, options: impl IntoIterator<Item = AnyView>) -> AnyView {
    let name = element("legend", "", [said(name)]);
    element("fieldset", "", [name, element("div", "options", options)])
}

fn option(
    group: &'static str,
    name: AnyView,
    is_chosen: impl Fn() -> bool + Send + 'static,
    choose: impl Fn() + 'static,
) -> AnyView {
    let is_chosen: Box<dyn Fn() -> bool + Send> = Box::new(is_chosen);
    let choose: Box<dyn Fn()> = Box::new(choose);
    let button = html::input()
        .attr("type", "radio")
        .attr("name", group)
        .prop("checked", is_chosen)
        .on(leptos::ev::change, move |_| choose());
    element("label", "option", [button.into_any(), name])
}

/// What is kept now, by its names, and the button that forgets it.
fn stored(language: LanguageChoice, theme: RwSignal<Theme>) -> AnyView {
    let session = use_session();
    let databases = RwSignal::new(Vec::new());
    spawn_local(async move { databases.set(stored_databases().await) });
    let forgotten = RwSignal::new(false);
    let forget = move || {
        session.forget_everything();
        language.forget();
        Theme::System.show();
        theme.set(Theme::System);
        databases.set(Vec::new());
        forgotten.set(true);
    };
    let list = dynamic(move || {
        // Whoever signs in or out in another tab changes what is kept.
        session.page_view().track();
        theme.track();
        forgotten.track();
        let names = session.stored().into_iter().chain(databases.get()).collect();
        list(names, &session.tabs_name())
    });
    let told = dynamic(move || text(if forgotten.get() { say(words::FORGOTTEN) } else { "" }));
    let parts = [
        element("h2", "", [said(words::STORED_TITLE)]),
        element("p", "", [said(words::STORED_LEAD)]),
        list,
        dynamic(move || button("secondary", say(words::FORGET), forget)),
        special("p", "", &[("role", "status")], [told]),
    ];
    element("section", "card", parts)
}

fn list(mut names: Vec<String>, tabs_name: &str) -> AnyView {
    if names.is_empty() {
        return element("p", "quiet", [text(say(words::NOTHING_STORED))]);
    }
    names.sort_unstable();
    element("ul", "stored", names.iter().map(|name| entry(name, Kept::under(name, tabs_name))))
}

fn entry(name: &str, kept: Option<Kept>) -> AnyView {
    let code = element("code", "", [text(name)]);
    let parts = match kept {
        None => vec![code],
        Some(kept) => vec![
            element("strong", "", [text(say(kept.what))]),
            element("span", "", [text(say(kept.why)), text(" "), text(say(kept.until))]),
            code,
        ],
    };
    special("li", "", &[("data-stored", name)], parts)
}
