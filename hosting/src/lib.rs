//! Makes what Trunk built ready for a static host: any host, from the same build.
//!
//! - [`element`] finds elements in a page, enough HTML for what follows;
//! - [`page`] sets the base path and the configuration;
//! - [`policy`] writes the headers that every answer carries;
//! - [`files`] and [`compression`] say what the other files are, and make them smaller;
//! - [`deployment`] is what one deployment says, checked with the app's own parser; [`sources`] whom it talks to;
//! - [`licences`] says who wrote what the bundle is made of;
//! - [`package`] puts everything together, with what each [`host`] has to be told.

pub mod compression;
pub mod deployment;
pub mod element;
pub mod files;
pub mod host;
pub mod licences;
pub mod package;
pub mod page;
pub mod policy;
pub mod sources;

mod error;

pub use error::Error;
