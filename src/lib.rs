//! draft
pub mod configuration;
pub mod lifen;
pub mod protocol;
pub mod session;
pub mod ui;

pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
