//! The payload's text, the signature's octets, and the token's own text.

use crate::difference::Difference;
use crate::draft::{Draft, NOW, STRAY_OCTET};
use crate::keys::Owner;
use crate::members::{quoted, with_trailing_bits};
use crate::mutation::{Mutation, Slot};

pub fn mutations() -> Vec<Mutation> {
    [payload(), signature(), text()].into_iter().flatten().collect()
}

fn payload() -> Vec<Mutation> {
    let slot = Slot::Payload;
    let json = |change: fn(String) -> String| move |draft: &mut Draft| draft.on_claims.push(Box::new(change));
    vec![
        slot.harmless("space around it", json(|text| format!("\r\n {text}\t "))),
        slot.harmless(
            "space between claims",
            json(|text| text.replace(",\"", " ,\n\"").replace("\":", "\" : ")),
        ),
        slot.fatal("a byte order mark", json(|text| format!("\u{feff}{text}"))),
        slot.fatal("in a list", json(|text| format!("[{text}]"))),
        slot.fatal("as a text", json(|text| quoted(&text))),
        slot.fatal("nothing", json(|_| String::new())),
        slot.fatal("no claim at all", json(|_| "{}".to_owned())),
        slot.fatal("null", json(|_| "null".to_owned())),
        slot.fatal("text after it", json(|text| text + "x")),
        slot.fatal("another object after it", json(|text| text + "{}")),
        slot.fatal("a zero octet after it", json(|text| text + "\u{0}")),
        slot.fatal("a comma after the last claim", json(|text| format!("{},}}", text.trim_end_matches('}')))),
        slot.fatal("a comment", json(|text| text.replacen('{', "{/* */", 1))),
        slot.fatal("cut short", json(|text| text[..text.len() - 1].to_owned())),
        slot.fatal("in another encoding", |draft| {
            let text = draft.claims.to_string();
            draft.payload = Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }),
        slot.fatal("not UTF-8", |draft| draft.claims.repeat("latin", quoted(&STRAY_OCTET.to_string()))),
        slot.fatal("other claims than were signed", |draft| {
            draft.on_token.push(Box::new(|token| {
                use base64::Engine;
                use base64::engine::general_purpose::URL_SAFE_NO_PAD;
                let parts: Vec<_> = token.split('.').collect();
                let [header, payload, signature] = parts[..] else { return token };
                let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap_or_default())
                    .unwrap_or_default();
                let longer = claims.replace(&(NOW + 3600).to_string(), &(NOW + 7200).to_string()) + " ";
                format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(longer))
            }));
        }),
    ]
}

fn signature() -> Vec<Mutation> {
    let slot = Slot::Signature;
    let octets =
        |change: fn(Vec<u8>) -> Vec<u8>| move |draft: &mut Draft| draft.on_signature.push(Box::new(change));
    let flipped = |at: fn(usize) -> usize, bit: u8| {
        move |draft: &mut Draft| {
            draft.on_signature.push(Box::new(move |mut octets| {
                let at = at(octets.len());
                octets.iter_mut().skip(at).take(1).for_each(|octet| *octet ^= bit);
                octets
            }));
        }
    };
    vec![
        slot.fatal("the first bit flipped", flipped(|_| 0, 0x80)),
        slot.fatal("a bit in the middle flipped", flipped(|length| length / 2, 0x08)),
        slot.fatal("the last bit flipped", flipped(|length| length.saturating_sub(1), 0x01)),
        slot.fatal("empty", octets(|_| Vec::new())),
        slot.fatal("half of it", octets(|octets| octets[..octets.len() / 2].to_vec())),
        slot.fatal(
            "without its last octet",
            octets(|octets| octets[..octets.len().saturating_sub(1)].to_vec()),
        ),
        slot.fatal("without its first octet", octets(|octets| octets.into_iter().skip(1).collect())),
        slot.fatal("with an octet more", octets(|octets| [octets, vec![0]].concat())),
        slot.fatal("with a zero before it", octets(|octets| [vec![0], octets].concat())),
        slot.fatal("twice", octets(|octets| octets.repeat(2))),
        slot.fatal("all zero", octets(|octets| vec![0; octets.len()])),
        slot.fatal("all ones", octets(|octets| vec![0xff; octets.len()])),
        slot.fatal("turned round", octets(|octets| octets.into_iter().rev().collect())),
        slot.fatal("a stranger's", |draft| draft.signer = Owner::Stranger),
    ]
}

fn text() -> Vec<Mutation> {
    let slot = Slot::Text;
    let token = |change: fn(String) -> String| move |draft: &mut Draft| draft.on_token.push(Box::new(change));
    vec![
        slot.fatal("empty", token(|_| String::new())),
        slot.fatal("one part", token(|text| text.replace('.', ""))),
        slot.fatal("two parts", token(|text| text.rsplitn(2, '.').last().unwrap_or_default().to_owned())),
        slot.fatal(
            "no signature, but its full stop",
            token(|text| text.rsplitn(2, '.').last().unwrap_or_default().to_owned() + "."),
        ),
        slot.fatal("four parts", token(|text| text + ".e30")),
        slot.fatal("five parts", token(|text| text + ".e30.e30")),
        slot.fatal("a full stop more", token(|text| text + ".")),
        slot.fatal("a full stop before it", token(|text| format!(".{text}"))),
        slot.fatal("no header", token(|text| text.trim_start_matches(|c| c != '.').to_owned())),
        slot.fatal("another mark between the parts", token(|text| text.replace('.', ":"))),
        slot.fatal("padding", token(|text| text + "==")),
        slot.fatal("padding within", token(|text| text.replacen('.', "=.", 1))),
        slot.fatal("a space before it", token(|text| format!(" {text}"))),
        slot.fatal("a space after it", token(|text| text + " ")),
        slot.fatal("a line break after it", token(|text| text + "\n")),
        slot.fatal("a line break within", token(|text| text.replacen('.', ".\r\n", 1))),
        slot.fatal("a zero octet after it", token(|text| text + "\0")),
        slot.fatal("the other alphabet", token(|text| text.replace('-', "+").replace('_', "/") + "+/+/")),
        slot.fatal("a word before it", token(|text| format!("Bearer {text}"))),
        slot.fatal("quotes around it", token(|text| format!("\"{text}\""))),
        slot.fatal("cut short", token(|text| text[..text.len() - 5].to_owned())),
        slot.fatal("a character outside ASCII", token(|text| text + "\u{e9}")),
        slot.fatal("a wide full stop", token(|text| text.replacen('.', "\u{ff0e}", 1))),
        slot.disputed("bits after the last octet", Difference::TrailingBits, token(with_trailing_bits)),
    ]
}
