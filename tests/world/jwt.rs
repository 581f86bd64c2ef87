//! Whether a token is in something that must hold none.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Whether a text holds a JSON object in base64url, as the header and the claims of every JWT are. `eyJ`, with which they
/// begin, is not enough to tell: random values hold these three letters as well, one in thousands of them.
pub fn holds_a_jwt(text: &str) -> bool {
    text.match_indices("eyJ").any(|(begin, _)| {
        let rest = &text[begin..];
        let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)));
        let part = BASE64_URL_SAFE_NO_PAD.decode(&rest[..end.unwrap_or(rest.len())]);
        part.is_ok_and(|part| serde_json::from_slice::<Map<String, Value>>(&part).is_ok())
    })
}
