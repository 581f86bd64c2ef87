//! What is wrong with a configuration.

use std::fmt;

use crate::protocol::codes::codes;
use crate::protocol::json::Unreadable;
use crate::protocol::metadata::MetadataError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigurationError {
    /// The page has no data block, or an empty one.
    Missing,
    /// The block is no JSON object.
    Unreadable(Unreadable),
    Field {
        field: String,
        expected: &'static str,
        found: String,
    },
    /// The metadata that the configuration gives whole.
    Metadata(MetadataError),
}

codes! { ConfigurationError:
    Self::Missing => "configuration-missing",
    Self::Unreadable(_) => "configuration-unreadable",
    Self::Field { .. } | Self::Metadata(_) => "configuration-field-invalid",
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("index.html has no configuration block"),
            Self::Unreadable(Unreadable { line: 0, .. }) => {
                formatter.write_str("the configuration block is no JSON object")
            }
            Self::Unreadable(Unreadable { line, column }) => {
                write!(formatter, "the configuration block is no JSON: line {line}, column {column}")
            }
            Self::Field { field, expected, found } => {
                write!(formatter, "configuration `{field}`: expected {expected}, found {found}")
            }
            Self::Metadata(error) => write!(formatter, "configuration `metadata`: {error}"),
        }
    }
}
