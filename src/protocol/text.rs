//! Taking texts apart octet by octet.
//!
//! Every mark these protocols separate with is ASCII. Looking for octets instead of characters, and never slicing by
//! index, keeps the decoding and printing of characters out of the bundle.

/// What stands before the first of these ASCII marks, and the rest, which begins with the mark.
pub(crate) fn split_before<'a>(text: &'a str, marks: &[u8]) -> (&'a str, &'a str) {
    let before = text.bytes().position(|octet| marks.contains(&octet)).unwrap_or(text.len());
    text.split_at_checked(before).unwrap_or((text, ""))
}

/// What stands between these ASCII marks: one part more than there are marks.
pub(crate) fn parts(text: &str, mark: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = split_before(rest, &[mark]);
        parts.push(part);
        match after.get(1..) {
            Some(next) => rest = next,
            None => return parts,
        }
    }
}

/// The value of decimal digits, and of nothing else; `None` beyond `largest`.
pub(crate) fn decimal(digits: &str, largest: i64) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(0, |value: i64, octet| {
        let value = value.saturating_mul(10).saturating_add(i64::from(octet.wrapping_sub(b'0')));
        (octet.is_ascii_digit() && value <= largest).then_some(value)
    })
}

/// The decimal digits of a number; of a negative one, those of 0.
pub(crate) fn to_decimal(mut value: i64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (value % 10) as u8));
        value /= 10;
        if value <= 0 {
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_before_the_first_mark_and_nowhere_without_one() {
        assert_eq!(split_before("é/a?b", b"?/"), ("é", "/a?b"));
        assert_eq!(split_before("é", b"?/"), ("é", ""));
    }

    #[test]
    fn takes_a_text_apart_at_each_mark() {
        assert_eq!(parts("a.é..", b'.'), ["a", "é", "", ""]);
        assert_eq!(parts("", b'.'), [""]);
    }

    #[test]
    fn reads_digits_and_nothing_else() {
        assert_eq!(decimal("0255", 255), Some(255));
        for text in ["", "256", "+1", "1 ", "99999999999999999999"] {
            assert_eq!(decimal(text, 255), None, "{text}");
        }
    }
}
