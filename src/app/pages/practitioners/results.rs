//! Who was found, or why nobody was.

use leptos::html;
use leptos::prelude::*;

use super::asking::{Directory, Found};
use crate::app::directory::{Colleague, Page};
use crate::app::words;
use crate::protocol::time::Seconds;
use crate::session::{Error, Remedy};
use crate::ui::elements::{button, dynamic, element, paragraph, special, text};
use crate::ui::messages::{self, Words};
use crate::ui::{SessionHandle, say, use_language};

/// What a screen reader hears: that somebody looks, and how many were found.
pub(super) fn status(directory: Directory) -> AnyView {
    if directory.is_loading.get() {
        return text(say(words::SEARCHING));
    }
    let Some(page) = directory.page() else { return text("") };
    let language = use_language().now();
    let count = page.total.unwrap_or(page.people.len() as i64);
    let found = match count {
        0 => say(words::NOBODY_FOUND).to_owned(),
        1 => say(words::ONE_FOUND).to_owned(),
        count => words::FOUND.with(language, &count.to_string()),
    };
    match directory.number() {
        1 => text(&found),
        number => text(&[&found, ", ", &words::PAGE.with(language, &number.to_string())].concat()),
    }
}

/// What was found stays on show while the next is on its way, and says that it is about to change.
pub(super) fn results(directory: Directory) -> AnyView {
    let content = dynamic(move || match directory.found.get() {
        Found::Nothing => element("div", "progress late", []),
        Found::People(page) if page.people.is_empty() => paragraph(say(words::NOBODY_HINT)),
        Found::People(page) => element("ul", "people", page.people.iter().map(colleague)),
        Found::Refused(error) => refusal(&error, directory),
    });
    let busy = move || if directory.is_loading.get() { "true" } else { "false" };
    html::div().attr("aria-busy", busy).child(content).into_any()
}

fn colleague(colleague: &Colleague) -> AnyView {
    let detail = |name, value: &Option<String>| {
        value.as_deref().map(|value| special("span", "quiet", &[("data-claim", name)], [text(value)]))
    };
    let mut parts = vec![element("strong", "", [text(&colleague.name)])];
    parts.extend(detail("qualification", &colleague.qualification));
    parts.extend(detail("email", &colleague.email));
    parts.extend(detail("rpps", &colleague.number));
    element("li", "", parts)
}

/// Why nobody is shown, and the one thing to do: to give what is missing, or to try again.
fn refusal(error: &Error, directory: Directory) -> AnyView {
    let words = Words::about(error);
    let mut parts = vec![element("p", "", [element("strong", "", [text(say(words.title))])])];
    parts.push(paragraph(&words.body(use_language().now())));
    if let Error::Api(api) = error {
        if let Some(Seconds(seconds)) = api.retry_after() {
            parts.push(paragraph(&words::AGAIN_IN.with(use_language().now(), &seconds.to_string())));
        }
        parts.extend(api.missing_scope().map(|scope| ask_for(scope, directory.session)));
    }
    if error.remedy() == Remedy::TryAgain {
        parts.push(button("secondary", say(messages::TRY_AGAIN), move || directory.try_again()));
    }
    if let Some(said) = error.quotation() {
        let said = [text(say(messages::PROVIDER_SAID)), text(" "), element("q", "", [text(said)])];
        parts.push(element("p", "quiet", said));
    }
    parts.push(element("p", "reference", [element("code", "", [text(error.code())])]));
    special("div", "notice amber", &[("data-code", error.code())], parts)
}

fn ask_for(scope: &str, session: SessionHandle) -> AnyView {
    let asked = scope.to_owned();
    button("primary", say(words::GIVE_ACCESS), move || session.ask_for(&asked))
}

/// The two buttons stay where they are: whoever leafs through the pages presses one of them again and again.
pub(super) fn pager(directory: Directory) -> AnyView {
    let turn = |label, to: fn(&Page) -> Option<String>, number: fn(u32) -> u32| {
        let leads_nowhere = move || directory.page().and_then(|page| to(&page)).is_none();
        html::button()
            .attr("type", "button")
            .attr("class", "secondary")
            .attr("aria-disabled", move || if leads_nowhere() { "true" } else { "false" })
            .on(leptos::ev::click, move |_| {
                if let Some(to) = untrack(|| directory.page().and_then(|page| to(&page))) {
                    directory.turn(to, number);
                }
            })
            .child(say(label).to_owned())
            .into_any()
    };
    let is_alone = move || directory.page().is_none_or(|page| page.next.is_none() && page.previous.is_none());
    let buttons = vec![
        turn(words::PREVIOUS_PAGE, |page| page.previous.clone(), |number| number.saturating_sub(1).max(1)),
        turn(words::NEXT_PAGE, |page| page.next.clone(), |number| number.saturating_add(1)),
    ];
    html::nav()
        .attr("class", "pager")
        .attr("aria-label", say(words::PAGES))
        .attr("hidden", is_alone)
        .child(buttons)
        .into_any()
}

/// A page that the API says is somewhere else.
pub(super) fn elsewhere(directory: Directory) -> AnyView {
    if !directory.page().is_some_and(|page| page.leads_elsewhere) {
        return ().into_any();
    }
    let attributes = [("data-notice", "directory-elsewhere")];
    special("p", "notice amber", &attributes, [text(say(words::LEADS_ELSEWHERE))])
}

/// The same question from a shell: what a developer tries first, without a token on the screen.
pub(super) fn curl(directory: Directory) -> AnyView {
    let summary = element("summary", "", [text(say(words::CURL))]);
    let command = dynamic(move || text(&directory.curl().unwrap_or_default()));
    let command = special("pre", "", &[("tabindex", "0")], [element("code", "", [command])]);
    element("details", "curl", [summary, paragraph(say(words::CURL_BODY)), command])
}
