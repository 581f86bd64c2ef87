//! The tokens of a script, as far as names and spaces need them.

/// A piece of a script; together they are all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    /// An identifier, a word of the language or a number.
    Name(&'a str),
    /// A text in quotes, with them.
    Text(&'a str),
    /// A text with holes, in which there may be names.
    Template(&'a str),
    /// Spaces, lines and comments.
    Space(&'a str),
    /// One character of anything else, or the three dots that spread a list.
    Mark(&'a str),
}

impl<'a> Token<'a> {
    pub fn text(self) -> &'a str {
        let (Token::Name(text)
        | Token::Text(text)
        | Token::Template(text)
        | Token::Space(text)
        | Token::Mark(text)) = self;
        text
    }

    /// What may be a name in it.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        let text = if let Token::Name(text) | Token::Template(text) = self { text } else { "" };
        text.split(|character| !is_of_a_name(character)).filter(|name| !name.is_empty())
    }
}

pub fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || "_$".contains(character)
}

/// Nothing where a text or a comment has no end.
///
/// A regular expression is taken for marks and names, so it must not contain a quote.
pub fn tokens<'a>(mut script: &'a str) -> Option<Vec<Token<'a>>> {
    let mut tokens = Vec::new();
    while let Some(first) = script.chars().next() {
        let kind: fn(&'a str) -> Token<'a> = match first {
            '"' | '\'' => Token::Text,
            '`' => Token::Template,
            _ if first.is_whitespace() || script.starts_with("//") || script.starts_with("/*") => {
                Token::Space
            }
            _ if is_of_a_name(first) => Token::Name,
            _ => Token::Mark,
        };
        let length = match kind(script) {
            Token::Text(_) => quoted(script, first).filter(|length| !script[..*length].contains('\n'))?,
            Token::Template(_) => quoted(script, first)?,
            Token::Space(_) => space(script)?,
            Token::Name(_) => script.find(|character| !is_of_a_name(character)).unwrap_or(script.len()),
            Token::Mark(_) if script.starts_with("...") => 3,
            Token::Mark(_) => first.len_utf8(),
        };
        let (token, rest) = script.split_at(length);
        tokens.push(kind(token));
        script = rest;
    }
    Some(tokens)
}

/// The length up to and with the quote that ends it.
fn quoted(script: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let end = script.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == quote && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    end.map(|(at, _)| at + 1)
}

fn space(script: &str) -> Option<usize> {
    if script.starts_with("//") {
        Some(script.find('\n').unwrap_or(script.len()))
    } else if script.starts_with("/*") {
        script.find("*/").map(|at| at + 2)
    } else {
        Some(script.find(|character: char| !character.is_whitespace()).unwrap_or(script.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_texts_spaces_and_marks() {
        let script = "let a1 = 'it\\'s', b = `${a1}\n`; // why\n/* so */f(...b)";
        let read = tokens(script).unwrap();

        assert_eq!(read.iter().map(|token| token.text()).collect::<String>(), script);
        let some = [
            Token::Name("a1"),
            Token::Text("'it\\'s'"),
            Token::Template("`${a1}\n`"),
            Token::Space("// why"),
            Token::Space("/* so */"),
            Token::Mark("..."),
        ];
        assert!(some.iter().all(|token| read.contains(token)), "{read:?}");
    }

    #[test]
    fn refuses_what_has_no_end() {
        for script in ["f('a)", "f('a\n')", "`a", "/* a"] {
            assert_eq!(tokens(script), None, "{script}");
        }
    }
}
