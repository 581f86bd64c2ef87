//! Public keys as a JWK writes them (RFC 7518 §6, RFC 8037 §2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::RsaPrivateKey;
use rsa::traits::PublicKeyParts;

use crate::members::{Members, quoted};

pub fn rsa(key: &RsaPrivateKey) -> Members {
    let number = |number: &rsa::BigUint| base64url(&number.to_bytes_be());
    Members::default().with("kty", quoted("RSA")).with("n", number(key.n())).with("e", number(key.e()))
}

/// From an uncompressed point: 4, x and y.
pub fn point(curve: &str, point: &[u8]) -> Members {
    let (x, y) = point[1..].split_at(point.len() / 2);
    let key = Members::default().with("kty", quoted("EC")).with("crv", quoted(curve));
    key.with("x", base64url(x)).with("y", base64url(y))
}

pub fn octets(curve: &str, octets: &[u8]) -> Members {
    Members::default().with("kty", quoted("OKP")).with("crv", quoted(curve)).with("x", base64url(octets))
}

pub fn base64url(octets: &[u8]) -> String {
    quoted(&URL_SAFE_NO_PAD.encode(octets))
}
