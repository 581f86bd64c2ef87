//! Shortens the script that wasm-bindgen writes around a module: what nothing calls goes, names and spaces become short.
//!
//! It reads tokens and no grammar, so it leans on the script being wasm-bindgen's: a line that is not indented begins a
//! declaration, `arg0`, `ptr1` or `ret` are variables and never properties without a dot, and statements end with a
//! semicolon or a line.

mod tokens;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

pub use tokens::is_of_a_name;
use tokens::{Token, tokens};

/// The script, shorter; it does what it did.
///
/// # Errors
///
/// When a text in it has no end.
pub fn shorten(script: &str) -> Result<String, String> {
    // The page has nothing to start at once: the module is still on its way.
    let script = script.replace("export { initSync, ", "export { ");
    shorter(&script).ok_or_else(|| "The script has a text or a comment without an end.".to_owned())
}

fn shorter(script: &str) -> Option<String> {
    let script = without_the_dead(declarations(script))?;
    let tokens = tokens(&script)?;
    Some(written(&tokens, &short_names(&script, &tokens)))
}

/// Pieces that begin with a line that is not indented, each with the lines that are, and with what closes it.
fn declarations(script: &str) -> Vec<&str> {
    let mut declarations = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in script.split_inclusive('\n') {
        if line.starts_with(is_of_a_name) && at > start {
            declarations.push(&script[start..at]);
            start = at;
        }
        at += line.len();
    }
    declarations.push(&script[start..]);
    declarations
}

/// What is left when functions and tables that are named nowhere else are gone, and those that were named only by these.
fn without_the_dead(mut declarations: Vec<&str>) -> Option<String> {
    loop {
        let mut words = Vec::new();
        for declaration in &declarations {
            let names: BTreeSet<&str> = tokens(declaration)?.into_iter().flat_map(Token::names).collect();
            words.push(names);
        }
        let lives = |at: usize| {
            let name = removable(declarations[at]);
            name.is_none_or(|name| {
                words.iter().enumerate().any(|(other, words)| other != at && words.contains(name))
            })
        };
        let living: Vec<&str> =
            (0..declarations.len()).filter(|at| lives(*at)).map(|at| declarations[at]).collect();
        if living.len() == declarations.len() {
            return Some(living.concat());
        }
        declarations = living;
    }
}

/// The name of what does nothing as long as nobody names it.
fn removable(declaration: &str) -> Option<&str> {
    let passive = ["function ", "async function ", "const __wbindgen_enum_"];
    declared(declaration).filter(|_| passive.iter().any(|beginning| declaration.starts_with(beginning)))
}

fn declared(declaration: &str) -> Option<&str> {
    let words = ["function ", "async function ", "const ", "let "];
    let rest = words.iter().find_map(|word| declaration.strip_prefix(word))?;
    rest.split(|character| !is_of_a_name(character)).next()
}

/// The others of several variables that are declared at once, without a value.
fn also_declared(declaration: &str) -> impl Iterator<Item = &str> {
    let list =
        declaration.strip_prefix("let ").and_then(|rest| rest.split_once(';')).map_or("", |(list, _)| list);
    let is_list = list.chars().all(|character| is_of_a_name(character) || ", ".contains(character));
    list.split(", ").skip(1).filter(move |_| is_list)
}

/// A short name for each long one; the most frequent get the shortest.
fn short_names<'a>(script: &'a str, tokens: &[Token<'a>]) -> BTreeMap<&'a str, String> {
    let declarations = declarations(script);
    let global: BTreeSet<&str> =
        declarations.iter().flat_map(|text| declared(text).into_iter().chain(also_declared(text))).collect();
    let (mut taken, mut in_text, mut counts) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    for token in tokens {
        taken.extend(token.names());
        match token {
            Token::Template(_) => in_text.extend(token.names()),
            Token::Name(name) if global.contains(name) || is_local(name) => {
                *counts.entry(*name).or_insert(0) += 1;
            }
            _ => {}
        }
    }
    let mut long: Vec<(&str, usize)> =
        counts.into_iter().filter(|(name, _)| !in_text.contains(name)).collect();
    long.sort_by_key(|(_, count)| Reverse(*count));
    let short = candidates().filter(|name| !taken.contains(name.as_str()));
    long.into_iter().map(|(name, _)| name).zip(short).collect()
}

fn is_local(name: &str) -> bool {
    let stem = name.trim_end_matches(|last: char| last.is_ascii_digit());
    ["ret", "retptr"].contains(&name) || (["arg", "len", "ptr", "r"].contains(&stem) && stem != name)
}

/// `a`, `b` … `Z`, `aa`, `ab` …, except for words of the language.
fn candidates() -> impl Iterator<Item = String> {
    const WORDS: [&str; 5] = ["as", "do", "if", "in", "of"];
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs =
        letters().flat_map(move |first| letters().map(move |second| String::from_iter([first, second])));
    letters().map(String::from).chain(pairs).filter(|name| !WORDS.contains(&name.as_str()))
}

/// The tokens with their short names, a line where it may end a statement, and a space where two would become one.
fn written(tokens: &[Token], names: &BTreeMap<&str, String>) -> String {
    let mut script = String::new();
    let mut before = Token::Mark(";");
    let mut space = String::new();
    for token in tokens {
        let text = match token {
            Token::Space(text) => {
                space.push_str(text);
                continue;
            }
            Token::Name(name) if before != Token::Mark(".") => names.get(name).map_or(*name, String::as_str),
            token => token.text(),
        };
        let last = script.chars().next_back().unwrap_or(';');
        let joins = |first: char| {
            (is_of_a_name(last) && is_of_a_name(first)) || ("+-".contains(last) && last == first)
        };
        if space.contains('\n') && !"{;,".contains(last) && text != "}" {
            script.push('\n');
        } else if !space.is_empty() && text.starts_with(joins) {
            script.push(' ');
        }
        script.push_str(text);
        space.clear();
        before = *token;
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_what_nothing_names_and_what_only_that_named() {
        let script = "function used() {\n    return 1;\n}\n\nfunction first() {\n    return second();\n}\n\
                      async function second() {\n}\nconst __wbindgen_enum_A = [\"a\"];\nlet counter = used();\n\
                      export { initSync, counter as default };\n";

        assert_eq!(shorten(script).unwrap(), "function b(){return 1;}\nlet a=b();export{a as default};");
    }

    #[test]
    fn gives_short_names_to_variables_and_none_to_properties() {
        let script = "function getObject(arg0, ret) {\n    wasm.getObject(arg0 + ret.ret, ...arg0);\n}\ngetObject(a);\n";

        assert_eq!(shorten(script).unwrap(), "function c(b,d){wasm.getObject(b+d.ret,...b);}\nc(a);");
    }

    #[test]
    fn leaves_names_in_templates_and_texts() {
        let script = "function f(ret, arg0) {\n    return `${ret}` + 'arg0' + arg0;\n}\nf();\n";

        assert_eq!(shorten(script).unwrap(), "function b(ret,a){return`${ret}`+'arg0'+a;}\nb();");
    }

    #[test]
    fn keeps_a_line_that_may_end_a_statement() {
        let script = "let first = () => {}\nlet second = 1 + +1;\nfirst(second)\nsecond++ + 1\n";

        assert_eq!(shorten(script).unwrap(), "let b=()=>{}\nlet a=1+ +1;b(a)\na++ +1");
    }

    #[test]
    fn refuses_a_text_without_an_end() {
        assert!(shorten("let a = 'b;\n").unwrap_err().contains("without an end"));
    }
}
