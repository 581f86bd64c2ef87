//! Reading one member at a time, with an error that shows the value: nothing in a configuration is secret.

use std::ops::RangeInclusive;

use super::error::ConfigurationError;
use crate::lifen::Preset;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::json::{Json, Object};
use crate::protocol::time::Seconds;

pub(super) struct Fields<'a>(pub &'a Object);

impl<'a> Fields<'a> {
    pub fn refuse_unknown(&self, known: &[&str]) -> Result<(), ConfigurationError> {
        match self.0.members().find(|(name, _)| !known.contains(name)) {
            Some((name, value)) => Err(wrong(name, "a name that the documentation lists", value)),
            None => Ok(()),
        }
    }

    pub fn text(&self, field: &'static str) -> Result<Option<&'a str>, ConfigurationError> {
        match self.0.member(field) {
            None => Ok(None),
            Some(Json::Text(text)) if !text.is_empty() => Ok(Some(text)),
            Some(other) => Err(wrong(field, "a text", other)),
        }
    }

    pub fn required_text(
        &self,
        field: &'static str,
        wanted: &'static str,
    ) -> Result<&'a str, ConfigurationError> {
        self.text(field)?.ok_or(ConfigurationError::missing(field, wanted))
    }

    pub fn endpoint(&self, field: &'static str) -> Result<Option<Endpoint>, ConfigurationError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        let endpoint = Endpoint::parse(text);
        endpoint.map(Some).map_err(|reason| ConfigurationError::field(field, reason.expected(), text))
    }

    pub fn seconds(
        &self,
        field: &'static str,
        default: i64,
        range: RangeInclusive<i64>,
        wanted: &'static str,
    ) -> Result<Seconds, ConfigurationError> {
        match self.0.member(field) {
            None => Ok(Seconds(default)),
            Some(Json::Number(number)) if range.contains(&(*number as i64)) => Ok(Seconds(*number as i64)),
            Some(other) => Err(wrong(field, wanted, other)),
        }
    }

    pub fn preset(&self) -> Result<Option<&'static Preset>, ConfigurationError> {
        let Some(name) = self.text("preset")? else { return Ok(None) };
        let wanted = "lifen-production or lifen-post-prod";
        Preset::named(name).map(Some).ok_or(ConfigurationError::field("preset", wanted, name))
    }

    /// The deployment's own parameters, after the preset's; one of the same name takes its place.
    pub fn parameters(
        &self,
        preset: Option<&'static Preset>,
    ) -> Result<Vec<(String, String)>, ConfigurationError> {
        const WANTED: &str = "an object of texts";
        let mut own = Vec::new();
        match self.0.member("parameters") {
            None => {}
            Some(Json::Object(object)) => {
                for (name, value) in object.members() {
                    let Json::Text(text) = value else { return Err(wrong("parameters", WANTED, value)) };
                    own.push((name.to_owned(), text.clone()));
                }
            }
            Some(other) => return Err(wrong("parameters", WANTED, other)),
        }
        let preset = preset.map_or([].as_slice(), |preset| preset.parameters).iter();
        let preset = preset.filter(|(name, _)| own.iter().all(|(stated, _)| stated != name));
        let mut all: Vec<_> = preset.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        all.append(&mut own);
        Ok(all)
    }
}

fn wrong(field: &str, expected: &'static str, found: &Json) -> ConfigurationError {
    match found {
        Json::Text(text) => ConfigurationError::field(field, expected, text),
        other => ConfigurationError::Field {
            field: field.to_owned(),
            expected,
            found: match other {
                Json::Number(number) => format!("{}", *number as i64),
                other => other.kind().to_owned(),
            },
        },
    }
}
