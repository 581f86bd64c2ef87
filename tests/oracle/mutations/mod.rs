//! Every mutation, slot by slot.

mod asked;
mod audience;
mod binding;
mod curves;
mod envelope;
mod header;
mod keys;
mod person;
mod times;

use crate::draft::Draft;
use crate::mutation::Mutation;

pub fn catalogue() -> Vec<Mutation> {
    [
        header::mutations(),
        keys::mutations(),
        curves::mutations(),
        audience::mutations(),
        times::mutations(),
        binding::mutations(),
        asked::mutations(),
        person::mutations(),
        envelope::mutations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Gives a claim this JSON.
fn claim(name: &'static str, json: impl Into<String>) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    let json = json.into();
    move |draft| draft.claims.set(name, json.clone())
}

/// Gives a member of the header this JSON.
fn header(name: &'static str, json: impl Into<String>) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    let json = json.into();
    move |draft| draft.header.set(name, json.clone())
}

/// An object in an object in an object.
fn nested(levels: usize) -> String {
    format!("{}{}", r#"{"in":"#.repeat(levels - 1) + "{}", "}".repeat(levels - 1))
}
