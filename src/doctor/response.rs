//! What came back from a host or a provider, or did not.

use crate::protocol::transport::Silence;

/// An answer with all that may be read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 0 for a redirect that a browser keeps to itself.
    pub status: u16,
    /// By names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn is_redirect(&self) -> bool {
        self.status == 0 || (300..400).contains(&self.status)
    }

    /// Whether a header has this word in its comma-separated list.
    pub(super) fn says(&self, name: &str, word: &str) -> bool {
        self.header(name).is_some_and(|value| {
            crate::protocol::text::parts(value, b',')
                .into_iter()
                .any(|part| part.trim_ascii().eq_ignore_ascii_case(word))
        })
    }
}

/// Why there is nothing to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    Silence(Silence),
    /// The page's own policy did not let the request out.
    BlockedByPolicy,
}

/// What came back, or why nothing did.
pub type Heard<T> = Result<T, Unheard>;
