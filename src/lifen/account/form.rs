//! The form of somebody who has no account yet.

use super::{Account, Entry, Field, Origin, Profile};
use crate::protocol::text::parts;
use crate::protocol::time::Timestamp;

/// What somebody fills in: it begins with what the provider said, each field with where that stands.
#[derive(Clone, PartialEq, Eq)]
pub struct SignUpForm {
    profile: Profile,
    typed: Vec<(Field, String)>,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    TooLong,
    /// A line break, say, or what nobody sees.
    Unprintable,
    NotAnAddress,
}

/// In characters.
const LONGEST: usize = 120;
/// RFC 5321 §4.5.3.1.3, without the two angle brackets: the longest address that mail can be sent to.
const LONGEST_EMAIL: usize = 254;

impl SignUpForm {
    pub fn of(profile: Profile) -> Self {
        Self { profile, typed: Vec::new() }
    }

    /// What the provider said.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The provider said more: it fills what the person has not touched.
    pub fn refresh(&mut self, profile: Profile) {
        self.profile = profile;
    }

    pub fn type_in(&mut self, field: Field, text: String) {
        self.typed.retain(|(known, _)| *known != field);
        self.typed.push((field, text));
    }

    /// What the field shows.
    pub fn text(&self, field: Field) -> &str {
        match self.typed(field) {
            Some(typed) => typed,
            None => self.profile.entry(field).map_or("", |entry| &entry.text),
        }
    }

    /// Where that came from; `None` for a field that is empty.
    pub fn origin(&self, field: Field) -> Option<Origin> {
        let text = self.text(field).trim();
        match self.profile.entry(field) {
            _ if text.is_empty() => None,
            Some(entry) if entry.text == text => Some(entry.origin),
            _ => Some(Origin::Typed),
        }
    }

    pub fn problem(&self, field: Field) -> Option<Problem> {
        let text = self.text(field).trim();
        let longest = if field == Field::Email { LONGEST_EMAIL } else { LONGEST };
        if text.is_empty() {
            return field.is_required().then_some(Problem::Missing);
        }
        // Counted in octets first: whoever pastes a book waits for nothing.
        if text.len() > longest * 4 || text.chars().count() > longest {
            return Some(Problem::TooLong);
        }
        if text.chars().any(is_unprintable) {
            return Some(Problem::Unprintable);
        }
        (field == Field::Email && !is_address(text)).then_some(Problem::NotAnAddress)
    }

    /// The account that this makes, if nothing is wrong with any field.
    pub fn account(&self, now: Timestamp) -> Option<Account> {
        let mut entries = Vec::new();
        for field in Field::ALL {
            if self.problem(field).is_some() {
                return None;
            }
            if let Some(origin) = self.origin(field) {
                entries.push(Entry { field, text: self.text(field).trim().to_owned(), origin });
            }
        }
        let is_said = self.origin(Field::Email) != Some(Origin::Typed);
        Some(Account {
            key: self.profile.key.clone(),
            entries,
            email_verified: is_said && self.profile.email_verified,
            created_at: now,
            updated_at: now,
            others: Vec::new(),
        })
    }

    fn typed(&self, field: Field) -> Option<&str> {
        self.typed.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }
}

/// Control characters, and the marks that turn the direction of writing around: a name with one reads as another.
fn is_unprintable(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One `@` with something on either side, and nothing that separates words: what is more, only a mail can tell.
fn is_address(text: &str) -> bool {
    let parts = parts(text, b'@');
    parts.len() == 2
        && parts.iter().all(|part| !part.is_empty())
        && !text.chars().any(|character| {
            character.is_whitespace() || matches!(character, ',' | ';' | '(' | ')' | '<' | '>')
        })
}
