//! Cloudflare Pages: `_headers` within the site. It compresses itself, and serves the page at the root of a site for every
//! path that is no file, as long as there is no 404.html.

use super::{Files, Told, netlify};

pub fn tell(told: &Told, site: &mut Files) -> Files {
    let mut headers = netlify::headers(told, site);
    if let Some(framed) = told.framed_policy {
        // `!` takes off what the rule for every path put on.
        headers.push_str(&format!(
            "{}frontchannel-logout\n  ! content-security-policy\n  content-security-policy: {framed}\n",
            told.base
        ));
    }
    site.insert("_headers".to_owned(), headers.into_bytes());
    let folder = &told.base[1..];
    site.remove(&format!("{folder}404.html"));
    if !folder.is_empty()
        && let Some(page) = site.get(&format!("{folder}index.html")).cloned()
    {
        site.insert("index.html".to_owned(), page);
    }
    Files::new()
}
