//! Where in the app a person was going, to bring them there after the sign-in.

use crate::protocol::text::split_before;

/// A path of this very origin with its query and fragment: `/app/session?from=link#trust`.
///
/// It cannot lead anywhere else, so a forged one is no open redirect (RFC 9700 §4.11). What a page noted beside it comes along:
/// where in a list somebody was, say, which no address tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The address, and behind a space, which no address has, the note.
    text: String,
}

impl Place {
    const LONGEST: usize = 2000;

    /// `None` for what a browser could read as another origin, and for what is too long to be a place.
    pub fn parse(text: &str) -> Option<Self> {
        let safe = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= Self::LONGEST
            && text.chars().all(|character| !character.is_control() && !matches!(character, ' ' | '\\'));
        safe.then(|| Self { text: text.to_owned() })
    }

    /// The place if it is one, the root of this origin otherwise.
    pub fn of(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|| Self { text: "/".to_owned() })
    }

    /// The address, without what is noted beside it.
    pub fn as_str(&self) -> &str {
        split_before(&self.text, b" ").0
    }

    pub fn path(&self) -> &str {
        split_before(&self.text, b"?# ").0
    }

    /// The place with this beside it.
    pub fn noted(&self, note: &str) -> Self {
        Self { text: [self.as_str(), " ", note].concat() }
    }

    /// What is noted beside it.
    pub fn note(&self) -> Option<&str> {
        split_before(&self.text, b" ").1.get(1..)
    }

    /// For [`from_text`](Self::from_text).
    pub(super) fn to_text(&self) -> &str {
        &self.text
    }

    /// Reads both back; `None` where there is no such address.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        Self::parse(split_before(text, b" ").0).map(|_| Self { text: text.to_owned() })
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
        for text in [
            "",
            "session",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            " /session",
        ] {
            assert_eq!(Place::parse(text), None, "{text}");
            assert_eq!(Place::from_text(text), None, "{text}");
        }
        assert_eq!(Place::parse(&format!("/{}", "x".repeat(2000))), None);
    }

    #[test]
    fn keeps_what_is_noted_beside_it() {
        let place = Place::of("/team?name=le#all").noted("page 2\nof 3");
        let stored = Place::from_text(place.to_text()).unwrap();

        for place in [&place, &stored] {
            assert_eq!((place.as_str(), place.path()), ("/team?name=le#all", "/team"));
            assert_eq!(place.note(), Some("page 2\nof 3"));
        }
        assert_eq!(place.noted("page 3").note(), Some("page 3"));
        assert_eq!(place.noted("page 3").as_str(), "/team?name=le#all");
    }

    /// Whoever sends somebody here says where to, and nothing of what a page would note.
    #[test]
    fn takes_no_note_from_an_address() {
        assert_eq!(Place::parse("/team page 2"), None);
        assert_eq!(Place::of("/team").note(), None);
        assert_eq!(Place::from_text("/team").unwrap().note(), None);
    }
}
