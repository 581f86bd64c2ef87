//! Why this session is trusted: each check, with expected and found, and how long each step took.

mod words;

use leptos::prelude::*;
use leptos::svg;

use crate::protocol::evidence::{Check, Finding, Value};
use crate::protocol::time::Timestamp;
use crate::session::{Receipt, Step};
use crate::ui::elements::{dynamic, element, paragraph, special, text};
use crate::ui::messages::{Language, Sentence};
use crate::ui::{
    Copying, Later, SessionHandle, Unit, amount, day_and_time, iso, later_part, say, time_of_day,
    use_language,
};

/// The card; `None` in a build that keeps no receipt.
pub fn receipt_card(session: SessionHandle) -> Option<AnyView> {
    session.receipt()?;
    Some(special("section", "card wide receipt", &[("data-receipt", "")], [later_part(Card(session))]))
}

/// Nobody needs it to sign in.
struct Card(SessionHandle);

impl Later for Card {
    fn show(&self) -> AnyView {
        card(self.0)
    }
}

fn card(session: SessionHandle) -> AnyView {
    let copying = Copying::unasked();
    let copied = move || session.receipt().map(|receipt| receipt.to_text(&iso)).unwrap_or_default();
    // What is drawn anew when userinfo comes, or new tokens, must not take the button away.
    let content = dynamic(move || {
        session.view().track();
        session.receipt().map(|receipt| content(&receipt)).unwrap_or_default().into_any()
    });
    vec![
        element("h2", "", [text(say(words::TITLE))]),
        content,
        copying.button("secondary", words::COPY, copied),
        copying.status(),
    ]
    .into_any()
}

fn content(receipt: &Receipt) -> Vec<AnyView> {
    let language = use_language().now();
    let at = |sentence: Sentence, at| sentence.with(language, &time_of_day(at, language));
    let checked = at(words::origin(receipt.origin), receipt.checked_at);
    let list = checks(receipt.evidence.findings(), words::CHECKS, language);
    let secrets = element("p", "quiet", [element("small", "", [text(say(words::SECRETS))])]);
    let mut left = vec![list, secrets];
    if let Some(renewal) = &receipt.renewal {
        let findings = renewal.evidence.as_ref().map(|evidence| evidence.findings());
        let sentence = match findings {
            None => words::RENEWED_ELSEWHERE,
            Some([]) => words::RENEWED_PLAIN,
            Some(_) => words::RENEWED,
        };
        left.push(paragraph(&at(sentence, renewal.at)));
        left.push(checks(findings.unwrap_or_default(), words::CHECKS, language));
    }
    let columns = [element("div", "column", left), element("div", "column", steps(receipt, language))];
    vec![element("p", "quiet", [text(&checked)]), element("div", "trust", columns)]
}

fn checks(findings: &[Finding], label: Sentence, language: Language) -> AnyView {
    let items = findings.iter().map(|finding| {
        // A tick stands for what was compared; what was not is said in words, and has none.
        let is_ticked = finding.is_made() && finding.check != Check::Tls;
        let class = if is_ticked { "" } else { "unticked" };
        let mut said = vec![text(say(words::check(finding.check)))];
        if let Some(detail) = detail(finding, language) {
            said.extend([text(" "), element("small", "", [text(&detail)])]);
        }
        let name = special("code", "", &[("title", finding.check.rule())], [text(finding.check.name())]);
        special("li", class, &[("data-check", finding.check.name())], [element("span", "", said), name])
    });
    special("ul", "checks", &[("aria-label", say(label)), ("role", "list")], items)
}

/// What was expected and what was found, where anybody may see it.
fn detail(finding: &Finding, language: Language) -> Option<String> {
    let pair = |expected: Sentence, expectation: &str, found: &str| {
        let found = words::FOUND.with(language, found);
        Some([&expected.with(language, expectation), " · ", &found].concat())
    };
    match (&finding.expected, &finding.found) {
        (_, Value::Absent) => Some(say(words::NOT_GIVEN).to_owned()),
        (Value::Text(expected), Value::Text(found)) if expected == found => {
            Some(words::BOTH.with(language, found))
        }
        (Value::Text(expected), Value::Text(found)) => pair(words::EXPECTED, expected, found),
        (Value::Moment(expected), Value::Moment(found)) => {
            let expectation = match finding.check {
                Check::Expiry | Check::AuthenticationTime => words::AFTER,
                Check::RenewedAuthenticationTime => words::EXPECTED,
                _ => words::UNTIL,
            };
            let moment = |at: Timestamp| day_and_time(at, language);
            pair(expectation, &moment(*expected), &moment(*found))
        }
        _ => None,
    }
}

/// The steps that follow one another as bars beside one another, and in words what came before: it waited for the person.
fn steps(receipt: &Receipt, language: Language) -> Vec<AnyView> {
    let (here, before) = (receipt.steps_here(), receipt.steps_before());
    let Some(begin) = here.iter().map(|step| step.begin.milliseconds()).min() else { return Vec::new() };
    let end = here.iter().map(|step| step.end.milliseconds()).max().unwrap_or(begin);
    let whole = (end - begin).max(1);
    let title = if before.is_empty() { words::STEPS_HERE } else { words::STEPS };
    let title = [say(title), "\u{a0}·\u{a0}", &duration(end - begin, language)].concat();
    let bars = here.iter().map(|step| {
        let took = step.milliseconds();
        let (offset, length) = ((step.begin.milliseconds() - begin) * 1000 / whole, took * 1000 / whole);
        let name = element("span", "", [text(say(words::step(step.kind)))]);
        let took = element("span", "", [text(&duration(took, language))]);
        special("li", "", &[("data-step", step.kind.name())], [name, bar(offset, length.max(5)), took])
    });
    let mut parts =
        vec![element("p", "", [text(&title)]), special("ol", "waterfall", &[("role", "list")], bars)];
    if !before.is_empty() {
        let said: Vec<_> = before.iter().map(|step| named(*step, language)).collect();
        let said = words::BEFORE.with(language, &said.join(" · "));
        parts.push(element("p", "quiet", [element("small", "", [text(&said)])]));
    }
    parts
}

fn named(step: Step, language: Language) -> String {
    [say(words::step(step.kind)), " ", &duration(step.milliseconds(), language)].concat()
}

/// A picture of what the number beside it says.
fn bar(offset: i64, length: i64) -> AnyView {
    svg::svg()
        .attr("viewBox", "0 0 1000 10")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child((
            svg::line().attr("x1", "0").attr("x2", "1000").attr("y1", "5").attr("y2", "5"),
            svg::rect().attr("x", offset.to_string()).attr("width", length.to_string()).attr("height", "10"),
        ))
        .into_any()
}

/// Milliseconds while they can be told apart, then seconds, then minutes.
fn duration(milliseconds: i64, language: Language) -> String {
    match milliseconds {
        ..10_000 => amount(milliseconds, Unit::Millisecond, language),
        10_000..120_000 => amount((milliseconds + 500) / 1000, Unit::Second, language),
        _ => amount((milliseconds + 30_000) / 60_000, Unit::Minute, language),
    }
}
