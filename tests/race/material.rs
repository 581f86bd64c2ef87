//! What a sign-in and a renewal bring, made once and signed for real.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::jose::SignatureCheck;
use lifen_connect::protocol::secret::{Entropy, IdTokenText};
use lifen_connect::protocol::transport::Answer;
use lifen_connect::session::{Grant, SignInEntropy};
use serde_json::{Value, json};

use crate::NOW;
use crate::signature;

const ISSUER: &str = "https://login.example/";
const CLIENT_ID: &str = "the-client";

/// More sign-ins than any run begins.
const MOST: u8 = 6;

/// How long an access token lives, in seconds: less than a person may take at the provider, whatever is renewed meanwhile.
const LIFETIME: i64 = 600;

/// The tokens of a sign-in, and how often they were renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tokens {
    pub sign_in: u8,
    pub generation: u8,
}

/// The deployment: its provider is known, and a sign-out stays here.
pub fn configuration(members: &str) -> Arc<Configuration> {
    let text = format!(
        r#"{{"client_id":"{CLIENT_ID}","issuer":"{ISSUER}","authorization_endpoint":"{ISSUER}authorize",
        "token_endpoint":"{ISSUER}token","jwks_uri":"{ISSUER}keys","revocation_endpoint":"{ISSUER}revoke",
        "sign_out":"local","id_token_signed_response_alg":"EdDSA"{members}}}"#
    );
    Arc::from(Configuration::parse(&text, "https://app.example/ward/").expect("a configuration"))
}

impl Tokens {
    pub fn access_token(self) -> String {
        format!("access-{}-{}", self.sign_in, self.generation)
    }

    fn refresh_token(self) -> String {
        format!("refresh-{}-{}", self.sign_in, self.generation)
    }

    /// Whose refresh or access token this text is.
    pub fn of(token: &str) -> Option<Self> {
        let mut parts = token.split('-').skip(1).map(str::parse);
        Some(Self { sign_in: parts.next()?.ok()?, generation: parts.next()?.ok()? })
    }

    /// What the token endpoint says, the first time with an ID Token and later on if the provider sends one then.
    pub fn answer(self, renews_id_token: bool) -> Answer {
        let mut body = json!({
            "access_token": self.access_token(),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "refresh_token": self.refresh_token(),
        });
        if self.generation == 0 || renews_id_token {
            body["id_token"] = made().id_tokens[&(self.sign_in, self.generation > 0)].clone().into();
        }
        Answer::new(200, body.to_string())
    }
}

/// A grant that somebody made up, with a signature of theirs.
pub fn forged(grant: &Grant) -> Grant {
    Grant {
        id_token: IdTokenText::new(made().forged.clone()),
        signed_in_at: grant.signed_in_at + lifen_connect::protocol::time::Seconds(1),
        ..grant.clone()
    }
}

/// The sign-in whose ID Token has this signing input.
pub fn sign_in_signed_by(check: &SignatureCheck) -> Option<u8> {
    let is_it = |id_token: &String| {
        let input = id_token.rsplit_once('.').map(|(input, _)| input.as_bytes());
        input == Some(check.signing_input())
    };
    made().id_tokens.iter().find(|(_, id_token)| is_it(id_token)).map(|((sign_in, _), _)| *sign_in)
}

pub fn keys() -> Answer {
    Answer::new(200, made().keys.clone())
}

/// Whether a signature is the key's, for real; worked out once for each.
pub fn truth_about(check: &SignatureCheck) -> bool {
    type Truths = Mutex<HashMap<Vec<u8>, bool>>;
    static TRUTHS: OnceLock<Truths> = OnceLock::new();
    let signed = [check.signing_input(), check.signature()].concat();
    let mut truths = TRUTHS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    *truths.entry(signed).or_insert_with(|| signature::verify(check))
}

/// What a browser would draw for this sign-in.
pub fn entropy(sign_in: u8) -> Box<SignInEntropy> {
    let [state, nonce, code_verifier] = [b's', b'n', b'v'].map(|kind| Entropy(octets(kind, sign_in)));
    Box::new(SignInEntropy { state, nonce, code_verifier })
}

/// The sign-in whose secret of this kind (`s`, `n` or `v`) this is.
pub fn sign_in_of(kind: u8, secret: &str) -> Option<u8> {
    (1..=MOST).find(|sign_in| secret_text(kind, *sign_in) == secret)
}

/// What the provider sends the browser back with.
pub fn response(sign_in: u8) -> String {
    format!("code=code-{sign_in}&state={}", secret_text(b's', sign_in))
}

fn secret_text(kind: u8, sign_in: u8) -> String {
    URL_SAFE_NO_PAD.encode(octets(kind, sign_in))
}

fn octets(kind: u8, sign_in: u8) -> [u8; 32] {
    let mut octets = [kind; 32];
    octets[31] = sign_in;
    octets
}

struct Made {
    /// By the sign-in, and whether it came with a renewal.
    id_tokens: HashMap<(u8, bool), String>,
    forged: String,
    keys: String,
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let [provider, stranger] = [7, 8].map(|seed| SigningKey::from_bytes(&[seed; 32]));
        let kinds = (1..=MOST).flat_map(|sign_in| [(sign_in, false), (sign_in, true)]);
        let x = URL_SAFE_NO_PAD.encode(provider.verifying_key().as_bytes());
        let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": "key", "alg": "EdDSA", "x": x});
        Made {
            id_tokens: kinds.map(|kind| (kind, signed(&provider, &claims(kind)))).collect(),
            forged: signed(&stranger, &claims((1, false))),
            keys: json!({"keys": [key]}).to_string(),
        }
    })
}

fn claims((sign_in, is_renewed): (u8, bool)) -> Value {
    let mut claims = json!({
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "sub": "auth0|the-person",
        "iat": NOW,
        "exp": NOW + 30 * 24 * 3600,
    });
    if is_renewed {
        claims["jti"] = sign_in.into();
    } else {
        claims["nonce"] = secret_text(b'n', sign_in).into();
    }
    claims
}

fn signed(key: &SigningKey, claims: &Value) -> String {
    let header = json!({"alg": "EdDSA", "kid": "key"});
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let input = format!("{header}.{claims}");
    let signature = key.sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}
