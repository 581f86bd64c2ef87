//! Addresses of a provider and of an API, parsed without the tables of internationalised domain names.

use std::fmt;

use super::form;
use super::text::{decimal, parts, split_before};

/// An absolute address that a token or a secret may be sent to: `https`, or `http` on this very machine.
///
/// OAuth 2.0 requires TLS for every endpoint (RFC 6749 §3.1, §3.2); loopback is the exception every browser makes for
/// development. A host outside ASCII is refused, and the message asks for its `xn--` form: the bundle then needs no
/// IDNA tables, and no look-alike letter can hide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    text: String,
    /// Where the path begins in `text`: everything before it is the origin.
    path: usize,
}

/// Why a text is no [`Endpoint`]; the sentence completes "expected …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointError {
    Scheme,
    Host,
    Port,
    Characters,
    Fragment,
    Path,
}

impl EndpointError {
    pub fn expected(self) -> &'static str {
        match self {
            Self::Scheme => "an address that begins with https:// (http:// only for localhost or 127.0.0.1)",
            Self::Host => "a host name in ASCII (its xn-- form), without a user name",
            Self::Port => "a port from 1 to 65535",
            Self::Characters => {
                "an address without spaces, control characters, backslashes or letters outside ASCII"
            }
            Self::Fragment => "an address without a fragment (#)",
            Self::Path => "an origin: scheme, host and port, without a path",
        }
    }
}

impl Endpoint {
    /// # Errors
    ///
    /// [`EndpointError`] for another scheme, plain http beyond loopback, credentials, a fragment, or a character that
    /// does not belong in an address.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let (secure, rest) = if let Some(rest) = text.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = text.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err(EndpointError::Scheme);
        };
        let (authority, path) = split_before(rest, b"/?#");
        if authority.bytes().any(|octet| octet == b'@') {
            return Err(EndpointError::Host);
        }
        let (host, port) = split_port(authority)?;
        if !is_host(host) {
            return Err(EndpointError::Host);
        }
        if port.is_some_and(|port| decimal(port, 65535).is_none_or(|port| port == 0)) {
            return Err(EndpointError::Port);
        }
        if !secure && !is_loopback(host) {
            return Err(EndpointError::Scheme);
        }
        for octet in path.bytes() {
            if octet == b'#' {
                // RFC 6749 §3.1, §3.2: "The endpoint URI MUST NOT include a fragment component."
                return Err(EndpointError::Fragment);
            }
            if !octet.is_ascii_graphic() || b"\\\"<>^`{|}".contains(&octet) {
                return Err(EndpointError::Characters);
            }
        }
        Ok(Self { text: text.to_owned(), path: text.len() - path.len() })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, as a browser writes them: lower case, the default port left out.
    pub fn origin(&self) -> Origin {
        let mut origin = self.text.clone();
        origin.truncate(self.path);
        origin.make_ascii_lowercase();
        let default = if origin.starts_with("https") { ":443" } else { ":80" };
        if origin.ends_with(default) {
            origin.truncate(origin.len() - default.len());
        }
        Origin(origin)
    }

    /// The path, at least `/`, without the query.
    pub fn path(&self) -> &str {
        match split_before(self.path_and_query(), b"?").0 {
            "" => "/",
            path => path,
        }
    }

    /// The path with the query: what an address is within its origin.
    pub fn path_and_query(&self) -> &str {
        self.text.get(self.path..).unwrap_or_default()
    }

    /// Whether this address lies in that directory, also once a browser has resolved its `.` and `..`.
    pub fn is_below(&self, directory: &Self) -> bool {
        let stays = parts(self.path(), b'/').into_iter().all(|segment| !is_dots(segment));
        stays && self.origin() == directory.origin() && self.path().starts_with(directory.path())
    }

    /// The address with these parameters added to its query; what the query already has is kept (RFC 6749 §3.1).
    pub fn with_query(&self, parameters: &[(&str, &str)]) -> String {
        let mut address = self.text.clone();
        if address.bytes().all(|octet| octet != b'?') {
            address.push('?');
        }
        form::append(&mut address, parameters);
        address
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Scheme, host and port: the unit in which a browser, and our allow-lists, trust ([RFC 6454]).
///
/// [RFC 6454]: https://www.rfc-editor.org/rfc/rfc6454
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// # Errors
    ///
    /// [`EndpointError`] for what is no [`Endpoint`], and for one with a path: whoever writes one expects it to count.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let endpoint = Endpoint::parse(text)?;
        match endpoint.text.get(endpoint.path..) {
            Some("" | "/") => Ok(endpoint.origin()),
            _ => Err(EndpointError::Path),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a browser resolves before it goes anywhere: `.` and `..`, encoded or not. It would come back to another path.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    while let Some(shorter) = [".", "%2e", "%2E"].into_iter().find_map(|dot| rest.strip_prefix(dot)) {
        rest = shorter;
    }
    rest.is_empty() && !segment.is_empty()
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), EndpointError> {
    // The colons of an IPv6 address stand between brackets.
    let (address, rest) = match authority.starts_with('[') {
        true => split_before(authority, b"]"),
        false => ("", authority),
    };
    let (end, port) = split_before(rest, b":");
    let host = authority.get(..address.len() + end.len()).ok_or(EndpointError::Host)?;
    Ok((host, port.strip_prefix(':')))
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        // The browser has the last word; what counts here is that nothing else can hide between the brackets.
        Some(address) => {
            address.contains(':')
                && address.bytes().all(|octet| octet.is_ascii_hexdigit() || b":.".contains(&octet))
        }
        None => {
            !host.is_empty()
                && host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-_".contains(&octet))
        }
    }
}

/// Only names and addresses that can mean nothing but this machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3).
fn is_loopback(host: &str) -> bool {
    let last = parts(host, b'.').pop().unwrap_or_default();
    last.eq_ignore_ascii_case("localhost") || host == "[::1]" || is_loopback_v4(host)
}

/// 127.0.0.0/8, written as four numbers.
fn is_loopback_v4(host: &str) -> bool {
    let parts = parts(host, b'.');
    parts.len() == 4 && parts[0] == "127" && parts.into_iter().all(|part| decimal(part, 255).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_https_anywhere_and_http_on_loopback() {
        for text in [
            "https://login.lifen.fr/",
            "https://login.lifen.fr/oauth/token?tenant=a",
            "http://localhost:8080/callback",
            "http://app.localhost/",
            "http://127.0.0.1:9090/authorize",
            "http://[::1]:9090/",
        ] {
            assert!(Endpoint::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else_and_says_what_was_wanted() {
        for (text, error) in [
            ("", EndpointError::Scheme),
            ("login.lifen.fr", EndpointError::Scheme),
            ("http://login.lifen.fr/", EndpointError::Scheme),
            ("http://localhost.evil.example/", EndpointError::Scheme),
            ("http://127.0.0.1.evil.example/", EndpointError::Scheme),
            ("javascript:alert(1)", EndpointError::Scheme),
            ("https://", EndpointError::Host),
            ("https://user:pass@login.lifen.fr/", EndpointError::Host),
            ("https://login.lifen.fr@evil.example/", EndpointError::Host),
            ("https://élan.fr/", EndpointError::Host),
            ("https://[::g]/", EndpointError::Host),
            ("https://login.lifen.fr:0/", EndpointError::Port),
            ("https://login.lifen.fr:65536/", EndpointError::Port),
            ("https://login.lifen.fr/#fragment", EndpointError::Fragment),
            ("https://login.lifen.fr/a b", EndpointError::Characters),
            ("https://login.lifen.fr/\\evil", EndpointError::Characters),
        ] {
            assert_eq!(Endpoint::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn tells_origin_and_path_as_a_browser_does() {
        let endpoint = Endpoint::parse("https://API.Lifen.fr:443/fhir/v3?x=1").unwrap();

        assert_eq!(endpoint.origin().as_str(), "https://api.lifen.fr");
        assert_eq!(endpoint.origin().to_string(), "https://api.lifen.fr");
        assert_eq!(endpoint.path(), "/fhir/v3");
        assert_eq!(Endpoint::parse("https://api.lifen.fr?x").unwrap().path(), "/");
    }

    #[test]
    fn knows_what_lies_in_a_directory_as_a_browser_resolves_it() {
        let directory = Endpoint::parse("https://app.example/ward/").unwrap();
        let is_below = |text| Endpoint::parse(text).unwrap().is_below(&directory);

        for text in [
            "https://app.example/ward/",
            "https://APP.example:443/ward/session?x=/../y",
            "https://app.example/ward/..session/a.b",
        ] {
            assert!(is_below(text), "{text}");
        }
        for text in [
            "https://app.example/ward",
            "https://app.example/",
            "https://app.example/ward/../session",
            "https://app.example/ward/.%2E/session",
            "https://app.example:8443/ward/",
            "https://other.example/ward/",
        ] {
            assert!(!is_below(text), "{text}");
        }
    }

    #[test]
    fn reads_an_origin_however_its_default_port_and_slash_are_written() {
        for text in ["https://api.lifen.fr", "https://api.lifen.fr/", "https://API.lifen.fr:443"] {
            assert_eq!(Origin::parse(text).unwrap().as_str(), "https://api.lifen.fr", "{text}");
        }
        for text in [
            "https://api.lifen.fr/fhir",
            "https://api.lifen.fr//",
            "https://api.lifen.fr?",
            "https://api.lifen.fr/?x",
        ] {
            assert_eq!(Origin::parse(text), Err(EndpointError::Path), "{text}");
        }
        assert_eq!(Origin::parse("http://api.lifen.fr"), Err(EndpointError::Scheme));
        assert_eq!(Origin::parse("https://*.lifen.fr"), Err(EndpointError::Host));
    }

    #[test]
    fn adds_parameters_to_a_query_that_is_already_there() {
        let address = |text| Endpoint::parse(text).unwrap().with_query(&[("a b", "é&")]);

        assert_eq!(address("https://x.fr/y"), "https://x.fr/y?a+b=%C3%A9%26");
        assert_eq!(address("https://x.fr/y?z=1"), "https://x.fr/y?z=1&a+b=%C3%A9%26");
    }
}
