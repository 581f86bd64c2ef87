//! The one place that reads the clock.

use crate::protocol::time::Timestamp;

pub fn now() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}
