//! What is Lifen's own: where its providers are, what its claims say, and the account that an app keeps by them.

pub mod account;
mod claims;
mod preset;

pub use claims::{ClaimNames, LifenClaims, LifenIdentity, LifenUser};
pub use preset::Preset;
