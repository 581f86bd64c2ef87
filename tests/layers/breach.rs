//! One place where the source leaves its layer.

use std::fmt;

/// A place in a file, and the rule it breaks in words that say what to do.
#[derive(Debug)]
pub struct Breach {
    pub path: String,
    pub line: usize,
    pub why: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.why)
    }
}
