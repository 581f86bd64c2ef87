//! When it holds: `exp`, `iat`, `nbf`.

use super::claim;
use crate::difference::Difference;
use crate::draft::{NOW, SKEW};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [expiry(), issued_at(), not_before()].into_iter().flatten().collect()
}

fn at(seconds: i64) -> String {
    (NOW + seconds).to_string()
}

fn expiry() -> Vec<Mutation> {
    let slot = Slot::Expiry;
    let exp = |json: String| claim("exp", json);
    let tolerated = |name, json| slot.disputed(name, Difference::SkewAllowance, claim("exp", json));
    vec![
        slot.harmless("in a second", exp(at(1))),
        slot.harmless("in half a second", exp(format!("{NOW}.5"))),
        slot.harmless("in a century", exp(at(3_155_760_000))),
        tolerated("now", at(0)),
        tolerated("a second ago", at(-1)),
        tolerated("half a second ago", format!("{}.5", NOW - 1)),
        tolerated("a second within the skew", at(1 - SKEW)),
        slot.fatal("at the skew's edge", exp(at(-SKEW))),
        slot.fatal("half a second within the skew, rounded down", exp(format!("{}.5", NOW - SKEW))),
        slot.fatal("a second beyond the skew", exp(at(-SKEW - 1))),
        slot.fatal("an hour ago", exp(at(-3600))),
        slot.fatal("zero", exp("0".to_owned())),
        slot.fatal("negative", exp(at(-2 * NOW))),
        slot.fatal("minus nothing", exp("-0".to_owned())),
        slot.fatal("tiny", exp("1e-300".to_owned())),
        slot.harmless("with an exponent", exp("1.80001e9".to_owned())),
        slot.harmless("with a capital exponent", exp("18000100000E-1".to_owned())),
        slot.fatal("with an exponent, past", exp("1.7e9".to_owned())),
        slot.disputed("beyond every calendar", Difference::FarTime, exp("9223372036854775807".to_owned())),
        slot.disputed("beyond 64 bits", Difference::FarTime, exp("18446744073709551616".to_owned())),
        slot.disputed("beyond floating point", Difference::FarTime, exp("1e400".to_owned())),
        slot.fatal("before every calendar", exp("-1e30".to_owned())),
        slot.fatal("a text", exp(quoted(&at(3600)))),
        slot.fatal("a date", exp(quoted("2030-01-01T00:00:00Z"))),
        slot.fatal("null", exp("null".to_owned())),
        slot.fatal("true", exp("true".to_owned())),
        slot.fatal("a list", exp(format!("[{}]", at(3600)))),
        slot.fatal("absent", |draft| draft.claims.remove("exp")),
        slot.fatal("twice", |draft| draft.claims.repeat("exp", at(3600))),
        slot.fatal("with a plus", exp(format!("+{}", at(3600)))),
        slot.fatal("with a leading zero", exp(format!("0{}", at(3600)))),
        slot.fatal("in hexadecimal", exp("0x7fffffff".to_owned())),
        slot.fatal("without end", exp("Infinity".to_owned())),
        slot.fatal("no number", exp("NaN".to_owned())),
    ]
}

fn issued_at() -> Vec<Mutation> {
    let slot = Slot::IssuedAt;
    let iat = |json: String| claim("iat", json);
    let future = |name, json| slot.disputed(name, Difference::IssuedInTheFuture, claim("iat", json));
    vec![
        slot.harmless("now", iat(at(0))),
        slot.harmless("within the skew", iat(at(SKEW - 1))),
        slot.harmless("at the skew's edge", iat(at(SKEW))),
        slot.harmless("half a second beyond the skew, rounded down", iat(format!("{}.5", NOW + SKEW))),
        future("a second beyond the skew", at(SKEW + 1)),
        future("in a year", at(31_557_600)),
        slot.harmless("an hour ago", iat(at(-3600))),
        slot.harmless("zero", iat("0".to_owned())),
        slot.harmless("negative", iat("-1".to_owned())),
        slot.harmless("after it expires, within the skew", |draft| {
            draft.claims.set("iat", at(10));
        }),
        slot.disputed("before every calendar", Difference::FarTime, iat("-1e30".to_owned())),
        slot.fatal("beyond every calendar", iat("1e30".to_owned())),
        slot.fatal("a text", iat(quoted(&at(0)))),
        slot.fatal("null", iat("null".to_owned())),
        slot.fatal("absent", |draft| draft.claims.remove("iat")),
        slot.fatal("twice", |draft| draft.claims.repeat("iat", at(0))),
    ]
}

fn not_before() -> Vec<Mutation> {
    let slot = Slot::NotBefore;
    let nbf = |json: String| claim("nbf", json);
    let early = |name, json| slot.disputed(name, Difference::NotBefore, claim("nbf", json));
    vec![
        slot.harmless("an hour ago", nbf(at(-3600))),
        slot.harmless("now", nbf(at(0))),
        slot.harmless("at the skew's edge", nbf(at(SKEW))),
        slot.harmless("null", nbf("null".to_owned())),
        early("a second beyond the skew", at(SKEW + 1)),
        early("in an hour", at(3600)),
        early("beyond every calendar", "9223372036854775807".to_owned()),
        early("a text", quoted(&at(0))),
        early("a date", quoted("2020-01-01T00:00:00Z")),
        early("a list", "[]".to_owned()),
    ]
}
