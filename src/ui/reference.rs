//! By what a failure is called on the telephone.

use crate::protocol::time::Timestamp;

/// The reference of what failed at this moment: eight digits, short enough to be dictated.
///
/// They are the moment itself, in milliseconds and hexadecimal, without what changes once in seven weeks: whoever knows
/// the week can read from it when it was, and nobody can read anything else.
pub fn reference(moment: Timestamp) -> String {
    let moment = moment.milliseconds() as u32;
    let mut digits = String::new();
    for place in (0..8).rev() {
        let digit = (moment >> (4 * place)) as u8 & 15;
        digits.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        if place == 4 {
            digits.push('-');
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_a_failure_by_its_moment() {
        assert_eq!(reference(Timestamp::from_milliseconds(0x0192_7f3a_91c2)), "7f3a-91c2");
        assert_eq!(reference(Timestamp::from_milliseconds(10)), "0000-000a");
    }
}
