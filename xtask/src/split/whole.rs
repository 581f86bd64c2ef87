//! A module before it is split.

use std::collections::{BTreeMap, BTreeSet};

use super::Rest;
use crate::{
    code,
    module::{Section, number, put_number, sections, sized},
};

/// A function, a table, a memory or a global, by kind and number.
pub type Item = (u8, u64);

pub const FUNCTION: u8 = 0;
pub const TABLE: u8 = 1;
pub const MEMORY: u8 = 2;
pub const GLOBAL: u8 = 3;

/// An imported function.
#[derive(Clone, Copy)]
pub struct Import<'a> {
    pub module: &'a [u8],
    pub name: &'a [u8],
    pub kind: u64,
}

/// Pieces of memory, each with its address.
pub type Pieces = Vec<(u64, Vec<u8>)>;

pub struct Whole<'a> {
    pub types: &'a [u8],
    pub imports: Vec<Import<'a>>,
    /// The type of each function of its own.
    functions: Vec<u64>,
    /// Each as it is declared.
    pub tables: Vec<&'a [u8]>,
    pub memories: Vec<&'a [u8]>,
    /// Type and whether it changes; and its value.
    pub globals: Vec<(&'a [u8], &'a [u8])>,
    pub exports: Vec<(&'a [u8], Item)>,
    pub start: Option<u64>,
    pub table: BTreeMap<u64, u64>,
    bodies: Vec<&'a [u8]>,
    memory: Vec<(u64, &'a [u8])>,
    /// What each body names, by number of the function.
    named: BTreeMap<u64, Vec<code::Named>>,
}

impl<'a> Whole<'a> {
    pub fn read(module: &'a [u8]) -> Option<Self> {
        let sections = sections(module)?;
        let content = |kind| {
            sections.iter().find(|section| section.kind == kind).map_or(&[][..], |section| section.content)
        };
        let mut read = Self {
            types: content(Section::TYPES),
            imports: imports(content(Section::IMPORTS))?,
            functions: vector(content(Section::FUNCTIONS), number)?,
            tables: vector(content(Section::TABLES), |rest| taken(rest, table_type))?,
            memories: vector(content(Section::MEMORIES), |rest| taken(rest, limits))?,
            globals: vector(content(Section::GLOBALS), |rest| {
                Some((taken(rest, global_type)?, taken(rest, expression)?))
            })?,
            exports: vector(content(Section::EXPORTS), |rest| {
                Some((sized(rest)?, (*rest.split_off_first()?, number(rest)?)))
            })?,
            start: number(&mut { content(Section::START) }),
            table: BTreeMap::new(),
            bodies: vector(content(Section::CODE), |rest| sized(rest))?,
            memory: vector(content(Section::DATA), |rest| Some((place(rest)?, sized(rest)?)))?,
            named: BTreeMap::new(),
        };
        for (first, functions) in vector(content(Section::ELEMENTS), |rest| {
            let first = place(rest)?;
            Some((first, (0..number(rest)?).map(|_| number(rest)).collect::<Option<Vec<_>>>()?))
        })? {
            read.table.extend((first..).zip(functions));
        }
        let imported = read.imports.len() as u64;
        for (at, body) in (imported..).zip(&read.bodies) {
            read.named.insert(at, code::functions(body)?);
        }
        Some(read)
    }

    /// Everything these functions call, and they themselves.
    pub fn reached(&self, from: impl Iterator<Item = u64>) -> BTreeSet<u64> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<u64> = from.collect();
        while let Some(function) = open.pop() {
            if reached.insert(function) {
                open.extend(self.named_by([&function]));
            }
        }
        reached
    }

    pub fn named_by<'b>(&'b self, functions: impl IntoIterator<Item = &'b u64>) -> impl Iterator<Item = u64> {
        let named = functions.into_iter().filter_map(|function| self.named.get(function));
        named.flatten().map(|named| named.function)
    }

    /// What both modules have, in the order of the rest's imports, and the name it is exported under.
    pub fn shared(&self, functions: &[u64]) -> Vec<(Vec<u8>, Item)> {
        let all = |kind, count: usize| (0..count as u64).map(move |at| (kind, at));
        let functions = functions.iter().map(|at| (FUNCTION, *at));
        let others = all(TABLE, self.tables.len()).chain(all(MEMORY, self.memories.len()));
        let items = functions.chain(others).chain(all(GLOBAL, self.globals.len()));
        items.enumerate().map(|(at, item)| (at.to_string().into_bytes(), item)).collect()
    }

    /// The memory without what waits, which is zero until it comes; and what waits.
    pub fn memories(&self, rest: &Rest) -> (Pieces, Pieces) {
        let mut first: Pieces =
            self.memory.iter().map(|(address, bytes)| (*address, bytes.to_vec())).collect();
        let mut waiting = Vec::new();
        for (address, bytes) in &mut first {
            let piece = *address..*address + bytes.len() as u64;
            for range in &rest.memory {
                let (start, end) = (range.start.max(piece.start), range.end.min(piece.end));
                if start < end {
                    let bytes = &mut bytes[(start - piece.start) as usize..(end - piece.start) as usize];
                    if bytes.iter().any(|byte| *byte != 0) {
                        waiting.push((start, bytes.to_vec()));
                        bytes.fill(0);
                    }
                }
            }
        }
        (first, waiting)
    }

    pub fn type_of(&self, function: u64) -> u64 {
        let at = function as usize;
        self.imports.get(at).map_or_else(|| self.functions[at - self.imports.len()], |import| import.kind)
    }

    pub fn body(&self, function: u64, numbers: &BTreeMap<u64, u64>) -> Vec<u8> {
        let body = self.bodies[function as usize - self.imports.len()];
        let mut renumbered = Vec::new();
        let mut at = 0;
        for code::Named { function, place } in &self.named[&function] {
            renumbered.extend(&body[at..place.start]);
            put_number(&mut renumbered, numbers[function]);
            at = place.end;
        }
        renumbered.extend(&body[at..]);
        renumbered
    }
}

fn imports(section: &[u8]) -> Option<Vec<Import<'_>>> {
    vector(section, |rest| {
        let (module, name) = (sized(rest)?, sized(rest)?);
        rest.split_off_first().filter(|kind| **kind == FUNCTION)?;
        Some(Import { module, name, kind: number(rest)? })
    })
}

/// The things of a section, one after another; none where there is no section.
fn vector<'a, T>(section: &'a [u8], mut one: impl FnMut(&mut &'a [u8]) -> Option<T>) -> Option<Vec<T>> {
    let mut rest = section;
    if rest.is_empty() {
        return Some(Vec::new());
    }
    let things = (0..number(&mut rest)?).map(|_| one(&mut rest)).collect::<Option<Vec<T>>>()?;
    rest.is_empty().then_some(things)
}

/// The bytes that are taken.
fn taken<'a>(rest: &mut &'a [u8], take: impl FnOnce(&mut &'a [u8]) -> Option<()>) -> Option<&'a [u8]> {
    let before = *rest;
    take(rest)?;
    Some(&before[..before.len() - rest.len()])
}

fn table_type(rest: &mut &[u8]) -> Option<()> {
    rest.split_off_first()?;
    limits(rest)
}

fn limits(rest: &mut &[u8]) -> Option<()> {
    let has_maximum = number(rest)? & 1 == 1;
    number(rest)?;
    if has_maximum {
        number(rest)?;
    }
    Some(())
}

fn global_type(rest: &mut &[u8]) -> Option<()> {
    rest.split_off(..2).map(drop)
}

/// A constant and `end`.
fn expression(rest: &mut &[u8]) -> Option<()> {
    let end = rest.iter().position(|byte| *byte == 0x0b)?;
    rest.split_off(..=end).map(drop)
}

/// Where a piece of the table or of memory begins: a zero for the only one there is, `i32.const`, a number, `end`.
fn place(rest: &mut &[u8]) -> Option<u64> {
    *rest = rest.strip_prefix(b"\0\x41")?;
    let place = number(rest)?;
    *rest = rest.strip_prefix(b"\x0b")?;
    Some(place)
}
