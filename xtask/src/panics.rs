//! Takes out of a module what a panic says before it traps.
//!
//! In a page without a panic hook, of which there is none here, the standard library puts a sentence together, writes it
//! nowhere and then executes `unreachable`. What is left is the `unreachable`: everything still stops where it stopped.

use crate::{
    module::{self, Section, number, put_number, put_sized, sections, sized},
    names,
};

/// The module with every function that only panics reduced to a trap; wasm-opt removes what nothing calls any more.
///
/// # Errors
///
/// When none of them is named, as in a module that was stripped of its names.
pub fn silence(module: &[u8]) -> Result<Vec<u8>, String> {
    let (silent, count) = reduce(module).ok_or("This is no module, or it imports more than functions.")?;
    if count == 0 {
        return Err("No function of the module is one of the standard library's that panic.".to_owned());
    }
    Ok(silent)
}

fn reduce(module: &[u8]) -> Option<(Vec<u8>, usize)> {
    /// No locals, `unreachable`, `end`.
    const TRAP: [u8; 3] = [0, 0, 0x0b];
    let sections = sections(module)?;
    let panicking = panicking(&sections)?;
    let mut imported = 0;
    let mut silent = Vec::new();
    for &Section { kind, content: mut section } in &sections {
        let mut content = Vec::new();
        if kind == Section::IMPORTS {
            imported = number(&mut &*section)?;
        }
        if kind == Section::CODE {
            let count = number(&mut section)?;
            put_number(&mut content, count);
            for at in 0..count {
                let body = sized(&mut section)?;
                put_sized(&mut content, if panicking.contains(&(imported + at)) { &TRAP } else { body });
            }
        }
        content.extend(section);
        silent.push((kind, content));
    }
    Some((module::module(silent), panicking.len()))
}

/// The functions that only panic, by number; imports are counted too.
fn panicking(sections: &[Section]) -> Option<Vec<u64>> {
    let names = names::of_functions(sections)?.into_iter();
    Some(names.filter(|(_, name)| only_panics(name)).map(|(function, _)| function).collect())
}

/// Whether the function's type says that it never returns: `-> !`.
pub fn only_panics(name: &str) -> bool {
    const THESE: [&str; 13] = [
        "alloc::alloc::handle_alloc_error",
        "alloc::raw_vec::capacity_overflow",
        "alloc::raw_vec::handle_error",
        "core::cell::lazy::panic_poisoned",
        "core::cell::panic_already_borrowed",
        "core::cell::panic_already_mutably_borrowed",
        "core::option::expect_failed",
        "core::option::unwrap_failed",
        "core::result::unwrap_failed",
        "core::slice::copy_from_slice_impl::len_mismatch_fail",
        "core::slice::index::slice_index_fail",
        "core::str::slice_error_fail",
        "std::thread::local::panic_access_error",
    ];
    let name = names::plain(name);
    name.starts_with("core::panicking::") || THESE.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One imported function, and two that return 7; the first of these has a name.
    fn module(name: &str) -> Vec<u8> {
        module::module([
            (Section::IMPORTS, b"\x01\x01a\x01b\0\0".to_vec()),
            (Section::CODE, b"\x02\x04\0\x41\x07\x0b\x04\0\x41\x07\x0b".to_vec()),
            (Section::CUSTOM, names::section(1, name)),
        ])
    }

    fn code(module: &[u8]) -> Vec<u8> {
        let sections = sections(module).unwrap();
        sections.iter().find(|section| section.kind == Section::CODE).unwrap().content.to_vec()
    }

    #[test]
    fn leaves_a_trap_of_a_function_that_only_panics() {
        for name in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core::panicking::panic_display::h9cfa79fe3d30903d",
            "core[c5930c85a12de822]::option::unwrap_failed",
        ] {
            let silent = silence(&module(name)).unwrap();

            assert_eq!(code(&silent), b"\x02\x03\0\0\x0b\x04\0\x41\x07\x0b", "{name}");
        }
    }

    #[test]
    fn keeps_a_function_that_may_return() {
        for name in [
            "std[a543996e6e7dbf1e]::panicking::panic_count::is_zero_slow_path",
            "<core[c5930c85a12de822]::panicking::AssertKind as core[c5930c85a12de822]::fmt::Debug>::fmt",
            "app::core::panicking::panic_fmt",
            "core::option::Option<T>::unwrap_or_default::h9cfa79fe3d30903d",
        ] {
            assert_eq!(reduce(&module(name)).unwrap(), (module(name), 0), "{name}");
        }
    }

    #[test]
    fn refuses_a_module_that_names_no_function_that_panics() {
        assert!(silence(&module("app::start")).unwrap_err().starts_with("No function of the module"));
    }

    #[test]
    fn refuses_a_module_that_is_cut_short() {
        let whole = module("core::panicking::panic_fmt");

        for length in [0, 7, 10, 20, 40, whole.len() - 1] {
            assert_eq!(reduce(&whole[..length]), None, "{length} bytes");
        }
    }
}
