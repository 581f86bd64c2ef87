//! Shortens the module and the script that Trunk put into `dist`; their names and hashes on the page follow.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha384};

use crate::{
    bundle::files_below,
    debug, exports, glue, imports, module, panics, process, split,
    tool::{self, WASM_TARGET},
    unsaid, workspace,
};

/// Shortens what is in `dist`, which was built from `source`.
///
/// # Errors
///
/// When it is not what Trunk and wasm-bindgen leave there.
pub fn run(source: &Path, dist: &Path) -> Result<(), String> {
    let page_path = dist.join("index.html");
    let page = workspace::read(&page_path)?;
    let options = optimization(&workspace::read(source)?)?;
    let pair = Pair::read(dist)?;
    // What Trunk optimised has no names any more.
    let named = read(
        &workspace::target().join("wasm-bindgen").join("release").join(pair.app()?.to_owned() + MODULE),
    )?;
    let linked =
        read(&workspace::target().join(WASM_TARGET).join("release").join(pair.app()?.to_owned() + ".wasm"))?;
    let rest = split::rest(&linked)?;
    let named = module::without(&named, &["linking", "reloc.CODE", "reloc.DATA"])
        .ok_or("What wasm-bindgen wrote is no module.")?;
    let (module, script) = exports::shorten(&panics::silence(&named)?, &pair.script)?;
    let with_names = [options.as_slice(), &["--debuginfo".to_owned()]].concat();
    let is_asked_for = debug::is_asked_for(&optimised(&module, &with_names)?)?;
    let module = if is_asked_for { module } else { debug::leave_out(&module)? };
    let module = optimised(&module, &options)?;
    let module = optimised(&unsaid::wipe(&named, &module)?, &options)?;
    let (module, script) = imports::shorten(&module, &script)?;
    // Both are as short as they get: they were optimised together.
    let (module, rest) = match split::split(&module, &rest)? {
        Some(split::Split { first, rest }) => (first, Some(rest)),
        None => (module, None),
    };
    let (page, shorter) = shorten(&page, &pair, Built { module, script, rest })?;

    shorter.write(dist)?;
    write(&page_path, page.as_bytes())?;
    pair.remove(dist)
}

/// What the page has Trunk give to wasm-opt, in the order in which Trunk does.
fn optimization(page: &str) -> Result<Vec<String>, String> {
    let attribute = |name: &str| {
        let after = page.split_once(&format!("{name}=\""));
        let value = after.and_then(|(_, rest)| rest.split_once('"'));
        value.map(|(value, _)| value).ok_or_else(|| format!("The page has no {name}."))
    };
    let level = format!("-O{}", attribute("data-wasm-opt")?);
    let others = attribute("data-wasm-opt-params")?.split_whitespace();
    Ok(std::iter::once(level).chain(others.map(str::to_owned)).collect())
}

fn optimised(module: &[u8], options: &[String]) -> Result<Vec<u8>, String> {
    let [before, after] = [place("before.wasm")?, place("after.wasm")?];
    write(&before, module)?;
    process::succeed(tool::command("wasm-opt")?.args(options).arg(&before).arg("-o").arg(&after))?;
    read(&after)
}

fn place(name: &str) -> Result<PathBuf, String> {
    Ok(workspace::state()?.join(name))
}

/// What a page loads: `<name>_bg.wasm` and `<name>.js`, where the name ends with a hash, as Trunk calls them; and what the
/// script may fetch, which has a name of its own.
#[derive(Debug, PartialEq)]
struct Pair {
    name: String,
    module: Vec<u8>,
    script: String,
    rest: Option<(String, Vec<u8>)>,
}

/// The same before it has a name.
struct Built {
    module: Vec<u8>,
    script: String,
    rest: Option<Vec<u8>>,
}

const MODULE: &str = "_bg.wasm";
const SCRIPT: &str = ".js";
/// How the name of what is fetched later ends.
pub const REST: &str = "_rest.wasm";

/// The page with what was `built` in place of `pair`, and its script shorter.
fn shorten(page: &str, pair: &Pair, built: Built) -> Result<(String, Pair), String> {
    let app = pair.app()?;
    let rest = built.rest.map(|rest| ([app, "-", &name(&[&rest]), REST].concat(), rest));
    let fetching =
        rest.as_ref().map(|(name, rest)| split::fetching(name, &integrity(rest))).unwrap_or_default();
    let script = glue::shorten(&(fetching + &built.script))?;
    let name = [app, "-", &name(&[&built.module, script.as_bytes()])].concat();
    let shorter = Pair { name, module: built.module, script, rest };

    let mut page = page.to_owned();
    for (before, after) in pair.on_the_page().iter().zip(shorter.on_the_page()) {
        if !page.contains(before) {
            return Err(format!("The page does not name {before}."));
        }
        page = page.replace(before, &after);
    }
    Ok((page, shorter))
}

/// A hash, as a part of a name.
fn name(contents: &[&[u8]]) -> String {
    let hash = contents.iter().fold(Sha384::new(), |hash, content| hash.chain_update(content)).finalize();
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What a browser holds a file against.
fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

impl Pair {
    fn read(dist: &Path) -> Result<Pair, String> {
        let files = files_below(dist, &[])?;
        let name = files.iter().find_map(|path| path.file_name()?.to_str()?.strip_suffix(MODULE));
        let name = name.ok_or_else(|| format!("There is no module in {}.", dist.display()))?.to_owned();
        let path = dist.join(format!("{name}{MODULE}"));
        let module = read(&path)?;
        let script = workspace::read(&dist.join(format!("{name}{SCRIPT}")))?;
        Ok(Pair { name, module, script, rest: None })
    }

    /// Its name without the hash.
    fn app(&self) -> Result<&str, String> {
        let app = self.name.rsplit_once('-').map(|(app, _)| app);
        app.ok_or_else(|| format!("{} ends with no hash.", self.name))
    }

    /// Its name, and the hashes that a browser holds its files against.
    fn on_the_page(&self) -> [String; 3] {
        [self.name.clone(), integrity(&self.module), integrity(self.script.as_bytes())]
    }

    fn write(&self, dist: &Path) -> Result<(), String> {
        write(&dist.join(format!("{}{MODULE}", self.name)), &self.module)?;
        write(&dist.join(format!("{}{SCRIPT}", self.name)), self.script.as_bytes())?;
        self.rest.as_ref().map_or(Ok(()), |(name, rest)| write(&dist.join(name), rest))
    }

    fn remove(&self, dist: &Path) -> Result<(), String> {
        [MODULE, SCRIPT].into_iter().try_for_each(|ending| {
            let path = dist.join(format!("{}{ending}", self.name));
            fs::remove_file(&path).map_err(|error| format!("{} cannot be removed: {error}", path.display()))
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports nothing: only the layout of its script can go.
    fn pair() -> Pair {
        let script = "function init() {\n    // Explained.\n    return 1;\n}\ninit();\n".to_owned();
        Pair {
            name: "app-43755ebb45d9d70c".to_owned(),
            module: b"\0asm\x01\0\0\0".to_vec(),
            script,
            rest: None,
        }
    }

    fn built(pair: &Pair) -> Built {
        Built { module: pair.module.clone(), script: pair.script.clone(), rest: None }
    }

    fn page(pair: &Pair) -> String {
        let [name, module, script] = pair.on_the_page();
        format!(
            "<script type=module>import init from '/{name}.js'; init('/{name}_bg.wasm')</script>\
             <link href=/{name}.js integrity={script}><link href=/{name}_bg.wasm integrity={module}>"
        )
    }

    #[test]
    fn names_what_is_shorter_on_the_page() {
        let (page, shorter) = shorten(&self::page(&pair()), &pair(), built(&pair())).unwrap();

        assert_eq!(shorter.script, "function a(){return 1;}\na();");
        assert_eq!(page, self::page(&shorter));
    }

    #[test]
    fn names_other_content_otherwise() {
        let name = |pair: &Pair| shorten(&page(pair), pair, built(pair)).unwrap().1.name;
        let other = Pair { script: "init();\n".to_owned(), ..pair() };

        assert_ne!(name(&pair()), pair().name);
        assert_ne!(name(&other), name(&pair()));
        assert_eq!(name(&pair()), name(&pair()));
    }

    #[test]
    fn names_the_rest_in_the_script_that_fetches_it() {
        let script = "function __wbg_get_imports() {}\nlet wasm = fetchRest();\n".to_owned();
        let built =
            |rest: &[u8]| Built { script: script.clone(), rest: Some(rest.to_vec()), ..self::built(&pair()) };
        let shorten = |rest: &[u8]| shorten(&page(&pair()), &pair(), built(rest)).unwrap().1;

        let Pair { script, rest: Some((name, rest)), .. } = shorten(b"later") else { panic!("no rest") };

        assert!(script.contains(&name) && script.contains(&integrity(&rest)), "{script}");
        assert_ne!(shorten(b"other").name, shorten(b"later").name);
    }

    #[test]
    fn optimises_as_the_page_has_it() {
        let page = r#"<link data-trunk rel="rust" data-wasm-opt="z" data-wasm-opt-params="--flatten -Oz">"#;

        assert_eq!(optimization(page).unwrap(), ["-Oz", "--flatten", "-Oz"]);
        assert_eq!(optimization("<link>").unwrap_err(), "The page has no data-wasm-opt.");
    }

    #[test]
    fn refuses_a_page_that_holds_other_files_against_a_hash() {
        let other = Pair { script: String::new(), ..pair() };

        assert!(
            shorten(&page(&other), &pair(), built(&pair()))
                .unwrap_err()
                .starts_with("The page does not name sha384-")
        );
    }
}
