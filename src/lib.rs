//! draft
pub mod protocol;
