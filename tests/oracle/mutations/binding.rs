//! What ties it to this sign-in: `nonce`, `at_hash`, and the claims about the sign-in itself.

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};

use super::claim;
use crate::difference::Difference;
use crate::draft::{ACCESS_TOKEN, Draft, NONCE, NOW};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [nonce(), access_token_hash(), authentication()].into_iter().flatten().collect()
}

fn nonce() -> Vec<Mutation> {
    let slot = Slot::Nonce;
    vec![
        slot.fatal("another", claim("nonce", quoted("n-0S6_WzA2Mk"))),
        slot.fatal("the start of it", claim("nonce", quoted(&NONCE[..6]))),
        slot.fatal("more than it", claim("nonce", quoted(&format!("{NONCE}A")))),
        slot.fatal("in capitals", claim("nonce", quoted(&NONCE.to_uppercase()))),
        slot.fatal("empty", claim("nonce", quoted(""))),
        slot.fatal("null", claim("nonce", "null")),
        slot.fatal("a number", claim("nonce", "7")),
        slot.fatal("a list", claim("nonce", format!("[{}]", quoted(NONCE)))),
        slot.fatal("absent", |draft| draft.claims.remove("nonce")),
        slot.fatal("twice", |draft| draft.claims.repeat("nonce", quoted(NONCE))),
        slot.fatal("twice, the right one last", |draft| {
            draft.claims.set("nonce", quoted("another"));
            draft.claims.repeat("nonce", quoted(NONCE));
        }),
        slot.fatal("with half a character", claim("nonce", r#""n-0S6_WzA2Mj\ud800""#)),
        slot.harmless("written with escapes", claim("nonce", r#""\u006e\u002d0S6_WzA2Mj""#)),
    ]
}

/// The left half of the access token's hash, whatever the token is signed with.
fn half_of_the_hash(draft: &Draft, access_token: &str) -> Vec<u8> {
    let hash = draft.made.hash(access_token.as_bytes());
    hash[..hash.len() / 2].to_vec()
}

fn access_token_hash() -> Vec<Mutation> {
    let slot = Slot::AccessTokenHash;
    let hash = |text: fn(&Draft) -> String| {
        move |draft: &mut Draft| draft.claims.set("at_hash", quoted(&text(draft)))
    };
    vec![
        slot.harmless("right", hash(|draft| URL_SAFE_NO_PAD.encode(half_of_the_hash(draft, ACCESS_TOKEN)))),
        slot.harmless("null", claim("at_hash", "null")),
        slot.fatal(
            "another token's",
            hash(|draft| URL_SAFE_NO_PAD.encode(half_of_the_hash(draft, "another"))),
        ),
        slot.fatal("padded", hash(|draft| URL_SAFE.encode(half_of_the_hash(draft, ACCESS_TOKEN)))),
        slot.fatal(
            "the whole hash",
            hash(|draft| URL_SAFE_NO_PAD.encode(draft.made.hash(ACCESS_TOKEN.as_bytes()))),
        ),
        slot.fatal(
            "the right half",
            hash(|draft| {
                let hash = draft.made.hash(ACCESS_TOKEN.as_bytes());
                URL_SAFE_NO_PAD.encode(&hash[hash.len() / 2..])
            }),
        ),
        slot.fatal("the token itself", claim("at_hash", quoted(ACCESS_TOKEN))),
        slot.fatal("empty", claim("at_hash", quoted(""))),
        slot.fatal("a number", claim("at_hash", "7")),
        slot.fatal("twice", |draft| {
            let right = quoted(&URL_SAFE_NO_PAD.encode(half_of_the_hash(draft, ACCESS_TOKEN)));
            draft.claims.repeat("at_hash", right.clone());
            draft.claims.repeat("at_hash", right);
        }),
    ]
}

/// `auth_time`, `acr`, `amr`, `c_hash`: nobody asked.
fn authentication() -> Vec<Mutation> {
    let slot = Slot::Authentication;
    let unread = |name, member, json| slot.disputed(name, Difference::UnreadClaim, claim(member, json));
    vec![
        slot.harmless("auth_time just now", claim("auth_time", NOW.to_string())),
        slot.harmless("auth_time a year ago", claim("auth_time", (NOW - 31_557_600).to_string())),
        slot.harmless("auth_time in an hour", claim("auth_time", (NOW + 3600).to_string())),
        slot.harmless("auth_time null", claim("auth_time", "null")),
        unread("auth_time a text", "auth_time", "\"1800000000\""),
        unread("auth_time beyond every calendar", "auth_time", "1e30"),
        slot.harmless("acr", claim("acr", quoted("urn:mace:incommon:iap:silver"))),
        slot.harmless("acr zero", claim("acr", quoted("0"))),
        unread("acr a number", "acr", "0"),
        slot.harmless("amr", claim("amr", r#"["pwd","otp"]"#)),
        unread("amr a text", "amr", "\"pwd\""),
        slot.harmless("c_hash", claim("c_hash", quoted("LDktKdoQak3Pk0cnXxCltA"))),
        unread("c_hash a number", "c_hash", "7"),
        slot.harmless("sid", claim("sid", quoted("08a5019c-17e1-4977-8f42-65a12843ea02"))),
        slot.harmless("jti a number", claim("jti", "7")),
    ]
}
