//! The built app in a real browser, against real providers on another origin.
//!
//! A test is a [`World`] (a provider on `127.0.0.1`, the app on `localhost`, each on a free port) and a [`Visitor`] in
//! it, who knows the app only by what a person sees: words on buttons, the page's name, the address bar.
//!
//! Nothing here intercepts requests. A driver that does answers CORS preflights itself, and then a provider that
//! refuses CORS seems to work.
//!
//! Every verb waits for its condition and fails with what it found instead. A visitor who leaves takes a look at the
//! console: a panic, a Content-Security-Policy violation or an uncaught error fails the test that did everything else
//! right. One who leaves because the test failed keeps a screenshot, the page and the console in `target/e2e/`.

mod certified;
mod chromedriver;
mod evidence;
mod hosted;
mod manners;
mod port;
mod request;
mod stranger;
mod views;
mod visitor;
mod wait;
mod web_server;
mod world;

pub use certified::CertifiedProvider;
pub use hosted::HostedWorld;
pub use manners::Manners;
pub use request::AuthorizationRequest;
pub use stranger::Stranger;
pub use views::{Scene, View, views};
pub use visitor::{Sent, Tab, Visitor};
pub use web_server::{Server, WebServer};
pub use world::{App, CLIENT_ID, CertifiedWorld, World};

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// Where the drivers' conversations run. Tests themselves are plain functions, so that they read as prose and a failed
/// one unwinds through [`Visitor`]'s farewell.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
    })
}

/// The checkout, whose `dist/` is what a visitor is served.
fn checkout() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("e2e/ is in the checkout").to_path_buf()
}
