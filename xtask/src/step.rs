//! Says how far a command is.

use std::{fmt, time::Instant};

/// The numbered steps of a command: `[2/7] Building the app`.
pub struct Steps {
    at: usize,
    of: usize,
}

impl Steps {
    /// None taken yet, `of` to take.
    pub fn new(of: usize) -> Self {
        Steps { at: 0, of }
    }

    /// Announces the next one.
    pub fn next(&mut self, what: impl fmt::Display) {
        self.at += 1;
        println!("[{}/{}] {what}", self.at, self.of);
    }
}

/// A line that belongs to the step announced last.
pub fn detail(line: impl fmt::Display) {
    println!("      {line}");
}

/// How long something has taken, in words: `12 s`, `3 min 20 s`.
pub fn since(start: Instant) -> String {
    in_words(start.elapsed().as_secs())
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_seconds_and_minutes() {
        assert_eq!(in_words(12), "12 s");
        assert_eq!(in_words(200), "3 min 20 s");
    }
}
