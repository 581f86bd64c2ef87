//! Gives everything a module imports a short name, in the module and in the script that provides it.
//!
//! To each name wasm-bindgen adds sixteen digits of a hash, which stand in both files and which nothing compresses.

use crate::module::{self, Section, number, put_number, put_sized, sections, sized};

/// The module and the script, shorter; they do what they did.
///
/// # Errors
///
/// When they are not what wasm-bindgen writes: a name that changed in one of them alone would be missing.
pub fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String), String> {
    let (module, names) = renumber(module).ok_or("This is no module, or it imports more than functions.")?;
    Ok((module, provide(script, &names)?))
}

/// The module with numbers for names, and the names by number.
///
/// What is imported: how many, and of each the module, the name, the kind (of which 0 is a function) and the type.
fn renumber(module: &[u8]) -> Option<(Vec<u8>, Vec<&str>)> {
    let mut names = Vec::new();
    let mut shorter = Vec::new();
    for Section { kind, content: mut section } in sections(module)? {
        let mut content = Vec::new();
        if kind == Section::IMPORTS {
            let count = number(&mut section)?;
            put_number(&mut content, count);
            for at in 0..count {
                put_sized(&mut content, sized(&mut section)?);
                names.push(str::from_utf8(sized(&mut section)?).ok()?);
                put_sized(&mut content, at.to_string().as_bytes());
                content.push(*section.split_off_first().filter(|kind| **kind == 0)?);
                put_number(&mut content, number(&mut section)?);
            }
        }
        content.extend(section);
        shorter.push((kind, content));
    }
    Some((module::module(shorter), names))
}

/// The script with the names of the module's imports replaced, and without what it would provide to nobody.
fn provide(script: &str, names: &[&str]) -> Result<String, String> {
    let mut shorter = String::new();
    let mut provided = 0;
    let mut lines = script.lines();
    while let Some(line) = lines.next() {
        let (indentation, property) = line.split_at(line.len() - line.trim_start().len());
        let Some((name, rest)) = property.split_once(": function(") else {
            shorter.extend([line, "\n"]);
            continue;
        };
        if let Some(at) = names.iter().position(|known| *known == name) {
            provided += 1;
            shorter.push_str(&format!("{indentation}{at}: function({rest}\n"));
        } else {
            let closing = [indentation, "}"].concat();
            lines.find(|line| line.starts_with(&closing));
        }
    }
    if provided == names.len() {
        Ok(shorter)
    } else {
        Err(format!(
            "The script provides {provided} of the {} functions that its module imports.",
            names.len()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A type, two imported functions of it from `./app.js`, and a section of 200 bytes that names nothing.
    fn module(first: &str, second: &str) -> Vec<u8> {
        let mut imports = vec![2];
        for name in [first, second] {
            put_sized(&mut imports, b"./app.js");
            put_sized(&mut imports, name.as_bytes());
            imports.extend([0, 0]);
        }
        let types = vec![1, 0x60, 0, 0];
        module::module([(1, types), (Section::IMPORTS, imports), (Section::CUSTOM, vec![7; 200])])
    }

    const SCRIPT: &str = "\
const import0 = {
    __wbg_now_aa4ccb83129e9e55: function() {
        return Date.now();
    },
    __wbg_set_145a351398b48c65: function(arg0) { return handleError(function (arg0) {
        set(arg0, {
            b: 1,
        });
    }, arguments); },
};
";

    #[test]
    fn numbers_what_is_imported_in_both_files() {
        let (module, script) =
            shorten(&module("__wbg_set_145a351398b48c65", "__wbg_now_aa4ccb83129e9e55"), SCRIPT).unwrap();

        assert_eq!(module, self::module("0", "1"));
        let numbered =
            SCRIPT.replace("__wbg_set_145a351398b48c65", "0").replace("__wbg_now_aa4ccb83129e9e55", "1");
        assert_eq!(script, numbered);
    }

    #[test]
    fn leaves_out_what_is_not_imported() {
        let script = provide(SCRIPT, &["__wbg_now_aa4ccb83129e9e55"]).unwrap();

        assert_eq!(
            script,
            "const import0 = {\n    0: function() {\n        return Date.now();\n    },\n};\n"
        );
    }

    #[test]
    fn refuses_a_script_that_does_not_provide_what_is_imported() {
        let error = shorten(&module("__wbg_now_aa4ccb83129e9e55", "__wbg_then"), SCRIPT).unwrap_err();

        assert_eq!(error, "The script provides 1 of the 2 functions that its module imports.");
    }

    #[test]
    fn refuses_a_module_that_is_cut_short() {
        let whole = module("__wbg_set_145a351398b48c65", "__wbg_now_aa4ccb83129e9e55");

        assert!(renumber(&whole).is_some());
        for length in [0, 7, 9, 13, 20, 90, whole.len() - 1] {
            assert_eq!(renumber(&whole[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn refuses_a_module_that_imports_a_memory() {
        let memory = b"\0asm\x01\0\0\0\x02\x08\x01\x01a\x01b\x02\0\x01";

        assert_eq!(renumber(memory), None);
    }
}
