//! Key pairs of the browser's own making, and the signatures that they make.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Function, JSON, Promise, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A key of one kind, to sign with in any way that its kind allows.
#[derive(Clone)]
pub struct KeyPair {
    private: Value,
}

impl KeyPair {
    /// A new one, of the kind that an algorithm of RFC 7518 §3.1 or RFC 8037 §3.1 takes.
    pub async fn for_algorithm(name: &str) -> Self {
        let mut words = words_for(name);
        words["modulusLength"] = json!(2048);
        let generate = "words.publicExponent = new Uint8Array([1, 0, 1]);
            return crypto.subtle.generateKey(words, true, ['sign', 'verify'])
                .then(pair => crypto.subtle.exportKey('jwk', pair.privateKey))
                .then(jwk => JSON.stringify(jwk))";
        let jwk = call("words", generate, &[to_js(&words)]).await.as_string().expect("a JWK");
        Self { private: serde_json::from_str(&jwk).expect("a JWK") }
    }

    /// The public half, in the members that make a key.
    pub fn public(&self) -> Value {
        let members = ["kty", "crv", "n", "e", "x", "y"].into_iter();
        members.filter_map(|name| Some((name.to_owned(), self.private.get(name)?.clone()))).collect()
    }

    /// A signature as the algorithm of this name makes it.
    pub async fn sign(&self, algorithm: &str, octets: &[u8]) -> Vec<u8> {
        self.sign_as(words_for(algorithm), octets).await
    }

    /// A signature made in WebCrypto's own words.
    pub async fn sign_as(&self, words: Value, octets: &[u8]) -> Vec<u8> {
        let mut jwk = self.private.clone();
        // What it was made for does not bind it here.
        jwk.as_object_mut().expect("an object").retain(|name, _| name != "alg" && name != "key_ops");
        let sign = "return crypto.subtle.importKey('jwk', jwk, words, false, ['sign'])
            .then(key => crypto.subtle.sign(words, key, octets))";
        let octets = Uint8Array::from(octets).into();
        let signature = call("words, jwk, octets", sign, &[to_js(&words), to_js(&jwk), octets]).await;
        Uint8Array::new(&signature).to_vec()
    }

    /// A JWS that says one algorithm and is signed with another, mostly the same.
    pub async fn token(&self, header: &Value, payload: &Value, signed_with: &str) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = [part(header), part(payload)].join(".");
        let signature = self.sign(signed_with, input.as_bytes()).await;
        [input, URL_SAFE_NO_PAD.encode(signature)].join(".")
    }
}

/// WebCrypto's words for an algorithm: a second reading of RFC 7518 §3, since what is tested has its own.
fn words_for(algorithm: &str) -> Value {
    match algorithm {
        "RS256" => json!({ "name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256" }),
        "RS384" => json!({ "name": "RSASSA-PKCS1-v1_5", "hash": "SHA-384" }),
        "RS512" => json!({ "name": "RSASSA-PKCS1-v1_5", "hash": "SHA-512" }),
        "PS256" => json!({ "name": "RSA-PSS", "hash": "SHA-256", "saltLength": 32 }),
        "PS384" => json!({ "name": "RSA-PSS", "hash": "SHA-384", "saltLength": 48 }),
        "PS512" => json!({ "name": "RSA-PSS", "hash": "SHA-512", "saltLength": 64 }),
        "ES256" => json!({ "name": "ECDSA", "hash": "SHA-256", "namedCurve": "P-256" }),
        "ES384" => json!({ "name": "ECDSA", "hash": "SHA-384", "namedCurve": "P-384" }),
        "ES512" => json!({ "name": "ECDSA", "hash": "SHA-512", "namedCurve": "P-521" }),
        "EdDSA" => json!({ "name": "Ed25519" }),
        other => panic!("{other} is no algorithm to sign with"),
    }
}

fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("JSON")
}

async fn call(parameters: &str, body: &str, arguments: &[JsValue]) -> JsValue {
    let function = Function::new_with_args(parameters, body);
    let promise = function.apply(&JsValue::UNDEFINED, &js_sys::Array::from_iter(arguments));
    JsFuture::from(Promise::from(promise.expect("a promise"))).await.expect("the browser's cryptography")
}
