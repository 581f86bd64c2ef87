//! The reader: RFC 8259, and nothing beside it.
//!
//! Our own, because the checks are: a member that comes twice, a document too deep or too long, and the place where a
//! text stops being JSON are all found in the one pass. It has no floating point (times are whole seconds here), whose
//! tables alone would weigh more than this file. A test holds it against `serde_json`, document by document.

use super::number::Number;
use super::{Json, Object, Unreadable};

/// Reads a whole text that nests no deeper than this.
pub(super) fn read(text: &str, deepest: u8) -> Result<Json, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    match reader.document(deepest) {
        Some(value) => Ok(value),
        None => Err(reader.place()),
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The octet that is read next; where it stands when a text is refused is where the fault is.
    at: usize,
}

impl Reader<'_> {
    fn document(&mut self, deepest: u8) -> Option<Json> {
        let value = self.value(deepest)?;
        self.skip_space();
        (self.at == self.text.len()).then_some(value)
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        self.skip_space();
        match self.peek()? {
            b'{' => self.object(depth.checked_sub(1)?),
            b'[' => self.list(depth.checked_sub(1)?),
            b'"' => self.string().map(Json::Text),
            b't' => self.word("true", Json::Boolean(true)),
            b'f' => self.word("false", Json::Boolean(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number().map(Json::Number),
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.at += 1;
        if self.follows(b'}') {
            return Some(Json::Object(Object(members)));
        }
        loop {
            self.skip_space();
            let start = self.at;
            let name = self.string()?;
            // RFC 7515 §4, RFC 7519 §4: names "MUST be unique"; two readers could otherwise see two meanings.
            if members.iter().any(|(known, _)| *known == name) {
                self.at = start;
                return None;
            }
            self.expect(b':')?;
            members.push((name, self.value(depth)?));
            if self.follows(b'}') {
                return Some(Json::Object(Object(members)));
            }
            self.expect(b',')?;
        }
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        let mut values = Vec::new();
        self.at += 1;
        if self.follows(b']') {
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            if self.follows(b']') {
                return Some(Json::List(values));
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Option<String> {
        if self.peek()? != b'"' {
            return None;
        }
        self.at += 1;
        let mut string = String::new();
        loop {
            let start = self.at;
            while self.peek()? >= b' ' && !matches!(self.peek()?, b'"' | b'\\') {
                self.at += 1;
            }
            // Whole characters: what ends the run is ASCII.
            string.push_str(self.text.get(start..self.at)?);
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(string);
                }
                b'\\' => {
                    self.at += 1;
                    string.push(self.escape()?);
                }
                // RFC 8259 §7: control characters "MUST be escaped".
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// Four hexadecimal digits, or two times four for a character beyond U+FFFF. Half a pair is no character.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        if self.text.get(self.at..self.at + 2) != Some("\\u") {
            return None;
        }
        self.at += 2;
        let low = self.hexadecimal()?;
        let low = (0xdc00..0xe000).contains(&low).then_some(low)?;
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |value, digit| Some(value * 16 + digit.to_digit(16)?))
    }

    /// RFC 8259 §6: a minus perhaps, whole digits without a leading zero, a fraction perhaps, an exponent perhaps.
    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.text.get(start..self.at).map(Number::new)
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|octet| octet.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        if self.text.get(self.at..self.at + word.len()) != Some(word) {
            return None;
        }
        self.at += word.len();
        Some(value)
    }

    fn expect(&mut self, octet: u8) -> Option<()> {
        self.follows(octet).then_some(())
    }

    /// Whether this octet comes next, after space; if so, it is behind us.
    fn follows(&mut self, octet: u8) -> bool {
        self.skip_space();
        let follows = self.peek() == Some(octet);
        self.at += usize::from(follows);
        follows
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The line and column that were reached, counted from 1, the column in octets.
    fn place(&self) -> Unreadable {
        let mut place = Unreadable { line: 1, column: 1 };
        for octet in self.text.bytes().take(self.at) {
            if octet == b'\n' {
                place = Unreadable { line: place.line + 1, column: 1 };
            } else {
                place.column += 1;
            }
        }
        place
    }
}
