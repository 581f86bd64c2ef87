//! The messages and the checks, as the specifications write them.
//!
//! Nothing here remembers, waits, reads a clock or draws a random number: `now` and entropy are arguments, answers
//! come in as text. Each file is one message or one check, and each check quotes the sentence it carries out.

pub mod api;
pub mod authentication;
pub mod authorization;
pub mod challenge;
pub(crate) mod codes;
pub mod dpop;
pub mod endpoint;
pub mod evidence;
pub(crate) mod form;
pub mod frontchannel_logout;
mod http_date;
pub mod id_token;
pub mod initiated_login;
pub mod jose;
pub mod json;
pub mod jwk;
pub mod logout;
pub mod metadata;
pub mod outcome;
pub mod pkce;
pub mod pushed;
pub mod refusal;
pub mod revocation;
pub mod secret;
pub mod target;
pub(crate) mod text;
pub mod time;
pub mod token;
pub mod transport;
pub mod userinfo;

/// base64url without padding, the alphabet of every JOSE and PKCE value ([RFC 7515 §2]).
///
/// Written out, since the library's encoder is made for megabytes: unrolled, it weighs ten times this, and a sign-in
/// encodes four values of 43 characters. So is the decoder, for the same reason.
///
/// [RFC 7515 §2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(crate) fn to_base64url(octets: &[u8]) -> String {
    let letter = |six: u32| {
        char::from(match (six & 63) as u8 {
            six @ 0..26 => b'A' + six,
            six @ 26..52 => b'a' - 26 + six,
            six @ 52..62 => six - 52 + b'0',
            62 => b'-',
            _ => b'_',
        })
    };
    let mut text = String::new();
    for group in octets.chunks(3) {
        let bits =
            group.iter().fold(0, |bits, octet| bits << 8 | u32::from(*octet)) << (8 * (3 - group.len()));
        (0..=group.len()).for_each(|place| text.push(letter(bits >> (18 - 6 * place))));
    }
    text
}

/// The octets of a base64url text; `None` for padding, line breaks or a foreign character, and where bits are left over
/// that are not zero: the same octets have one text.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    let (mut bits, mut pending) = (0_u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        pending += 6;
        if pending >= 8 {
            pending -= 8;
            octets.push((bits >> pending) as u8);
            bits &= (1 << pending) - 1;
        }
    }
    (pending < 6 && bits == 0).then_some(octets)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn encodes_and_decodes_as_the_library_does() {
        let octets: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();

        for length in 0..octets.len() {
            let text = URL_SAFE_NO_PAD.encode(&octets[..length]);
            assert_eq!(to_base64url(&octets[..length]), text);
            assert_eq!(from_base64url(&text).as_deref(), Some(&octets[..length]));
        }
    }

    /// Among them padding, foreign characters, a single letter, and bits that are left over.
    #[test]
    fn refuses_what_the_library_refuses() {
        for length in [0, 1, 2, 5] {
            for [first, second] in (0..128).flat_map(|first| (0..128).map(move |second| [first, second])) {
                let text = [&"AbC-_9".as_bytes()[..length], &[first, second]].concat();
                let text = String::from_utf8(text).unwrap();
                assert_eq!(from_base64url(&text), URL_SAFE_NO_PAD.decode(&text).ok(), "{text:?}");
            }
        }
    }

    /// RFC 7515 appendix C.
    #[test]
    fn encodes_and_decodes_the_published_example() {
        let octets = [3, 236, 255, 224, 193];

        assert_eq!(to_base64url(&octets), "A-z_4ME");
        assert_eq!(from_base64url("A-z_4ME"), Some(octets.to_vec()));
    }

    #[test]
    fn refuses_padding_and_foreign_characters() {
        for text in ["A-z_4ME=", "A+z/4ME", "A-z_4M\n", "A", "A-z_4MF"] {
            assert_eq!(from_base64url(text), None, "{text}");
        }
    }
}
