use std::path::PathBuf;

use fantoccini::Client;

use crate::{checkout, visitor::command::console};

/// What a page may never say in the console, whatever else happens to it.
const NEVER: [&str; 5] = ["panicked at", "Content Security Policy", "Trusted", "Uncaught", "Unhandled"];

/// The lines of the console that tell of a fault in the page itself. A refused or failed request is not one: pages
/// have to bear it, and what they make of it is what tests look at.
pub fn faults(console: &[String]) -> Vec<&String> {
    console.iter().filter(|line| NEVER.iter().any(|word| line.contains(word))).collect()
}

/// Keeps what the visitor last saw, for whoever reads the failed test. Says where.
pub async fn keep(client: &Client, of: &str) -> String {
    let folder = checkout().join("target/e2e");
    let _ = std::fs::create_dir_all(&folder);
    let place = |kind: &str| -> PathBuf { folder.join(format!("{}.{kind}", of.replace("::", "."))) };
    if let Ok(picture) = client.screenshot().await {
        let _ = std::fs::write(place("png"), picture);
    }
    let address = client.current_url().await.map(String::from).unwrap_or_default();
    if let Ok(page) = client.source().await {
        let _ = std::fs::write(place("html"), format!("<!-- {address} -->\n{page}"));
    }
    let _ = std::fs::write(place("console"), console(client).await.join("\n"));
    place("png").display().to_string()
}
