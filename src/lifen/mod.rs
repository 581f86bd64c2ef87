//! What is Lifen's own: where its providers are, and what its claims say.

mod claims;
mod preset;

pub use claims::{ClaimNames, LifenClaims, LifenIdentity, LifenUser};
pub use preset::Preset;
