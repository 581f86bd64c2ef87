//! Netlify: `_headers` and `_redirects` within the site. It compresses itself.

use super::{Files, IMMUTABLE, Told};
use crate::files::carries_a_hash;

/// A header that two rules give a path is sent twice, so no two rules here give the same one.
pub fn headers(told: &Told, site: &Files) -> String {
    let mut text = format!("{}*\n", told.base);
    for (name, value) in told.all(told.policy) {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    // What is named here is there; all else is checked on every visit as it is.
    for name in site.keys().filter(|name| carries_a_hash(name)) {
        text.push_str(&format!("/{name}\n  cache-control: {IMMUTABLE}\n"));
    }
    text
}

pub fn redirects(told: &Told) -> String {
    let base = told.base;
    match base.trim_end_matches('/') {
        "" => "/* /index.html 200\n".to_owned(),
        bare => format!("{bare} {base} 301\n{base}* {base}index.html 200\n"),
    }
}
