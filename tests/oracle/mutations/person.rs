//! Who signed in: `sub` and the profile.

use super::{claim, nested};
use crate::difference::Difference;
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [subject(), profile()].into_iter().flatten().collect()
}

fn subject() -> Vec<Mutation> {
    let slot = Slot::Subject;
    let refused = |name, text: &str| slot.disputed(name, Difference::Subject, claim("sub", quoted(text)));
    vec![
        slot.harmless("one character", claim("sub", quoted("0"))),
        slot.harmless("255 characters", claim("sub", quoted(&"x".repeat(255)))),
        refused("256 characters", &"x".repeat(256)),
        refused("empty", ""),
        refused("not ASCII", "jos\u{e9}"),
        refused("an emoji", "\u{1f600}"),
        slot.harmless("a space", claim("sub", quoted(" "))),
        slot.harmless("a control character", claim("sub", quoted("a\u{0}b"))),
        slot.fatal("a control character as it is", claim("sub", "\"a\u{1}b\"")),
        slot.fatal("half a character", claim("sub", r#""\udc00""#)),
        slot.fatal("null", claim("sub", "null")),
        slot.fatal("a number", claim("sub", "7")),
        slot.fatal("a list", claim("sub", r#"["auth0|5f7c"]"#)),
        slot.fatal("absent", |draft| draft.claims.remove("sub")),
        slot.fatal("twice", |draft| draft.claims.repeat("sub", quoted("auth0|5f7c"))),
        slot.fatal("twice, another last", |draft| draft.claims.repeat("sub", quoted("auth0|admin"))),
    ]
}

fn profile() -> Vec<Mutation> {
    let slot = Slot::Profile;
    let unread = |name, member, json| slot.disputed(name, Difference::UnreadClaim, claim(member, json));
    vec![
        slot.harmless("a name", claim("name", quoted("Agn\u{e8}s Dupr\u{e9}"))),
        slot.harmless("a name in French", claim("name#fr", quoted("Agn\u{e8}s"))),
        slot.harmless("a name that is null", claim("name", "null")),
        slot.harmless("an address", claim("email", quoted("agnes@example.org"))),
        slot.harmless("a verified address", claim("email_verified", "true")),
        slot.harmless("a postal address", claim("address", r#"{"country":"FR"}"#)),
        slot.harmless("a picture that is no address", claim("picture", quoted("not an address"))),
        slot.harmless("claims nobody knows", claim("https://lifen.example/unit", r#"{"id":7,"of":[1,2]}"#)),
        slot.harmless("a number that no machine holds", claim("ward", "12345678901234567890123")),
        slot.harmless("nested as deep as we read", claim("deep", nested(15))),
        slot.disputed("nested deeper than we read", Difference::Nesting, claim("deep", nested(16))),
        slot.fatal("nested deeper than anybody reads", claim("deep", nested(200))),
        slot.disputed("a token of 33 KiB", Difference::Size, claim("ward", quoted(&"x".repeat(25_000)))),
        slot.harmless("a token of 27 KiB", claim("ward", quoted(&"x".repeat(20_000)))),
        slot.disputed("one nobody knows twice", Difference::RepeatedMember, |draft| {
            draft.claims.repeat("ward", "1");
            draft.claims.repeat("ward", "2");
        }),
        slot.disputed("one nobody knows twice inside", Difference::RepeatedMember, |draft| {
            draft.claims.set("ward", r#"{"of":1,"of":2}"#);
        }),
        slot.disputed("one nobody knows twice, escaped", Difference::RepeatedMember, |draft| {
            draft.claims.repeat("ward", "1");
            draft.on_claims.push(Box::new(|text| text.replacen('{', r#"{"\u0077ard":2,"#, 1)));
        }),
        slot.fatal("a name twice", |draft| {
            draft.claims.repeat("name", quoted("Agn\u{e8}s"));
            draft.claims.repeat("name", quoted("Agn\u{e8}s"));
        }),
        unread("a name that is a number", "name", "7"),
        unread("an address that is a list", "email", "[]"),
        unread("a verified address in words", "email_verified", "\"true\""),
        unread("a postal address in words", "address", "\"Paris\""),
        unread("an update at a date", "updated_at", "\"2020-01-01\""),
        slot.fatal("half a character", claim("ward", r#""\ud83d""#)),
    ]
}
