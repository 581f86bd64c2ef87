//! The files of a `dist/`, read once and compressed once.

use std::{
    collections::HashMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use axum::body::Bytes;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{Error, StaticHost, page, policy};

/// Everything a request may receive.
#[derive(Debug)]
pub struct Site {
    /// Where the site starts: `/` or `/app/`.
    pub base: String,
    /// The files by their path below the base.
    pub files: HashMap<String, File>,
    /// The page that deep links receive.
    pub index: File,
    /// The Content-Security-Policy that goes with it.
    pub policy: String,
    /// The one that lets the provider open [`FRAMED`] in a frame.
    pub framed_policy: String,
    /// As [`StaticHost::careless`] says.
    pub careless: bool,
}

/// The page below the base that a provider opens in a hidden frame when somebody signs out there (OpenID Connect
/// Front-Channel Logout 1.0).
pub const FRAMED: &str = "frontchannel-logout";

/// One file and its compressed forms.
#[derive(Debug, Clone)]
pub struct File {
    pub content_type: &'static str,
    /// Its name carries a hash of its content, so it never changes.
    pub immutable: bool,
    pub etag: String,
    pub plain: Bytes,
    /// Kept only where it is smaller.
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

impl Site {
    /// Reads `host.dist` and prepares its page.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or the page does not suit the base path or the configuration.
    pub fn read(host: &StaticHost) -> Result<Site, Error> {
        let index_path = host.dist.join("index.html");
        let html = String::from_utf8(read(&index_path)?).map_err(|_| Error::NotText)?;
        let html = page::prepare(&html, &host.base, &host.configuration)?;
        let policy =
            |ancestors| policy::content_security_policy(&html, &host.connect, &host.images, ancestors);
        let (policy, framed_policy) = (policy(&[]), policy(&host.framed_by));
        // A compressed index.html from the build is of no use: the page is not the one that was built.
        let index = File::new("index.html", html.into(), None, host.quality);

        let mut files = HashMap::new();
        for path in paths_below(&host.dist)? {
            let name = name_below(&host.dist, &path);
            if name == "index.html" || name.ends_with(".br") || name.ends_with(".gz") {
                continue;
            }
            let compressed = fs::read(format!("{}.br", path.display())).ok();
            files.insert(name.clone(), File::new(&name, read(&path)?, compressed, host.quality));
        }
        files.insert("index.html".to_owned(), index.clone());
        Ok(Site { base: host.base.clone(), files, index, policy, framed_policy, careless: host.careless })
    }
}

impl File {
    fn new(name: &str, content: Vec<u8>, compressed: Option<Vec<u8>>, quality: u32) -> File {
        let content_type = content_type(name);
        let smaller = |compressed: Vec<u8>| (compressed.len() < content.len()).then(|| compressed.into());
        let worth_compressing = ["text/", "application/", "image/svg"]
            .iter()
            .any(|kind| content_type.starts_with(kind) && content_type != UNKNOWN);
        File {
            content_type,
            immutable: carries_a_hash(name),
            // Weak, because the compressed forms share it.
            etag: format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&content)[..12])),
            brotli: match compressed {
                Some(compressed) => smaller(compressed),
                None if worth_compressing => smaller(brotli(&content, quality)),
                None => None,
            },
            gzip: if worth_compressing { smaller(gzip(&content)) } else { None },
            plain: content.into(),
        }
    }
}

const UNKNOWN: &str = "application/octet-stream";

/// A browser compiles WebAssembly while it arrives only if the type is exactly `application/wasm`.
fn content_type(name: &str) -> &'static str {
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
fn carries_a_hash(name: &str) -> bool {
    name.split('/').filter_map(|part| part.rsplit_once('-')).any(|(_, end)| {
        end.bytes().take_while(u8::is_ascii_hexdigit).count() >= 16
            && end
                .bytes()
                .find(|byte| !byte.is_ascii_hexdigit())
                .is_none_or(|byte| byte == b'.' || byte == b'_')
    })
}

fn brotli(content: &[u8], quality: u32) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, quality, 22);
    writer.write_all(content).expect("writing to memory succeeds");
    drop(writer);
    compressed
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(content).expect("writing to memory succeeds");
    writer.finish().expect("writing to memory succeeds")
}

fn paths_below(directory: &Path) -> Result<Vec<PathBuf>, Error> {
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

fn name_below(directory: &Path, path: &Path) -> String {
    let below = path.strip_prefix(directory).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
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
