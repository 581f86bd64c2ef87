//! What each host has to be told, in its own words.
//!
//! A host gets files beside the site (what an administrator includes in a server's configuration), files within it (what
//! the host reads there itself), or another page (where headers cannot be set at all). All of them say the same thing: the
//! policy and the headers of every answer, which files never change, and that a path which names no file is a page.

mod apache;
mod caddy;
mod cloudflare_pages;
mod cloudfront;
mod github_pages;
mod netlify;
mod nginx;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{deployment::Wrong, deployment::wrong};

/// Where the files of a site are served from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    Nginx,
    Caddy,
    Apache,
    Netlify,
    CloudflarePages,
    Cloudfront,
    GithubPages,
}

/// Files by their path, in a fixed order.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a host is told of.
pub struct Told<'a> {
    /// The path the app lives under, with both slashes.
    pub base: &'a str,
    /// The headers of every answer, but for the policy.
    pub headers: &'a [(&'static str, String)],
    pub policy: &'a str,
    /// That of `frontchannel-logout`, where the provider may open it in a frame.
    pub framed_policy: Option<&'a str>,
    /// What a `<meta>` element can say of the policy.
    pub meta_policy: &'a str,
}

/// The caching of a file whose name has its hash in it, and of any other.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
pub const CHECKED: &str = "no-cache";

/// The names with a hash in them, as [`carries_a_hash`](crate::files::carries_a_hash) knows them; as a regular expression.
const HASHED: &str = r"-[0-9a-f]{16,}([._][^/]*)?(/|$)";
/// A path whose last part has a dot: the name of a file, not a page of the app.
const FILE: &str = r"\.[^/]*$";

impl Host {
    pub const ALL: [Host; 7] = [
        Host::Nginx,
        Host::Caddy,
        Host::Apache,
        Host::Netlify,
        Host::CloudflarePages,
        Host::Cloudfront,
        Host::GithubPages,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Host::Nginx => "nginx",
            Host::Caddy => "caddy",
            Host::Apache => "apache",
            Host::Netlify => "netlify",
            Host::CloudflarePages => "cloudflare-pages",
            Host::Cloudfront => "cloudfront",
            Host::GithubPages => "github-pages",
        }
    }

    /// # Errors
    ///
    /// When this is the name of none.
    pub fn named(stated: &Value) -> Result<Host, Wrong> {
        let found = Host::ALL.into_iter().find(|host| *stated == *host.name());
        found
            .ok_or_else(|| wrong("host", &format!("one of {}", Host::ALL.map(Host::name).join(", ")), stated))
    }

    /// Whether it can send one page another policy than the others.
    pub fn tells_pages_apart(self) -> bool {
        !matches!(self, Host::Netlify | Host::GithubPages)
    }

    /// Where the files of the app are, below what is uploaded.
    pub fn folder(self, base: &str) -> &str {
        match self {
            // A project's site is served below its name, which is no folder of it.
            Host::GithubPages => "",
            _ => base.trim_start_matches('/'),
        }
    }

    /// Whether it sends the forms of a file that were compressed beforehand; the others compress themselves.
    pub fn sends_compressed_files(self) -> bool {
        matches!(self, Host::Nginx | Host::Caddy | Host::Apache)
    }

    /// Changes what is uploaded as this host needs it, and writes what stands beside.
    pub fn tell(self, told: &Told, site: &mut Files) -> Files {
        let (name, text) = match self {
            Host::Nginx => ("nginx.conf", nginx::server(told)),
            Host::Caddy => ("Caddyfile", caddy::site(told)),
            Host::Apache => return within(site, &[(".htaccess", apache::htaccess(told))], told.base),
            Host::Netlify => {
                let redirects = netlify::redirects(told);
                return within(
                    site,
                    &[("_headers", netlify::headers(told, site)), ("_redirects", redirects)],
                    "/",
                );
            }
            Host::CloudflarePages => return cloudflare_pages::tell(told, site),
            Host::Cloudfront => return cloudfront::tell(told),
            Host::GithubPages => return github_pages::tell(told, site),
        };
        Files::from([(name.to_owned(), text.into_bytes())])
    }
}

fn within(site: &mut Files, files: &[(&str, String)], folder: &str) -> Files {
    for (name, text) in files {
        site.insert(format!("{}{name}", &folder[1..]), text.clone().into_bytes());
    }
    Files::new()
}

impl Told<'_> {
    /// Every header of an answer, the policy among them.
    fn all<'a>(&'a self, policy: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let headers = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        headers.chain([("content-security-policy", policy)])
    }
}
