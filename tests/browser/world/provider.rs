//! A provider that signs for real, with a key of the browser's own making.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::key_pair::KeyPair;

thread_local! {
    /// Made once: generating an RSA key takes a browser a moment.
    static PROVIDER: RefCell<Option<Provider>> = const { RefCell::new(None) };
}

#[derive(Clone)]
pub struct Provider {
    pair: KeyPair,
    algorithm: &'static str,
    /// The JWK Set, as it is published.
    pub keys: String,
}

impl Provider {
    pub const ISSUER: &str = "https://provider.example/";

    /// The one that everybody uses, with RS256.
    pub async fn known() -> Self {
        if let Some(provider) = PROVIDER.with_borrow(Clone::clone) {
            return provider;
        }
        let provider = Self::signing_with("RS256").await;
        PROVIDER.set(Some(provider.clone()));
        provider
    }

    /// One with a key pair of its own.
    pub async fn signing_with(algorithm: &'static str) -> Self {
        let pair = KeyPair::for_algorithm(algorithm).await;
        let mut jwk = pair.public();
        for (name, value) in [("use", "sig"), ("alg", algorithm), ("kid", "1")] {
            jwk[name] = value.into();
        }
        let keys = json!({ "keys": [jwk] }).to_string();
        Self { pair, algorithm, keys }
    }

    /// A JWT of these claims.
    pub async fn sign(&self, claims: &Value) -> String {
        self.pair.token(&json!({ "alg": self.algorithm, "kid": "1" }), claims, self.algorithm).await
    }
}

/// The claims of an ID Token for a person who signs in now, with some of them changed.
pub fn claims(nonce: &str, changes: &Value) -> Value {
    let now = (js_sys::Date::now() / 1000.0) as i64;
    let mut claims = json!({
        "iss": Provider::ISSUER,
        "sub": "auth0|victor",
        "aud": "client",
        "iat": now,
        "exp": now + 3600,
        "nonce": nonce,
        "name": "Victor Pugin",
        "email": "victor@hospital.example",
        "email_verified": true,
        "https://lifen.example/user": {
            "uuid": "2239c4e4-f928-44da-917d-1a59a7a4e931",
            "currentWorkspaceId": "Organization/6944011",
        },
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    claims
}
