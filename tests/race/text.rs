//! Texts that are the same when what they say makes no difference.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A text without its moments and with its tickets numbered in the order of their appearance, since a session only ever
/// compares tickets; and the moments in it, whose meaning depends on what time it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    rest: u64,
    moments: Vec<i64>,
}

/// After that long nothing but the order of moments makes a difference.
const RECENT: i64 = 60_000;

impl Text {
    pub fn of(text: &str) -> Self {
        let (mut rest, mut moments, mut tickets) =
            (String::with_capacity(text.len()), Vec::new(), Vec::new());
        let mut parts = text.split_inclusive('(');
        let mut before = parts.next().unwrap_or_default();
        rest.push_str(before);
        for part in parts {
            let (number, after) = part.split_once(')').unwrap_or((part, ""));
            if before.ends_with("Timestamp(") {
                moments.extend(number.parse::<i64>());
                rest.push_str(after);
            } else if before.ends_with("Ticket(") {
                let place = tickets.iter().position(|known| *known == number).unwrap_or_else(|| {
                    tickets.push(number);
                    tickets.len() - 1
                });
                let _ = write!(rest, "{place}{after}");
            } else {
                rest.push_str(part);
            }
            before = part;
        }
        Self { rest: hash_of(&rest), moments }
    }

    /// What it comes to by these clocks.
    pub fn hash(&self, clocks: &Clocks) -> u64 {
        let moments: Vec<_> = self.moments.iter().map(|moment| clocks.read(*moment)).collect();
        hash_of(&(self.rest, moments))
    }
}

/// How moments are told apart: those to come and of late by how far they are from now, those long ago by their order.
pub struct Clocks {
    now: i64,
    long_ago: Vec<i64>,
}

impl Clocks {
    pub fn at<'a>(now: i64, texts: impl Iterator<Item = &'a Text>) -> Self {
        let moments = texts.flat_map(|text| text.moments.iter().copied());
        let mut long_ago: Vec<_> = moments.filter(|moment| now - moment >= RECENT).collect();
        long_ago.sort_unstable();
        long_ago.dedup();
        Self { now, long_ago }
    }

    fn read(&self, moment: i64) -> (bool, i64) {
        match self.long_ago.binary_search(&moment) {
            Ok(place) => (true, place as i64),
            Err(_) => (false, moment - self.now),
        }
    }
}

pub fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
