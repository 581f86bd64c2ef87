//! Dates, times and amounts by the browser's own tables.

use lifen_connect::protocol::time::Timestamp;
use lifen_connect::ui::messages::Language::{English, French};
use lifen_connect::ui::{Unit, amount, day_and_time, time_of_day};
use wasm_bindgen_test::wasm_bindgen_test;

/// Friday 9 October 2026 at 19:14 in this computer's time zone, whichever that is.
fn friday_evening() -> Timestamp {
    let date = js_sys::Date::new_with_year_month_day_hr_min(2026, 9, 9, 19, 14);
    Timestamp::from_milliseconds(date.get_time() as i64)
}

/// Browsers differ in spaces and small words between the parts.
fn says_in_this_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let (_, after) =
            rest.split_once(part).unwrap_or_else(|| panic!("\"{text}\" has no \"{part}\" there"));
        rest = after;
    }
}

#[wasm_bindgen_test]
fn writes_a_day_and_a_time_in_both_languages() {
    says_in_this_order(&day_and_time(friday_evening(), English), &["Friday", "9 October", "19:14"]);
    says_in_this_order(&day_and_time(friday_evening(), French), &["vendredi", "9 octobre", "19:14"]);
}

#[wasm_bindgen_test]
fn writes_a_time_with_two_digits_each_and_nothing_else() {
    let morning = Timestamp::from_milliseconds(friday_evening().milliseconds() - (10 * 60 + 9) * 60_000);

    for language in [English, French] {
        assert_eq!(time_of_day(morning, language), "09:05");
        assert_eq!(time_of_day(friday_evening(), language), "19:14");
    }
}

#[wasm_bindgen_test]
fn writes_an_amount_as_each_language_abbreviates_it() {
    for (count, unit, english, french) in [
        (34, Unit::Hour, "34 hrs", "34 h"),
        (1, Unit::Hour, "1 hr", "1 h"),
        (12, Unit::Minute, "12 mins", "12 min"),
        (14, Unit::Second, "14 secs", "14 s"),
        (1412, Unit::Millisecond, "1,412 ms", "1 412 ms"),
    ] {
        // Which of the spaces that do not break it is, browsers see differently.
        let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(plain(amount(count, unit, English)), english);
        assert_eq!(plain(amount(count, unit, French)), french);
    }
}
