//! The instructions of a function, as far as they name something by a number.

use std::ops::Range;

use crate::module::{number, sized};

/// What of a module an instruction names, and where in the body its number stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Of functions, the imported ones are counted too.
    pub function: u64,
    pub place: Range<usize>,
}

/// The functions that a body calls or refers to ([WebAssembly §5.4]); nothing for instructions that no app of ours has:
/// vectors, threads.
///
/// [WebAssembly §5.4]: https://www.w3.org/TR/wasm-core-2/#binary-instr
pub fn functions(body: &[u8]) -> Option<Vec<Named>> {
    let mut named = Vec::new();
    let mut rest = body;
    for _ in 0..number(&mut rest)? {
        number(&mut rest)?;
        rest.split_off_first()?;
    }
    while let Some(instruction) = rest.split_off_first() {
        match instruction {
            // call, return_call, ref.func
            0x10 | 0x12 | 0xd2 => {
                let start = body.len() - rest.len();
                let function = number(&mut rest)?;
                named.push(Named { function, place: start..body.len() - rest.len() });
            }
            // unreachable, nop, else, end, return, drop, select, ref.is_null; what computes
            0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0xd1 | 0x45..=0xc4 => {}
            // block, loop, if, br, br_if, locals, globals, tables, the size of memory, ref.null
            0x02..=0x04 | 0x0c | 0x0d | 0x20..=0x26 | 0x3f | 0x40 | 0xd0 => skip(&mut rest, 1)?,
            // call_indirect, return_call_indirect, loads and stores
            0x11 | 0x13 | 0x28..=0x3e => skip(&mut rest, 2)?,
            // br_table
            0x0e => {
                let labels = number(&mut rest)?;
                skip(&mut rest, labels + 1)?;
            }
            // select with types
            0x1c => drop(sized(&mut rest)?),
            // i32.const, i64.const
            0x41 | 0x42 => skip(&mut rest, 1)?,
            0x43 => drop(rest.split_off(..4)?),
            0x44 => drop(rest.split_off(..8)?),
            0xfc => {
                let operands = match number(&mut rest)? {
                    0..=7 => 0,
                    9 | 11 | 13 | 15..=17 => 1,
                    8 | 10 | 12 | 14 => 2,
                    _ => return None,
                };
                skip(&mut rest, operands)?;
            }
            _ => return None,
        }
    }
    Some(named)
}

/// A number of any size: the last byte is below 128.
fn skip(bytes: &mut &[u8], count: u64) -> Option<()> {
    for _ in 0..count {
        let last = bytes.iter().take(10).position(|byte| *byte < 128)?;
        bytes.split_off(..=last)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_called_among_everything_else() {
        // Two locals; a block with a constant that looks like a call, br_table, a load, a sum; call 300; ref.func 2.
        let body = b"\x01\x02\x7f\x02\x40\x41\x10\x0e\x01\x00\x00\x0b\x28\x02\x90\x08\x6a\x44\x10\x10\x10\x10\x10\x10\x10\x10\
            \xfc\x0a\x00\x00\x10\xac\x02\xd2\x02\x0b";

        let named = functions(body).unwrap();

        assert_eq!(named.iter().map(|named| named.function).collect::<Vec<_>>(), [300, 2]);
        assert_eq!(body[named[0].place.clone()], [0xac, 0x02]);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for body in [&b"\x00\xfd\x0c\x0b"[..], b"\x00\xfe\x00\x0b", b"\x00\x41", b"\x00\x43\x00", b""] {
            assert_eq!(functions(body), None, "{body:?}");
        }
    }
}
