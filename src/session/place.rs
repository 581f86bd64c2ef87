//! Where in the app a person was going, to bring them there after the sign-in.

use crate::protocol::text::split_before;

/// A path of this very origin with its query and fragment: `/app/session?from=link#trust`.
///
/// It cannot lead anywhere else, so a forged one is no open redirect (RFC 9700 §4.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    const LONGEST: usize = 2000;

    /// `None` for what a browser could read as another origin, and for what is too long to be a place.
    pub fn parse(text: &str) -> Option<Self> {
        let safe = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= Self::LONGEST
            && text.chars().all(|character| !character.is_control() && character != '\\');
        safe.then(|| Self(text.to_owned()))
    }

    /// The place if it is one, the root of this origin otherwise.
    pub fn of(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|| Self("/".to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn path(&self) -> &str {
        split_before(&self.0, b"?#").0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_a_path_with_query_and_fragment() {
        let place = Place::parse("/app/session?from=link#trust").unwrap();

        assert_eq!(place.as_str(), "/app/session?from=link#trust");
        assert_eq!(place.path(), "/app/session");
    }

    #[test]
    fn refuses_what_could_lead_to_another_origin() {
        for text in
            ["", "session", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]
        {
            assert_eq!(Place::parse(text), None, "{text}");
        }
        assert_eq!(Place::parse(&format!("/{}", "x".repeat(2000))), None);
    }
}
