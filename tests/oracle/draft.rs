//! An ID Token before it is signed: valid, until a mutation has been there.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::{Made, Owner};
use crate::members::{Members, quoted};

/// The relying party and its clock.
pub const ISSUER: &str = "https://login.example.org/";
pub const CLIENT_ID: &str = "client-of-the-ward";
pub const NONCE: &str = "n-0S6_WzA2Mj";
pub const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
pub const NOW: i64 = 1_800_000_000;
pub const SKEW: i64 = 60;

/// The name of the key that signs, where it has one.
pub const KID: &str = "spring";

/// What is done to a text on its way.
pub type OnText = Box<dyn Fn(String) -> String>;
pub type OnOctets = Box<dyn Fn(Vec<u8>) -> Vec<u8>>;

pub struct Draft {
    pub header: Members,
    pub claims: Members,
    /// The JWK Set; the first key is the one that belongs to the signature.
    pub keys: Vec<Members>,
    pub asked: Asked,
    pub made: Made,
    pub signer: Owner,
    /// To the JSON texts of header and claims and to the JWK Set, before they are encoded.
    pub on_header: Vec<OnText>,
    pub on_claims: Vec<OnText>,
    pub on_keys: Vec<OnText>,
    /// To what is signed, after the signature was made.
    pub on_signature: Vec<OnOctets>,
    pub on_token: Vec<OnText>,
    /// Octets in place of the claims.
    pub payload: Option<Vec<u8>>,
}

/// What the authorization request asked of the authentication.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub max_age: Option<i64>,
    pub acr_values: Option<&'static str>,
    pub acr_is_voluntary: bool,
}

/// What both judges are given.
pub struct Evidence {
    pub token: String,
    pub keys: String,
    pub asked: Asked,
}

impl Draft {
    pub fn valid() -> Self {
        let made = Made::Rs256;
        Self {
            header: Members::default()
                .with("alg", quoted("RS256"))
                .with("typ", quoted("JWT"))
                .with("kid", quoted(KID)),
            claims: Members::default()
                .with("iss", quoted(ISSUER))
                .with("sub", quoted("auth0|5f7c"))
                .with("aud", quoted(CLIENT_ID))
                .with("exp", (NOW + 3600).to_string())
                .with("iat", (NOW - 4).to_string())
                .with("nonce", quoted(NONCE)),
            keys: vec![published(made, Owner::Provider, KID)],
            asked: Asked::default(),
            made,
            signer: Owner::Provider,
            on_header: Vec::new(),
            on_claims: Vec::new(),
            on_keys: Vec::new(),
            on_signature: Vec::new(),
            on_token: Vec::new(),
            payload: None,
        }
    }

    pub fn evidence(&self) -> Evidence {
        let through = |text: String, steps: &[OnText]| steps.iter().fold(text, |text, step| step(text));
        let header = through(self.header.to_string(), &self.on_header);
        let claims = through(self.claims.to_string(), &self.on_claims);
        let payload = self.payload.clone().unwrap_or_else(|| octets(&claims));
        let input =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(octets(&header)), URL_SAFE_NO_PAD.encode(payload));
        let signature = self.made.sign(self.signer, input.as_bytes());
        let signature = self.on_signature.iter().fold(signature, |signature, step| step(signature));
        let token = through(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)), &self.on_token);
        let keys: Vec<_> = self.keys.iter().map(Members::to_string).collect();
        let keys = through(format!("{{\"keys\":[{}]}}", keys.join(",")), &self.on_keys);
        Evidence { token, keys, asked: self.asked }
    }

    /// Signs with another algorithm, says so, and publishes the key.
    pub fn sign_with(&mut self, name: &str, made: Made) {
        self.made = made;
        self.header.set("alg", quoted(name));
        self.keys = vec![published(made, Owner::Provider, KID)];
    }

    /// The key that belongs to the signature, as the JWK Set publishes it.
    pub fn key(&mut self) -> &mut Members {
        &mut self.keys[0]
    }
}

/// Stands for an octet that is no UTF-8.
pub const STRAY_OCTET: char = '\u{e000}';

fn octets(text: &str) -> Vec<u8> {
    let pieces: Vec<_> = text.split(STRAY_OCTET).map(str::as_bytes).collect();
    pieces.join(&0xe9)
}

/// A key as a provider publishes it.
pub fn published(made: Made, owner: Owner, kid: &str) -> Members {
    made.jwk(owner).with("kid", quoted(kid)).with("use", quoted("sig"))
}
