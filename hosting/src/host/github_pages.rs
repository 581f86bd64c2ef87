//! GitHub Pages, and any host that sets no headers: the policy stands in the page.
//!
//! What a `<meta>` element cannot say is said in docs/hosting.md: nobody can be kept from framing the page, and none of the
//! other headers is sent.

use super::{Files, Told};
use crate::element::elements;

pub fn tell(told: &Told, site: &mut Files) -> Files {
    for name in ["index.html", "404.html"] {
        if let Some(page) = site.get(name) {
            let page = with_policy(&String::from_utf8_lossy(page), told.meta_policy);
            site.insert(name.to_owned(), page.into_bytes());
        }
    }
    // Or what begins with an underscore would be left out.
    site.insert(".nojekyll".to_owned(), Vec::new());
    Files::new()
}

/// After the encoding, which has to be within the first 1024 bytes, and before anything that loads.
fn with_policy(page: &str, policy: &str) -> String {
    let elements = elements(page);
    let charset =
        elements.iter().find(|element| element.name == "meta" && element.attribute("charset").is_some());
    let head = elements.iter().find(|element| element.name == "head");
    let at = charset.or(head).map_or(0, |element| element.tag.end);
    let (before, after) = page.split_at(at);
    format!("{before}<meta http-equiv=\"content-security-policy\" content=\"{policy}\">{after}")
}
