//! A program with a rest, through the compiler and in Node.js.

use std::{fs, path::PathBuf, process::Command, sync::OnceLock};

use super::*;
use crate::tool::WASM_TARGET;

/// `run(0)` and `run(1)` show what waits; `run(2)` does not. What waits has a text, a number that changes, a list of
/// texts, a table of functions, and calls what the page provides.
const PROGRAM: &str = r#"
pub mod ui {
    pub mod later {
        pub trait Later {
            fn show(&self) -> usize;
        }
    }
}

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use ui::later::Later;

struct Page(usize);
struct Card;

static SHOWN: AtomicUsize = AtomicUsize::new(40);

impl Later for Page {
    fn show(&self) -> usize {
        let words: &[&str] = black_box(&["the first of the rest", "the second of the rest", "shared by both"]);
        let ways: &[fn(usize) -> usize] = black_box(&[twice, shared]);
        SHOWN.fetch_add(1, Relaxed) + ways[self.0 % 2](words[self.0 % 3].len())
    }
}

mod cards {
    impl super::Later for super::Card {
        fn show(&self) -> usize {
            unsafe { super::of_the_page(super::shared(super::black_box("a card of the rest").len())) }
        }
    }
}

unsafe extern "C" {
    fn of_the_page(number: usize) -> usize;
}

#[inline(never)]
fn twice(number: usize) -> usize {
    number * 2
}

#[inline(never)]
fn shared(number: usize) -> usize {
    number + black_box("shared by both").len()
}

#[inline(never)]
fn shown(later: Box<dyn Later>) -> usize {
    black_box(later).show()
}

#[unsafe(no_mangle)]
pub extern "C" fn run(which: usize) -> usize {
    match which {
        0 => shown(Box::new(Page(which))),
        1 => shown(Box::new(Card)),
        _ => shared(black_box("only of the first").len()),
    }
}
"#;

/// What the program does before the rest is there, and after.
const STEPS: &str = r#"
const [first, rest] = process.argv.slice(1).map((path) => new WebAssembly.Module(require('fs').readFileSync(path)));
const env = { of_the_page: (number) => number + 1000 };
const { exports } = new WebAssembly.Instance(first, { env });
const said = [exports.run(2)];
try { said.push(exports.run(0)); } catch (error) { said.push(error instanceof WebAssembly.RuntimeError); }
new WebAssembly.Instance(rest, { env, p: exports });
said.push(exports.run(0), exports.run(0), exports.run(1), exports.run(2));
console.log(JSON.stringify(said));
"#;

fn linked() -> &'static [u8] {
    static LINKED: OnceLock<Vec<u8>> = OnceLock::new();
    LINKED.get_or_init(compiled)
}

fn compiled() -> Vec<u8> {
    let place = place("linked");
    let (source, module) = (place.join("program.rs"), place.join("program.wasm"));
    fs::write(&source, PROGRAM).unwrap();
    let flags = ["--edition=2024", "--crate-type=cdylib", "-Copt-level=z", "-Clto=fat", "-Ccodegen-units=1"];
    let flags = flags.iter().chain(&["-Cpanic=abort", "-Cstrip=symbols"]);
    let flags = flags.chain(&["-Clink-arg=--keep-section=name", "-Clink-arg=--emit-relocs"]);
    let compiled = Command::new("rustc")
        .args(flags)
        .args(["--target", WASM_TARGET, "-o"])
        .args([&module, &source])
        .status();
    assert!(compiled.unwrap().success());
    fs::read(module).unwrap()
}

fn place(name: &str) -> PathBuf {
    let place = std::env::temp_dir().join(format!("lifen-connect-{}-{name}", std::process::id()));
    fs::create_dir_all(&place).unwrap();
    place
}

fn parts() -> Split {
    let whole = module::without(linked(), &["linking", "reloc.CODE", "reloc.DATA"]).unwrap();
    split(&whole, &rest(linked()).unwrap()).unwrap().unwrap()
}

fn says(module: &[u8], text: &str) -> bool {
    module.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn the_rest_comes_later_and_then_does_what_it_did() {
    let Split { first, rest } = parts();
    let place = place("parts");
    let paths = [place.join("first.wasm"), place.join("rest.wasm")];
    fs::write(&paths[0], first).unwrap();
    fs::write(&paths[1], rest).unwrap();

    let ran = Command::new("node").args(["--eval", STEPS]).args(paths).output().unwrap();

    let said = String::from_utf8_lossy(&ran.stdout);
    let told = String::from_utf8_lossy(&ran.stderr);
    // 17 + 14; a trap; 40 + 2 * 21, then 41 + 2 * 21; 18 + 14 + 1000; as before.
    assert_eq!(said.trim(), "[31,true,82,83,1032,31]", "{told}");
}

#[test]
fn each_part_has_its_own_texts_and_the_first_what_both_say() {
    let Split { first, rest } = parts();

    for text in ["the first of the rest", "the second of the rest", "a card of the rest"] {
        assert!(!says(&first, text) && says(&rest, text), "{text}");
    }
    for text in ["only of the first", "shared by both"] {
        assert!(says(&first, text) && !says(&rest, text), "{text}");
    }
}

#[test]
fn there_is_no_rest_where_nothing_can_wait() {
    let rest = linked::rest(linked(), |_| false).unwrap();

    assert!(split(linked(), &rest).unwrap().is_none());
}

#[test]
fn knows_the_rest_by_its_trait() {
    for name in [
        "<app::Page as lifen_connect::ui::later::Later>::show::h1f375a0ed0dd0586",
        "app::pages::<impl lifen_connect[c5930c85a12de822]::ui::later::Later for app::Page>::show",
        "<lifen_connect::browser::accounts::Told as lifen_connect::browser::deferred::Deferred>::work::h1f375a0ed0dd0586",
    ] {
        assert!(is_of_the_rest(name), "{name}");
    }
    for name in [
        "lifen_connect::ui::later::later::h1f375a0ed0dd0586",
        "<app::Page as app::Show>::show",
        "core::ptr::drop_in_place<dyn lifen_connect::ui::later::Later>",
        "lifen_connect::browser::deferred::work::<lifen_connect::browser::accounts::Told>",
    ] {
        assert!(!is_of_the_rest(name), "{name}");
    }
}

#[test]
fn refuses_a_module_that_does_not_tell_what_needs_what() {
    let mute = module::without(linked(), &["linking"]).unwrap();

    assert!(rest(&mute).unwrap_err().contains("--emit-relocs"));
}

#[test]
fn refuses_a_module_that_is_cut_short() {
    let linked = linked();

    for length in [0, 7, linked.len() / 2, linked.len() - 1] {
        assert!(rest(&linked[..length]).is_err(), "{length} bytes");
    }
}
