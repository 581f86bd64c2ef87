//! A WebAssembly module as bytes: its sections, and the numbers and vectors in them.

/// A section is its kind, its size and its content ([WebAssembly §5.5]).
///
/// [WebAssembly §5.5]: https://www.w3.org/TR/wasm-core-2/#binary-module
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section<'a> {
    pub kind: u8,
    pub content: &'a [u8],
}

impl Section<'_> {
    pub const CUSTOM: u8 = 0;
    pub const TYPES: u8 = 1;
    pub const IMPORTS: u8 = 2;
    pub const FUNCTIONS: u8 = 3;
    pub const TABLES: u8 = 4;
    pub const MEMORIES: u8 = 5;
    pub const GLOBALS: u8 = 6;
    pub const EXPORTS: u8 = 7;
    pub const START: u8 = 8;
    pub const ELEMENTS: u8 = 9;
    pub const CODE: u8 = 10;
    pub const DATA: u8 = 11;
    pub const DATA_COUNT: u8 = 12;
}

const MAGIC_AND_VERSION: &[u8] = b"\0asm\x01\0\0\0";

/// The sections in their order; nothing where this is no module.
pub fn sections(module: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut rest = module.strip_prefix(MAGIC_AND_VERSION)?;
    let mut sections = Vec::new();
    while let Some(kind) = rest.split_off_first() {
        sections.push(Section { kind: *kind, content: sized(&mut rest)? });
    }
    Some(sections)
}

/// A module of `sections`.
pub fn module<Content: AsRef<[u8]>>(sections: impl IntoIterator<Item = (u8, Content)>) -> Vec<u8> {
    let mut module = MAGIC_AND_VERSION.to_vec();
    for (kind, content) in sections {
        module.push(kind);
        put_sized(&mut module, content.as_ref());
    }
    module
}

/// The module without the custom sections of these names.
pub fn without(module: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let is_one = |section: &Section| {
        let name = sized(&mut { section.content });
        section.kind == Section::CUSTOM
            && name.is_some_and(|name| names.iter().any(|other| other.as_bytes() == name))
    };
    let kept = sections(module)?.into_iter().filter(|section| !is_one(section));
    Some(self::module(kept.map(|section| (section.kind, section.content))))
}

/// Takes as many bytes as the number before them says.
pub fn sized<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size = number(bytes)?;
    bytes.split_off(..usize::try_from(size).ok()?)
}

pub fn put_sized(bytes: &mut Vec<u8>, content: &[u8]) {
    put_number(bytes, content.len() as u64);
    bytes.extend(content);
}

/// Takes a number: seven bits a byte, the lowest first, and the last byte is below 128.
pub fn number(bytes: &mut &[u8]) -> Option<u64> {
    let last = bytes.iter().take(5).position(|byte| *byte < 128)?;
    let digits = bytes.split_off(..=last)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 7 | u64::from(digit & 127)))
}

pub fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A number with a sign, whose seventh bit of the last byte would be it.
pub fn put_constant(bytes: &mut Vec<u8>, number: u64) {
    put_number(bytes, number);
    if let Some(last) = bytes.last_mut().filter(|last| **last >= 64) {
        *last |= 128;
        bytes.push(0);
    }
}
