//! A source file as the compiler's words, so that comments and texts are no imports and line breaks no hiding place.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One word or sign. A `::` is one sign; brackets are signs of their own; a literal is shown as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

/// Every token of a file, flat; `None` when it is no Rust.
pub fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut flat = Vec::new();
    flatten(text.parse().ok()?, &mut flat);
    Some(flat)
}

fn flatten(stream: TokenStream, flat: &mut Vec<Token>) {
    let mut push = |text: String, line| flat.push(Token { text, line });
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(open.to_owned(), line);
                let mut inner = Vec::new();
                flatten(group.stream(), &mut inner);
                for token in inner {
                    push(token.text, token.line);
                }
                push(close.to_owned(), group.span_close().start().line);
            }
            TokenTree::Ident(word) => push(word.to_string().trim_start_matches("r#").to_owned(), line),
            TokenTree::Literal(literal) => push(literal.to_string(), line),
            TokenTree::Punct(sign) if sign.as_char() == ':' => {
                let doubled = matches!(trees.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
                if doubled {
                    trees.next();
                }
                push(if doubled { "::" } else { ":" }.to_owned(), line);
            }
            TokenTree::Punct(sign) => push(sign.as_char().to_string(), line),
        }
    }
}
