//! Why a directory cannot be served.

use std::{fmt, io, path::PathBuf};

/// Why a directory cannot be served, in words for whoever started the host.
#[derive(Debug)]
pub enum Error {
    /// The directory, or a file in it, could not be read.
    Unreadable { path: PathBuf, reason: io::Error },
    /// `index.html` is not UTF-8.
    NotText,
    /// A base path without its slashes.
    Base(String),
    /// A configuration was given, but `index.html` has no block for it.
    NoConfigurationBlock,
    /// `index.html` names a file by a path outside of the base.
    OutsideBase { reference: String, base: String },
    /// Somebody listens there already.
    PortInUse(u16),
    /// The network refused otherwise.
    Network(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable { path, reason } => write!(f, "{} cannot be read: {reason}", path.display()),
            Error::NotText => write!(f, "index.html is not UTF-8"),
            Error::Base(base) => write!(f, "the base path is \"{base}\"; it starts and ends with a slash"),
            Error::NoConfigurationBlock => write!(
                f,
                "a configuration was given, but index.html has no <script id=\"{}\">",
                crate::page::CONFIGURATION_ID
            ),
            Error::OutsideBase { reference, base } => write!(
                f,
                "index.html refers to {reference}, which is outside of {base}: build with a relative public_url"
            ),
            Error::PortInUse(port) => write!(f, "port {port} is in use; choose another with --port"),
            Error::Network(reason) => write!(f, "the network refused: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
