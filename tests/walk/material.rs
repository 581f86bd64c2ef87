//! What the network can answer, made once: the good, and every kind of bad.

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::secret::Entropy;
use lifen_connect::protocol::transport::{Answer, Silence};
use lifen_connect::session::SignInEntropy;
use rsa::pkcs1v15::SigningKey;
use rsa::rand_core::OsRng;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::NOW;
use crate::answers::{Keys, Metadata, Token, UserInfo};

pub const ISSUER: &str = "https://login.example/";
pub const CLIENT_ID: &str = "the-client";
pub const SUBJECT: &str = "auth0|the-person";
const SOMEBODY_ELSE: &str = "auth0|else";

/// No walk begins more sign-ins than three, and the way on from anywhere may begin one more.
pub const LAST: u8 = 4;

/// How long ago a person may have proved who they are, in seconds.
pub const MAX_AGE: i64 = 24 * 3600;

/// The answers, as texts.
pub struct Material {
    metadata: String,
    keys: [(Keys, String); 3],
    tokens: Vec<(Token, String)>,
    user_infos: Vec<(UserInfo, String)>,
}

type Answered = Result<Answer, Silence>;

impl Material {
    /// Keys take time to make.
    pub fn made_once() -> &'static Self {
        static MATERIAL: OnceLock<Material> = OnceLock::new();
        MATERIAL.get_or_init(Self::new)
    }

    fn new() -> Self {
        let [first, next] = [(); 2].map(|()| RsaPrivateKey::new(&mut OsRng, 2048).expect("a key"));
        let tokens = (0..=LAST).flat_map(|sign_in| tokens_of(sign_in, &first, &next)).collect();
        let user_infos = user_infos(&first, &next);
        let [first, next] = [&first, &next].map(|key| RsaPublicKey::from(key).n().to_bytes_be());
        // Another number of the same size: whatever it is the key of, it is not what signed.
        let mut wrong = first.clone();
        wrong[100] ^= 0xff;
        let [first, next, wrong] = [first, next, wrong].map(|modulus| URL_SAFE_NO_PAD.encode(modulus));
        Self {
            metadata: metadata().to_string(),
            keys: [
                (Keys::Good, key_set(&[("first", &first)])),
                (Keys::Rotated, key_set(&[("first", &first), ("next", &next)])),
                (Keys::Wrong, key_set(&[("first", &wrong)])),
            ],
            tokens,
            user_infos,
        }
    }

    pub fn metadata(&self, which: Metadata) -> Answered {
        match which {
            Metadata::Good => ok(&self.metadata),
            Metadata::OfAnotherIssuer => ok(&self.metadata.replace(ISSUER, "https://another.example/")),
            // The answer of another endpoint.
            Metadata::Unreadable => ok(&self.keys[0].1),
            Metadata::Silent => Err(Silence::Timeout),
        }
    }

    pub fn keys(&self, which: Keys) -> Answered {
        match which {
            Keys::Empty => ok(r#"{"keys":[]}"#),
            Keys::Unreadable => ok(&self.metadata),
            Keys::Silent => Err(Silence::Timeout),
            known => ok(&self.keys.iter().find(|(kind, _)| *kind == known).expect("a key set").1),
        }
    }

    pub fn token(&self, which: Token) -> Answered {
        match which {
            Token::Refused => Ok(Answer::new(400, r#"{"error":"invalid_grant"}"#)),
            Token::Unreadable => ok(&self.metadata),
            Token::Silent => Err(Silence::Timeout),
            known => ok(&json!({
                "access_token": access_token(known),
                "token_type": "Bearer",
                "expires_in": 3600,
                "id_token": self.id_token(known).expect("an ID Token"),
            })
            .to_string()),
        }
    }

    pub fn user_info(&self, which: UserInfo) -> Answered {
        match which {
            UserInfo::Unauthorized => Ok(Answer::new(401, "")),
            UserInfo::Silent => Err(Silence::Timeout),
            known => ok(self.user_info_text(known).expect("an answer")),
        }
    }

    pub fn user_info_text(&self, which: UserInfo) -> Option<&str> {
        self.user_infos.iter().find(|(kind, _)| *kind == which).map(|(_, text)| text.as_str())
    }

    pub fn id_token(&self, which: Token) -> Option<&str> {
        self.tokens.iter().find(|(kind, _)| *kind == which).map(|(_, text)| text.as_str())
    }
}

pub fn access_token(which: Token) -> String {
    format!("access-token-{which:?}")
}

/// What a browser would draw for this sign-in.
pub fn entropy(sign_in: u8) -> Box<SignInEntropy> {
    let [state, nonce, code_verifier] = [b's', b'n', b'v'].map(|kind| Entropy(octets(kind, sign_in)));
    Box::new(SignInEntropy { state, nonce, code_verifier })
}

/// The sign-in whose secret of this kind (`s`, `n` or `v`) this is.
pub fn sign_in_of(kind: u8, secret: &str) -> Option<u8> {
    (1..=LAST).find(|sign_in| secret_text(kind, *sign_in) == secret)
}

pub fn secret_text(kind: u8, sign_in: u8) -> String {
    URL_SAFE_NO_PAD.encode(octets(kind, sign_in))
}

fn octets(kind: u8, sign_in: u8) -> [u8; 32] {
    let mut octets = [kind; 32];
    octets[31] = sign_in;
    octets
}

fn metadata() -> Value {
    let endpoint = |path: &str| format!("{ISSUER}{path}");
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": endpoint("authorize"),
        "token_endpoint": endpoint("token"),
        "jwks_uri": endpoint("keys"),
        "userinfo_endpoint": endpoint("userinfo"),
        "end_session_endpoint": endpoint("logout"),
        "revocation_endpoint": endpoint("revoke"),
        "authorization_response_iss_parameter_supported": true,
    })
}

fn tokens_of(sign_in: u8, first: &RsaPrivateKey, next: &RsaPrivateKey) -> Vec<(Token, String)> {
    let spoilt = |token: Token, claim: &str, value: Value| {
        let mut claims = claims(sign_in, token);
        claims[claim] = value;
        (token, signed(first, "first", &claims))
    };
    let as_they_are = |token: Token, key, name| (token, signed(key, name, &claims(sign_in, token)));
    vec![
        as_they_are(Token::Good(sign_in), first, "first"),
        as_they_are(Token::SignedWithTheNextKey(sign_in), next, "next"),
        as_they_are(Token::WronglySigned(sign_in), next, "first"),
        spoilt(Token::OfAnotherIssuer(sign_in), "iss", "https://another.example/".into()),
        spoilt(Token::ForAnotherAudience(sign_in), "aud", "another-client".into()),
        spoilt(Token::WithoutNonce(sign_in), "nonce", Value::Null),
        spoilt(Token::WithAnotherTokensHash(sign_in), "at_hash", hash_of("another").into()),
        spoilt(Token::Expired(sign_in), "exp", (NOW - 3600).into()),
        spoilt(Token::AuthenticatedLongAgo(sign_in), "auth_time", (NOW - 2 * MAX_AGE).into()),
        spoilt(Token::OfSomebodyElse(sign_in), "sub", SOMEBODY_ELSE.into()),
    ]
}

fn claims(sign_in: u8, token: Token) -> Value {
    json!({
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "sub": SUBJECT,
        "nonce": secret_text(b'n', sign_in),
        "iat": NOW,
        "auth_time": NOW,
        "exp": NOW + 24 * 3600,
        "at_hash": hash_of(&access_token(token)),
        "name": "By ID Token",
    })
}

fn user_infos(first: &RsaPrivateKey, next: &RsaPrivateKey) -> Vec<(UserInfo, String)> {
    let of = |subject: &str| json!({"iss": ISSUER, "aud": CLIENT_ID, "sub": subject, "name": "By Userinfo"});
    let mut for_another = of(SUBJECT);
    for_another["aud"] = "another-client".into();
    vec![
        (UserInfo::Good, of(SUBJECT).to_string()),
        (UserInfo::OfSomebodyElse, of(SOMEBODY_ELSE).to_string()),
        (UserInfo::Signed, signed(first, "first", &of(SUBJECT))),
        (UserInfo::SignedWithTheNextKey, signed(next, "next", &of(SUBJECT))),
        (UserInfo::WronglySigned, signed(next, "first", &of(SUBJECT))),
        (UserInfo::SignedOfSomebodyElse, signed(first, "first", &of(SOMEBODY_ELSE))),
        (UserInfo::SignedForAnotherAudience, signed(first, "first", &for_another)),
    ]
}

fn hash_of(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}

fn signed(key: &RsaPrivateKey, name: &str, claims: &Value) -> String {
    let header = json!({"alg": "RS256", "kid": name});
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let input = format!("{header}.{claims}");
    let signature = SigningKey::<Sha256>::new(key.clone()).sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn key_set(keys: &[(&str, &str)]) -> String {
    let key = |(name, modulus): &(&str, &str)| json!({"kty": "RSA", "kid": name, "n": modulus, "e": "AQAB"});
    json!({"keys": keys.iter().map(key).collect::<Vec<_>>()}).to_string()
}

fn ok(body: &str) -> Answered {
    Ok(Answer::new(200, body))
}
