//! What a person reads, in French and English.
//!
//! A sentence has both languages or does not build. Spaces before French double punctuation are no-break spaces.

pub mod doctor;
mod errors;
mod sentences;

pub use errors::{Tone, Words};
pub use sentences::*;

/// The languages of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    French,
    English,
}

impl Language {
    /// The language for a browser's preference: French where it begins with `fr`, English otherwise.
    pub fn preferred(tag: &str) -> Self {
        let french = tag.get(..2).is_some_and(|language| language.eq_ignore_ascii_case("fr"));
        if french { Self::French } else { Self::English }
    }

    /// The tag of BCP 47, for `lang` attributes and `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// One sentence in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub fr: &'static str,
    pub en: &'static str,
}

impl Sentence {
    pub fn within(self, language: Language) -> &'static str {
        match language {
            Language::French => self.fr,
            Language::English => self.en,
        }
    }

    /// The sentence with its blank, `_`, filled in. A blank of two characters would be a text to search for, and that
    /// search is 5 kB of every page.
    pub fn with(self, language: Language, value: &str) -> String {
        self.within(language).replacen('_', value, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_french_to_whoever_prefers_it_and_english_to_everybody_else() {
        assert_eq!(Language::preferred("fr-CA"), Language::French);
        assert_eq!(Language::preferred("FR"), Language::French);
        assert_eq!(Language::preferred("de"), Language::English);
        assert_eq!(Language::preferred(""), Language::English);
    }
}
