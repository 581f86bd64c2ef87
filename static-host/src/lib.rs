//! Serves a `dist/` that Trunk built, the way a careful static host does.
//!
//! The demo runs it as a program and the end-to-end tests in their own process, so that what is tested is what a
//! deployment looks like: real files, `index.html` for deep links, a strict Content-Security-Policy, compressed
//! bodies, long caching for hashed names, and the deployment's configuration written into the page without a rebuild.
//!
//! Page and policy are those that `hosting` makes for every host. Here
//!
//! - [`site`] reads the files into memory, compressed;
//! - [`answer`] chooses what a request receives.
//!
//! It has no TLS and no directory listings, and reads its files once: restart it after a build.

pub mod answer;
pub mod site;

mod error;
mod running;

use std::path::PathBuf;

pub use error::Error;
pub use hosting::page::Configuration;
pub use running::{Request, Running};

/// What to serve, and how; [`start`](Self::start) serves it.
#[derive(Debug, Clone)]
pub struct StaticHost {
    /// The directory that Trunk wrote.
    pub dist: PathBuf,
    /// The path the application lives under, with both slashes: `/` or `/app/`.
    pub base: String,
    /// What becomes of the configuration block in `index.html`.
    pub configuration: Configuration,
    /// Origins the page may talk to besides its own and those that its configuration names.
    pub connect: Vec<String>,
    /// Origins that pictures may come from besides the page's origin and `data:`.
    pub images: Vec<String>,
    /// Origins that may open `frontchannel-logout` below the base in a frame: the provider's.
    pub framed_by: Vec<String>,
    /// A host that nobody has set up, for tests of what tells of one: no page for deep links, no headers that protect, not a
    /// word on caching.
    pub careless: bool,
    /// Brotli quality, 0 to 11. A deployment compresses once with 11; a test starts faster with less.
    pub quality: u32,
}

impl StaticHost {
    /// Serves `dist` under `/`, as it was built.
    pub fn new(dist: impl Into<PathBuf>) -> Self {
        StaticHost {
            dist: dist.into(),
            base: "/".to_owned(),
            configuration: Configuration::AsBuilt,
            connect: Vec::new(),
            images: Vec::new(),
            framed_by: Vec::new(),
            careless: false,
            quality: 5,
        }
    }

    /// Reads the files, listens on `port` of the loopback addresses (0 for a free one) and serves until stopped.
    ///
    /// # Errors
    ///
    /// When `dist` cannot be read, has no `index.html`, or does not suit the base path or the configuration asked
    /// for; when the port is in use.
    pub async fn start(self, port: u16) -> Result<Running, Error> {
        Running::start(self, port).await
    }
}
