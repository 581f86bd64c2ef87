//! The paths of a file that lead out of its module, resolved to where they lead from the crate's root.

use super::tokens::Token;

/// A path from the crate's root; empty for the root itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Resolved {
    pub segments: Vec<String>,
    pub line: usize,
}

/// The module a file is: `src/session/callback.rs` is `session::callback`, `src/session/mod.rs` is `session`.
pub fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let mut segments: Vec<_> = path.split('/').map(str::to_owned).collect();
    if matches!(segments.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        segments.pop();
    }
    segments
}

/// Every path that begins with `crate`, `self`, `super` or the crate's own name, in imports, bodies and macros alike;
/// a group of imports gives one path a leaf.
pub fn paths_out_of(module: &[String], tokens: &[Token]) -> Vec<Resolved> {
    let mut found = Vec::new();
    // The inline modules the reader is in, each with the depth of braces at which it ends.
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => {
                depth += 1;
                if at >= 2 && tokens[at - 2].is("mod") {
                    inline.push((tokens[at - 1].text.clone(), depth));
                }
            }
            "}" => {
                if inline.last().is_some_and(|(_, ends_at)| *ends_at == depth) {
                    inline.pop();
                }
                depth -= 1;
            }
            "crate" | "self" | "super" | "lifen_connect" if begins_a_path(tokens, at) => {
                let here = module.iter().chain(inline.iter().map(|(name, _)| name)).cloned().collect();
                read(tokens, at, here, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Whether a path starts here: not in the middle of one, and not the `pub(crate)` of a visibility, nor a plain `self`.
fn begins_a_path(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|index| tokens[index].text.as_str());
    let goes_on = tokens.get(at + 1).is_some_and(|next| next.is("::"));
    let is_visibility = before(1) == Some("(") && before(2) == Some("pub");
    match tokens[at].text.as_str() {
        _ if before(1) == Some("::") => tokens[at].is("lifen_connect") && !before(2).is_some_and(is_name),
        "self" => goes_on,
        "lifen_connect" => true,
        _ => goes_on || !is_visibility,
    }
}

fn is_name(text: &str) -> bool {
    text == ">" || text.starts_with(|first: char| first.is_alphanumeric() || first == '_')
}

/// Reads one path, or one tree of imports, that continues from `from`; answers with where it ended.
fn read(tokens: &[Token], at: usize, mut from: Vec<String>, found: &mut Vec<Resolved>) -> usize {
    let line = tokens[at].line;
    let mut at = at;
    loop {
        match tokens[at].text.as_str() {
            "crate" | "lifen_connect" => from.clear(),
            "self" => {}
            // Above the root there is nothing: the compiler refuses it before this is asked.
            "super" => drop(from.pop()),
            "*" => from.push("*".to_owned()),
            "{" => return read_group(tokens, at + 1, &from, found),
            _ if tokens[at].is_word() => from.push(tokens[at].text.clone()),
            _ => break,
        }
        at += 1;
        if !tokens.get(at).is_some_and(|token| token.is("::")) || at + 1 >= tokens.len() {
            break;
        }
        at += 1;
    }
    found.push(Resolved { segments: from, line });
    at
}

fn read_group(tokens: &[Token], mut at: usize, from: &[String], found: &mut Vec<Resolved>) -> usize {
    while at < tokens.len() && !tokens[at].is("}") {
        at = read(tokens, at, from.to_vec(), found);
        // `as name` and the comma.
        while at < tokens.len() && !tokens[at].is("}") && !tokens[at].is(",") {
            at += 1;
        }
        if tokens.get(at).is_some_and(|token| token.is(",")) {
            at += 1;
        }
    }
    at + 1
}
