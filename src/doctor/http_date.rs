//! The `Date` of an answer ([RFC 9110 §5.6.7]).
//!
//! [RFC 9110 §5.6.7]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7

use crate::protocol::text::{decimal, parts};
use crate::protocol::time::Timestamp;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The moment that an IMF-fixdate names, `Sun, 06 Nov 1994 08:49:37 GMT`: the one form that may still be sent. `None` for
/// any other.
pub fn moment(text: &str) -> Option<Timestamp> {
    let [_, day, month, year, time, "GMT"] = parts(text, b' ')[..] else { return None };
    let [hours, minutes, seconds] = parts(time, b':')[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let (day, year) = (decimal(day, 31)?, decimal(year, 9999)?);
    let time = (decimal(hours, 23)? * 60 + decimal(minutes, 59)?) * 60 + decimal(seconds, 60)?;
    Some(Timestamp::from_seconds(days(year, month, day) * 86_400 + time))
}

/// Days since 1970-01-01 in the Gregorian calendar: years are counted from March, so that a leap day is a year's last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 9110, and moments around leap days.
    #[test]
    fn reads_the_published_example_and_leap_days() {
        for (text, seconds) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
            ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
            ("Tue, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ] {
            assert_eq!(moment(text), Some(Timestamp::from_seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn reads_no_other_form() {
        for text in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
