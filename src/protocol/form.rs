//! `application/x-www-form-urlencoded`: how addresses, token requests and the pending sign-in write names and values.

use form_urlencoded::byte_serialize;

/// Adds these pairs to what is there: a query that was begun, or nothing.
pub(crate) fn append(text: &mut String, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        if !text.is_empty() && !text.ends_with('?') && !text.ends_with('&') {
            text.push('&');
        }
        for (part, end) in [(name, "="), (value, "")] {
            byte_serialize(part.as_bytes()).for_each(|piece| text.push_str(piece));
            text.push_str(end);
        }
    }
}

/// These pairs alone.
pub(crate) fn write(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    append(&mut text, pairs);
    text
}

/// Names and values, decoded, in the order they came.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub fn read(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
