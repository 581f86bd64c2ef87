//! A JSON object as its text will have it: in order, repeated members and values of any kind included.

use std::fmt;

#[derive(Clone, Debug, Default)]
pub struct Members(Vec<(String, String)>);

impl Members {
    /// The value is JSON text, whatever it says.
    pub fn with(mut self, name: &str, json: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), json.into()));
        self
    }

    /// Replaces a member where it stands, or adds it.
    pub fn set(&mut self, name: &str, json: impl Into<String>) {
        let json = json.into();
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, value)) => *value = json,
            None => self.0.push((name.to_owned(), json)),
        }
    }

    /// Adds a member although there may be one of that name already.
    pub fn repeat(&mut self, name: &str, json: impl Into<String>) {
        self.0.push((name.to_owned(), json.into()));
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub fn rename(&mut self, from: &str, to: &str) {
        self.0.iter_mut().filter(|(name, _)| name == from).for_each(|(name, _)| *name = to.to_owned());
    }

    pub fn json_of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, json)| json.as_str())
    }
}

impl fmt::Display for Members {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<_> = self.0.iter().map(|(name, json)| format!("{}:{json}", quoted(name))).collect();
        write!(formatter, "{{{}}}", members.join(","))
    }
}

/// A text as JSON.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Base64url with a bit set in its last character that encodes nothing: the octets stay what they are, as long as their
/// number is no multiple of three.
pub fn with_trailing_bits(mut text: String) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = text.pop().unwrap_or('A');
    let value = ALPHABET.iter().position(|letter| char::from(*letter) == last).unwrap_or(0);
    text.push(char::from(ALPHABET[value | 1]));
    text
}
