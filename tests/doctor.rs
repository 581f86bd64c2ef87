#![cfg(not(target_arch = "wasm32"))]
//! `docs/doctor.md` says of each check what the app says of it.

use std::fmt::Write;
use std::path::Path;

use lifen_connect::doctor::{Check, Kind};
use lifen_connect::ui::messages::doctor as words;

/// Set, it writes the page instead: `WRITE_DOCS=1 cargo test --test doctor`.
const WRITES: &str = "WRITE_DOCS";

#[test]
fn the_documentation_says_of_each_check_what_the_app_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/doctor.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let (introduction, _) = written.split_once("## ").unwrap_or((&written, ""));
    let page = [introduction, &checks()].concat();

    if std::env::var_os(WRITES).is_some() {
        std::fs::write(&path, page).expect("the documentation can be written");
    } else {
        assert!(
            written == page,
            "docs/doctor.md is not what the source says: {WRITES}=1 cargo test --test doctor"
        );
    }
}

fn checks() -> String {
    let mut text = String::new();
    for check in Check::ALL {
        let (title, why) = (words::title(check).en, words::why(check).en);
        write!(text, "## {title} (`{}`)\n\n{why}\n\n", check.id()).expect("a text");
        table(&mut text, check.kinds());
    }
    text.push_str("## What every check may find\n\n");
    table(&mut text, Kind::OF_EVERY_CHECK);
    text.trim_end().to_owned() + "\n"
}

fn table(text: &mut String, kinds: &[Kind]) {
    text.push_str("| code | verdict | found | to mend |\n| --- | --- | --- | --- |\n");
    for kind in kinds {
        let found = words::found(*kind).en.replace('_', "…");
        let mend = words::mend(*kind).map_or("", |sentence| sentence.en).replace('<', "&lt;");
        let verdict = kind.verdict().name();
        writeln!(text, "| `{}` | {verdict} | {found} | {mend} |", kind.code()).expect("a text");
    }
    text.push('\n');
}
