//! Reading one member at a time, with an error that shows the value: nothing in a configuration is secret.

use super::error::ConfigurationError;
use crate::lifen::Preset;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::json::{Json, Object};
use crate::protocol::time::Seconds;

/// The members, and the first thing that was wrong about them.
///
/// Whoever asks for a wrong member gets what an absent one gives and reads on; [`finish`](Self::finish) tells. That
/// spares each of some twenty readings an error to hand on.
pub(super) struct Fields<'a> {
    object: &'a Object,
    wrong: Option<ConfigurationError>,
}

impl<'a> Fields<'a> {
    /// The members of this object, every one of which is known.
    pub fn of(object: &'a Object, known: &[&str]) -> Self {
        let mut fields = Self { object, wrong: None };
        for (name, value) in object.members() {
            if !known.contains(&name) {
                fields.refuse_value(name, "a name that the documentation lists", value);
            }
        }
        fields
    }

    /// What was read of these members, if none was wrong.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, ConfigurationError> {
        match (self.wrong, read) {
            (None, Some(read)) => Ok(read),
            (wrong, _) => Err(wrong.unwrap_or(ConfigurationError::Missing)),
        }
    }

    /// Notes what is wrong, unless something was before.
    pub fn refuse(&mut self, error: ConfigurationError) {
        self.wrong.get_or_insert(error);
    }

    pub fn refuse_text(&mut self, field: &str, expected: &'static str, found: &str) {
        self.refuse(ConfigurationError::Field {
            field: field.to_owned(),
            expected,
            found: ["\"", found, "\""].concat(),
        });
    }

    pub fn refuse_value(&mut self, field: &str, expected: &'static str, found: &Json) {
        let found = match found {
            Json::Text(text) => return self.refuse_text(field, expected, text),
            Json::Number(number) => number.as_str().to_owned(),
            other => other.kind().name().to_owned(),
        };
        self.refuse(ConfigurationError::Field { field: field.to_owned(), expected, found });
    }

    pub fn member(&self, field: &'static str) -> Option<&'a Json> {
        self.object.member(field)
    }

    pub fn text(&mut self, field: &'static str) -> Option<&'a str> {
        match self.object.member(field)? {
            Json::Text(text) if !text.is_empty() => return Some(text),
            other => self.refuse_value(field, "a text", other),
        }
        None
    }

    /// The text of this member, or what stands in for it; without either, that is wrong.
    pub fn required_text(
        &mut self,
        field: &'static str,
        otherwise: Option<&'a str>,
        expected: &'static str,
    ) -> Option<&'a str> {
        let text = self.text(field).or(otherwise);
        if text.is_none() {
            self.refuse_value(field, expected, &Json::Null);
        }
        text
    }

    /// Whether this member is the second of two words; left out, it is the first.
    pub fn chooses(
        &mut self,
        field: &'static str,
        default: &'static str,
        other: &'static str,
        expected: &'static str,
    ) -> bool {
        match self.text(field) {
            Some(found) if found == other => return true,
            Some(found) if found != default => self.refuse_text(field, expected, found),
            _ => {}
        }
        false
    }

    /// Refuses a member that takes a part of the library, in a build without it; but not its default.
    #[inline]
    pub fn takes(&mut self, is_here: bool, field: &'static str, default: &str, expected: &'static str) {
        if is_here {
            return;
        }
        match self.object.member(field) {
            Some(Json::Text(text)) if text == default => {}
            Some(other) => self.refuse_value(field, expected, other),
            None => {}
        }
    }

    pub fn endpoint(&mut self, field: &'static str) -> Option<Endpoint> {
        let text = self.text(field)?;
        self.address(text, field, text)
    }

    /// Parses an address that follows from what this field says.
    pub fn address(&mut self, address: &str, field: &str, found: &str) -> Option<Endpoint> {
        match Endpoint::parse(address) {
            Ok(endpoint) => Some(endpoint),
            Err(reason) => {
                self.refuse_text(field, reason.expected(), found);
                None
            }
        }
    }

    /// A number of seconds from `least` to `most`.
    pub fn seconds(
        &mut self,
        field: &'static str,
        [least, most]: [i64; 2],
        expected: &'static str,
    ) -> Option<Seconds> {
        match self.object.member(field)? {
            Json::Number(number) if (least..=most).contains(&number.floor()) => {
                return Some(Seconds(number.floor()));
            }
            other => self.refuse_value(field, expected, other),
        }
        None
    }

    /// The texts of a list; none where it is absent.
    pub fn texts(&mut self, field: &'static str, expected: &'static str) -> Vec<&'a str> {
        let list = match self.object.member(field) {
            None => return Vec::new(),
            Some(Json::List(list)) => list,
            Some(other) => {
                self.refuse_value(field, expected, other);
                return Vec::new();
            }
        };
        let mut texts = Vec::new();
        for value in list {
            match value {
                Json::Text(text) => texts.push(text.as_str()),
                other => self.refuse_value(field, expected, other),
            }
        }
        texts
    }

    pub fn object(&mut self, field: &'static str, expected: &'static str) -> Option<&'a Object> {
        match self.object.member(field)? {
            Json::Object(object) => return Some(object),
            other => self.refuse_value(field, expected, other),
        }
        None
    }

    pub fn preset(&mut self) -> Option<&'static Preset> {
        let name = self.text("preset")?;
        let preset = Preset::named(name);
        if preset.is_none() {
            self.refuse_text("preset", "lifen-production or lifen-post-prod", name);
        }
        preset
    }

    /// The deployment's own parameters, after the preset's; one of the same name takes its place.
    pub fn parameters(&mut self, preset: Option<&Preset>) -> Vec<(String, String)> {
        const EXPECTED: &str = "an object of texts";
        let own = self.object("parameters", EXPECTED);
        let mut all = Vec::new();
        for (name, value) in preset.map_or([].as_slice(), |preset| preset.parameters) {
            if own.is_none_or(|own| own.member(name).is_none()) {
                all.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        for (name, value) in own.into_iter().flat_map(Object::members) {
            match value {
                Json::Text(text) => all.push((name.to_owned(), text.clone())),
                other => self.refuse_value("parameters", EXPECTED, other),
            }
        }
        all
    }
}
