//! A number as it was written.

/// The text of a JSON number. Protocol times and lifetimes are whole seconds: [`floor`](Self::floor) is all they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// `literal` is known to be a number by RFC 8259 §6.
    pub(super) fn new(literal: &str) -> Self {
        Self(literal.to_owned())
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Rounded down; beyond what an `i64` holds, the nearest one that it does.
    pub fn floor(&self) -> i64 {
        let (mut value, mut fraction) = (0_i64, false);
        let (mut exponent, mut written, mut reading_exponent, mut small) = (0_i64, 0_i64, false, false);
        for octet in self.0.bytes() {
            match octet {
                b'0'..=b'9' if reading_exponent => {
                    written = (written * 10 + i64::from(octet - b'0')).min(1000)
                }
                b'0'..=b'9' => {
                    value = value.saturating_mul(10).saturating_add(i64::from(octet - b'0'));
                    exponent -= i64::from(fraction);
                }
                b'.' => fraction = true,
                b'e' | b'E' => reading_exponent = true,
                b'-' => small = reading_exponent,
                _ => {}
            }
        }
        exponent += if small { -written } else { written };
        scale(if self.0.starts_with('-') { -value } else { value }, exponent)
    }
}

/// `value` times ten to the power of `exponent`, rounded down.
fn scale(mut value: i64, exponent: i64) -> i64 {
    // Nothing changes after twenty steps: the value is at its limit, or 0 or -1.
    for _ in 0..exponent.clamp(-20, 20).abs() {
        value = if exponent > 0 { value.saturating_mul(10) } else { value.div_euclid(10) };
    }
    value
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
        ] {
            assert_eq!(Number::new(literal).floor(), floor, "{literal}");
        }
    }
}
