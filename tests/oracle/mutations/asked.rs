//! What was asked of the authentication, and what the token says of it.

use crate::difference::Difference;
use crate::draft::{Draft, NOW, SKEW};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

const SLOT: Slot = Slot::Authentication;
const MAX_AGE: i64 = 300;

pub fn mutations() -> Vec<Mutation> {
    [age(), context()].into_iter().flatten().collect()
}

/// `max_age` was asked, and this is `auth_time`.
fn asked_age(max_age: i64, auth_time: impl Into<String>) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    let auth_time = auth_time.into();
    move |draft| {
        draft.asked.max_age = Some(max_age);
        draft.claims.set("auth_time", auth_time.clone());
    }
}

fn age() -> Vec<Mutation> {
    let ago = |seconds: i64| asked_age(MAX_AGE, (NOW - seconds).to_string());
    let tolerated = |name, seconds| SLOT.disputed(name, Difference::AgeAllowance, ago(seconds));
    vec![
        SLOT.harmless("a recent one asked, just now", ago(0)),
        SLOT.harmless("a recent one asked, at the age's edge", ago(MAX_AGE)),
        SLOT.harmless("a recent one asked, in the future", ago(-3600)),
        tolerated("a recent one asked, a second older", MAX_AGE + 1),
        tolerated("a recent one asked, at the skew's edge", MAX_AGE + SKEW),
        SLOT.fatal("a recent one asked, a second beyond the skew", ago(MAX_AGE + SKEW + 1)),
        SLOT.fatal("a recent one asked, a year ago", ago(31_557_600)),
        SLOT.fatal("a recent one asked, at the epoch", asked_age(MAX_AGE, "0")),
        SLOT.fatal("a recent one asked, before the epoch", asked_age(MAX_AGE, "-1")),
        SLOT.fatal("a recent one asked, null", asked_age(MAX_AGE, "null")),
        SLOT.fatal("a recent one asked, a text", asked_age(MAX_AGE, quoted(&NOW.to_string()))),
        SLOT.fatal("a recent one asked, absent", |draft| draft.asked.max_age = Some(MAX_AGE)),
        SLOT.harmless("a new one asked, just now", asked_age(0, NOW.to_string())),
        SLOT.fatal("a new one asked, an hour ago", asked_age(0, (NOW - 3600).to_string())),
        SLOT.harmless("an age without end asked", asked_age(i64::MAX, "0")),
    ]
}

/// `acr_values` was asked, and this is `acr`.
fn asked_context(values: &'static str, acr: &'static str) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    move |draft| {
        draft.asked.acr_values = Some(values);
        draft.claims.set("acr", acr);
    }
}

/// The same as a wish.
fn wished_context(values: &'static str, acr: &'static str) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    let asked = asked_context(values, acr);
    move |draft| {
        asked(draft);
        draft.asked.acr_is_voluntary = true;
    }
}

fn context() -> Vec<Mutation> {
    let either = |acr| asked_context("eidas2 eidas3", acr);
    vec![
        SLOT.harmless("a context asked, the first", either(r#""eidas2""#)),
        SLOT.harmless("a context asked, the last", either(r#""eidas3""#)),
        SLOT.fatal("a context asked, another", either(r#""eidas1""#)),
        SLOT.fatal("a context asked, the start of it", either(r#""eidas""#)),
        SLOT.fatal("a context asked, in capitals", either(r#""EIDAS2""#)),
        SLOT.fatal("a context asked, both at once", either(r#""eidas2 eidas3""#)),
        SLOT.fatal("a context asked, empty", either(r#""""#)),
        SLOT.fatal("a context asked with a space too many, empty", asked_context("eidas2  eidas3", r#""""#)),
        SLOT.fatal("a context asked, a space", either(r#"" ""#)),
        SLOT.fatal("a context asked, null", either("null")),
        SLOT.fatal("a context asked, a number", asked_context("2", "2")),
        SLOT.fatal("a context asked, a list", either(r#"["eidas2"]"#)),
        SLOT.harmless("a context wished, another", wished_context("eidas2", r#""eidas1""#)),
        SLOT.harmless("a context wished, null", wished_context("eidas2", "null")),
        SLOT.harmless("a context wished, absent", |draft| {
            draft.asked.acr_values = Some("eidas2");
            draft.asked.acr_is_voluntary = true;
        }),
        SLOT.disputed("a context wished, a number", Difference::UnreadClaim, wished_context("2", "2")),
        SLOT.fatal("a context asked, absent", |draft| draft.asked.acr_values = Some("eidas2")),
    ]
}
