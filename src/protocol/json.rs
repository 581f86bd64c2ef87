//! JSON that a stranger wrote, read once into values whose members are then asked for by name.
//!
//! One value type serves every document (token answers, metadata, JWK Sets, claims, our own configuration), so the
//! bundle carries one reader instead of one for each struct, and a wrong member is told by its name, with what was
//! wanted and what was found. Repeated members, deep nesting and oversized documents are refused before anything
//! looks inside.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The deepest nesting any document of these protocols needs, with room to spare.
const DEEPEST: u8 = 16;

/// The largest document read, in octets: a generous JWK Set with certificate chains is a tenth of it.
const LARGEST: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Members in the order they came, no name twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Json)>);

/// The text is no JSON object within the limits; where it went wrong, counted from 1 (0 where there is no place).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub line: usize,
    pub column: usize,
}

/// A member is missing or is not what the specification asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongMember {
    pub member: &'static str,
    pub expected: &'static str,
    /// The kind of value found, never the value: it may be a secret.
    pub found: &'static str,
}

impl fmt::Display for WrongMember {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: expected {}, found {}", self.member, self.expected, self.found)
    }
}

impl Object {
    /// Reads a JSON text whose outermost value is an object.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for text that is not JSON, is not an object, repeats a member, nests deeper than 16 levels or is
    /// longer than 256 KiB.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let nowhere = Unreadable { line: 0, column: 0 };
        if text.len() > LARGEST {
            return Err(nowhere);
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let refused = Cell::new(false);
        let value = Reading { depth: DEEPEST, refused: &refused }
            .deserialize(&mut reader)
            .and_then(|value| reader.end().map(|()| value))
            .map_err(|error| Unreadable { line: error.line(), column: error.column() })?;
        match value {
            Json::Object(object) if !refused.get() => Ok(object),
            _ => Err(nowhere),
        }
    }

    /// A member that is there and not `null`.
    pub fn member(&self, name: &str) -> Option<&Json> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
            .filter(|value| **value != Json::Null)
    }

    pub fn members(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub fn text(&self, name: &'static str) -> Result<Option<&str>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => Err(other.instead_of(name, "a text")),
        }
    }

    pub fn required_text(&self, name: &'static str) -> Result<&str, WrongMember> {
        self.text(name)?.ok_or(WrongMember { member: name, expected: "a text", found: "nothing" })
    }

    pub fn boolean(&self, name: &'static str) -> Result<Option<bool>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Boolean(value)) => Ok(Some(*value)),
            Some(other) => Err(other.instead_of(name, "true or false")),
        }
    }

    /// A number of seconds, or a NumericDate, which may have a fraction (RFC 7519 §2): rounded down.
    pub fn seconds(&self, name: &'static str) -> Result<Option<i64>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Number(number)) => Ok(Some(number.floor() as i64)),
            Some(other) => Err(other.instead_of(name, "a number of seconds")),
        }
    }

    /// A list of texts.
    pub fn texts(&self, name: &'static str) -> Result<Option<Vec<&str>>, WrongMember> {
        let Some(value) = self.member(name) else { return Ok(None) };
        let Json::List(values) = value else { return Err(value.instead_of(name, "a list of texts")) };
        let texts = values.iter().map(|value| match value {
            Json::Text(text) => Ok(text.as_str()),
            other => Err(other.instead_of(name, "a list of texts")),
        });
        texts.collect::<Result<_, _>>().map(Some)
    }

    pub fn object(&self, name: &'static str) -> Result<Option<&Object>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(other) => Err(other.instead_of(name, "an object")),
        }
    }
}

impl Json {
    /// What kind of value this is, in words, without the value.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "nothing",
            Json::Boolean(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    fn instead_of(&self, member: &'static str, expected: &'static str) -> WrongMember {
        WrongMember { member, expected, found: self.kind() }
    }
}

/// Reads one value, allowing this many more levels below it.
///
/// What is JSON but not for us is noted and read over: serde's own way to refuse a value writes a sentence, and the
/// machinery for a sentence that nobody reads is a tenth of this module.
#[derive(Clone, Copy)]
struct Reading<'a> {
    depth: u8,
    refused: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Reading<'_> {
    fn below(self) -> Self {
        if self.depth == 0 {
            self.refused.set(true);
        }
        Self { depth: self.depth.saturating_sub(1), ..self }
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let below = self.below();
        let mut values = Vec::new();
        while let Some(value) = access.next_element_seed(below)? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let below = self.below();
        let mut members: Vec<(String, Json)> = Vec::new();
        while let Some(name) = access.next_key::<String>()? {
            // RFC 7515 §4, RFC 7519 §4: names "MUST be unique"; two readers could otherwise see two meanings.
            if members.iter().any(|(known, _)| *known == name) {
                self.refused.set(true);
            }
            members.push((name, access.next_value_seed(below)?));
        }
        Ok(Json::Object(Object(members)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_members_by_name_and_kind() {
        let object =
            Object::parse(r#"{"text":"é","when":1612521016.9,"yes":true,"list":["a","b"],"none":null}"#)
                .unwrap();

        assert_eq!(object.text("text"), Ok(Some("é")));
        assert_eq!(object.seconds("when"), Ok(Some(1_612_521_016)));
        assert_eq!(object.boolean("yes"), Ok(Some(true)));
        assert_eq!(object.texts("list"), Ok(Some(vec!["a", "b"])));
        assert_eq!(object.text("none"), Ok(None));
        assert_eq!(object.text("absent"), Ok(None));
    }

    #[test]
    fn names_the_member_that_is_not_what_was_wanted_without_its_value() {
        let object = Object::parse(r#"{"access_token": 42}"#).unwrap();

        let wrong = object.required_text("access_token").unwrap_err();

        assert_eq!(wrong.to_string(), "`access_token`: expected a text, found a number");
    }

    #[test]
    fn refuses_a_repeated_member() {
        assert!(Object::parse(r#"{"aud":"a","aud":"b"}"#).is_err());
    }

    #[test]
    fn accepts_sixteen_levels_and_refuses_seventeen() {
        let nested = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));

        assert!(Object::parse(&nested(16)).is_ok());
        assert!(Object::parse(&nested(17)).is_err());
    }

    #[test]
    fn refuses_what_is_no_object_half_a_document_and_trailing_text() {
        for text in ["", "[]", "null", "<html>", r#"{"access_token":"#, r#"{} {}"#] {
            assert!(Object::parse(text).is_err(), "{text}");
        }
        assert!(Object::parse(&format!("{{\"a\":\"{}\"}}", "x".repeat(LARGEST))).is_err());
    }

    #[test]
    fn says_where_the_text_stopped_being_json() {
        assert_eq!(Object::parse("{\n  \"a\": ?"), Err(Unreadable { line: 2, column: 8 }));
    }
}
