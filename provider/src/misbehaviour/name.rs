//! The name a fault goes by outside the program.

use std::fmt;
use std::str::FromStr;

use serde::Serialize as _;

use super::Misbehaviour;

/// The kebab-case name.
impl fmt::Display for Misbehaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Reads the kebab-case name.
impl FromStr for Misbehaviour {
    type Err = UnknownMisbehaviour;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|misbehaviour| misbehaviour.to_string() == name)
            .ok_or_else(|| UnknownMisbehaviour(name.to_owned()))
    }
}

/// No misbehaviour has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownMisbehaviour(pub String);

impl fmt::Display for UnknownMisbehaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no misbehaviour is called {:?}", self.0)
    }
}

impl std::error::Error for UnknownMisbehaviour {}
