//! A provider that signs for real, with a key of the browser's own making.

use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Function, JSON, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Made once: generating an RSA key takes a browser a moment.
    static PROVIDER: RefCell<Option<Provider>> = const { RefCell::new(None) };
}

#[derive(Clone)]
pub struct Provider {
    private: JsValue,
    /// The JWK Set, as it is published.
    pub keys: String,
}

impl Provider {
    pub const ISSUER: &str = "https://provider.example/";

    pub async fn known() -> Self {
        if let Some(provider) = PROVIDER.with_borrow(Clone::clone) {
            return provider;
        }
        let provider = Self::new().await.expect("a key pair");
        PROVIDER.set(Some(provider.clone()));
        provider
    }

    /// One with a key pair of its own.
    pub async fn new() -> Result<Self, JsValue> {
        let pair = "return crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256',
            modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign', 'verify'])";
        let pair = call(Function::new_no_args(pair), &[]).await?;
        let public = Reflect::get(&pair, &"publicKey".into())?;
        let export = Function::new_with_args("key", "return crypto.subtle.exportKey('jwk', key)");
        let jwk = String::from(JSON::stringify(&call(export, &[public]).await?)?);
        let jwk: Value = serde_json::from_str(&jwk).expect("a JWK");
        let jwk =
            json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": jwk["n"], "e": jwk["e"] });
        let keys = json!({ "keys": [jwk] }).to_string();
        Ok(Self { private: Reflect::get(&pair, &"privateKey".into())?, keys })
    }

    /// An ID Token of these claims.
    pub async fn sign(&self, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = [part(&json!({ "alg": "RS256", "kid": "1" })), part(claims)].join(".");
        let sign = "return crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, octets)";
        let sign = Function::new_with_args("key, octets", sign);
        let octets = Uint8Array::from(input.as_bytes());
        let signature = call(sign, &[self.private.clone(), octets.into()]).await.expect("a signature");
        [input, URL_SAFE_NO_PAD.encode(Uint8Array::new(&signature).to_vec())].join(".")
    }
}

async fn call(function: Function, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let arguments = js_sys::Array::from_iter(arguments);
    JsFuture::from(js_sys::Promise::from(function.apply(&JsValue::UNDEFINED, &arguments)?)).await
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
