//! What the linker knew: which piece of memory or which function needs which other, by `--emit-relocs`.
//!
//! The tool conventions for linking describe both sections that this reads: `linking`, with everything that has a name,
//! and `reloc.*`, with every place in code and memory that a number of one of these was written to.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    module::{Section, number, sections, sized},
    names, panics,
};

/// What can wait.
#[derive(Debug, Default, PartialEq)]
pub struct Rest {
    /// Places in the table, whose functions only the rest calls.
    pub slots: BTreeSet<u64>,
    /// Addresses of memory that only the rest reads.
    pub memory: Vec<Range<u64>>,
}

/// What in a linked module is needed only by functions for which `waits` is true of their names, and by those only
/// through the table.
pub fn rest(linked: &[u8], waits: impl Fn(&str) -> bool) -> Option<Rest> {
    let sections = sections(linked)?;
    let module = Linked::read(&sections)?;
    let names = names::of_functions(&sections)?.into_iter();
    let names: BTreeMap<u64, String> =
        names.map(|(function, name)| (function, rustc_demangle::demangle(name).to_string())).collect();
    let roots: BTreeSet<u64> =
        names.iter().filter(|(_, name)| waits(name)).map(|(function, _)| *function).collect();
    if roots.is_empty() {
        return Some(Rest::default());
    }
    let silent = |function: &u64| names.get(function).is_some_and(|name| panics::only_panics(name));
    let needed = module.needed(&roots, silent);
    let waits = |function: &u64| !needed.contains(&Node::Function(*function));
    let slots = module.table.iter().filter(|(_, function)| waits(function)).map(|(slot, _)| *slot).collect();
    Some(Rest { slots, memory: module.memory_without(&needed) })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u64),
    /// A symbol of memory, by its number.
    Data(usize),
}

#[derive(Default)]
struct Linked {
    /// Imported ones are counted too.
    exported: Vec<u64>,
    /// What is needed by memory that is no symbol's.
    unowned: Vec<(Node, bool)>,
    table: BTreeMap<u64, u64>,
    symbols: Vec<Symbol>,
    /// What needs what; `true` where it is through the table.
    edges: BTreeMap<Node, Vec<(Node, bool)>>,
}

enum Symbol {
    Function(u64),
    Data(Range<u64>),
    Other,
}

/// Bytes of the section's content, and whose they are.
type Owners = Vec<(Range<usize>, Node)>;

impl Linked {
    fn read(sections: &[Section]) -> Option<Linked> {
        let content =
            |kind| sections.iter().find(|section| section.kind == kind).map(|section| section.content);
        let imported = content(Section::IMPORTS).map_or(Some(0), imported_functions)?;
        let data = Segment::all(content(Section::DATA)?)?;
        let mut linked = Linked {
            exported: exported_functions(content(Section::EXPORTS)?)?,
            table: table(content(Section::ELEMENTS)?)?,
            symbols: symbols(custom(sections, "linking")?, &data)?,
            ..Linked::default()
        };
        let in_code = functions(content(Section::CODE)?, imported)?;
        let in_data = linked.in_data(&data);
        linked.relocate(custom(sections, "reloc.CODE")?, &in_code)?;
        linked.relocate(custom(sections, "reloc.DATA")?, &in_data)?;
        Some(linked)
    }

    fn in_data(&self, segments: &[Segment]) -> Owners {
        let mut owners = Vec::new();
        for (at, symbol) in self.symbols.iter().enumerate() {
            let Symbol::Data(memory) = symbol else { continue };
            let segment = segments.iter().find(|segment| {
                (segment.address..segment.address + segment.bytes.len() as u64).contains(&memory.start)
            });
            if let Some(segment) = segment {
                let start = segment.bytes.start + (memory.start - segment.address) as usize;
                owners.push((start..start + (memory.end - memory.start) as usize, Node::Data(at)));
            }
        }
        owners
    }

    /// The number of a section; how many places; of each its kind, where it is, the symbol, and for memory a distance.
    fn relocate(&mut self, mut content: &[u8], owners: &Owners) -> Option<()> {
        number(&mut content)?;
        for _ in 0..number(&mut content)? {
            let kind = *content.split_off_first()?;
            let place = usize::try_from(number(&mut content)?).ok()?;
            let symbol = usize::try_from(number(&mut content)?).ok()?;
            // R_WASM_MEMORY_ADDR_LEB, …_SLEB and …_I32, R_WASM_FUNCTION_OFFSET_I32, R_WASM_SECTION_OFFSET_I32
            if matches!(kind, 3..=5 | 8 | 9) {
                number(&mut content)?;
            }
            let target = match (kind, self.symbols.get(symbol)?) {
                // R_WASM_FUNCTION_INDEX_LEB
                (0, Symbol::Function(function)) => (Node::Function(*function), false),
                // R_WASM_TABLE_INDEX_SLEB, R_WASM_TABLE_INDEX_I32
                (1 | 2, Symbol::Function(function)) => (Node::Function(*function), true),
                (3..=5, Symbol::Data(_)) => (Node::Data(symbol), false),
                // Types, globals, tables. A symbol of no memory has nobody's.
                (3..=7 | 13 | 20, _) => continue,
                _ => return None,
            };
            // Symbols of memory may lie over one another.
            let mut owned = owners.iter().filter(|(owned, _)| owned.contains(&place)).peekable();
            if owned.peek().is_none() {
                self.unowned.push(target);
            }
            for (_, owner) in owned {
                self.edges.entry(*owner).or_default().push(target);
            }
        }
        Some(())
    }

    /// Everything that is reached from what the page calls, not through the table where it leads to one of `roots`.
    fn needed(&self, roots: &BTreeSet<u64>, silent: impl Fn(&u64) -> bool) -> BTreeSet<Node> {
        let waits = |(target, by_table): &&(Node, bool)| matches!(target, Node::Function(function) if *by_table && roots.contains(function));
        let mut needed = BTreeSet::new();
        let mut open: Vec<Node> = self.exported.iter().copied().map(Node::Function).collect();
        open.extend(self.unowned.iter().filter(|edge| !waits(edge)).map(|(target, _)| *target));
        while let Some(node) = open.pop() {
            let is_silent = matches!(&node, Node::Function(function) if silent(function));
            if needed.insert(node) && !is_silent {
                let edges = self.edges.get(&node).into_iter().flatten();
                open.extend(edges.filter(|edge| !waits(edge)).map(|(target, _)| *target));
            }
        }
        needed
    }

    /// The memory of symbols that are not needed, without what they share with one that is.
    fn memory_without(&self, needed: &BTreeSet<Node>) -> Vec<Range<u64>> {
        let mut marks: BTreeMap<u64, (i64, i64)> = BTreeMap::new();
        for (at, symbol) in self.symbols.iter().enumerate() {
            let Symbol::Data(memory) = symbol else { continue };
            let is_needed = needed.contains(&Node::Data(at));
            for (address, change) in [(memory.start, 1), (memory.end, -1)] {
                let mark = marks.entry(address).or_default();
                *(if is_needed { &mut mark.0 } else { &mut mark.1 }) += change;
            }
        }
        let mut without: Vec<Range<u64>> = Vec::new();
        let (mut needed, mut waiting) = (0, 0);
        let mut since = None;
        for (address, change) in marks {
            if let Some(start) = since.take() {
                match without.last_mut() {
                    Some(last) if last.end == start => last.end = address,
                    _ => without.push(start..address),
                }
            }
            needed += change.0;
            waiting += change.1;
            since = (needed == 0 && waiting > 0).then_some(address);
        }
        without
    }
}

fn custom<'a>(sections: &[Section<'a>], name: &str) -> Option<&'a [u8]> {
    sections.iter().filter(|section| section.kind == Section::CUSTOM).find_map(|section| {
        let mut content = section.content;
        (sized(&mut content)? == name.as_bytes()).then_some(content)
    })
}

fn imported_functions(mut section: &[u8]) -> Option<u64> {
    let count = number(&mut section)?;
    for _ in 0..count {
        sized(&mut section)?;
        sized(&mut section)?;
        // The linker leaves memory and table to be exported.
        section.split_off_first().filter(|kind| **kind == 0)?;
        number(&mut section)?;
    }
    Some(count)
}

/// Except for those that wasm-bindgen calls to learn of types, and removes.
fn exported_functions(mut section: &[u8]) -> Option<Vec<u64>> {
    let mut exported = Vec::new();
    for _ in 0..number(&mut section)? {
        let name = str::from_utf8(sized(&mut section)?).ok()?;
        let kind = *section.split_off_first()?;
        let at = number(&mut section)?;
        if kind == 0 && !name.starts_with("__wbindgen_describe") {
            exported.push(at);
        }
    }
    Some(exported)
}

/// One piece of the only table, as the linker writes it.
fn table(mut section: &[u8]) -> Option<BTreeMap<u64, u64>> {
    section = section.strip_prefix(b"\x01\0\x41")?;
    let first = number(&mut section)?;
    section = section.strip_prefix(b"\x0b")?;
    (first..first + number(&mut section)?).map(|slot| Some((slot, number(&mut section)?))).collect()
}

/// A piece of memory: its address, and where in the section its bytes are.
struct Segment {
    address: u64,
    bytes: Range<usize>,
}

impl Segment {
    fn all(section: &[u8]) -> Option<Vec<Segment>> {
        let mut rest = section;
        let mut segments = Vec::new();
        for _ in 0..number(&mut rest)? {
            rest = rest.strip_prefix(b"\0\x41")?;
            let address = number(&mut rest)?;
            rest = rest.strip_prefix(b"\x0b")?;
            let bytes = sized(&mut rest)?;
            let end = section.len() - rest.len();
            segments.push(Segment { address, bytes: end - bytes.len()..end });
        }
        Some(segments)
    }
}

/// A version, then parts, of which the eighth kind is how many symbols, and of each its kind, its flags, and what it is.
fn symbols(mut section: &[u8], segments: &[Segment]) -> Option<Vec<Symbol>> {
    const SYMBOLS: u8 = 8;
    const UNDEFINED: u64 = 0x10;
    const EXPLICIT_NAME: u64 = 0x40;
    number(&mut section).filter(|version| *version == 2)?;
    let mut symbols = Vec::new();
    while let Some(part) = section.split_off_first() {
        let mut content = sized(&mut section)?;
        if *part != SYMBOLS {
            continue;
        }
        for _ in 0..number(&mut content)? {
            let kind = *content.split_off_first()?;
            let flags = number(&mut content)?;
            let is_defined = flags & UNDEFINED == 0;
            symbols.push(match kind {
                1 => {
                    sized(&mut content)?;
                    let mut place = || {
                        let segment = segments.get(usize::try_from(number(&mut content)?).ok()?);
                        let (offset, size) = (number(&mut content)?, number(&mut content)?);
                        // Memory that begins as zeros is in no segment.
                        let start = segment.map_or(0, |segment| segment.address + offset);
                        Some(Symbol::Data(start..start + segment.map_or(0, |_| size)))
                    };
                    if is_defined { place()? } else { Symbol::Other }
                }
                3 => {
                    number(&mut content)?;
                    Symbol::Other
                }
                _ => {
                    let at = number(&mut content)?;
                    if is_defined || flags & EXPLICIT_NAME != 0 {
                        sized(&mut content)?;
                    }
                    if kind == 0 { Symbol::Function(at) } else { Symbol::Other }
                }
            });
        }
    }
    Some(symbols)
}

/// Where the bodies are.
fn functions(section: &[u8], imported: u64) -> Option<Owners> {
    let mut rest = section;
    (0..number(&mut rest)?)
        .map(|at| {
            let body = sized(&mut rest)?.len();
            let end = section.len() - rest.len();
            Some((end - body..end, Node::Function(imported + at)))
        })
        .collect()
}
