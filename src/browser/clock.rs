//! The one place that reads the clocks.

use crate::protocol::time::Timestamp;

/// When the browser was told to load this page.
pub fn page_since() -> Option<Timestamp> {
    let performance = web_sys::window()?.performance()?;
    Some(Timestamp::from_milliseconds(performance.time_origin() as i64))
}

pub fn now() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}
