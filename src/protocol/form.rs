//! `application/x-www-form-urlencoded` ([URL Standard §5]): how addresses, token requests and the pending sign-in write
//! names and values.
//!
//! Thirty lines of our own instead of a library's tables; a test holds them against that library.
//!
//! [URL Standard §5]: https://url.spec.whatwg.org/#application/x-www-form-urlencoded

use super::text::{parts, split_before};

/// Adds these pairs to what is there: a query that was begun, or nothing.
pub(crate) fn append(text: &mut String, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        if !text.is_empty() && !text.ends_with('?') && !text.ends_with('&') {
            text.push('&');
        }
        for (part, end) in [(name, "="), (value, "")] {
            encode(part, text);
            text.push_str(end);
        }
    }
}

/// These pairs alone.
pub(crate) fn write(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    append(&mut text, pairs);
    text
}

/// Names and values, decoded, in the order they came.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub fn read(text: &str) -> Self {
        let pairs = parts(text, b'&').into_iter().filter(|pair| !pair.is_empty());
        Self(pairs.map(decode_pair).collect())
    }

    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn encode(part: &str, text: &mut String) {
    for octet in part.bytes() {
        match octet {
            b' ' => text.push('+'),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                text.push(char::from(octet))
            }
            _ => {
                text.push('%');
                for digit in [octet >> 4, octet & 15] {
                    text.push(char::from(if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }));
                }
            }
        }
    }
}

fn decode_pair(pair: &str) -> (String, String) {
    let (name, value) = split_before(pair, b"=");
    (decode(name), decode(value.get(1..).unwrap_or_default()))
}

/// What is no UTF-8 once decoded is nothing: no name or value of ours is.
fn decode(part: &str) -> String {
    let mut octets = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'+' => b' ',
            b'%' => escaped(&mut rest).unwrap_or(b'%'),
            octet => octet,
        });
    }
    String::from_utf8(octets).unwrap_or_default()
}

/// The octet that two hexadecimal digits stand for; without them the percent sign stands for itself.
fn escaped(rest: &mut std::str::Bytes<'_>) -> Option<u8> {
    let mut ahead = rest.clone();
    let mut digit = || char::from(ahead.next()?).to_digit(16);
    let octet = digit()? * 16 + digit()?;
    *rest = ahead;
    u8::try_from(octet).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 12] = [
        "",
        "a",
        "a b+c",
        "é€𝄞",
        "100%",
        "%",
        "%4",
        "%zz",
        "%41%2B",
        "a=b&c",
        "~*-._!'()\u{0}\u{7f}",
        "/x?y#z",
    ];

    #[test]
    fn writes_what_the_library_writes() {
        for name in PARTS {
            for value in PARTS {
                let theirs =
                    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
                assert_eq!(write(&[(name, value)]), theirs);
            }
        }
    }

    #[test]
    fn reads_what_the_library_reads() {
        for name in PARTS {
            for value in PARTS {
                let text = format!("{name}={value}&&{value}&x={name}=");
                let theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
                assert_eq!(Pairs::read(&text).0, theirs, "{text}");
            }
        }
    }

    #[test]
    fn reads_nothing_where_no_text_is_encoded() {
        assert_eq!(Pairs::read("state=%ff%fe").value("state"), Some(""));
    }
}
