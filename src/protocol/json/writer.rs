//! Values written as JSON again, without a space between them.

use super::{Json, Object};

impl Json {
    /// The value as a JSON text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        write(self, &mut text);
        text
    }
}

impl Object {
    /// The members as a JSON text, in the order they came.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        write_object(self, &mut text);
        text
    }
}

fn write(value: &Json, text: &mut String) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Boolean(true) => text.push_str("true"),
        Json::Boolean(false) => text.push_str("false"),
        Json::Number(number) => text.push_str(number.as_str()),
        Json::Text(string) => write_string(string, text),
        Json::List(values) => {
            let mut mark = '[';
            for value in values {
                text.push(mark);
                write(value, text);
                mark = ',';
            }
            close(mark, ['[', ']'], text);
        }
        Json::Object(object) => write_object(object, text),
    }
}

fn write_object(object: &Object, text: &mut String) {
    let mut mark = '{';
    for (name, value) in &object.0 {
        text.push(mark);
        write_string(name, text);
        text.push(':');
        write(value, text);
        mark = ',';
    }
    close(mark, ['{', '}'], text);
}

/// Ends a list or an object, whose beginning is not written yet where nothing is in it.
fn close(mark: char, [start, end]: [char; 2], text: &mut String) {
    if mark == start {
        text.push(start);
    }
    text.push(end);
}

/// RFC 8259 §7: "All Unicode characters may be placed within the quotation marks, except for the characters that MUST be
/// escaped: quotation mark, reverse solidus, and the control characters (U+0000 through U+001F)."
fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\0'..='\u{1f}' => {
                let digit = |digit| char::from_digit(digit, 16).unwrap_or('0');
                let code = u32::from(character);
                text.push_str("\\u00");
                text.extend([digit(code >> 4), digit(code & 15)]);
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_the_library_writes() {
        for text in [
            "{}",
            r#"{"a":[],"b":{},"c":[null,true,false]}"#,
            r#"{"type":"letter","actions":["sign","read"],"of":{"id":7,"until":null}}"#,
            r#"{"é€𝄞\"\\\/":"\b\f\n\r\t\u0000\u001f\u007f ~"}"#,
        ] {
            let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
            let ours = Object::parse(text).unwrap().to_text();

            assert_eq!(serde_json::from_str::<serde_json::Value>(&ours).unwrap(), theirs, "{ours}");
            assert_eq!(Json::Object(Object::parse(text).unwrap()).to_text(), ours);
        }
    }

    #[test]
    fn keeps_a_number_as_it_was_written() {
        let text = r#"{"a":-0.10e+3,"b":12345678901234567890}"#;

        assert_eq!(Object::parse(text).unwrap().to_text(), text);
    }
}
