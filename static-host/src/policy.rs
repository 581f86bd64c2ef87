//! The headers that every answer carries: what the browser may do with the page.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::element::{Element, elements};

/// Headers that do not depend on the page.
pub const FIXED: [(&str, &str); 5] = [
    // The address of the callback page carries the authorization code: it goes into no Referer header.
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()",
    ),
];

/// The Content-Security-Policy of a page: only its own scripts, requests only to `connect`, in nobody's frame but
/// theirs of `ancestors`.
///
/// Everything is refused first, so a kind of resource nobody thought of stays refused. `'wasm-unsafe-eval'` lets
/// WebAssembly compile and nothing else; a script written into the page runs by its hash
/// ([Content Security Policy Level 3]).
///
/// [Content Security Policy Level 3]: https://www.w3.org/TR/CSP3/
pub fn content_security_policy(
    html: &str,
    connect: &[String],
    images: &[String],
    ancestors: &[String],
) -> String {
    let hashes: Vec<String> = inline_scripts(html).map(|script| script_hash(&script)).collect();
    let directive = |name: &str, fixed: &str, sources: &[String]| {
        [&[name.to_owned(), fixed.to_owned()], sources].concat().join(" ")
    };
    [
        "default-src 'none'".to_owned(),
        directive("script-src", "'self' 'wasm-unsafe-eval'", &hashes),
        "style-src 'self'".to_owned(),
        directive("img-src", "'self' data:", images),
        "font-src 'self'".to_owned(),
        directive("connect-src", "'self'", connect),
        "manifest-src 'self'".to_owned(),
        "base-uri 'self'".to_owned(),
        "form-action 'none'".to_owned(),
        match ancestors {
            [] => "frame-ancestors 'none'".to_owned(),
            ancestors => ["frame-ancestors", &ancestors.join(" ")].join(" "),
        },
    ]
    .join("; ")
}

/// The text of the scripts that a browser would run from the page itself, as it hashes them: with newlines for
/// carriage returns, as the HTML parser leaves them.
fn inline_scripts(html: &str) -> impl Iterator<Item = String> {
    elements(html)
        .into_iter()
        .filter(|element| element.name == "script" && element.attribute("src").is_none() && runs(element))
        .map(|script| html[script.text].replace("\r\n", "\n").replace('\r', "\n"))
}

/// A script of another type is a data block, which needs no permission.
fn runs(script: &Element) -> bool {
    matches!(
        script.attribute("type").unwrap_or_default().to_ascii_lowercase().as_str(),
        "" | "module" | "importmap" | "text/javascript" | "application/javascript"
    )
}

/// The source expression that allows one inline script.
pub fn script_hash(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The script and the hash that the Content Security Policy specification gives as its example.
    #[test]
    fn hashes_a_script_as_the_specification_does() {
        assert_eq!(
            script_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }

    #[test]
    fn allows_the_scripts_written_into_the_page_and_no_other() {
        let html = "<script type=module>alert('Hello, world.');</script><script src=a.js></script>\
                    <script type=\"application/json\">{}</script>";

        let policy = content_security_policy(html, &[], &[], &[]);

        assert!(policy.contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=';"
        ));
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn hashes_carriage_returns_as_newlines() {
        assert_eq!(inline_scripts("<script>\r\na\r</script>").collect::<Vec<_>>(), ["\na\n"]);
    }

    #[test]
    fn allows_requests_to_the_origins_given() {
        let policy =
            content_security_policy("", &["http://127.0.0.1:9090".to_owned()], &["https:".to_owned()], &[]);

        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data: https:; font-src 'self'; connect-src 'self' http://127.0.0.1:9090; \
             manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
        );
    }
}
