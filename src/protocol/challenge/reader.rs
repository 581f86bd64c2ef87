//! The grammar of challenges, octet by octet.
//!
//! ```text
//! WWW-Authenticate = #challenge                    RFC 9110 §11.6.1; # is a list with commas, some of them for nothing
//! challenge        = auth-scheme [ 1*SP ( token68 / #auth-param ) ]                                        §11.3
//! auth-param       = token BWS "=" BWS ( token / quoted-string )                                           §11.2
//! ```
//!
//! A comma may end a parameter or a challenge; which of them, only the `=` after the next word tells.

/// The challenges of a header, each the name of its scheme and its parameters. Ends where it cannot read on.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(header: &'a str) -> Self {
        Self { rest: header.as_bytes() }
    }

    fn skip(&mut self, is: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|octet| !is(*octet)).unwrap_or(self.rest.len());
        let (skipped, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, &[]));
        self.rest = rest;
        skipped
    }

    fn take(&mut self, wanted: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn spaces(&mut self) {
        self.skip(is_space);
    }

    fn token(&mut self) -> Option<String> {
        let token = self.skip(is_of_a_token);
        if token.is_empty() { None } else { text(token.to_vec()) }
    }

    /// A parameter, or nothing, and nothing taken, where the next word is none.
    fn parameter(&mut self) -> Option<(String, String)> {
        let before = self.rest;
        let found = self.name_and_value();
        if found.is_none() {
            self.rest = before;
        }
        found
    }

    fn name_and_value(&mut self) -> Option<(String, String)> {
        let name = self.token()?;
        self.spaces();
        if !self.take(b'=') {
            return None;
        }
        self.spaces();
        let value = if self.take(b'"') { self.quoted()? } else { self.token()? };
        Some((name, value))
    }

    /// What stands up to the closing quotation mark; `\` lets the next octet stand for itself (§5.6.4).
    fn quoted(&mut self) -> Option<String> {
        let mut octets = Vec::new();
        loop {
            let [octet, rest @ ..] = self.rest else { return None };
            self.rest = rest;
            match octet {
                b'"' => return text(octets),
                b'\\' => {
                    let [escaped, rest @ ..] = self.rest else { return None };
                    self.rest = rest;
                    octets.push(*escaped);
                }
                octet => octets.push(*octet),
            }
        }
    }

    /// The one value of `Basic` and its like, which no scheme of ours has.
    fn token68(&mut self) {
        let before = self.rest;
        self.skip(|octet| octet.is_ascii_alphanumeric() || b"-._~+/".contains(&octet));
        self.skip(|octet| octet == b'=');
        self.spaces();
        if !matches!(self.rest, [] | [b',', ..]) {
            self.rest = before;
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = (String, Vec<(String, String)>);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip(is_between);
        let scheme = self.token()?;
        let mut parameters = Vec::new();
        if !self.skip(is_space).is_empty() {
            self.token68();
        }
        loop {
            self.skip(is_between);
            match self.parameter() {
                Some(parameter) => parameters.push(parameter),
                None => return Some((scheme, parameters)),
            }
        }
    }
}

fn is_space(octet: u8) -> bool {
    octet == b' ' || octet == b'\t'
}

fn is_between(octet: u8) -> bool {
    is_space(octet) || octet == b','
}

/// RFC 9110 §5.6.2.
fn is_of_a_token(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

/// Octets of a text, less some that are ASCII: a text again.
fn text(octets: Vec<u8>) -> Option<String> {
    String::from_utf8(octets).ok()
}
