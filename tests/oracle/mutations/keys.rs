//! What the JWK Set holds.

use super::nested;
use crate::difference::Difference;
use crate::draft::{Draft, KID, published};
use crate::keys::{Made, Owner};
use crate::members::{Members, quoted, with_trailing_bits};
use crate::mutation::{Mutation, Slot};

const SLOT: Slot = Slot::Keys;

pub fn mutations() -> Vec<Mutation> {
    [the_key(), of_wrong_kinds(), several_keys(), the_document()].into_iter().flatten().collect()
}

/// Gives a member of the signer's key this JSON.
fn key(name: &'static str, json: impl Into<String>) -> impl Fn(&mut Draft) + Send + Sync + 'static {
    let json = json.into();
    move |draft| draft.key().set(name, json.clone())
}

fn the_key() -> Vec<Mutation> {
    vec![
        SLOT.fatal("none at all", |draft| draft.keys.clear()),
        SLOT.fatal("a stranger's under the right name", |draft| {
            draft.keys = vec![published(draft.made, Owner::Stranger, KID)];
        }),
        SLOT.harmless("use absent", |draft| draft.key().remove("use")),
        SLOT.harmless("use null", key("use", "null")),
        SLOT.fatal("use enc", key("use", quoted("enc"))),
        SLOT.fatal("use in capitals", key("use", quoted("SIG"))),
        SLOT.fatal("use empty", key("use", quoted(""))),
        SLOT.harmless("alg right", |draft| {
            let name = draft.header.json_of("alg").unwrap_or("null").to_owned();
            draft.key().set("alg", name);
        }),
        SLOT.fatal("alg of another signature", key("alg", quoted("HS512"))),
        SLOT.fatal("alg of encryption", key("alg", quoted("RSA-OAEP"))),
        SLOT.fatal("alg unknown", key("alg", quoted("RS1024"))),
        SLOT.fatal("alg empty", key("alg", quoted(""))),
        SLOT.harmless("key_ops verify", key("key_ops", r#"["verify"]"#)),
        SLOT.harmless("key_ops verify and sign", key("key_ops", r#"["sign","verify"]"#)),
        SLOT.disputed("key_ops encrypt", Difference::KeyOperations, key("key_ops", r#"["encrypt"]"#)),
        SLOT.disputed("key_ops sign", Difference::KeyOperations, key("key_ops", r#"["sign"]"#)),
        SLOT.disputed("key_ops empty", Difference::KeyOperations, key("key_ops", "[]")),
        SLOT.disputed("key_ops a text", Difference::KeyOperations, key("key_ops", quoted("verify"))),
        SLOT.fatal("kty another", key("kty", quoted("oct"))),
        SLOT.fatal("kty unknown", key("kty", quoted("LWE"))),
        SLOT.fatal("kty in small letters", key("kty", quoted("rsa"))),
        SLOT.fatal("kty absent", |draft| draft.key().remove("kty")),
        SLOT.fatal("kid of another", key("kid", quoted("winter"))),
        SLOT.fatal("kid absent", |draft| draft.key().remove("kid")),
        SLOT.fatal("n absent", |draft| draft.key().remove("n")),
        SLOT.fatal("n empty", key("n", quoted(""))),
        SLOT.fatal("n with padding", |draft| {
            let padded = draft.key().json_of("n").unwrap_or("\"\"").replacen('"', "", 1).replace('"', "==");
            draft.key().set("n", quoted(&padded));
        }),
        SLOT.disputed("n with bits after the last octet", Difference::TrailingBits, |draft| {
            draft.sign_with("RS256", Made::Rs256);
            let modulus = draft.key().json_of("n").unwrap_or_default().replace('"', "");
            draft.key().set("n", quoted(&with_trailing_bits(modulus)));
        }),
        SLOT.fatal("e absent", |draft| draft.key().remove("e")),
        SLOT.fatal("e another", key("e", quoted("Aw"))),
        SLOT.fatal("e one", key("e", quoted("AQ"))),
        SLOT.fatal("e zero", key("e", quoted("AA"))),
        SLOT.harmless("e with a leading zero", key("e", quoted("AAEAAQ"))),
        SLOT.harmless("of 2048 bits, without a use or alg", |draft| {
            draft.key().remove("use");
            draft.key().remove("alg");
        }),
        SLOT.disputed("of 1024 bits", Difference::WeakKey, |draft| {
            draft.sign_with("RS256", Made::Rs256);
            draft.signer = Owner::Weak;
            draft.keys = vec![published(Made::Rs256, Owner::Weak, KID)];
        }),
        SLOT.fatal("alg of the same kind, another hash", key("alg", quoted("RS384"))),
        SLOT.fatal("alg of the same hash, another kind", key("alg", quoted("PS256"))),
        SLOT.harmless("a private member beside the public ones", key("d", quoted("AQAB"))),
        SLOT.harmless("a certificate chain", key("x5c", r#"["MIIB"]"#)),
        SLOT.harmless("members nobody knows", key("season", r#"{"of":["year"]}"#)),
    ]
}

fn of_wrong_kinds() -> Vec<Mutation> {
    vec![
        SLOT.fatal("use a number", key("use", "7")),
        SLOT.fatal("use a list", key("use", r#"["sig"]"#)),
        SLOT.fatal("use false", key("use", "false")),
        SLOT.fatal("alg a number", key("alg", "256")),
        SLOT.fatal("alg a list", key("alg", r#"["RS256"]"#)),
        SLOT.fatal("kid a number", key("kid", "7")),
        SLOT.fatal("kty a list", key("kty", r#"["RSA"]"#)),
        SLOT.fatal("n a number", key("n", "7")),
        SLOT.fatal("e a number", key("e", "65537")),
    ]
}

fn several_keys() -> Vec<Mutation> {
    let with = |more: fn(&Draft) -> Members| move |draft: &mut Draft| draft.keys.push(more(draft));
    vec![
        SLOT.harmless("another beside it", with(|draft| published(draft.made, Owner::Stranger, "summer"))),
        SLOT.harmless("another before it", |draft| {
            draft.keys.insert(0, published(draft.made, Owner::Stranger, "summer"));
        }),
        SLOT.harmless("another without a name", |draft| {
            let mut nameless = published(draft.made, Owner::Stranger, "");
            nameless.remove("kid");
            draft.keys.push(nameless);
        }),
        SLOT.harmless("another for encryption", |draft| {
            let mut other = published(draft.made, Owner::Stranger, "summer");
            other.set("use", quoted("enc"));
            draft.keys.push(other);
        }),
        SLOT.fatal("another of its name", with(|draft| published(draft.made, Owner::Stranger, KID))),
        SLOT.fatal("itself twice", with(|draft| published(draft.made, Owner::Provider, KID))),
        SLOT.harmless("another of its name for encryption", |draft| {
            let mut other = published(draft.made, Owner::Stranger, KID);
            other.set("use", quoted("enc"));
            draft.keys.push(other);
        }),
        SLOT.harmless("another of its name for another algorithm", |draft| {
            let mut other = published(draft.made, Owner::Stranger, KID);
            other.set("alg", quoted("RSA-OAEP"));
            draft.keys.push(other);
        }),
        SLOT.harmless("a symmetric one", |draft| {
            draft.keys.push(Members::default().with("kty", quoted("oct")).with("k", quoted("AQAB")));
        }),
        SLOT.harmless("one of a kind nobody knows", |draft| {
            draft.keys.push(Members::default().with("kty", quoted("LWE")).with("kid", quoted(KID)));
        }),
        SLOT.harmless("an empty one", |draft| draft.keys.push(Members::default())),
        SLOT.disputed("another with a member twice", Difference::RepeatedMember, |draft| {
            draft.keys.push(published(draft.made, Owner::Stranger, "summer").with("kid", quoted("winter")));
        }),
        SLOT.disputed("another with a deep member", Difference::Nesting, |draft| {
            draft.keys.push(published(draft.made, Owner::Stranger, "summer").with("deep", nested(15)));
        }),
        SLOT.disputed("another with a very long member", Difference::Size, |draft| {
            let chain = quoted(&"x".repeat(256 * 1024));
            draft.keys.push(published(draft.made, Owner::Stranger, "summer").with("x5c", chain));
        }),
        SLOT.fatal("another with half a character", |draft| {
            draft.keys.push(published(draft.made, Owner::Stranger, "summer").with("season", r#""\ud800""#));
        }),
        SLOT.fatal("a member twice", |draft| draft.key().repeat("use", quoted("sig"))),
        SLOT.fatal("a member twice, another last", |draft| draft.key().repeat("use", quoted("enc"))),
    ]
}

fn the_document() -> Vec<Mutation> {
    let text = |change: fn(String) -> String| move |draft: &mut Draft| draft.on_keys.push(Box::new(change));
    vec![
        SLOT.fatal("no document", text(|_| String::new())),
        SLOT.fatal("a page", text(|_| "<html></html>".to_owned())),
        SLOT.fatal("keys absent", text(|keys| keys.replacen("keys", "jwks", 1))),
        SLOT.fatal("keys null", text(|_| r#"{"keys":null}"#.to_owned())),
        SLOT.fatal("keys an object", text(|_| r#"{"keys":{}}"#.to_owned())),
        SLOT.fatal(
            "a bare list",
            text(|keys| keys.replacen("{\"keys\":", "", 1).trim_end_matches('}').to_owned()),
        ),
        SLOT.harmless("things that are no keys", text(|keys| keys.replacen('[', "[7,null,\"k\",[],", 1))),
        SLOT.harmless("a member nobody knows", text(|keys| keys.replacen('{', r#"{"season":1,"#, 1))),
        SLOT.disputed(
            "a member nobody knows twice",
            Difference::RepeatedMember,
            text(|keys| keys.replacen('{', r#"{"season":1,"season":1,"#, 1)),
        ),
        SLOT.fatal("keys twice", text(|keys| keys.replacen('{', r#"{"keys":[],"#, 1))),
        SLOT.fatal("text after it", text(|keys| keys + "x")),
        SLOT.harmless("space around it", text(|keys| format!("\r\n {keys}\t"))),
    ]
}
