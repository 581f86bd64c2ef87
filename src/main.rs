//! The application's entry.

/// Starts the app in the browser.
#[cfg(target_arch = "wasm32")]
fn main() {
    lifen_connect::app::start();
}

/// Says how the app is built: it runs in a browser only.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("lifen-connect runs in a browser: `cargo xtask demo` builds it and shows it.");
}
