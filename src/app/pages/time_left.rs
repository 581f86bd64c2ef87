//! The time left, as a ring.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::words;
use crate::protocol::time::Timestamp;
use crate::ui::messages::Language;
use crate::ui::{day_and_time, use_language};

/// How often the ring is drawn anew.
const TICK: Duration = Duration::from_secs(30);

#[component]
pub fn TimeLeft(since: Timestamp, until: Timestamp) -> impl IntoView {
    let language = use_language();
    let now = RwSignal::new(clock());
    if let Ok(ticking) = set_interval_with_handle(move || now.set(clock()), TICK) {
        on_cleanup(move || ticking.clear());
    }
    let whole = (until - since).0.max(1);
    let left = Memo::new(move |_| (until - now.get()).0.clamp(0, whole));
    let share = move || left.get() * 100 / whole;
    let left_text = move || duration(left.get());
    let whole_text = move || words::OF.with(language.now(), &duration(whole));
    view! {
        <div class="remaining">
            <svg
                class=move || if share() < 10 { "ring amber" } else { "ring" }
                viewBox="0 0 120 120"
                role="img"
                aria-label=move || format!("{} {}", left_text(), whole_text())
            >
                <circle cx="60" cy="60" r="53"/>
                <circle
                    class="arc"
                    cx="60"
                    cy="60"
                    r="53"
                    pathLength="100"
                    stroke-dasharray=move || format!("{} 100", share())
                    transform="rotate(-90 60 60)"
                />
                <text x="60" y="64">{left_text}</text>
                <text x="60" y="82">{whole_text}</text>
            </svg>
            <dl class="facts">
                <div>
                    <dt>{move || words::EXPIRES.within(language.now())}</dt>
                    <dd data-claim="expires">{move || until_text(until, language.now())}</dd>
                </div>
            </dl>
        </div>
    }
}

fn until_text(until: Timestamp, language: Language) -> String {
    day_and_time(until, language)
}

/// Whole hours, or minutes below two hours; both read the same in French and English.
fn duration(seconds: i64) -> String {
    match seconds {
        0..7200 => format!("{}\u{a0}min", (seconds + 59) / 60),
        _ => format!("{}\u{a0}h", (seconds + 1800) / 3600),
    }
}

fn clock() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}
