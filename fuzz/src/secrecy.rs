//! Secrets are planted where an input has some, and nothing that can be logged may show them.

use std::fmt::{Debug, Display};

/// The planted secret. It fits wherever a value of these protocols does.
pub const PLANTED: &str = "planted-6d0f2b7a";

/// The JSON text with the secret at the beginning of each of these members' texts.
///
/// `None` where there is nothing to search for: no such member, or an input that has the secret elsewhere already.
/// It works on broken JSON too, and cannot plant into another member: a quotation mark inside a text is escaped.
pub fn plant(json: &str, members: &[&str]) -> Option<String> {
    if json.contains(PLANTED) {
        return None;
    }
    let mut planted = json.to_owned();
    for member in members {
        let name = format!("\"{member}\"");
        let mut at = 0;
        while let Some(found) = planted[at..].find(&name) {
            at += found + name.len();
            let value = planted[at..].trim_start().strip_prefix(':').map(str::trim_start);
            if let Some(text) = value.and_then(|value| value.strip_prefix('"')) {
                at = planted.len() - text.len();
                planted.insert_str(at, PLANTED);
            }
        }
    }
    planted.contains(PLANTED).then_some(planted)
}

/// Nothing that formats this result shows the secret.
#[track_caller]
pub fn is_silent<T: Debug, E: Debug + Display>(result: &Result<T, E>) {
    shows_nothing(&format!("{result:?} {result:#?}"));
    if let Err(error) = result {
        let sentence = error.to_string();
        assert!(!sentence.is_empty(), "{error:?} says nothing");
        shows_nothing(&sentence);
    }
}

/// A secret formats as the name of its type and nothing else.
#[track_caller]
pub fn is_redacted(secret: &impl Debug, name: &str) {
    assert_eq!(format!("{secret:?}"), format!("{name}(redacted)"));
}

#[track_caller]
pub fn shows_nothing(formatted: &str) {
    assert!(!formatted.contains(PLANTED), "a log shows a secret: {formatted}");
}

/// A code is in kebab case and belongs to its group.
#[track_caller]
pub fn is_a_code(code: &str, group: &str) {
    let words = code.strip_prefix(group).unwrap_or_else(|| panic!("{code} is no {group} code"));
    let kebab = |word: &str| !word.is_empty() && word.bytes().all(|octet| octet.is_ascii_lowercase());
    assert!(words.strip_prefix('-').is_some_and(|words| words.split('-').all(kebab)), "{code} is no code");
}
