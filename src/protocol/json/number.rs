//! A number as it was written.

use crate::protocol::text::split_before;

/// The text of a JSON number. Protocol times and lifetimes are whole seconds: [`floor`](Self::floor) is all they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// `literal` is known to be a number by RFC 8259 §6.
    pub(super) fn new(literal: &str) -> Self {
        Self(literal.to_owned())
    }

    /// A number of Rust's, which prints it as JSON does.
    pub(super) fn of(printed: String) -> Self {
        Self(printed)
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Rounded down; beyond what an `i64` holds, the nearest one that it does.
    pub fn floor(&self) -> i64 {
        let (mantissa, exponent) = split_before(&self.0, b"eE");
        let (sign, digits) = mantissa.strip_prefix('-').map_or((1, mantissa), |digits| (-1, digits));
        // How many digits stand before the decimal point once the exponent has moved it.
        let mut whole = split_before(digits, b".").0.len() as i64 + power(exponent);
        let (mut value, mut fraction) = (0_i64, false);
        for octet in digits.bytes().filter(u8::is_ascii_digit) {
            let digit = i64::from(octet - b'0');
            if whole > 0 {
                value = value.saturating_mul(10).saturating_add(sign * digit);
                whole -= 1;
            } else {
                fraction |= digit != 0;
            }
        }
        // Nothing changes after twenty steps: the value is at its limit, or 0.
        for _ in 0..whole.clamp(0, 20) {
            value = value.saturating_mul(10);
        }
        value.saturating_sub(i64::from(fraction && sign < 0))
    }
}

/// What the exponent's part says, `e-3` for example; farther than a document has digits is far enough.
fn power(exponent: &str) -> i64 {
    let digits = exponent.bytes().filter(u8::is_ascii_digit);
    let power = digits.fold(0, |power, octet| (power * 10 + i64::from(octet - b'0')).min(1_000_000));
    if exponent.bytes().any(|octet| octet == b'-') { -power } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_down_whatever_the_notation() {
        for (literal, floor) in [
            ("0", 0),
            ("-0", 0),
            ("1612521016", 1_612_521_016),
            ("1612521016.999", 1_612_521_016),
            ("-0.5", -1),
            ("1.6125e9", 1_612_500_000),
            ("16125210169e-1", 1_612_521_016),
            ("1E+2", 100),
            ("5e-30", 0),
            ("-5e-30", -1),
            ("0e99999999999999999999", 0),
            ("9e99999999999999999999", i64::MAX),
            ("-9e30", i64::MIN),
            ("99999999999999999999", i64::MAX),
            ("9223372036854775808", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("1612521016.123456789012345678901", 1_612_521_016),
            ("-1612521016.000000000000000000001", -1_612_521_017),
            ("16125210169999999999999999999e-19", 1_612_521_016),
            ("0.000000000000000000000000016125e35", 1_612_500_000),
        ] {
            assert_eq!(Number::new(literal).floor(), floor, "{literal}");
        }
    }
}
