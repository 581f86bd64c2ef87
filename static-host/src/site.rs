//! The files of a `dist/`, read once and compressed once.

use std::{collections::HashMap, fs};

use axum::body::Bytes;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use hosting::{
    compression::{brotli, gzip},
    files::{carries_a_hash, content_type, is_worth_compressing, name_below, paths_below, read},
    page::{self, Configuration},
    policy::Policy,
    sources,
};

use crate::{Error, StaticHost};

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
    /// Reads `host.dist` and prepares its page, which is going to be served from `origin`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or the page does not suit the base path or the configuration.
    pub fn read(host: &StaticHost, origin: &str) -> Result<Site, Error> {
        let index_path = host.dist.join("index.html");
        let html = String::from_utf8(read(&index_path)?).map_err(|_| hosting::Error::NotText)?;
        let html = page::prepare(&html, &host.base, &host.configuration)?;
        let policy = Policy {
            connect: connect(host, origin),
            images: host.images.clone(),
            framed_by: host.framed_by.clone(),
            ..Policy::of_page(&html)
        };
        let (policy, framed_policy) = (policy.header(), policy.header_of_the_framed_page());
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

/// Whom the configuration names, and whoever else was given. One that the app refuses names nobody.
fn connect(host: &StaticHost, origin: &str) -> Vec<String> {
    let mut origins = match &host.configuration {
        Configuration::Json(document) => {
            let address = format!("{origin}{}", host.base);
            let read = lifen_connect::configuration::Configuration::parse(&document.to_string(), &address);
            read.map(|configuration| sources::connect(&configuration)).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    origins.extend(host.connect.iter().filter(|given| !origins.contains(given)).cloned().collect::<Vec<_>>());
    origins
}

impl File {
    fn new(name: &str, content: Vec<u8>, compressed: Option<Vec<u8>>, quality: u32) -> File {
        let content_type = content_type(name);
        let smaller = |compressed: Vec<u8>| (compressed.len() < content.len()).then(|| compressed.into());
        let worth_compressing = is_worth_compressing(name);
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
