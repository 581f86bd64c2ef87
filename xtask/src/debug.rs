//! Leaves out what would describe a value to a developer, `{:?}`, where nothing describes anything.
//!
//! What may be asked for that stands in the table of what is called indirectly, and wasm-opt cannot tell by whom. It is
//! `core::fmt::write`, which goes through the pieces of a format string. Where panics say nothing and the app formats
//! nothing else, that function is gone, and nobody asks.

use crate::{
    module::{self, Section, number, put_number, sections},
    names,
    panics::only_panics,
};

/// Whether something in the module, which was optimised but has its names, goes through format strings.
///
/// # Errors
///
/// When this is no module, or one without names.
pub fn is_asked_for(module: &[u8]) -> Result<bool, String> {
    let names = sections(module).and_then(|sections| names::of_functions(&sections)).unwrap_or_default();
    if names.is_empty() {
        return Err("The module does not say what its functions are called.".to_owned());
    }
    Ok(names.iter().any(|(_, name)| names::plain(name) == "core::fmt::write"))
}

/// The module with a trap for every `Debug` in its table; called directly it is what it was.
///
/// # Errors
///
/// When its table is not as the linker lays it out, or none of its functions is a trap.
pub fn leave_out(silent: &[u8]) -> Result<Vec<u8>, String> {
    left_out(silent).ok_or_else(|| "The table of the module is not as the linker lays it out.".to_owned())
}

fn left_out(silent: &[u8]) -> Option<Vec<u8>> {
    let sections = sections(silent)?;
    let names = names::of_functions(&sections)?;
    let (trap, _) = *names.iter().find(|(_, name)| only_panics(name))?;
    let unasked: Vec<u64> =
        names.iter().filter(|(_, name)| is_debug(name)).map(|(function, _)| *function).collect();
    let mut shorter = Vec::new();
    for &Section { kind, content } in &sections {
        let is_table = kind == Section::ELEMENTS;
        shorter.push((kind, if is_table { table(content, &unasked, trap)? } else { content.to_vec() }));
    }
    Some(module::module(shorter))
}

/// One piece, a zero for a table of functions, its place as an expression (`i32.const`, a number, `end`), how many
/// functions, and each by number ([WebAssembly §5.5.12]).
///
/// [WebAssembly §5.5.12]: https://www.w3.org/TR/wasm-core-2/#element-section
fn table(mut content: &[u8], unasked: &[u64], trap: u64) -> Option<Vec<u8>> {
    content = content.strip_prefix(b"\x01\0\x41")?;
    let mut table = b"\x01\0\x41".to_vec();
    put_number(&mut table, number(&mut content)?);
    content = content.strip_prefix(b"\x0b")?;
    table.push(0x0b);
    let count = number(&mut content)?;
    put_number(&mut table, count);
    for _ in 0..count {
        let function = number(&mut content)?;
        put_number(&mut table, if unasked.contains(&function) { trap } else { function });
    }
    content.is_empty().then_some(table)
}

/// `<T as core::fmt::Debug>::fmt`, with or without hashes.
fn is_debug(name: &str) -> bool {
    let (_, implemented) = name.rsplit_once(" as core").unwrap_or_default();
    let hash = implemented.split_once(']').filter(|_| implemented.starts_with('['));
    hash.map_or(implemented, |(_, rest)| rest).starts_with("::fmt::Debug>::fmt")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions 5 and 6 in the table; `name` is that of function 5, and function 3 is a trap.
    fn module(name: &str) -> Vec<u8> {
        let table = b"\x01\0\x41\x01\x0b\x02\x05\x06".to_vec();
        let trap = names::section(3, "core::panicking::panic_fmt");
        module::module([
            (Section::ELEMENTS, table),
            (Section::CUSTOM, trap),
            (Section::CUSTOM, names::section(5, name)),
        ])
    }

    fn table(module: &[u8]) -> &[u8] {
        &sections(module).unwrap()[0].content[6..]
    }

    #[test]
    fn puts_a_trap_in_the_place_of_a_debug() {
        for name in [
            "<&isize as core[c5930c85a12de822]::fmt::Debug>::fmt",
            "<wasm_bindgen::JsValue as core::fmt::Debug>::fmt::h1f375a0ed0dd0586",
            "<core[c5930c85a12de822]::alloc::layout::LayoutError as core[c5930c85a12de822]::fmt::Debug>::fmt.2369",
        ] {
            assert_eq!(table(&leave_out(&module(name)).unwrap()), [3, 6], "{name}");
        }
    }

    #[test]
    fn keeps_everything_else_in_the_table() {
        for name in [
            "<&str as core[c5930c85a12de822]::fmt::Display>::fmt",
            "<app::Debug as core::fmt::Display>::fmt::h1f375a0ed0dd0586",
            "app::Debug::fmt",
        ] {
            assert_eq!(leave_out(&module(name)).unwrap(), module(name), "{name}");
        }
    }

    #[test]
    fn refuses_a_table_of_another_form() {
        let passive = module::module([
            (Section::ELEMENTS, b"\x01\x01\0\x01\x05".to_vec()),
            (Section::CUSTOM, names::section(3, "core::panicking::panic_fmt")),
        ]);

        assert!(leave_out(&passive).unwrap_err().starts_with("The table of the module"));
    }

    #[test]
    fn is_asked_for_where_something_formats() {
        assert_eq!(is_asked_for(&module("core[c5930c85a12de822]::fmt::write")), Ok(true));
        assert_eq!(is_asked_for(&module("app::write")), Ok(false));
    }

    #[test]
    fn refuses_to_tell_of_a_module_without_names() {
        assert!(is_asked_for(b"\0asm\x01\0\0\0").is_err());
    }
}
