//! draft
pub mod configuration;
pub mod lifen;
pub mod protocol;
pub mod session;
