//! Which mutations are put together: each alone, every two of some, and heaps drawn from a seed.

use crate::chance::Chance;
use crate::mutation::{Fate, Mutation, Slot};

const SEED: u64 = 20_260_101;
const PAIRS: usize = 1500;
const HEAPS: usize = 1500;

/// The mutations of one token, in the order of their slots.
pub type Recipe<'a> = Vec<&'a Mutation>;

/// Every recipe the judges see: the valid token first.
pub fn recipes(catalogue: &[Mutation]) -> Vec<Recipe<'_>> {
    let mut recipes = vec![Recipe::new()];
    recipes.extend(catalogue.iter().map(|mutation| vec![mutation]));
    recipes.extend(where_slots_meet(catalogue));
    let chance = &mut Chance::from_seed(SEED);
    let all: Vec<_> = catalogue.iter().collect();
    recipes.extend((0..PAIRS).map(|_| heap(chance, &all, 2)));
    // A fatal one would hide what the others do together.
    let survivable: Vec<_> = catalogue.iter().filter(|mutation| mutation.fate != Fate::Fatal).collect();
    recipes.extend((0..HEAPS).map(|_| {
        let size = 2 + chance.below(4);
        heap(chance, &survivable, size)
    }));
    recipes
}

/// What the choice of a key depends on, and what an algorithm changes, in every combination.
fn where_slots_meet(catalogue: &[Mutation]) -> Vec<Recipe<'_>> {
    let of = |slot| catalogue.iter().filter(move |mutation| mutation.slot == slot);
    let signed = || of(Slot::Algorithm).filter(|mutation| mutation.fate != Fate::Fatal);
    // One of each kind of key.
    let kinds = || {
        signed()
            .filter(|mutation| ["PS256", "ES256", "EdDSA"].iter().any(|name| mutation.name.ends_with(name)))
    };
    let mut recipes = Vec::new();
    for keys in of(Slot::Keys) {
        recipes.extend(of(Slot::KeyId).map(|kid| vec![kid, keys]));
        recipes.extend(kinds().map(|algorithm| vec![algorithm, keys]));
    }
    for slot in [Slot::Signature, Slot::AccessTokenHash] {
        recipes.extend(of(slot).flat_map(|other| signed().map(move |algorithm| vec![algorithm, other])));
    }
    recipes
}

/// So many mutations, each of another slot.
fn heap<'a>(chance: &mut Chance, from: &[&'a Mutation], size: usize) -> Recipe<'a> {
    let mut heap = Recipe::new();
    while heap.len() < size {
        let mutation = *chance.one_of(from);
        if heap.iter().all(|other| other.slot != mutation.slot) {
            heap.push(mutation);
        }
    }
    heap.sort_by_key(|mutation| mutation.slot);
    heap
}
