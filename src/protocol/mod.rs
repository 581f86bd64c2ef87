//! The messages and the checks, as the specifications write them.
//!
//! Nothing here remembers, waits, reads a clock or draws a random number: `now` and entropy are arguments, answers
//! come in as text. Each file is one message or one check, and each check quotes the sentence it carries out.

pub mod authorization;
pub mod endpoint;
pub(crate) mod form;
pub mod id_token;
pub mod jose;
pub mod json;
pub mod jwk;
pub mod logout;
pub mod metadata;
pub mod pkce;
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
/// [RFC 7515 §2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(crate) fn to_base64url(octets: &[u8]) -> String {
    // Not `encode`, which brings the formatting of an error that cannot happen: the buffer always suffices.
    let mut text = vec![0; octets.len().div_ceil(3) * 4];
    let length = URL_SAFE_NO_PAD.encode_slice(octets, &mut text).unwrap_or(0);
    text.truncate(length);
    String::from_utf8(text).unwrap_or_default()
}

/// The octets of a base64url text; `None` for padding, line breaks or a foreign character.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
