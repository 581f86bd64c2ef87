//! Dates, times and amounts as the language writes them, by the browser's own tables.

use js_sys::{BigInt, Date, Object, Reflect};
use wasm_bindgen::JsValue;

use super::messages::Language;
use crate::protocol::time::Timestamp;

/// "Friday 9 October at 19:14", in this computer's time zone.
pub fn day_and_time(moment: Timestamp, language: Language) -> String {
    format(moment, language, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// "09:14", in this computer's time zone.
pub fn time_of_day(moment: Timestamp, language: Language) -> String {
    format(moment, language, &[])
}

/// "2026-10-07T19:14:00.000Z", for whoever reads it in another time zone.
pub fn iso(moment: Timestamp) -> String {
    date(moment).to_iso_string().into()
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hour,
    Minute,
    Second,
    Millisecond,
}

/// "34 h", "12 min".
pub fn amount(count: i64, unit: Unit, language: Language) -> String {
    let unit = match unit {
        Unit::Hour => "hour",
        Unit::Minute => "minute",
        Unit::Second => "second",
        Unit::Millisecond => "millisecond",
    };
    let options = options(&[("style", "unit"), ("unit", unit)]);
    // A whole number stays one: floating point numbers are nowhere else in these pages.
    BigInt::from(count).to_locale_string(&JsValue::from_str(locale(language)), &options).into()
}

fn date(moment: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(moment.milliseconds() as f64))
}

fn format(moment: Timestamp, language: Language, parts: &[(&str, &str)]) -> String {
    let options = options(&[parts, &[("hour", "2-digit"), ("minute", "2-digit")]].concat());
    date(moment).to_locale_string(locale(language), &options).into()
}

fn options(members: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in members {
        // Setting a member of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

fn locale(language: Language) -> &'static str {
    match language {
        Language::French => "fr-FR",
        Language::English => "en-GB",
    }
}
