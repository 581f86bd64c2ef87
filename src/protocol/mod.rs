//! The messages and the checks, as the specifications write them.
//!
//! Nothing here remembers, waits, reads a clock or draws a random number: `now` and entropy are arguments, answers
//! come in as text. Each file is one message or one check, and each check quotes the sentence it carries out.

pub mod api;
pub mod authentication;
pub mod authorization;
pub mod challenge;
pub mod dpop;
pub mod endpoint;
pub(crate) mod form;
pub mod frontchannel_logout;
pub mod id_token;
pub mod initiated_login;
pub mod jose;
pub mod json;
pub mod jwk;
pub mod logout;
pub mod metadata;
pub mod pkce;
pub mod refusal;
pub mod revocation;
pub mod secret;
pub(crate) mod text;
pub mod time;
pub mod token;
pub mod transport;
pub mod userinfo;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// base64url without padding, the alphabet of every JOSE and PKCE value ([RFC 7515 §2]).
///
/// Written out, since the library's encoder is made for megabytes: unrolled, it weighs ten times this, and a sign-in
/// encodes four values of 43 characters. What others wrote is decoded by the library.
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

/// The octets of a base64url text; `None` for padding, line breaks or a foreign character.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_the_library_does() {
        let octets: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();

        for length in 0..octets.len() {
            assert_eq!(to_base64url(&octets[..length]), URL_SAFE_NO_PAD.encode(&octets[..length]));
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
        for text in ["A-z_4ME=", "A+z/4ME", "A-z_4M\n", "A"] {
            assert_eq!(from_base64url(text), None, "{text}");
        }
    }
}
