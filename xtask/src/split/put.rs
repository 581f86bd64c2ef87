//! How the sections of a module are written; nothing where there is nothing in one.

use std::collections::BTreeMap;

use super::whole::{FUNCTION, Import, Item};
use crate::module::{put_constant, put_number, put_sized};

pub fn one(number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, number);
    bytes
}

pub fn vector<T>(things: &[T], mut each: impl FnMut(&mut Vec<u8>, &T)) -> Vec<u8> {
    if things.is_empty() {
        return Vec::new();
    }
    let mut bytes = one(things.len() as u64);
    things.iter().for_each(|thing| each(&mut bytes, thing));
    bytes
}

pub fn import(bytes: &mut Vec<u8>, Import { module, name, kind }: Import) {
    put_sized(bytes, module);
    put_sized(bytes, name);
    item(bytes, (FUNCTION, kind));
}

pub fn item(bytes: &mut Vec<u8>, (kind, at): Item) {
    bytes.push(kind);
    put_number(bytes, at);
}

fn place(bytes: &mut Vec<u8>, place: u64) {
    bytes.extend(b"\0\x41");
    put_constant(bytes, place);
    bytes.push(0x0b);
}

/// One piece for each run of slots.
pub fn table(table: &BTreeMap<u64, u64>, numbers: &BTreeMap<u64, u64>) -> Vec<u8> {
    let mut pieces: Vec<(u64, Vec<u64>)> = Vec::new();
    for (slot, function) in table {
        let function = numbers[function];
        match pieces.last_mut() {
            Some((first, functions)) if *first + functions.len() as u64 == *slot => functions.push(function),
            _ => pieces.push((*slot, vec![function])),
        }
    }
    vector(&pieces, |bytes, (first, functions)| {
        place(bytes, *first);
        bytes.extend(vector(functions, |bytes, function| put_number(bytes, *function)));
    })
}

pub fn memory(pieces: &[(u64, Vec<u8>)]) -> Vec<u8> {
    vector(pieces, |bytes, (address, piece)| {
        place(bytes, *address);
        put_sized(bytes, piece);
    })
}
