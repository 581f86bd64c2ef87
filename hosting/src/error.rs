//! Why a built application cannot be made ready for a host.

use std::{fmt, io, path::PathBuf};

use crate::deployment::Wrong;

/// Why a built application cannot be made ready for a host, in words for whoever deploys it.
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
    /// What describes the deployment is neither TOML nor JSON.
    NoDocument { path: PathBuf, reason: String },
    /// What describes the deployment says something wrong.
    Deployment(Wrong),
    /// What stands where the package is to be written is no package.
    NotOurs(PathBuf),
    /// The package could not be written.
    Unwritable { path: PathBuf, reason: io::Error },
    /// `index.html` names a file by a path outside of the base.
    OutsideBase { reference: String, base: String },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable { path, reason } => write!(f, "{} cannot be read: {reason}", path.display()),
            Error::NoDocument { path, reason } => write!(f, "{} cannot be read: {reason}", path.display()),
            Error::Deployment(wrong) => wrong.fmt(f),
            Error::NotOurs(path) => write!(
                f,
                "{} is there already, and no package: remove it, or choose another place with --out",
                path.display()
            ),
            Error::Unwritable { path, reason } => write!(f, "{} cannot be written: {reason}", path.display()),
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
        }
    }
}

impl std::error::Error for Error {}
