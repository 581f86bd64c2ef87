//! How many tests passed and failed.

use std::{fmt, ops::AddAssign};

use crate::process::Outcome;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    pub const PASSED: Count = Count { passed: 1, failed: 0 };
    pub const FAILED: Count = Count { passed: 0, failed: 1 };

    /// Adds up every `test result:` line, which `cargo test` and `wasm-bindgen-test-runner` print alike.
    ///
    /// A command that failed without naming a failed test, because it did not compile, say, counts as one failure.
    /// So does one that ran no test at all: that is never what was meant.
    pub fn of(outcome: &Outcome) -> Count {
        let mut count = Count::default();
        for line in outcome.output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            count.passed += number_before(line, " passed");
            count.failed += number_before(line, " failed");
        }
        if (!outcome.success && count.failed == 0) || count == Count::default() {
            count.failed += 1;
        }
        count
    }

    pub fn of_success(success: bool) -> Count {
        if success { Count::PASSED } else { Count::FAILED }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(line: &str, word: &str) -> usize {
    let before = line.find(word).map_or("", |at| &line[..at]);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(success: bool, output: &str) -> Outcome {
        Outcome { success, output: output.to_owned() }
    }

    #[test]
    fn adds_up_the_results_of_every_binary() {
        let output = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      noise 7 passed\n\
                      test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";

        assert_eq!(Count::of(&outcome(false, output)), Count { passed: 17, failed: 2 });
    }

    #[test]
    fn counts_a_failure_to_compile() {
        assert_eq!(Count::of(&outcome(false, "error: could not compile")), Count::FAILED);
    }

    #[test]
    fn counts_a_crash_after_passing_tests() {
        let output = "test result: ok. 5 passed; 0 failed;\nsignal: 6, SIGABRT";

        assert_eq!(Count::of(&outcome(false, output)), Count { passed: 5, failed: 1 });
    }

    #[test]
    fn does_not_take_no_tests_for_success() {
        assert_eq!(Count::of(&outcome(true, "test result: ok. 0 passed; 0 failed;")), Count::FAILED);
    }

    #[test]
    fn is_written_as_the_last_line_is() {
        assert_eq!(Count { passed: 17, failed: 0 }.to_string(), "17 passed, 0 failed");
    }
}
