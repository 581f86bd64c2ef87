//! Gives what a module exports a number for a name, in the module and in the script that uses it, and exports nothing
//! else.

use crate::{
    glue::is_of_a_name,
    module::{self, Section, number, put_number, put_sized, sections, sized},
};

/// The module and the script, with short names between them.
///
/// # Errors
///
/// When this is no module.
pub fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String), String> {
    renumber(module, script).ok_or_else(|| "This is no module.".to_owned())
}

/// What is exported: how many, and of each the name, the kind and its number ([WebAssembly §5.5.10]).
///
/// [WebAssembly §5.5.10]: https://www.w3.org/TR/wasm-core-2/#export-section
fn renumber(module: &[u8], script: &str) -> Option<(Vec<u8>, String)> {
    let mut script = script.to_owned();
    let mut shorter = Vec::new();
    for Section { kind, content: mut section } in sections(module)? {
        let mut content = Vec::new();
        if kind == Section::EXPORTS {
            let mut used = 0;
            for _ in 0..number(&mut section)? {
                let name = str::from_utf8(sized(&mut section)?).ok()?;
                let kind = section.split_off_first()?;
                let at = number(&mut section)?;
                let short = format!("_{used}");
                if let Some(renamed) = renamed(&script, name, &short) {
                    script = renamed;
                    used += 1;
                    put_sized(&mut content, short.as_bytes());
                    content.push(*kind);
                    put_number(&mut content, at);
                }
            }
            let mut count = Vec::new();
            put_number(&mut count, used);
            content = [count, content].concat();
        }
        content.extend(section);
        shorter.push((kind, content));
    }
    Some((module::module(shorter), script))
}

/// The script with another name for an export; nothing where it does not use it.
fn renamed(script: &str, name: &str, short: &str) -> Option<String> {
    let used = format!("wasm.{name}");
    let mut renamed = String::new();
    let mut is_used = false;
    let mut rest = script;
    while let Some((before, after)) = rest.split_once(&used) {
        let is_whole = !after.starts_with(is_of_a_name);
        is_used |= is_whole;
        renamed.extend(if is_whole { [before, "wasm.", short] } else { [before, &used, ""] });
        rest = after;
    }
    renamed.push_str(rest);
    is_used.then_some(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(exports: &[(&str, u8)]) -> Vec<u8> {
        let mut section = Vec::new();
        put_number(&mut section, exports.len() as u64);
        for (name, kind) in exports {
            put_sized(&mut section, name.as_bytes());
            section.extend([*kind, 7]);
        }
        module::module([(Section::EXPORTS, section), (Section::CUSTOM, vec![7; 200])])
    }

    #[test]
    fn numbers_what_the_script_uses_and_exports_nothing_else() {
        let whole =
            module(&[("memory", 2), ("main", 0), ("__wbindgen_malloc", 0), ("__wbindgen_malloc_2", 0)]);
        let script = "wasm.__wbindgen_malloc_2(wasm.__wbindgen_malloc(wasm.memory.buffer), wasm.memory)";

        let (shorter, script) = shorten(&whole, script).unwrap();

        assert_eq!(shorter, module(&[("_0", 2), ("_1", 0), ("_2", 0)]));
        assert_eq!(script, "wasm._2(wasm._1(wasm._0.buffer), wasm._0)");
    }

    #[test]
    fn refuses_a_module_that_is_cut_short() {
        let whole = module(&[("memory", 2)]);

        for length in [0, 7, 12, whole.len() - 1] {
            assert!(shorten(&whole[..length], "wasm.memory").is_err(), "{length} bytes");
        }
    }
}
