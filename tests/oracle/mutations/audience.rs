//! Who says it, and to whom: `iss`, `aud`, `azp`.

use super::claim;
use crate::difference::Difference;
use crate::draft::{CLIENT_ID, Draft, ISSUER};
use crate::members::quoted;
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [issuer(), audience(), several_audiences()].into_iter().flatten().collect()
}

fn issuer() -> Vec<Mutation> {
    let slot = Slot::Issuer;
    let bare = ISSUER.trim_end_matches('/');
    vec![
        slot.fatal("another", claim("iss", quoted("https://login.attacker.example/"))),
        slot.fatal("without its slash", claim("iss", quoted(bare))),
        slot.fatal("with a slash more", claim("iss", quoted(&format!("{ISSUER}/")))),
        slot.fatal("in capitals", claim("iss", quoted(&ISSUER.to_uppercase()))),
        slot.fatal("with the port that goes without saying", claim("iss", quoted(&format!("{bare}:443/")))),
        slot.fatal("over plain HTTP", claim("iss", quoted(&ISSUER.replace("https", "http")))),
        slot.fatal("with a path", claim("iss", quoted(&format!("{ISSUER}tenant")))),
        slot.fatal("with a query", claim("iss", quoted(&format!("{ISSUER}?")))),
        slot.fatal("with a space before it", claim("iss", quoted(&format!(" {ISSUER}")))),
        slot.fatal("without a scheme", claim("iss", quoted("login.example.org/"))),
        slot.fatal("empty", claim("iss", quoted(""))),
        slot.fatal("null", claim("iss", "null")),
        slot.fatal("a number", claim("iss", "7")),
        slot.fatal("a list", claim("iss", format!("[{}]", quoted(ISSUER)))),
        slot.fatal("absent", |draft| draft.claims.remove("iss")),
        slot.fatal("twice", |draft| draft.claims.repeat("iss", quoted(ISSUER))),
        slot.fatal("under another case", |draft| draft.claims.rename("iss", "Iss")),
        slot.harmless("written with escapes", claim("iss", quoted(ISSUER).replace('/', "\\/"))),
    ]
}

/// One audience, and the authorized party beside it.
fn audience() -> Vec<Mutation> {
    let slot = Slot::Audience;
    let us = quoted(CLIENT_ID);
    vec![
        slot.fatal("another", claim("aud", quoted("client-of-another-ward"))),
        slot.fatal("a longer name", claim("aud", quoted(&format!("{CLIENT_ID}-2")))),
        slot.fatal("in capitals", claim("aud", quoted(&CLIENT_ID.to_uppercase()))),
        slot.fatal("two names in one text", claim("aud", quoted(&format!("{CLIENT_ID} api")))),
        slot.fatal("empty", claim("aud", quoted(""))),
        slot.fatal("null", claim("aud", "null")),
        slot.fatal("a number", claim("aud", "7")),
        slot.fatal("an object", claim("aud", format!(r#"{{"id":{us}}}"#))),
        slot.fatal("absent", |draft| draft.claims.remove("aud")),
        slot.fatal("twice", {
            let us = us.clone();
            move |draft| draft.claims.repeat("aud", us.clone())
        }),
        slot.harmless("in a list", claim("aud", format!("[{us}]"))),
        slot.fatal("an empty list", claim("aud", "[]")),
        slot.fatal("a list of another", claim("aud", r#"["client-of-another-ward"]"#)),
        slot.fatal("a number beside it", claim("aud", format!("[{us},7]"))),
        slot.fatal("a null beside it", claim("aud", format!("[{us},null]"))),
        slot.fatal("a list in a list", claim("aud", format!("[[{us}]]"))),
        slot.harmless("azp right", claim("azp", us.clone())),
        slot.harmless("azp null", claim("azp", "null")),
        slot.disputed("azp another", Difference::AuthorizedParty, claim("azp", quoted("another"))),
        slot.disputed("azp empty", Difference::AuthorizedParty, claim("azp", quoted(""))),
        slot.fatal("azp a number", claim("azp", "7")),
        slot.fatal("azp a list", claim("azp", format!("[{us}]"))),
        slot.fatal("azp right, aud another", |draft| {
            draft.claims.set("aud", quoted("client-of-another-ward"));
            draft.claims.set("azp", quoted(CLIENT_ID));
        }),
        slot.fatal("azp right, aud absent", |draft| {
            draft.claims.remove("aud");
            draft.claims.set("azp", quoted(CLIENT_ID));
        }),
    ]
}

fn several_audiences() -> Vec<Mutation> {
    let slot = Slot::Audience;
    let both = |azp: Option<&'static str>, audiences: fn(&str) -> String| {
        move |draft: &mut Draft| {
            draft.claims.set("aud", audiences(&quoted(CLIENT_ID)));
            azp.into_iter().for_each(|azp| draft.claims.set("azp", quoted(azp)));
        }
    };
    let ours_first: fn(&str) -> String = |us| format!(r#"[{us},"https://api.example.org/"]"#);
    let ours_last: fn(&str) -> String = |us| format!(r#"["https://api.example.org/","api",{us}]"#);
    let others: fn(&str) -> String = |_| r#"["https://api.example.org/","api"]"#.to_owned();
    let ourselves: fn(&str) -> String = |us| format!("[{us},{us}]");
    let vouched = Difference::AudiencesVouchedForByAuthorizedParty;
    vec![
        slot.disputed("two, azp right", vouched, both(Some(CLIENT_ID), ours_first)),
        slot.disputed("three, azp right", vouched, both(Some(CLIENT_ID), ours_last)),
        slot.fatal("two, azp absent", both(None, ours_first)),
        slot.fatal("three, azp absent", both(None, ours_last)),
        slot.fatal("two, azp another", both(Some("api"), ours_first)),
        slot.fatal("three, azp another", both(Some("api"), ours_last)),
        slot.fatal("two others, azp right", both(Some(CLIENT_ID), others)),
        slot.fatal("two others, azp absent", both(None, others)),
        slot.harmless("ourselves twice, azp right", both(Some(CLIENT_ID), ourselves)),
        slot.disputed("ourselves twice, azp absent", Difference::AudienceRepeated, both(None, ourselves)),
    ]
}
