//! The files of a `dist/`: what they are called, of which type they are, and whether they ever change.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::Error;

const UNKNOWN: &str = "application/octet-stream";

/// A browser compiles WebAssembly while it arrives only if the type is exactly `application/wasm`.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => UNKNOWN,
    }
}

/// Trunk and wasm-bindgen end a name, or a directory's, with a dash and sixteen hexadecimal digits.
pub fn carries_a_hash(name: &str) -> bool {
    name.split('/').filter_map(|part| part.rsplit_once('-')).any(|(_, end)| {
        end.bytes().take_while(u8::is_ascii_hexdigit).count() >= 16
            && end
                .bytes()
                .find(|byte| !byte.is_ascii_hexdigit())
                .is_none_or(|byte| byte == b'.' || byte == b'_')
    })
}

/// Whether a browser gains from a compressed form.
pub fn is_worth_compressing(name: &str) -> bool {
    let content_type = content_type(name);
    let kinds = ["text/", "application/", "image/svg"];
    content_type != UNKNOWN && kinds.iter().any(|kind| content_type.starts_with(kind))
}

/// Every file below a directory, in no order.
///
/// # Errors
///
/// When a directory cannot be read.
pub fn paths_below(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |reason| Error::Unreadable { path: directory.to_owned(), reason };
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            paths.extend(paths_below(&path)?);
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// The path of a file below a directory, with slashes.
pub fn name_below(directory: &Path, path: &Path) -> String {
    let below = path.strip_prefix(directory).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// # Errors
///
/// When the file cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|reason| Error::Unreadable { path: path.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_names_that_carry_a_hash() {
        assert!(carries_a_hash("app-0123456789abcdef.js"));
        assert!(carries_a_hash("app-0123456789abcdef_bg.wasm"));
        assert!(carries_a_hash("snippets/app-0123456789abcdef/inline0.js"));
        assert!(!carries_a_hash("favicon.svg"));
        assert!(!carries_a_hash("app-0123.js"));
        assert!(!carries_a_hash("app-0123456789abcdefghij.js"));
    }
}
