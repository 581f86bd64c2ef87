//! Wipes from a module's memory what only a panic would have said: its sentence, and where in the source it happened.
//!
//! The functions that read it are gone ([`panics`](crate::panics)), but to wasm-opt memory is bytes that somebody may
//! read. What is wiped is zero, and a memory begins as zeros: wasm-opt leaves such bytes out.

use std::{collections::BTreeSet, ops::Range};

use crate::module::{self, Section, number, put_constant, put_number, put_sized, sections};

/// `module` without what was only for panics; `before` is the module as it was before they were silenced.
///
/// # Errors
///
/// When the memory of one of them is not what the linker and wasm-opt leave.
pub fn wipe(before: &[u8], module: &[u8]) -> Result<Vec<u8>, String> {
    wiped(before, module)
        .ok_or_else(|| "The memory of the module is not as the linker lays it out.".to_owned())
}

fn wiped(before: &[u8], module: &[u8]) -> Option<Vec<u8>> {
    let before = sections(before)?;
    let sections = sections(module)?;
    let texts = texts(code(&before)?, &Memory::read(&before)?);
    let mut memory = Memory::read(&sections)?;
    memory.wipe_places();
    let used = used(&sections, &memory);
    for text in texts {
        if used.range(text.clone()).next().is_none() {
            memory.wipe(text);
        }
    }
    let data = memory.section();
    let content = |section: &Section| match section.kind {
        Section::DATA => data.clone(),
        _ => section.content.to_vec(),
    };
    // How many pieces the memory has is said twice where there are several.
    let kept = sections.iter().filter(|section| section.kind != Section::DATA_COUNT);
    Some(module::module(kept.map(|section| (section.kind, content(section)))))
}

/// Every number that the module may take for an address: wherever one can be read in a section that is no text, and every
/// word of its memory. Some of them were never meant as a number; they keep what nothing needs.
fn used(sections: &[Section], memory: &Memory) -> BTreeSet<u64> {
    let mut used = BTreeSet::new();
    for section in sections {
        if ![Section::CUSTOM, Section::DATA].contains(&section.kind) {
            used.extend((0..section.content.len()).filter_map(|at| number(&mut &section.content[at..])));
        }
    }
    used.extend(memory.words().map(|(_, word)| word));
    used
}

/// What the code points at with its length: `i32.const` address, `i32.const` length.
///
/// In `fmt::Arguments` the length of a text without arguments is doubled, and one more.
fn texts(code: &[u8], memory: &Memory) -> Vec<Range<u64>> {
    let mut texts = Vec::new();
    for at in 0..code.len() {
        let mut rest = &code[at..];
        let Some(start) = constant(&mut rest) else { continue };
        texts.extend(memory.template(start));
        let Some(length) = constant(&mut rest) else { continue };
        let lengths = [Some(length), (length % 2 == 1).then_some(length / 2)];
        let ends = lengths.into_iter().flatten().map(|length| start + length);
        texts.extend(ends.map(|end| start..end).find(|text| memory.is_text(text)));
    }
    texts
}

fn constant(code: &mut &[u8]) -> Option<u64> {
    const I32_CONST: u8 = 0x41;
    code.split_off_first().filter(|instruction| **instruction == I32_CONST)?;
    number(code)
}

fn code<'a>(sections: &[Section<'a>]) -> Option<&'a [u8]> {
    sections.iter().find(|section| section.kind == Section::CODE).map(|section| section.content)
}

/// What is in memory when the module starts, from the first byte to the last that is given.
struct Memory {
    start: u64,
    bytes: Vec<u8>,
}

impl Memory {
    /// How many pieces, and of each a zero for the only memory there is, its address as an expression, and its bytes
    /// ([WebAssembly §5.5.14]).
    ///
    /// [WebAssembly §5.5.14]: https://www.w3.org/TR/wasm-core-2/#data-section
    fn read(sections: &[Section]) -> Option<Memory> {
        const END: u8 = 0x0b;
        let mut data = sections.iter().find(|section| section.kind == Section::DATA)?.content;
        let mut pieces = Vec::new();
        for _ in 0..number(&mut data)? {
            data.split_off_first().filter(|kind| **kind == 0)?;
            let address = constant(&mut data)?;
            data.split_off_first().filter(|instruction| **instruction == END)?;
            pieces.push((address, module::sized(&mut data)?));
        }
        let start = pieces.iter().map(|(address, _)| *address).min()?;
        let end = pieces.iter().map(|(address, bytes)| address + bytes.len() as u64).max()?;
        let mut bytes = vec![0; usize::try_from(end - start).ok()?];
        for (address, piece) in pieces {
            bytes[(address - start) as usize..][..piece.len()].copy_from_slice(piece);
        }
        Some(Memory { start, bytes })
    }

    fn section(&self) -> Vec<u8> {
        let mut section = Vec::new();
        put_number(&mut section, 1);
        section.extend([0, 0x41]);
        put_constant(&mut section, self.start);
        section.push(0x0b);
        put_sized(&mut section, &self.bytes);
        section
    }

    fn at(&self, range: &Range<u64>) -> Option<&[u8]> {
        let from = usize::try_from(range.start.checked_sub(self.start)?).ok()?;
        let to = usize::try_from(range.end.checked_sub(self.start)?).ok()?;
        self.bytes.get(from..to)
    }

    fn wipe(&mut self, range: Range<u64>) {
        let from = (range.start - self.start) as usize;
        let to = ((range.end - self.start) as usize).min(self.bytes.len());
        self.bytes[from.min(to)..to].fill(0);
    }

    /// Every word and its address.
    fn words(&self) -> impl Iterator<Item = (u64, u64)> {
        let first = self.start.next_multiple_of(4);
        let bytes = &self.bytes[((first - self.start) as usize).min(self.bytes.len())..];
        // The zeros at the end may have been left out.
        (first..).step_by(4).zip(
            bytes
                .chunks(4)
                .map(|word| word.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))),
        )
    }

    fn is_text(&self, range: &Range<u64>) -> bool {
        const SHORTEST: u64 = 4;
        range.end - range.start >= SHORTEST
            && self.at(range).and_then(|bytes| str::from_utf8(bytes).ok()).is_some_and(is_printable)
    }

    /// What `format_args!` makes of a text with holes: pieces of up to 127 bytes, each after its length, between them
    /// 192 for a hole, and a zero in the end.
    fn template(&self, start: u64) -> Option<Range<u64>> {
        const HOLE: u8 = 192;
        let mut pieces = 0;
        let mut at = start;
        loop {
            let byte = *self.at(&(at..at + 1))?.first()?;
            at += 1;
            match byte {
                0 => return (pieces > 0).then_some(start..at),
                HOLE => {}
                1..128 => {
                    let piece = at..at + u64::from(byte);
                    str::from_utf8(self.at(&piece)?).ok().filter(|text| is_printable(text))?;
                    pieces += 1;
                    at = piece.end;
                }
                _ => return None,
            }
        }
    }

    /// Wipes every `panic::Location`: address and length of a path, line and column. Nothing but a panic reads one.
    fn wipe_places(&mut self) {
        let words: Vec<(u64, u64)> = self.words().collect();
        let places = words.windows(4).filter_map(|place| {
            let [(at, path), (_, length), (_, line), (_, column)] = place else { return None };
            let text = *path..path + length;
            let is_place = (1..100_000).contains(line)
                && (1..1_000).contains(column)
                && self.is_text(&text)
                && self.at(&text)?.ends_with(b".rs");
            is_place.then_some((*at, text))
        });
        let places: Vec<(u64, Range<u64>)> = places.collect();
        for (at, path) in places {
            self.wipe(at..at + 16);
            self.wipe(path);
        }
    }
}

fn is_printable(text: &str) -> bool {
    !text.chars().any(|character| character.is_control() && character != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1 << 20;

    /// A module whose code has these constants, and this memory.
    fn module(constants: &[u64], bytes: &[u8]) -> Vec<u8> {
        let mut code = Vec::new();
        for constant in constants {
            code.push(0x41);
            put_constant(&mut code, *constant);
        }
        let memory = Memory { start: START, bytes: bytes.to_vec() };
        module::module([(Section::CODE, code), (Section::DATA, memory.section())])
    }

    fn memory(module: &[u8]) -> Vec<u8> {
        Memory::read(&sections(module).unwrap()).unwrap().bytes
    }

    #[test]
    fn wipes_a_text_that_nothing_points_at_any_more() {
        let bytes = b"saidunsaid";
        let before = module(&[START, 4, START + 4, 6], bytes);

        assert_eq!(memory(&wipe(&before, &module(&[START, 4], bytes)).unwrap()), b"said\0\0\0\0\0\0");
    }

    #[test]
    fn keeps_a_text_that_something_points_into() {
        let bytes = b"saidunsaid";
        let before = module(&[START, 4, START + 4, 6], bytes);

        assert_eq!(memory(&wipe(&before, &module(&[START, START + 9], bytes)).unwrap()), bytes);
    }

    #[test]
    fn keeps_a_text_that_memory_points_at() {
        let bytes = b"\x04\0\x10\0unsaid";
        let before = module(&[START + 4, 6], bytes);

        assert_eq!(memory(&wipe(&before, &module(&[], bytes)).unwrap()), bytes);
    }

    #[test]
    fn keeps_what_is_no_text() {
        let bytes = b"said\x01\x02\x03\x04\x05\x06";
        let before = module(&[START + 4, 6], bytes);

        assert_eq!(memory(&wipe(&before, &module(&[], bytes)).unwrap()), bytes);
    }

    #[test]
    fn wipes_a_text_with_holes() {
        let bytes = b"\x04len \xc0\x08 but at \xc0\0said";
        let before = module(&[START, 7], bytes);
        let mut wiped = vec![0; bytes.len() - 4];
        wiped.extend(b"said");

        assert_eq!(memory(&wipe(&before, &module(&[], bytes)).unwrap()), wiped);
    }

    #[test]
    fn wipes_a_place_in_the_source_even_where_something_points_at_it() {
        let bytes = b"\x14\0\x10\0\x0a\0\0\0\x07\0\0\0\x05\0\0\0saidsrc/lib.rs";
        let module = module(&[START], bytes);
        let mut wiped = vec![0; 16];
        wiped.extend(b"said");
        wiped.extend([0; 10]);

        assert_eq!(memory(&wipe(&module, &module).unwrap()), wiped);
    }

    #[test]
    fn reads_back_the_memory_that_it_writes() {
        let memory = Memory { start: START, bytes: b"said".to_vec() };
        let section = memory.section();
        let read = Memory::read(&[Section { kind: Section::DATA, content: &section }]).unwrap();

        assert_eq!((read.start, read.bytes), (START, b"said".to_vec()));
    }

    #[test]
    fn refuses_a_memory_that_is_laid_out_otherwise() {
        let passive = module::module([(Section::CODE, vec![]), (Section::DATA, vec![1, 1, 0])]);

        assert!(wipe(&passive, &passive).is_err());
    }
}
