//! The headers that every answer carries: what the browser may do with the page.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::element::{Element, elements};

/// Headers that do not depend on the page or its deployment.
pub const FIXED: [(&str, &str); 5] = [
    // The address of the callback page carries the authorization code: it goes into no Referer header.
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    // Whoever opens the app, and whoever the app opens, is in another world: a sign-in in a window of its own speaks with
    // the page over a BroadcastChannel, and needs no opener.
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // What a sign-in has no use for, script that got in has none for either. The clipboard may be written: people copy what
    // support asks for.
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), clipboard-write=(self), \
         display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
         identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
         otp-credentials=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), \
         publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), web-share=(), \
         window-management=(), xr-spatial-tracking=()",
    ),
];

/// What a page may load and whom it may talk to; everything else is refused, so a kind of resource nobody thought of
/// stays refused ([Content Security Policy Level 3]).
///
/// [Content Security Policy Level 3]: https://www.w3.org/TR/CSP3/
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Where the app's own files are: `'self'`, or its address where others live on the same origin.
    pub own: String,
    /// The hashes of the scripts that are written into the page.
    pub scripts: Vec<String>,
    /// Whom the page may send requests to, besides its own host.
    pub connect: Vec<String>,
    /// Where pictures may come from, besides its own host and `data:`.
    pub images: Vec<String>,
    /// Who may open `frontchannel-logout` in a frame; nobody may open another page.
    pub framed_by: Vec<String>,
}

impl Policy {
    /// That of a page whose files are on its own origin, and which talks to nobody else.
    pub fn of_page(html: &str) -> Policy {
        Policy {
            own: "'self'".to_owned(),
            scripts: inline_scripts(html).map(|script| script_hash(&script)).collect(),
            connect: Vec::new(),
            images: Vec::new(),
            framed_by: Vec::new(),
        }
    }

    /// The header of every page that is in nobody's frame.
    pub fn header(&self) -> String {
        format!("{}; frame-ancestors 'none'", self.for_a_meta_element())
    }

    /// The header of the one page that the provider opens in a hidden frame.
    pub fn header_of_the_framed_page(&self) -> String {
        match self.framed_by.as_slice() {
            [] => self.header(),
            ancestors => format!("{}; frame-ancestors {}", self.for_a_meta_element(), ancestors.join(" ")),
        }
    }

    /// What a `<meta>` element can say of it: all but who may frame the page (CSP3 §3.3).
    ///
    /// `'wasm-unsafe-eval'` lets WebAssembly compile and nothing else; a script that is written into the page runs by its
    /// hash. No text ever becomes markup or script: the DOM takes none (Trusted Types), and no policy can be made that
    /// says otherwise.
    pub fn for_a_meta_element(&self) -> String {
        let directive = |name: &str, sources: &[&str], more: &[String]| {
            let more = more.iter().map(String::as_str);
            [name].into_iter().chain(sources.iter().copied()).chain(more).collect::<Vec<_>>().join(" ")
        };
        let own = self.own.as_str();
        [
            "default-src 'none'".to_owned(),
            directive("script-src", &[own, "'wasm-unsafe-eval'"], &self.scripts),
            directive("style-src", &[own], &[]),
            directive("img-src", &[own, "data:"], &self.images),
            directive("connect-src", &[own], &self.connect),
            directive("manifest-src", &[own], &[]),
            directive("base-uri", &[own], &[]),
            "form-action 'none'".to_owned(),
            "require-trusted-types-for 'script'".to_owned(),
            "trusted-types 'none'".to_owned(),
        ]
        .join("; ")
    }
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

        let policy = Policy::of_page(html);

        assert_eq!(policy.scripts, ["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]);
    }

    #[test]
    fn hashes_carriage_returns_as_newlines() {
        assert_eq!(inline_scripts("<script>\r\na\r</script>").collect::<Vec<_>>(), ["\na\n"]);
    }

    fn deployed() -> Policy {
        Policy {
            scripts: vec!["'sha256-abc='".to_owned()],
            connect: vec!["https://id.example".to_owned(), "https://api.example".to_owned()],
            images: vec!["https://pictures.example".to_owned()],
            framed_by: vec!["https://id.example".to_owned()],
            ..Policy::of_page("")
        }
    }

    #[test]
    fn refuses_everything_but_what_the_deployment_needs() {
        assert_eq!(
            deployed().header(),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='; style-src 'self'; \
             img-src 'self' data: https://pictures.example; \
             connect-src 'self' https://id.example https://api.example; manifest-src 'self'; base-uri 'self'; \
             form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn lets_one_page_be_framed_and_only_by_whom_it_is_told() {
        let policy = deployed().header_of_the_framed_page();

        assert!(policy.ends_with("; frame-ancestors https://id.example"), "{policy}");
        let nobody = Policy { framed_by: Vec::new(), ..deployed() };
        assert_eq!(nobody.header_of_the_framed_page(), nobody.header());
    }

    #[test]
    fn leaves_the_neighbours_of_an_origin_out() {
        let own = "https://host.example/app/".to_owned();

        let policy = Policy { own, ..deployed() }.header();

        assert!(
            policy.contains("script-src https://host.example/app/ 'wasm-unsafe-eval' 'sha256-abc=';"),
            "{policy}"
        );
        assert!(!policy.contains("'self'"), "{policy}");
    }

    #[test]
    fn names_each_permission_once() {
        let (_, permissions) = FIXED[4];
        let mut names: Vec<_> = permissions.split(", ").map(|one| one.split_once('=').unwrap().0).collect();
        let count = names.len();

        names.dedup();

        assert_eq!(names.len(), count);
        assert!(names.is_sorted());
    }
}
