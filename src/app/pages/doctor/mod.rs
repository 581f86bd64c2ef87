//! The page that checks this deployment before anybody signs in, and on every address of it: also where nothing else works.

mod examination;

use leptos::prelude::*;

use crate::app::words;
use crate::browser::{now, probe};
use crate::doctor::{Check, Finding, Kind, Verdict};
use crate::ui::elements::{button, dynamic, element, heading, special, text};
use crate::ui::messages::doctor as sentences;
use crate::ui::{Copying, Later, iso, say, use_language};

pub use examination::Examination;

/// The page. It asks nothing of the session, and changes nothing about it.
pub struct Doctor;

impl Later for Doctor {
    fn show(&self) -> AnyView {
        doctor_page()
    }
}

fn doctor_page() -> AnyView {
    let Some(examination) = use_context::<Examination>() else { return ().into_any() };
    examination.begin_once();
    let (lasts, lists) = (examination.clone(), examination.clone());
    let head = [
        heading(say(words::DOCTOR_TITLE)),
        element("p", "quiet", [text(say(words::DOCTOR_LEAD))]),
        special("p", "outcome", &[("role", "status")], [dynamic(move || text(&outcome(&lasts)))]),
    ];
    vec![
        element("section", "doctor", head),
        dynamic(move || list(&lists)),
        dynamic(move || what_to_do(&examination)),
    ]
    .into_any()
}

fn outcome(examination: &Examination) -> String {
    match examination.is_over() {
        true => sentences::summary(&examination.findings(), use_language().now()),
        false => say(words::CHECKING_UP).to_owned(),
    }
}

/// Every check in its own line: in their order while they go on, the most serious first once all is told.
fn list(examination: &Examination) -> AnyView {
    let findings = examination.findings();
    let lines: Vec<_> = match examination.is_over() {
        true => findings.iter().map(|finding| line(finding, examination)).collect(),
        false => Check::ALL
            .into_iter()
            .map(|check| match findings.iter().find(|finding| finding.check == check) {
                Some(finding) => line(finding, examination),
                None => waiting(check),
            })
            .collect(),
    };
    element("ol", "findings", lines)
}

fn waiting(check: Check) -> AnyView {
    let title = element("strong", "", [text(say(sentences::title(check)))]);
    special("li", "", &[("data-check", check.id())], [element("div", "line", [title])])
}

/// One line, with its details under it: in the open where something is to be done, folded away where not.
fn line(finding: &Finding, examination: &Examination) -> AnyView {
    let codes: Vec<_> = finding.found.iter().map(|found| found.kind.code()).collect();
    let attributes = [
        ("data-check", finding.check.id()),
        ("data-verdict", finding.verdict.name()),
        ("data-found", &codes.join(" ")),
    ];
    let language = use_language().now();
    let found = finding.found.iter().map(|found| {
        // A line each, in what may stand in a summary too.
        element("span", "", [text(&sentences::sentence(found, language))])
    });
    let head = [
        element("strong", "", [text(say(sentences::title(finding.check)))]),
        element("span", "found", found),
        element("span", "verdict", [text(say(sentences::verdict(finding.verdict)))]),
    ];
    let mut details = vec![element("p", "quiet", [text(say(sentences::why(finding.check)))])];
    let mends = sentences::mends(finding);
    details.extend(mends.into_iter().map(|sentence| element("p", "mend", [text(say(sentence))])));
    let can_be_tried = finding.found.iter().any(|found| found.kind == Kind::PopUpsUntried);
    if can_be_tried {
        let examination = examination.clone();
        details.push(button("plain", say(words::TRY_IT), move || examination.pop_ups_tried(probe::pop_up())));
    }
    if can_be_tried || finding.verdict < Verdict::Unknown {
        let content = [element("div", "line", head)].into_iter().chain(details);
        return special("li", "", &attributes, content);
    }
    let folded = [element("summary", "line", head)].into_iter().chain(details);
    special("li", "", &attributes, [element("details", "", folded)])
}

/// Copying what was found, once all is; checking again.
fn what_to_do(examination: &Examination) -> AnyView {
    if !examination.is_over() {
        return ().into_any();
    }
    let place = probe::place();
    let about = [
        "lifen-connect ",
        env!("CARGO_PKG_VERSION"),
        "\n",
        &place.base,
        "\n",
        &iso(now()),
        "\n",
        &window().navigator().user_agent().unwrap_or_default(),
    ];
    let report = sentences::report(&about.concat(), &examination.findings(), use_language().now());
    let again = examination.clone();
    let summary = element("summary", "", [text(say(words::REPORT))]);
    let as_text = element("details", "", [summary, element("pre", "report", [text(&report)])]);
    let copying = Copying::unasked();
    let buttons = [
        copying.button("primary", words::COPY_REPORT, move || report.clone()),
        button("secondary", say(words::CHECK_AGAIN), move || again.begin()),
    ];
    element("section", "doctor", [as_text, element("div", "buttons", buttons), copying.status()])
}
