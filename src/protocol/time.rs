//! Moments and durations, in the units the specifications use.

use std::ops::{Add, Sub};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
///
/// Tokens count in seconds (NumericDate, [RFC 7519 §2]); browsers and the drawing of a sign-in's steps in
/// milliseconds. Always an argument: no function of this crate's pure layers reads a clock.
///
/// [RFC 7519 §2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub i64);

impl Add<Seconds> for Timestamp {
    type Output = Timestamp;

    // One copy of the arithmetic that cannot overflow, instead of one wherever moments are compared.
    #[inline(never)]
    fn add(self, seconds: Seconds) -> Timestamp {
        Timestamp(self.0.saturating_add(seconds.0.saturating_mul(1000)))
    }
}

impl Sub<Seconds> for Timestamp {
    type Output = Timestamp;

    #[inline(never)]
    fn sub(self, seconds: Seconds) -> Timestamp {
        Timestamp(self.0.saturating_sub(seconds.0.saturating_mul(1000)))
    }
}

impl Sub for Timestamp {
    type Output = Seconds;

    #[inline(never)]
    fn sub(self, earlier: Timestamp) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0).div_euclid(1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_whole_seconds_that_have_passed_before_1970_too() {
        assert_eq!(Timestamp::from_seconds(1_612_521_016).seconds(), 1_612_521_016);
        assert_eq!(Timestamp::from_milliseconds(1_612_521_016_999).seconds(), 1_612_521_016);
        assert_eq!(Timestamp::from_milliseconds(-1).seconds(), -1);
        assert_eq!(Timestamp::from_milliseconds(0).seconds(), 0);
    }
}
