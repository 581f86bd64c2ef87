//! JSON that a stranger wrote, read once into values whose members are then asked for by name.
//!
//! One value type serves every document (token answers, metadata, JWK Sets, claims, our own configuration), so the
//! bundle carries one reader instead of one for each struct, and a wrong member is told by its name, with what was
//! wanted and what was found. Repeated members, deep nesting and oversized documents are refused before anything
//! looks inside. [`Object::to`] makes a type of one's own of it through serde, and [`Json::of`] makes JSON of such a type.

mod deserializer;
mod number;
mod reader;
mod serializer;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;

use serde::Serialize;
use serde::de::Deserialize;

use super::text::to_decimal;

pub use deserializer::Mismatch;
pub use number::Number;

/// The largest document read, in octets: a generous JWK Set with certificate chains is a tenth of it.
const LARGEST: usize = 256 * 1024;

/// The deepest nesting any document of these protocols needs, with room to spare.
const DEEPEST: u8 = 16;

/// What an API answers may be larger, and deeper: a page of some hundred FHIR resources, say.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
const DEEPEST_ANSWER: u8 = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    Null,
    Boolean(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Members in the order they came, no name twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    pub expected: Kind,
    /// The kind of value found, never the value: it may be a secret.
    pub found: Kind,
}

/// What a value is, or has to be, without the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nothing,
    Boolean,
    Number,
    Text,
    List,
    Object,
    Seconds,
    Texts,
    Address,
}

impl Kind {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Seconds => "a number of seconds",
            Self::Texts => "a list of texts",
            Self::Address => "an address",
        }
    }
}

impl WrongMember {
    pub fn missing(member: &'static str, expected: Kind) -> Self {
        Self { member, expected, found: Kind::Nothing }
    }
}

impl fmt::Display for WrongMember {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: expected {}, found {}", self.member, self.expected.name(), self.found.name())
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
        if text.len() <= LARGEST
            && let Json::Object(object) = reader::read(text, DEEPEST)?
        {
            return Ok(object);
        }
        Err(Unreadable { line: 0, column: 0 })
    }

    /// An object of one's own, no two of whose members have the same name.
    pub fn of(members: Vec<(&'static str, Json)>) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// One member more, unless there is one of that name.
    pub fn push(&mut self, name: &str, value: Json) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.0.push((name.to_owned(), value));
        }
    }

    /// These members as a type of one's own: claims that only this deployment knows, say.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] with serde's sentence.
    pub fn to<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Mismatch> {
        T::deserialize(self)
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
            Some(other) => Err(other.instead_of(name, Kind::Text)),
        }
    }

    pub fn required_text(&self, name: &'static str) -> Result<&str, WrongMember> {
        self.text(name)?.ok_or(WrongMember::missing(name, Kind::Text))
    }

    pub fn boolean(&self, name: &'static str) -> Result<Option<bool>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Boolean(value)) => Ok(Some(*value)),
            Some(other) => Err(other.instead_of(name, Kind::Boolean)),
        }
    }

    /// A number of seconds, or a NumericDate, which may have a fraction (RFC 7519 §2): rounded down.
    pub fn seconds(&self, name: &'static str) -> Result<Option<i64>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Number(number)) => Ok(Some(number.floor())),
            Some(other) => Err(other.instead_of(name, Kind::Seconds)),
        }
    }

    /// A list of texts.
    pub fn texts(&self, name: &'static str) -> Result<Option<Vec<&str>>, WrongMember> {
        let Some(value) = self.member(name) else { return Ok(None) };
        let Json::List(values) = value else { return Err(value.instead_of(name, Kind::Texts)) };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Json::Text(text) => texts.push(text.as_str()),
                other => return Err(other.instead_of(name, Kind::Texts)),
            }
        }
        Ok(Some(texts))
    }

    pub fn object(&self, name: &'static str) -> Result<Option<&Object>, WrongMember> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(other) => Err(other.instead_of(name, Kind::Object)),
        }
    }
}

impl Json {
    /// Reads the JSON text that an API answered, whatever its outermost value is.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for text that is not JSON, repeats a member, nests deeper than 64 levels or is longer than 8 MiB.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        if text.len() > LARGEST_ANSWER {
            return Err(Unreadable { line: 0, column: 0 });
        }
        reader::read(text, DEEPEST_ANSWER)
    }

    /// This value as a type of one's own.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] with serde's sentence.
    pub fn to<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Mismatch> {
        T::deserialize(self)
    }

    /// The JSON that a type of one's own stands for, through serde.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] for what JSON has no form for.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Mismatch> {
        value.serialize(serializer::ToJson)
    }

    /// A whole number that is not negative; in the place of a negative one, 0.
    pub fn whole(value: i64) -> Self {
        Self::Number(Number::new(&to_decimal(value.max(0))))
    }

    pub fn kind(&self) -> Kind {
        match self {
            Json::Null => Kind::Nothing,
            Json::Boolean(_) => Kind::Boolean,
            Json::Number(_) => Kind::Number,
            Json::Text(_) => Kind::Text,
            Json::List(_) => Kind::List,
            Json::Object(_) => Kind::Object,
        }
    }

    fn instead_of(&self, member: &'static str, expected: Kind) -> WrongMember {
        WrongMember { member, expected, found: self.kind() }
    }
}
