//! What a judge says of a token.

use std::fmt;

pub type Verdict = Result<(), Refusal>;

#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: &'static str,
    words: String,
}

impl Refusal {
    pub fn new(code: &'static str, words: impl fmt::Display) -> Self {
        Self { code, words: words.to_string() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.words)
    }
}

/// A verdict in a line.
pub fn said(verdict: &Verdict) -> String {
    match verdict {
        Ok(()) => "accepts".to_owned(),
        Err(refusal) => format!("refuses ({refusal})"),
    }
}
