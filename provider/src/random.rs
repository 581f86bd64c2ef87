//! The only place randomness comes from, apart from the keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::rand_core::{OsRng, RngCore as _};

/// 32 unguessable octets in base64url: a code, an access token, a cookie.
pub(crate) fn text() -> String {
    let mut octets = [0; 32];
    OsRng.fill_bytes(&mut octets);
    URL_SAFE_NO_PAD.encode(octets)
}
