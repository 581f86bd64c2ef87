//! Why a directory cannot be served.

use std::{fmt, io};

/// Why a directory cannot be served, in words for whoever started the host.
#[derive(Debug)]
pub enum Error {
    /// What is in the directory is not ready for a host.
    Site(hosting::Error),
    /// Somebody listens there already.
    PortInUse(u16),
    /// The network refused otherwise.
    Network(io::Error),
}

impl From<hosting::Error> for Error {
    fn from(error: hosting::Error) -> Self {
        Error::Site(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Site(error) => error.fmt(f),
            Error::PortInUse(port) => write!(f, "port {port} is in use; choose another with --port"),
            Error::Network(reason) => write!(f, "the network refused: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
