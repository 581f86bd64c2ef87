//! The smallest app that signs people in: a home page, one guarded page, and nothing but the library.
//!
//! The redirect URI is `<base>callback`. Copy `Cargo.toml`, `index.html` and this file, and set your client id in
//! `index.html`.

#[cfg(target_arch = "wasm32")]
mod app;

#[cfg(target_arch = "wasm32")]
fn main() {
    app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This example runs in a browser: `trunk serve` in its folder builds it and shows it.");
}
