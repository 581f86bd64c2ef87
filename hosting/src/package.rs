//! A directory that is ready to be uploaded, from a build and what one deployment says.

use std::{fs, path::Path};

use sha2::{Digest, Sha256};

use crate::{
    Error,
    compression::{brotli, gzip},
    deployment::Deployment,
    files::{is_worth_compressing, name_below, paths_below, read},
    host::{Files, Told},
    page::{self, Configuration},
};

/// What is uploaded, below `site/`, and what stands beside it. The same build and the same deployment give the same bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    pub files: Files,
    /// The Content-Security-Policy of its pages.
    pub policy: String,
}

/// What every package has: its files, each with its hash.
const SUMS: &str = "SHA256SUMS";

impl Package {
    /// Makes what Trunk left in `dist` ready for this deployment. `licences` is what there is to say of those who wrote it.
    ///
    /// # Errors
    ///
    /// When `dist` cannot be read, or its page does not suit the deployment.
    pub fn make(dist: &Path, deployment: &Deployment, licences: &str) -> Result<Package, Error> {
        let base = deployment.base();
        let html = String::from_utf8(read(&dist.join("index.html"))?).map_err(|_| Error::NotText)?;
        let html = page::prepare(&html, base, &Configuration::Json(deployment.document.clone()))?;
        let policy = deployment.policy(&html);

        let folder = deployment.host.folder(base);
        let mut site = Files::new();
        for path in paths_below(dist)? {
            let name = name_below(dist, &path);
            if !(name.ends_with(".br") || name.ends_with(".gz")) {
                site.insert(format!("{folder}{name}"), read(&path)?);
            }
        }
        site.insert(format!("{folder}index.html"), html.clone().into_bytes());
        // For hosts without rewrite rules: what they show where nothing is, starts the app, which knows the page.
        site.insert(format!("{folder}404.html"), html.into_bytes());
        site.insert(format!("{folder}licences.txt"), licences.as_bytes().to_vec());

        let headers = deployment.headers();
        let header = policy.header();
        let framed = policy.header_of_the_framed_page();
        let told = Told {
            base,
            headers: &headers,
            policy: &header,
            framed_policy: (framed != header).then_some(framed.as_str()),
            meta_policy: &policy.for_a_meta_element(),
        };
        let beside = deployment.host.tell(&told, &mut site);
        if deployment.host.sends_compressed_files() {
            compress(&mut site);
        }
        let site = site.into_iter().map(|(name, content)| (format!("site/{name}"), content));
        let mut files: Files = site.chain(beside).collect();
        files.insert(SUMS.to_owned(), sums(&files).into_bytes());
        Ok(Package { files, policy: header })
    }

    /// Writes it to `place`, in the place of an older package.
    ///
    /// # Errors
    ///
    /// When something else is there, or it cannot be written.
    pub fn write(&self, place: &Path) -> Result<(), Error> {
        let is_empty = fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
        if place.exists() && !is_empty && !place.join(SUMS).is_file() {
            return Err(Error::NotOurs(place.to_owned()));
        }
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |reason| Error::Unwritable { path, reason }
        };
        if place.exists() {
            fs::remove_dir_all(place).map_err(unwritable(place))?;
        }
        for (name, content) in &self.files {
            let path = place.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(unwritable(folder))?;
            }
            fs::write(&path, content).map_err(unwritable(&path))?;
        }
        Ok(())
    }
}

/// Adds the compressed forms of every file, where they are smaller.
fn compress(site: &mut Files) {
    let mut compressed = Files::new();
    for (name, content) in site.iter().filter(|(name, _)| is_worth_compressing(name)) {
        for (ending, form) in [("br", brotli(content, 11)), ("gz", gzip(content))] {
            if form.len() < content.len() {
                compressed.insert(format!("{name}.{ending}"), form);
            }
        }
    }
    site.extend(compressed);
}

/// As `sha256sum` writes and checks them.
fn sums(files: &Files) -> String {
    files
        .iter()
        .map(|(name, content)| format!("{}  {name}\n", hexadecimal(&Sha256::digest(content))))
        .collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
