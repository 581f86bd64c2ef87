//! Dates and times as the language writes them, by the browser's own tables.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

use super::messages::Language;
use crate::protocol::time::Timestamp;

/// "Friday 9 October at 19:14", in this computer's time zone.
pub fn day_and_time(moment: Timestamp, language: Language) -> String {
    format(moment, language, &[("weekday", "long"), ("day", "numeric"), ("month", "long")], true)
}

/// "09:14", in this computer's time zone.
pub fn time_of_day(moment: Timestamp, language: Language) -> String {
    format(moment, language, &[], true)
}

/// "2026-10-07T19:14:00.000Z", for whoever reads it in another time zone.
pub fn iso(moment: Timestamp) -> String {
    date(moment).to_iso_string().into()
}

fn date(moment: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(moment.milliseconds() as f64))
}

fn format(moment: Timestamp, language: Language, parts: &[(&str, &str)], with_time: bool) -> String {
    let options = Object::new();
    let time = [("hour", "2-digit"), ("minute", "2-digit")];
    for (name, value) in parts.iter().chain(time.iter().filter(|_| with_time)) {
        // Setting a member of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let locale = match language {
        Language::French => "fr-FR",
        Language::English => "en-GB",
    };
    date(moment).to_locale_string(locale, &options).into()
}
