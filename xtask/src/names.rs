//! What the functions of a module are called, as long as nothing has stripped it of that.

use crate::module::{Section, number, sized};

/// The functions that have names, by number; imports are counted too.
///
/// The section called `name` has parts, of which the first kind is how many functions are named, and of each its number
/// and its name ([WebAssembly, appendix, §Name Section]).
///
/// [WebAssembly, appendix, §Name Section]: https://www.w3.org/TR/wasm-core-2/#name-section
pub fn of_functions<'a>(sections: &[Section<'a>]) -> Option<Vec<(u64, &'a str)>> {
    const FUNCTIONS: u8 = 1;
    let mut names = Vec::new();
    for &Section { kind, mut content } in sections {
        if kind != Section::CUSTOM || sized(&mut content)? != b"name" {
            continue;
        }
        while let Some(part) = content.split_off_first() {
            let mut named = sized(&mut content)?;
            if *part == FUNCTIONS {
                for _ in 0..number(&mut named)? {
                    names.push((number(&mut named)?, str::from_utf8(sized(&mut named)?).ok()?));
                }
            }
        }
    }
    Some(names)
}

/// A name without the hashes of its first crate and of itself: `core[c5930c85a12de822]::panicking::panic_fmt` or
/// `core::panicking::panic_fmt::h9cfa79fe3d30903d`.
pub fn plain(name: &str) -> String {
    let (path, last) = name.rsplit_once("::").unwrap_or(("", name));
    let is_hash = last.len() == 17
        && last.strip_prefix('h').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let name = if is_hash { path } else { name };
    match (name.find('['), name.find(']')) {
        (Some(from), Some(to)) if from < to => [&name[..from], &name[to + 1..]].concat(),
        _ => name.to_owned(),
    }
}

/// The section that names this one function, for tests.
#[cfg(test)]
pub fn section(function: u64, name: &str) -> Vec<u8> {
    use crate::module::{put_number, put_sized};

    let mut names = vec![1];
    put_number(&mut names, function);
    put_sized(&mut names, name.as_bytes());
    let mut section = b"\x04name\x01".to_vec();
    put_sized(&mut section, &names);
    section
}
