//! A moment as HTTP writes it ([RFC 9110 §5.6.7]).
//!
//! [RFC 9110 §5.6.7]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7

use super::text::{decimal, parts};
use super::time::Timestamp;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the form that whoever sends one has to write: "a sender MUST generate
/// timestamps in the IMF-fixdate format". The two obsolete ones say no time here.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let [_, day, month, year, time, "GMT"] = parts(text, b' ')[..] else { return None };
    let [hour, minute, second] = parts(time, b':')[..] else { return None };
    let number = |digits: &str, length, largest| decimal(digits, largest).filter(|_| digits.len() == length);
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let (day, year) = (number(day, 2, 31).filter(|day| *day > 0)?, number(year, 4, 9999)?);
    // A leap second belongs to the minute that it ends.
    let (hour, minute, second) = (number(hour, 2, 23)?, number(minute, 2, 59)?, number(second, 2, 60)?);
    Some(Timestamp::from_seconds(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second))
}

/// Days since 1970-01-01, in years that begin in March: the leap day is then the last one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_specification_writes() {
        for (text, seconds) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
            ("Sat, 28 Nov 2026 02:30:00 GMT", 1_795_833_000),
        ] {
            assert_eq!(read(text), Some(Timestamp::from_seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn reads_nothing_else() {
        for text in [
            "",
            "30",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
