//! How long the session lasts: a ring, or the word that it renews itself.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::app::words;
use crate::browser;
use crate::protocol::time::Timestamp;
use crate::session::Identity;
use crate::ui::elements::{dynamic, element, paragraph, special, text};
use crate::ui::messages::Sentence;
use crate::ui::{day_and_time, say, use_language, use_session};

/// How often the ring is drawn anew.
const TICK: Duration = Duration::from_secs(30);

pub fn time_left(identity: Arc<Identity>) -> AnyView {
    let session = use_session();
    let (now, tick) = signal(browser::now());
    if let Ok(ticking) = set_interval_with_handle(move || tick.set(browser::now()), TICK) {
        on_cleanup(move || ticking.clear());
    }
    dynamic(move || {
        // Renewed tokens end later. Whoever is gone by now takes the page along.
        let identity = session.identity().unwrap_or_else(|| Arc::clone(&identity));
        let since = identity.signed_in_at;
        let limit = session.lifetime().map(|lifetime| since + lifetime);
        let tokens_end = Some(identity.expires_at).filter(|_| !identity.renews);
        let end = [limit, tokens_end].into_iter().flatten().min();
        let (title, parts) = match end {
            Some(end) => (words::TIME_LEFT, [ring(since, end, now.get()), moment(words::EXPIRES, end)]),
            None => {
                let next = moment(words::ACCESS_UNTIL, identity.expires_at);
                (words::STAYS_OPEN, [paragraph(say(words::RENEWS_ITSELF)), next])
            }
        };
        vec![element("h2", "", [text(say(title))]), element("div", "remaining", parts)].into_any()
    })
}

fn moment(term: Sentence, at: Timestamp) -> AnyView {
    let term = element("dt", "", [text(say(term))]);
    let at = special("dd", "", &[("data-claim", "expires")], [text(&day_and_time(at, use_language().now()))]);
    element("dl", "facts", [element("div", "", [term, at])])
}

fn ring(since: Timestamp, until: Timestamp, now: Timestamp) -> AnyView {
    let whole = (until - since).0.max(1);
    let left = (until - now).0.clamp(0, whole);
    let share = left * 100 / whole;
    let of_whole = words::OF.with(use_language().now(), &duration(whole));
    let left = duration(left);
    let label = [&left, " ", &of_whole].concat();
    let dashes = [&share.to_string(), " 100"].concat();
    view! {
        <svg
            class=if share < 10 { "ring amber" } else { "ring" }
            viewBox="0 0 120 120"
            role="img"
            aria-label=label
        >
            <circle cx="60" cy="60" r="53"/>
            <circle
                class="arc"
                cx="60"
                cy="60"
                r="53"
                pathLength="100"
                stroke-dasharray=dashes
                transform="rotate(-90 60 60)"
            />
            <text x="60" y="64">{left}</text>
            <text x="60" y="82">{of_whole}</text>
        </svg>
    }
    .into_any()
}

/// Whole hours, or minutes below two hours; both read the same in French and English.
fn duration(seconds: i64) -> String {
    let (count, unit) = match seconds {
        0..7200 => ((seconds + 59) / 60, "\u{a0}min"),
        _ => ((seconds + 1800) / 3600, "\u{a0}h"),
    };
    [&count.to_string(), unit].concat()
}
