//! A proof: a JWT that a client signs with its own key, for one request.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::keys::base64url;

/// The claims of a proof whose signature holds, and the thumbprint of its key.
pub(super) struct Proof {
    pub(super) jkt: String,
    pub(super) jti: String,
    pub(super) htm: String,
    pub(super) htu: String,
    pub(super) iat: i64,
    pub(super) nonce: Option<String>,
    ath: Option<String>,
}

/// [RFC 9449 §4.2](https://www.rfc-editor.org/rfc/rfc9449#section-4.2).
#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Value,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: f64,
    nonce: Option<String>,
    ath: Option<String>,
}

impl Proof {
    /// Whatever a proof has to be, regardless of when and where it is used; the reason if it is not.
    pub(super) fn verify(text: &str) -> Result<Self, &'static str> {
        let no_jwt = "the proof is no JWT";
        let (input, signature) = text.rsplit_once('.').ok_or(no_jwt)?;
        let (header, claims) = input.split_once('.').ok_or(no_jwt)?;
        let header: Header = decode(header).ok_or("the proof's header lacks `typ`, `alg` or `jwk`")?;
        let claims: Claims = decode(claims).ok_or("the proof lacks `jti`, `htm`, `htu` or `iat`")?;
        if header.typ != "dpop+jwt" {
            return Err("`typ` has to be `dpop+jwt`");
        }
        if header.alg != "ES256" {
            return Err("`alg` has to be `ES256`");
        }
        let (key, jkt) = public_key(&header.jwk).ok_or("`jwk` is no public key on P-256")?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .ok()
            .and_then(|signature| Signature::from_slice(&signature).ok())
            .ok_or("the proof's signature is none")?;
        key.verify(input.as_bytes(), &signature).map_err(|_| "the proof is not signed with its own key")?;
        if claims.jti.is_empty() {
            return Err("`jti` is empty");
        }
        let Claims { jti, htm, htu, iat, nonce, ath } = claims;
        Ok(Self { jkt, jti, htm, htu, iat: iat as i64, nonce, ath })
    }

    /// "ignoring any query and fragment parts".
    pub(super) fn is_for(&self, address: &str) -> bool {
        let without_query = |address: &str| {
            let mut url = Url::parse(address).ok()?;
            url.set_query(None);
            url.set_fragment(None);
            Some(url)
        };
        without_query(&self.htu).is_some_and(|htu| Some(htu) == without_query(address))
    }

    /// "ensure that the value of the ath claim equals the hash of that access token".
    pub(super) fn goes_with(&self, access_token: &str) -> bool {
        self.ath.as_deref() == Some(&base64url(Sha256::digest(access_token)))
    }
}

fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// The key, and its thumbprint ([RFC 7638 §3](https://www.rfc-editor.org/rfc/rfc7638#section-3)). "the jwk JOSE Header
/// Parameter does not contain a private key".
fn public_key(jwk: &Value) -> Option<(VerifyingKey, String)> {
    if jwk["kty"] != "EC" || jwk["crv"] != "P-256" || jwk.get("d").is_some() {
        return None;
    }
    let (x, y) = (jwk["x"].as_str()?, jwk["y"].as_str()?);
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|octets| octets.len() == 32);
    let point = [vec![4], coordinate(x)?, coordinate(y)?].concat();
    let key = VerifyingKey::from_sec1_bytes(&point).ok()?;
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    Some((key, base64url(Sha256::digest(members))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of [RFC 9449 §4.1](https://www.rfc-editor.org/rfc/rfc9449#section-4.1) and its `jkt` of §6.1.
    #[test]
    fn computes_the_specifications_own_thumbprint() {
        let jwk = serde_json::json!({
            "kty": "EC",
            "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
            "crv": "P-256",
        });

        let (_, jkt) = public_key(&jwk).unwrap();

        assert_eq!(jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    /// The proof of [RFC 9449 §5](https://www.rfc-editor.org/rfc/rfc9449#section-5).
    #[test]
    fn verifies_the_specifications_own_proof() {
        let proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUk\
                     RZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE\
                     QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2\
                     VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwn\
                     Qg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

        let proof = Proof::verify(proof).unwrap();

        assert_eq!((proof.htm.as_str(), proof.iat), ("POST", 1_562_262_616));
        assert!(proof.is_for("https://server.example.com/token?query=1"));
        assert!(!proof.is_for("https://server.example.com/tokens"));
        assert_eq!(proof.jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }
}
