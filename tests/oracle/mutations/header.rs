//! What the JOSE header says.

use super::{header, nested};
use crate::difference::Difference;
use crate::draft::{Draft, KID, STRAY_OCTET};
use crate::keys::{Made, Owner};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [algorithm(), key_id(), kind(), critical(), others()].into_iter().flatten().collect()
}

/// Signs with another algorithm, says so, and publishes the key.
fn made(name: &'static str, made: Made) -> impl Fn(&mut Draft) + Send + Sync {
    move |draft| draft.sign_with(name, made)
}

fn algorithm() -> Vec<Mutation> {
    let slot = Slot::Algorithm;
    let asymmetric = Made::ASYMMETRIC.into_iter().filter(|(_, by)| *by != Made::Rs256);
    let mut mutations: Vec<_> = asymmetric
        .map(|(name, by)| match by {
            Made::Es512 => slot.disputed(name, Difference::LargestCurve, made(name, by)),
            _ => slot.harmless(name, made(name, by)),
        })
        .collect();
    mutations.extend([
        slot.fatal("none, unsigned", made("none", Made::Unsigned)),
        slot.fatal("none, signed all the same", header("alg", quoted("none"))),
        slot.fatal("None", made("None", Made::Unsigned)),
        slot.fatal("HS256 under the public key", made("HS256", Made::Hs256)),
        slot.fatal("RS256 said, HS256 made", |draft| draft.made = Made::Hs256),
        slot.fatal("RS256 said, RS512 made", |draft| draft.made = Made::Rs512),
        slot.fatal("RS256 said, PS256 made", |draft| draft.made = Made::Ps256),
        slot.fatal("RS512 said, RS256 made", header("alg", quoted("RS512"))),
        slot.fatal("PS256 said, RS256 made", header("alg", quoted("PS256"))),
        slot.fatal("PS256 without salt", made("PS256", Made::Ps256Salted(0))),
        slot.fatal("PS256 with a short salt", made("PS256", Made::Ps256Salted(20))),
        slot.fatal("ES256 said, RS256 made", header("alg", quoted("ES256"))),
        slot.fatal("EdDSA said, RS256 made", header("alg", quoted("EdDSA"))),
        slot.fatal("ES256 said, ES384 made", |draft| {
            draft.sign_with("ES256", Made::Es384);
        }),
        slot.fatal("ES384 said, ES256 made", |draft| draft.sign_with("ES384", Made::Es256)),
        slot.fatal("ES256K said, ES256 made", |draft| draft.sign_with("ES256K", Made::Es256)),
        slot.fatal("Ed25519 said, EdDSA made", |draft| draft.sign_with("Ed25519", Made::EdDsa)),
        slot.fatal("eddsa said, EdDSA made", |draft| draft.sign_with("eddsa", Made::EdDsa)),
        slot.fatal("in small letters", header("alg", quoted("rs256"))),
        slot.fatal("with a space", header("alg", quoted("RS256 "))),
        slot.fatal("one of encryption", header("alg", quoted("RSA-OAEP"))),
        slot.fatal("unknown", header("alg", quoted("RS1024"))),
        slot.fatal("empty", header("alg", quoted(""))),
        slot.fatal("null", header("alg", "null")),
        slot.fatal("a number", header("alg", "256")),
        slot.fatal("a list", header("alg", r#"["RS256"]"#)),
        slot.fatal("absent", |draft| draft.header.remove("alg")),
        slot.fatal("twice", |draft| draft.header.repeat("alg", quoted("RS256"))),
        slot.fatal("twice, none first", |draft| {
            draft.header.set("alg", quoted("none"));
            draft.header.repeat("alg", quoted("RS256"));
        }),
        slot.harmless("written with an escape", header("alg", r#""\u0052S256""#)),
    ]);
    mutations
}

fn key_id() -> Vec<Mutation> {
    let slot = Slot::KeyId;
    vec![
        slot.harmless("absent", |draft| draft.header.remove("kid")),
        slot.harmless("null", header("kid", "null")),
        slot.harmless("written with an escape", header("kid", format!(r#""\u0073{}""#, &KID[1..]))),
        slot.fatal("unknown", header("kid", quoted("autumn"))),
        slot.fatal("empty", header("kid", quoted(""))),
        slot.fatal("in capitals", header("kid", quoted("SPRING"))),
        slot.fatal("with a space", header("kid", quoted("spring "))),
        slot.fatal("a number", header("kid", "7")),
        slot.fatal("a list", header("kid", r#"["spring"]"#)),
        slot.fatal("twice", |draft| draft.header.repeat("kid", quoted(KID))),
    ]
}

/// `typ` and `cty`.
fn kind() -> Vec<Mutation> {
    let slot = Slot::Type;
    vec![
        slot.harmless("absent", |draft| draft.header.remove("typ")),
        slot.harmless("null", header("typ", "null")),
        slot.harmless("in small letters", header("typ", quoted("jwt"))),
        slot.harmless("as a media type", header("typ", quoted("application/jwt"))),
        slot.harmless("JOSE", header("typ", quoted("JOSE"))),
        slot.disputed("of an access token", Difference::Type, header("typ", quoted("at+jwt"))),
        slot.disputed("of a sign-out token", Difference::Type, header("typ", quoted("logout+jwt"))),
        slot.disputed("of the JSON serialization", Difference::Type, header("typ", quoted("JOSE+JSON"))),
        slot.disputed("empty", Difference::Type, header("typ", quoted(""))),
        slot.disputed("a number", Difference::Type, header("typ", "7")),
        slot.disputed("cty of a nested token", Difference::ContentType, header("cty", quoted("JWT"))),
        slot.disputed("cty of JSON", Difference::ContentType, header("cty", quoted("json"))),
        slot.disputed("cty a number", Difference::ContentType, header("cty", "7")),
        slot.harmless("cty null", header("cty", "null")),
    ]
}

fn critical() -> Vec<Mutation> {
    let slot = Slot::Critical;
    vec![
        slot.fatal("an extension", |draft| {
            draft.header.set("crit", r#"["https://lifen.example/seal"]"#);
            draft.header.set("https://lifen.example/seal", quoted("unbroken"));
        }),
        slot.fatal("an unencoded payload", |draft| {
            draft.header.set("crit", r#"["b64"]"#);
            draft.header.set("b64", "false");
        }),
        slot.fatal("a payload that is encoded after all", |draft| {
            draft.header.set("crit", r#"["b64"]"#);
            draft.header.set("b64", "true");
        }),
        slot.fatal("a parameter of the specification", header("crit", r#"["exp"]"#)),
        slot.fatal("an extension that is not there", header("crit", r#"["nowhere"]"#)),
        slot.fatal("empty", header("crit", "[]")),
        slot.fatal("a text", header("crit", quoted("b64"))),
        slot.fatal("a number in it", header("crit", "[7]")),
        slot.fatal("true", header("crit", "true")),
        slot.disputed("null", Difference::CriticalIsNull, header("crit", "null")),
    ]
}

fn others() -> Vec<Mutation> {
    let slot = Slot::HeaderMembers;
    vec![
        slot.harmless("a key of its own", |draft| {
            let key = Made::Rs256.jwk(Owner::Stranger).to_string();
            draft.header.set("jwk", key);
        }),
        slot.harmless("an address for keys", header("jku", quoted("https://attacker.example/keys"))),
        slot.harmless("a certificate chain", header("x5c", r#"["MIIB"]"#)),
        slot.harmless("an address for certificates", header("x5u", quoted("https://attacker.example/x"))),
        slot.harmless("b64 without crit", header("b64", "true")),
        slot.harmless("zip", header("zip", quoted("DEF"))),
        slot.harmless("enc", header("enc", quoted("A128GCM"))),
        slot.harmless("one nobody knows", header("seal", quoted("unbroken"))),
        slot.harmless("nested as deep as we read", header("deep", nested(15))),
        slot.disputed("nested deeper than we read", Difference::Nesting, header("deep", nested(16))),
        slot.disputed("nested very deep", Difference::Nesting, header("deep", nested(200))),
        slot.disputed("one nobody knows twice", Difference::RepeatedMember, |draft| {
            draft.header.repeat("seal", "1");
            draft.header.repeat("seal", "1");
        }),
        slot.disputed("one nobody knows twice inside", Difference::RepeatedMember, |draft| {
            draft.header.set("seal", r#"{"of":1,"of":2}"#);
        }),
        slot.disputed("not UTF-8", Difference::NotUtf8, header("latin", quoted(&STRAY_OCTET.to_string()))),
        slot.harmless("space between them", |draft| {
            draft.on_header.push(Box::new(|text| text.replace(",\"", " ,\r\n\t\"")));
        }),
        slot.fatal("a comma after the last", |draft| {
            draft.on_header.push(Box::new(|text| text.replace('}', ",}")));
        }),
        slot.fatal("text after the object", |draft| draft.on_header.push(Box::new(|text| text + "{}"))),
        slot.fatal("a byte order mark", |draft| {
            draft.on_header.push(Box::new(|text| format!("\u{feff}{text}")));
        }),
        slot.fatal("in a list", |draft| draft.on_header.push(Box::new(|text| format!("[{text}]")))),
        slot.fatal("in single quotes", |draft| {
            draft.on_header.push(Box::new(|text| text.replace('"', "'")));
        }),
    ]
}
