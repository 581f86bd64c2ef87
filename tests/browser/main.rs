#![cfg(target_arch = "wasm32")]
//! Adapters, components and pages, each in a real browser.
//!
//! All tests share one page, which must never be left: a navigation to another document is seen, noted and stopped.
//! [`Tab`](world::Tab) gives every test the page as new, and puts back whatever a test changed about the browser.
//! What only two origins and a real redirect can show is the end-to-end tier's.

mod adapters;
mod app;
mod ui;
mod world;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
