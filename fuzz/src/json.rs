//! JSON as `serde_json` reads it, held against our reader.

use std::fmt;

use lifen_connect::protocol::json::{Json, Number, Object};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The limits that our reader states.
const DEEPEST: usize = 16;
const LARGEST: usize = 256 * 1024;

/// A value; an object has its members in their order, no name twice.
#[derive(Debug, PartialEq)]
pub enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Members),
}

#[derive(Debug, PartialEq)]
pub struct Members(Vec<(String, Value)>);

/// A number is too large for `serde_json`, which then refuses what is JSON: the two cannot be compared.
#[derive(Debug)]
pub struct Beyond;

/// Reads an object with both readers, which have to agree on whether it is one and on everything in it.
pub fn read(text: &str) -> Result<Option<Members>, Beyond> {
    let theirs = match serde_json::from_str(text) {
        Ok(Value::Object(members)) if text.len() <= LARGEST && depth(&members) <= DEEPEST => Some(members),
        _ => None,
    };
    let ours = Object::parse(text);
    if ours.as_ref().is_ok_and(|ours| ours.members().any(|(_, value)| is_beyond(value))) {
        return Err(Beyond);
    }
    match (&ours, &theirs) {
        (Ok(ours), Some(theirs)) => assert!(theirs.are(ours), "read otherwise: {ours:?}, {theirs:?}"),
        (Err(_), None) => {}
        _ => panic!("we say {ours:?}, serde_json says {theirs:?}"),
    }
    Ok(theirs)
}

impl Members {
    /// A member that is there and not `null`.
    pub fn member(&self, name: &str) -> Option<&Value> {
        let member = self.0.iter().find(|(known, _)| known == name);
        member.map(|(_, value)| value).filter(|value| !matches!(value, Value::Null))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.member(name).and_then(Value::text)
    }

    /// Whether there is nothing else under this name than a text.
    pub fn text_or_nothing(&self, name: &str) -> bool {
        self.member(name).is_none_or(|value| value.text().is_some())
    }

    /// Whether these are the members that our reader found.
    pub fn are(&self, ours: &Object) -> bool {
        let same = |((name, value), (theirs, their_value)): (_, &(String, Value))| {
            name == theirs && their_value.is(value)
        };
        ours.members().count() == self.0.len() && ours.members().zip(&self.0).all(same)
    }
}

impl Value {
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list of texts and nothing else.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Value::List(values) => values.iter().map(Value::text).collect(),
            _ => None,
        }
    }

    fn is(&self, ours: &Json) -> bool {
        match (self, ours) {
            (Value::Null, Json::Null) => true,
            (Value::Boolean(theirs), Json::Boolean(ours)) => theirs == ours,
            (Value::Number(theirs), Json::Number(ours)) => is_number(*theirs, ours),
            (Value::Text(theirs), Json::Text(ours)) => theirs == ours,
            (Value::List(theirs), Json::List(ours)) => {
                theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(theirs, ours)| theirs.is(ours))
            }
            (Value::Object(theirs), Json::Object(ours)) => theirs.are(ours),
            _ => false,
        }
    }
}

/// The same number, and rounded down to what it should be, as far as a floating-point number tells.
fn is_number(theirs: f64, ours: &Number) -> bool {
    let (exact, floor) = (in_binary(ours), ours.floor() as f64);
    let near = |expected: f64, margin: f64| (floor - expected).abs() <= margin;
    let rounded = match exact.abs() {
        ..1e12 => floor <= exact + 1e-3 && exact - 1e-3 < floor + 1.0,
        ..9.2e18 => near(exact, 1.0 + exact.abs() * 1e-14),
        _ => near(exact.clamp(i64::MIN as f64, i64::MAX as f64), 1e17),
    };
    // The other reader's last binary digit may differ: it trades it for speed.
    rounded && (exact == theirs || (exact - theirs).abs() <= theirs.abs() * 1e-14)
}

fn in_binary(number: &Number) -> f64 {
    number.as_str().parse().expect("a JSON number is one that Rust reads")
}

fn is_beyond(value: &Json) -> bool {
    match value {
        Json::Number(number) => in_binary(number).is_infinite(),
        Json::List(values) => values.iter().any(is_beyond),
        Json::Object(object) => object.members().any(|(_, value)| is_beyond(value)),
        _ => false,
    }
}

fn depth(members: &Members) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::List(values) => 1 + values.iter().map(of).max().unwrap_or(0),
            Value::Object(members) => depth(members),
            _ => 0,
        }
    }
    1 + members.0.iter().map(|(_, value)| of(value)).max().unwrap_or(0)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Members(Vec::new());
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if members.has(&name) {
                return Err(Error::custom("a name comes twice"));
            }
            members.0.push((name, value));
        }
        Ok(Value::Object(members))
    }
}
