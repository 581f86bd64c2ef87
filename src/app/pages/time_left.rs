//! How long the session lasts: a ring, or the word that it renews itself; and when it locks.

use std::time::Duration;

use leptos::prelude::*;
use leptos::svg;

use crate::app::words;
use crate::browser;
use crate::protocol::time::Timestamp;
use crate::session::Identity;
use crate::ui::elements::{dynamic, element, paragraph, special, text};
use crate::ui::messages::{Language, Sentence};
use crate::ui::{Later, SessionHandle, Unit, amount, day_and_time, say, use_language};

/// How often the ring is drawn anew.
const TICK: Duration = Duration::from_secs(30);

/// What somebody who has just signed in can wait for.
pub struct TimeLeft(pub SessionHandle);

impl Later for TimeLeft {
    fn show(&self) -> AnyView {
        time_left(self.0)
    }
}

fn time_left(session: SessionHandle) -> AnyView {
    let (now, tick) = signal(browser::now());
    if let Ok(ticking) = set_interval_with_handle(move || tick.set(browser::now()), TICK) {
        on_cleanup(move || ticking.clear());
    }
    dynamic(move || match session.identity() {
        Some(identity) => lasting(&identity, session, now),
        // Whoever is gone by now takes the page along.
        None => ().into_any(),
    })
}

fn lasting(identity: &Identity, session: SessionHandle, now: ReadSignal<Timestamp>) -> AnyView {
    let renews = session.renews(identity);
    let since = identity.signed_in_at;
    let limit = session.lifetime().map(|lifetime| since + lifetime);
    let tokens_end = Some(identity.expires_at).filter(|_| !renews);
    let Some(end) = [limit, tokens_end].into_iter().flatten().min() else {
        let facts = facts(words::ACCESS_UNTIL, identity.expires_at, session);
        return vec![title(words::STAYS_OPEN), paragraph(say(words::RENEWS_ITSELF)), facts].into_any();
    };
    let facts = facts(if renews { words::ENDS } else { words::EXPIRES }, end, session);
    let ring = dynamic(move || ring(since, end, now.get()));
    let mut parts = vec![title(words::TIME_LEFT), element("div", "remaining", [ring, facts])];
    if renews {
        parts.push(paragraph(say(words::UNTIL_THEN)));
    }
    parts.into_any()
}

fn title(sentence: Sentence) -> AnyView {
    element("h2", "", [text(say(sentence))])
}

fn facts(term: Sentence, at: Timestamp, session: SessionHandle) -> AnyView {
    let language = use_language().now();
    let mut facts = vec![fact(term, "expires", &day_and_time(at, language))];
    if let Some(limit) = session.idle_lock() {
        facts.push(fact(
            words::LOCKS,
            "locks",
            &words::LOCKS_AFTER.with(language, &duration(limit.0, language)),
        ));
    }
    element("dl", "facts", facts)
}

fn fact(term: Sentence, claim: &str, value: &str) -> AnyView {
    let value = special("dd", "", &[("data-claim", claim)], [text(value)]);
    element("div", "", [element("dt", "", [text(say(term))]), value])
}

fn ring(since: Timestamp, until: Timestamp, now: Timestamp) -> AnyView {
    let whole = (until - since).0.max(1);
    let left = (until - now).0.clamp(0, whole);
    let share = left * 100 / whole;
    let language = use_language().now();
    let of_whole = words::OF.with(language, &duration(whole, language));
    let left = duration(left, language);
    let label = [&left, " ", &of_whole].concat();
    let dashes = [&share.to_string(), " 100"].concat();
    let circle = |class: &'static str, transform: &'static str, dashes: String| {
        svg::circle()
            .attr("class", class)
            .attr("cx", "60")
            .attr("cy", "60")
            .attr("r", "53")
            .attr("pathLength", "100")
            .attr("transform", transform)
            .attr("stroke-dasharray", dashes)
    };
    let text = |y: &'static str, words: String| svg::text().attr("x", "60").attr("y", y).child(words);
    svg::svg()
        .attr("class", if share < 10 { "ring amber" } else { "ring" })
        .attr("viewBox", "0 0 120 120")
        .attr("role", "img")
        .attr("aria-label", label)
        .child((
            circle("", "", "none".to_owned()),
            circle("arc", "rotate(-90 60 60)", dashes),
            text("64", left),
            text("82", of_whole),
        ))
        .into_any()
}

/// Whole hours, or minutes below two hours.
pub fn duration(seconds: i64, language: Language) -> String {
    match seconds {
        0..7200 => amount((seconds + 59) / 60, Unit::Minute, language),
        _ => amount((seconds + 1800) / 3600, Unit::Hour, language),
    }
}
