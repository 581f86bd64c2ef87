//! What a Content-Security-Policy lets a page do, and what a strict one would not ([Content Security Policy Level 3]).
//!
//! [Content Security Policy Level 3]: https://www.w3.org/TR/CSP3/

use super::Response;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::text::{parts, split_before};

/// The policies that a page is under, each of which has to let a thing through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies(Vec<Policy>);

/// One policy: directives by their names, the first of a name counts (§2.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Policy {
    directives: Vec<(String, Vec<String>)>,
    /// Written into the page, where some directives count for nothing (§3.3).
    is_meta: bool,
}

/// Directives that a policy is not strict without, since `default-src` does not stand in for them (§6.1).
const BESIDE_DEFAULT: [&str; 3] = ["base-uri", "form-action", "frame-ancestors"];

impl Policies {
    /// Those of an answer's header, and those that stand in the page.
    pub fn of(page: &Response, metas: &[String]) -> Self {
        let mut policies = Self::default();
        for (name, value) in &page.headers {
            if name == "content-security-policy" {
                policies.add(value, false);
            }
        }
        metas.iter().for_each(|text| policies.add(text, true));
        policies
    }

    /// A header may hold several, with commas between them.
    fn add(&mut self, text: &str, is_meta: bool) {
        for policy in parts(text, b',') {
            let mut directives: Vec<(String, Vec<String>)> = Vec::new();
            for directive in parts(policy, b';') {
                let mut words = directive.split_ascii_whitespace();
                let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
                if directives.iter().all(|(known, _)| *known != name) {
                    directives.push((name, words.map(str::to_owned).collect()));
                }
            }
            if !directives.is_empty() {
                self.0.push(Policy { directives, is_meta });
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a page at this address may send requests there.
    pub fn let_connect(&self, page: &Endpoint, address: &Endpoint) -> bool {
        self.0.iter().all(|policy| match policy.sources("connect-src") {
            Some(sources) => sources.iter().any(|source| covers(source, page, address)),
            None => true,
        })
    }

    /// What no policy says that a strict one does.
    pub fn lack(&self) -> Vec<&'static str> {
        let mut lacking = Vec::new();
        for name in ["script-src", "object-src"] {
            if self.0.iter().all(|policy| policy.sources(name).is_none()) {
                lacking.push(name);
            }
        }
        for name in BESIDE_DEFAULT {
            if self.0.iter().all(|policy| policy.own(name).is_none()) {
                lacking.push(name);
            }
        }
        if self.0.iter().all(|policy| policy.sources("connect-src").is_none()) {
            lacking.push("connect-src");
        }
        lacking
    }

    /// What lets more through than an app of its own files needs: `script-src https:`.
    pub fn loose(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, is_loose) in [
            ("script-src", loose_for_scripts as fn(&[String], &str) -> bool),
            ("object-src", loose_elsewhere),
            ("connect-src", loose_elsewhere),
            ("base-uri", loose_elsewhere),
            ("frame-ancestors", loose_elsewhere),
        ] {
            let all = self.0.iter().filter_map(|policy| policy.sources(name));
            let loose_in = |sources: &[String]| -> Vec<String> {
                sources.iter().filter(|source| is_loose(sources, source)).cloned().collect()
            };
            // The strictest of several policies is the one that counts.
            let Some(fewest) = all.map(loose_in).min_by_key(Vec::len) else { continue };
            found.extend(fewest.into_iter().map(|source| [name, " ", &source].concat()));
        }
        found
    }
}

impl Policy {
    /// The sources of a directive, or of the one that stands in for it.
    fn sources(&self, name: &str) -> Option<&[String]> {
        if BESIDE_DEFAULT.contains(&name) {
            return self.own(name);
        }
        self.own(name).or_else(|| self.own("default-src"))
    }

    fn own(&self, name: &str) -> Option<&[String]> {
        // §3.3: in a page, "frame-ancestors" and "sandbox" are ignored.
        if self.is_meta && name == "frame-ancestors" {
            return None;
        }
        self.directives.iter().find(|(known, _)| known == name).map(|(_, sources)| sources.as_slice())
    }
}

/// §6.7.3.2: hashes, nonces and `'strict-dynamic'` take the effect of `'unsafe-inline'`.
fn loose_for_scripts(all: &[String], source: &str) -> bool {
    let is_named = |source: &String| {
        ["'nonce-", "'sha256-", "'sha384-", "'sha512-", "'strict-dynamic'"]
            .iter()
            .any(|beginning| starts_with(source, beginning))
    };
    match source.to_ascii_lowercase().as_str() {
        "'unsafe-inline'" => !all.iter().any(is_named),
        "'unsafe-eval'" | "'unsafe-hashes'" => true,
        _ => loose_elsewhere(all, source),
    }
}

/// Everything, or everything of a scheme.
fn loose_elsewhere(_: &[String], source: &str) -> bool {
    source == "*" || source.ends_with(':')
}

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// §6.7.2.8, for addresses of http and https.
fn covers(source: &str, page: &Endpoint, address: &Endpoint) -> bool {
    if source == "*" {
        return true;
    }
    if source.eq_ignore_ascii_case("'self'") {
        return page.origin() == address.origin();
    }
    let origin = address.origin();
    let (scheme, authority) = take_apart(origin.as_str());
    if let Some(wanted) = source.strip_suffix(':') {
        return is_scheme(wanted, scheme);
    }
    let (wanted_scheme, rest) = match separated(source) {
        Some((wanted, rest)) => (wanted, rest),
        // Without one it is the page's, or a safer one.
        None => (take_apart(page.as_str()).0, source),
    };
    let (wanted_authority, path) = split_before(rest, b"/");
    is_scheme(wanted_scheme, scheme)
        && is_authority(wanted_authority, authority, scheme)
        && is_path(path, address.path())
}

/// Scheme and authority of an origin.
fn take_apart(origin: &str) -> (&str, &str) {
    separated(origin).map_or(("", ""), |(scheme, rest)| (scheme, split_before(rest, b"/").0))
}

fn separated(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = split_before(text, b":");
    Some((scheme, rest.strip_prefix("://")?))
}

/// §6.7.2.6: `http` covers `https` too.
fn is_scheme(wanted: &str, scheme: &str) -> bool {
    wanted.eq_ignore_ascii_case(scheme) || (wanted.eq_ignore_ascii_case("http") && scheme == "https")
}

fn is_authority(wanted: &str, authority: &str, scheme: &str) -> bool {
    let (wanted_host, wanted_port) = split_before(wanted, b":");
    let (host, port) = split_before(authority, b":");
    let is_host = match wanted_host.strip_prefix("*.") {
        Some(domain) => {
            let before =
                host.len().checked_sub(domain.len()).and_then(|length| host.split_at_checked(length));
            before.is_some_and(|(before, end)| end.eq_ignore_ascii_case(domain) && before.ends_with('.'))
        }
        None => wanted_host == "*" || wanted_host.eq_ignore_ascii_case(host),
    };
    let default = if scheme == "https" { ":443" } else { ":80" };
    let port = if port.is_empty() { default } else { port };
    let is_port = match wanted_port {
        "" => port == default,
        ":*" => true,
        stated => stated == port,
    };
    is_host && is_port
}

/// §6.7.2.12: a path that ends in a slash covers what lies below.
fn is_path(wanted: &str, path: &str) -> bool {
    match wanted {
        "" | "/" => true,
        directory if directory.ends_with('/') => path.starts_with(directory),
        file => path == file,
    }
}

#[cfg(test)]
mod tests;
