//! Splits a module: what a first load needs, and the rest, which is fetched when it is needed.
//!
//! The rest is what only implementations of the library's `Later` and `Deferred` reach. They are called through the table;
//! both modules have the same table and the same memory, and the rest puts its functions and its texts there when it is
//! instantiated. So the first module calls nothing of the rest by itself, and needs nothing in its place.

mod fetching;
mod linked;
mod put;
#[cfg(test)]
mod tests;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

pub use fetching::script as fetching;
pub use linked::Rest;

use whole::{FUNCTION, Item, MEMORY, TABLE, Whole};

use crate::{
    module::{self, Section, put_number, put_sized},
    names,
};

/// From where the rest imports what the first module has.
pub const FIRST: &str = "p";

/// What in the module that the linker wrote only implementations of these traits reach; nothing where there are none.
///
/// # Errors
///
/// When the linker did not tell what needs what.
pub fn rest(linked: &[u8]) -> Result<Rest, String> {
    linked::rest(linked, is_of_the_rest)
        .ok_or_else(|| "The module is not as the linker writes it with --emit-relocs.".to_owned())
}

/// Traits of the library, and what of them only the rest does: what is shown, and what is done, once it is here.
const OF_THE_REST: [(&str, &str); 2] =
    [("::ui::later::Later", ">::show"), ("::browser::deferred::Deferred", ">::work")];

/// `<Page as app::ui::later::Later>::show`, or `pages::<impl app::ui::later::Later for Page>::show` beside another module's
/// type.
fn is_of_the_rest(name: &str) -> bool {
    let plain = names::plain(name);
    OF_THE_REST.iter().any(|(of, does)| name.contains(of) && plain.ends_with(does))
}

/// A module in two.
pub struct Split {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// The module without the rest, and the rest; nothing where that is nothing.
///
/// # Errors
///
/// When this is not a module as wasm-opt leaves it.
pub fn split(module: &[u8], rest: &Rest) -> Result<Option<Split>, String> {
    if rest.slots.is_empty() {
        return Ok(None);
    }
    let whole = Whole::read(module).ok_or("This module cannot be split: it has more than ours do.")?;
    Ok(parts(&whole, rest))
}

fn parts(whole: &Whole, rest: &Rest) -> Option<Split> {
    let waits = |slot: &u64| rest.slots.contains(slot);
    let first_table: BTreeMap<u64, u64> =
        whole.table.iter().filter(|(slot, _)| !waits(slot)).map(|(slot, at)| (*slot, *at)).collect();
    let rest_table: BTreeMap<u64, u64> =
        whole.table.iter().filter(|(slot, _)| waits(slot)).map(|(slot, at)| (*slot, *at)).collect();
    let exported = whole.exports.iter().filter(|(_, (kind, _))| *kind == FUNCTION).map(|(_, (_, at))| *at);
    let first = whole.reached(exported.chain(whole.start).chain(first_table.values().copied()));
    let reached = whole.reached(rest_table.values().copied());
    let imported = whole.imports.len() as u64;
    let is_import = |at: &u64| *at < imported;
    let rest_functions: BTreeSet<u64> =
        reached.difference(&first).copied().filter(|at| !is_import(at)).collect();
    if rest_functions.is_empty() {
        return None;
    }
    let (first_memory, rest_memory) = whole.memories(rest);

    let needed = whole.named_by(&rest_functions).chain(rest_table.values().copied());
    let needed: BTreeSet<u64> = needed.filter(|at| !rest_functions.contains(at)).collect();
    let (from_page, from_first): (Vec<u64>, Vec<u64>) = needed.into_iter().partition(is_import);

    // The first module keeps its imports, so that the page's script stays as it is.
    let shared = whole.shared(&from_first);
    let own = |functions: &BTreeSet<u64>| functions.iter().copied().filter(|at| !is_import(at)).collect();
    let own_first: Vec<u64> = own(&first);
    let numbers = numbering((0..imported).chain(own_first.iter().copied()));
    let mut exports: Vec<(Vec<u8>, Item)> =
        whole.exports.iter().map(|(name, item)| (name.to_vec(), renumbered(*item, &numbers))).collect();
    exports.extend(shared.iter().map(|(name, item)| (name.clone(), renumbered(*item, &numbers))));
    let first = [
        (Section::TYPES, whole.types.to_vec()),
        (Section::IMPORTS, put::vector(&whole.imports, |bytes, import| put::import(bytes, *import))),
        (Section::FUNCTIONS, put::vector(&own_first, |bytes, at| put_number(bytes, whole.type_of(*at)))),
        (Section::TABLES, put::vector(&whole.tables, |bytes, table| bytes.extend(*table))),
        (Section::MEMORIES, put::vector(&whole.memories, |bytes, memory| bytes.extend(*memory))),
        (
            Section::GLOBALS,
            put::vector(&whole.globals, |bytes, (kind, value)| bytes.extend([*kind, *value].concat())),
        ),
        (
            Section::EXPORTS,
            put::vector(&exports, |bytes, (name, item)| {
                put_sized(bytes, name);
                put::item(bytes, *item);
            }),
        ),
        (Section::START, whole.start.map(|at| put::one(numbers[&at])).unwrap_or_default()),
        (Section::ELEMENTS, put::table(&first_table, &numbers)),
        (Section::CODE, put::vector(&own_first, |bytes, at| put_sized(bytes, &whole.body(*at, &numbers)))),
        (Section::DATA, put::memory(&first_memory)),
    ];

    let own_rest: Vec<u64> = own(&rest_functions);
    let imported = from_page.iter().chain(&from_first).chain(&own_rest);
    let numbers = numbering(imported.copied());
    let mut imports: Vec<Vec<u8>> = Vec::new();
    for at in &from_page {
        let mut import = Vec::new();
        put::import(&mut import, whole.imports[*at as usize]);
        imports.push(import);
    }
    for (name, (kind, at)) in &shared {
        let mut import = Vec::new();
        put_sized(&mut import, FIRST.as_bytes());
        put_sized(&mut import, name);
        import.push(*kind);
        match *kind {
            FUNCTION => put_number(&mut import, whole.type_of(*at)),
            TABLE => import.extend(whole.tables[*at as usize]),
            MEMORY => import.extend(whole.memories[*at as usize]),
            _ => import.extend(whole.globals[*at as usize].0),
        }
        imports.push(import);
    }
    let rest = [
        (Section::TYPES, whole.types.to_vec()),
        (Section::IMPORTS, put::vector(&imports, |bytes, import| bytes.extend(import))),
        (Section::FUNCTIONS, put::vector(&own_rest, |bytes, at| put_number(bytes, whole.type_of(*at)))),
        (Section::ELEMENTS, put::table(&rest_table, &numbers)),
        (Section::CODE, put::vector(&own_rest, |bytes, at| put_sized(bytes, &whole.body(*at, &numbers)))),
        (Section::DATA, put::memory(&rest_memory)),
    ];
    let module = |sections: &[(u8, Vec<u8>)]| {
        module::module(sections.iter().filter(|(_, content)| !content.is_empty()).cloned())
    };
    Some(Split { first: module(&first), rest: module(&rest) })
}

fn numbering(functions: impl Iterator<Item = u64>) -> BTreeMap<u64, u64> {
    functions.zip(0..).collect()
}

fn renumbered((kind, at): Item, functions: &BTreeMap<u64, u64>) -> Item {
    (kind, if kind == FUNCTION { functions[&at] } else { at })
}
