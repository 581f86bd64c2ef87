#![cfg(not(target_arch = "wasm32"))]
//! The layers of `src/`, and which way they depend.
//!
//! ```text
//! app ──► ui ──► browser ──► session ──► configuration ──► lifen ──► protocol        arrow = "may import"
//!                       └──► doctor ──► configuration
//! ```
//!
//! One crate has no walls between its modules, so this reads the source and is the wall: it names every import that
//! points back, every word that would make a pure layer impure, and every way around either.

mod breach;
mod paths;
mod rules;
mod tests;
mod tokens;

use std::path::{Path, PathBuf};

use breach::Breach;

/// What may import what: a layer reaches those before it, never those after it.
const LAYERS: [&str; 8] = ["protocol", "lifen", "configuration", "session", "doctor", "browser", "ui", "app"];

/// Of those before it, what a layer does not import all the same: judging a deployment takes no session.
const APART: [(&str, &str); 1] = [("doctor", "session")];

/// The layers that know no clock, no randomness, no network and no browser.
const PURE: [&str; 5] = ["protocol", "lifen", "configuration", "session", "doctor"];

#[test]
fn the_source_keeps_to_its_layers() {
    let breaches = in_files(&["src"], rules::breaches_of_a_source);

    assert!(breaches.is_empty(), "{}", listed(&breaches));
}

#[test]
fn the_provider_that_plays_lifen_connect_shares_no_code_with_the_relying_party() {
    let breaches = in_files(&["provider"], rules::breaches_of_the_provider);

    assert!(breaches.is_empty(), "{}", listed(&breaches));
}

/// A reader that finds no files finds no breaches either.
#[test]
fn every_pure_layer_is_read() {
    let read: Vec<_> = rust_files(&root().join("src")).into_iter().map(|path| relative(&path)).collect();

    for layer in PURE {
        assert!(read.iter().any(|path| path.starts_with(&format!("src/{layer}/"))), "{layer}: {read:?}");
    }
}

fn in_files(directories: &[&str], check: impl Fn(&str, &str) -> Vec<Breach>) -> Vec<Breach> {
    let files = directories.iter().flat_map(|directory| rust_files(&root().join(directory)));
    files
        .flat_map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source file is text");
            check(&relative(&path), &text)
        })
        .collect()
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("a directory of the source");
    let mut found = Vec::new();
    for entry in entries.map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn listed(breaches: &[Breach]) -> String {
    breaches.iter().map(|breach| format!("\n{breach}")).collect()
}
