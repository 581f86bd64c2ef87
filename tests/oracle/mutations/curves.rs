//! What only keys on curves have: coordinates, a curve's name, and signatures of two numbers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::difference::Difference;
use crate::draft::{Draft, KID, published};
use crate::keys::{Made, Owner};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};
use crate::public::base64url;

pub fn mutations() -> Vec<Mutation> {
    [keys(), several_keys(), signatures(), edwards()].into_iter().flatten().collect()
}

/// Signs on P-256, and does this to the key.
fn es256(change: impl Fn(&mut Draft) + Send + Sync + 'static) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    move |draft| {
        draft.sign_with("ES256", Made::Es256);
        change(draft);
    }
}

/// Does this to a coordinate's octets.
fn coordinate(
    name: &'static str,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    es256(move |draft| {
        let text = draft.key().json_of(name).unwrap_or_default().replace('"', "");
        let octets = URL_SAFE_NO_PAD.decode(text).unwrap();
        draft.key().set(name, base64url(&change(octets)));
    })
}

fn keys() -> Vec<Mutation> {
    let slot = Slot::Keys;
    let curve = |name: &'static str| es256(move |draft| draft.key().set("crv", quoted(name)));
    vec![
        slot.fatal("of another curve by its own word", curve("P-384")),
        slot.fatal("of a curve nobody knows", curve("secp256k1")),
        slot.fatal("of a curve in small letters", curve("p-256")),
        slot.fatal("of no curve", es256(|draft| draft.key().remove("crv"))),
        slot.fatal("with a curve that is a number", es256(|draft| draft.key().set("crv", "256"))),
        slot.fatal("of a pair of octets on P-256", es256(|draft| draft.key().set("kty", quoted("OKP")))),
        slot.fatal("without x", es256(|draft| draft.key().remove("x"))),
        slot.fatal("without y", es256(|draft| draft.key().remove("y"))),
        slot.fatal("with a zero before x", coordinate("x", |x| [vec![0], x].concat())),
        slot.fatal("with a shorter y", coordinate("y", |y| y[1..].to_vec())),
        slot.fatal("with an empty x", coordinate("x", |_| Vec::new())),
        slot.fatal("with a point off the curve", coordinate("y", |y| y.into_iter().rev().collect())),
        slot.fatal(
            "with a point at zero",
            es256(|draft| {
                draft.key().set("x", base64url(&[0; 32]));
                draft.key().set("y", base64url(&[0; 32]));
            }),
        ),
        slot.fatal("with the other y", coordinate("y", |y| less(&P256_PRIME, &y))),
        slot.harmless(
            "with a private member on a curve",
            es256(|draft| draft.key().set("d", base64url(&[1; 32]))),
        ),
        slot.fatal("of 31 octets on Ed25519", |draft| {
            draft.sign_with("EdDSA", Made::EdDsa);
            draft.key().set("x", base64url(&[7; 31]));
        }),
        slot.fatal("of a curve for agreement", |draft| {
            draft.sign_with("EdDSA", Made::EdDsa);
            draft.key().set("crv", quoted("X25519"));
        }),
        slot.fatal("of Ed448 by its own word", |draft| {
            draft.sign_with("EdDSA", Made::EdDsa);
            draft.key().set("crv", quoted("Ed448"));
        }),
    ]
}

fn several_keys() -> Vec<Mutation> {
    let slot = Slot::Keys;
    vec![
        slot.harmless("another of each kind", |draft| {
            draft.keys.extend(
                Made::ASYMMETRIC
                    .into_iter()
                    .filter(|(_, made)| matches!(made, Made::Rs256 | Made::Es384 | Made::EdDsa))
                    .map(|(name, made)| published(made, Owner::Stranger, name)),
            );
        }),
        slot.harmless(
            "another curve beside it",
            es256(|draft| {
                draft.keys.push(published(Made::Es384, Owner::Stranger, "summer"));
            }),
        )
        .with_latent(Difference::KeyChoice),
        slot.disputed(
            "another curve of its name",
            Difference::KeyChoice,
            es256(|draft| {
                draft.keys.push(published(Made::Es384, Owner::Stranger, KID));
            }),
        ),
        slot.disputed("a weak one of its name", Difference::KeyChoice, |draft| {
            draft.sign_with("RS256", Made::Rs256);
            draft.keys.push(published(Made::Rs256, Owner::Weak, KID));
        }),
        slot.disputed("one of its name that does not verify", Difference::KeyChoice, |draft| {
            draft.keys.push(published(draft.made, Owner::Stranger, KID).with("key_ops", r#"["sign"]"#));
        }),
        slot.harmless("a weak one beside it", |draft| {
            draft.sign_with("RS256", Made::Rs256);
            draft.keys.push(published(Made::Rs256, Owner::Weak, "summer"));
        })
        .with_latent(Difference::KeyChoice),
    ]
}

/// The prime of P-256, and the order of its group (SEC 2 §2.4.2).
const P256_PRIME: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
];
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// `from` less `what`, both big-endian.
fn less(from: &[u8; 32], what: &[u8]) -> Vec<u8> {
    let mut borrowed = 0;
    let mut difference: Vec<u8> = Vec::new();
    for (from, what) in from.iter().zip(what).rev() {
        let digit = i16::from(*from) - i16::from(*what) - borrowed;
        borrowed = i16::from(digit < 0);
        difference.push(digit.rem_euclid(256) as u8);
    }
    difference.reverse();
    difference
}

fn signatures() -> Vec<Mutation> {
    let slot = Slot::Signature;
    let numbers = |change: fn(&[u8], &[u8]) -> Vec<u8>| {
        es256(move |draft| {
            draft.on_signature.push(Box::new(move |octets| {
                let (r, s) = octets.split_at(octets.len().min(32));
                change(r, s)
            }));
        })
    };
    vec![
        slot.fatal("two numbers turned round", numbers(|r, s| [s, r].concat())),
        slot.fatal(
            "two numbers in DER",
            numbers(|r, s| {
                let number = |octets: &[u8]| [&[2, 33, 0], octets].concat();
                [&[0x30, 70][..], &number(r), &number(s)].concat()
            }),
        ),
        slot.fatal("a first number of zero", numbers(|_, s| [&[0; 32], s].concat())),
        slot.fatal("a second number of zero", numbers(|r, _| [r, &[0; 32]].concat())),
        slot.fatal("two numbers of zero", numbers(|_, _| vec![0; 64])),
        slot.fatal("a second number as large as the order", numbers(|r, _| [r, &P256_ORDER].concat())),
        slot.fatal("numbers of 33 octets", numbers(|r, s| [&[0], r, &[0], s].concat())),
        // ECDSA is symmetric here, and no section of RFC 7518 asks for one of the two.
        slot.harmless("the second number's other half", numbers(|r, s| [r, &less(&P256_ORDER, s)].concat())),
    ]
}

/// The order of Ed25519's group (RFC 8032 §5.1), little-endian.
const ED25519_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn edwards() -> Vec<Mutation> {
    let slot = Slot::Signature;
    let octets = |change: fn(Vec<u8>) -> Vec<u8>| {
        move |draft: &mut Draft| {
            draft.sign_with("EdDSA", Made::EdDsa);
            draft.on_signature.push(Box::new(change));
        }
    };
    vec![
        // RFC 8032 §5.1.7: S is "in the range 0 <= s < L".
        slot.fatal(
            "Ed25519's number not reduced",
            octets(|mut octets| {
                let mut carried = 0;
                for (digit, more) in octets.iter_mut().skip(32).zip(ED25519_ORDER) {
                    let sum = u16::from(*digit) + u16::from(more) + carried;
                    *digit = (sum & 0xff) as u8;
                    carried = sum >> 8;
                }
                octets
            }),
        ),
        slot.fatal("Ed25519's halves turned round", octets(|octets| [&octets[32..], &octets[..32]].concat())),
        slot.fatal(
            "of nothing, by the identity",
            octets(|_| {
                let mut identity = vec![0; 64];
                identity[0] = 1;
                identity
            }),
        ),
    ]
}
