//! The key that proofs are made with: made by WebCrypto, kept in IndexedDB.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Function, Promise, Reflect};
use lifen_connect::browser::adapters::{DpopKey, verify};
use lifen_connect::protocol::dpop::DpopNonce;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::jose::{Algorithm, Jws};
use lifen_connect::protocol::jwk::JwkSet;
use lifen_connect::protocol::secret::AccessToken;
use lifen_connect::session::EnvironmentError;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Clock, Tab, change, until};

const ISSUER: &str = "https://provider.example/";

/// The key of this client, as a page that was just loaded finds it; each test has a client of its own.
async fn open(client_id: &str) -> DpopKey {
    DpopKey::open(client_id, ISSUER).await.expect("a key")
}

async fn refusal(client_id: &str) -> Option<EnvironmentError> {
    DpopKey::open(client_id, ISSUER).await.err()
}

fn thumbprint(key: &DpopKey) -> String {
    key.public().thumbprint().as_str().to_owned()
}

fn indexed_db(tab: &Tab) -> web_sys::IdbFactory {
    tab.window().indexed_db().expect("not blocked").expect("a store")
}

fn prototype(class: &str) -> JsValue {
    let class = Reflect::get(&js_sys::global(), &class.into()).expect("a class");
    Reflect::get(&class, &"prototype".into()).expect("a prototype")
}

/// Header and claims of a proof whose signature holds with the key it brings along.
pub async fn verified(proof: &str) -> [Value; 2] {
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let mut parts = proof.split('.').map(part);
    let mut next = || serde_json::from_slice::<Value>(&parts.next().expect("a part")).expect("JSON");
    let [header, claims] = [next(), next()];
    let keys = JwkSet::parse(&json!({ "keys": [header["jwk"]] }).to_string()).expect("keys");
    let jws = Jws::parse(proof, &[Algorithm::Es256]).expect("a JWS");
    let check = jws.check_against(&keys).expect("its own key");
    assert_eq!(verify(&check).await, Ok(true));
    [header, claims]
}

#[wasm_bindgen_test]
async fn finds_the_key_again_that_was_made_for_this_client_and_issuer() {
    let _tab = Tab::new();

    let first = thumbprint(&open("keeps").await);

    assert_eq!(thumbprint(&open("keeps").await), first);
    assert_ne!(thumbprint(&open("keeps-another").await), first);
    let elsewhere = DpopKey::open("keeps", "https://another.example/").await.expect("a key");
    assert_ne!(thumbprint(&elsewhere), first);
}

#[wasm_bindgen_test]
async fn signs_a_proof_of_the_request_at_hand() {
    let _tab = Tab::new();
    let clock = Clock::stopped();
    let key = open("signs").await;
    let address = Endpoint::parse("https://provider.example/token?x=1").expect("an address");

    let proof = key.prove("POST", &address, None, None).await.expect("a proof");
    let another = key.prove("POST", &address, None, None).await.expect("a proof");

    let [header, claims] = verified(proof.expose()).await;
    assert_eq!((&header["typ"], &header["alg"]), (&json!("dpop+jwt"), &json!("ES256")));
    assert_eq!((&claims["htm"], &claims["htu"]), (&json!("POST"), &json!("https://provider.example/token")));
    assert_eq!(claims["iat"], json!((js_sys::Date::now() / 1000.0).floor() as i64));
    assert!(claims.get("nonce").is_none() && claims.get("ath").is_none());
    let [_, others] = verified(another.expose()).await;
    assert_ne!(claims["jti"], others["jti"]);
    drop(clock);
}

#[wasm_bindgen_test]
async fn signs_the_nonce_of_the_server_and_the_hash_of_the_token() {
    let _tab = Tab::new();
    let key = open("signs-more").await;
    let address = Endpoint::parse("https://provider.example/userinfo").expect("an address");
    let nonce = DpopNonce::parse("the-nonce");
    let token = AccessToken::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");

    let proof = key.prove("GET", &address, nonce.as_ref(), Some(&token)).await.expect("a proof");

    let [_, claims] = verified(proof.expose()).await;
    assert_eq!(claims["nonce"], "the-nonce");
    assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
}

#[wasm_bindgen_test]
async fn makes_a_key_that_nobody_can_copy() {
    let tab = Tab::new();
    open("cannot-be-copied").await;

    let look = "return new Promise((found, failed) => {
        const open = factory.open('lifen-connect');
        open.onerror = failed;
        open.onsuccess = () => {
            const get = open.result.transaction('dpop-keys').objectStore('dpop-keys').get(name);
            get.onerror = failed;
            get.onsuccess = () => {
                open.result.close();
                const key = get.result.privateKey;
                crypto.subtle.exportKey('jwk', key).then(
                    () => found('it was copied'),
                    error => found(error.name + ' ' + key.extractable + ' ' + key.usages));
            };
        };
    })";
    let name = ["cannot-be-copied ", ISSUER].concat();
    let found = Function::new_with_args("factory, name", look);
    let found = found.call2(&JsValue::UNDEFINED, &indexed_db(&tab), &name.into()).expect("a promise");
    let found = JsFuture::from(found.unchecked_into::<Promise>()).await.expect("a key");

    assert_eq!(found.as_string().as_deref(), Some("InvalidAccessError false sign"));
}

/// Tabs that start at once all see that there is no key yet.
#[wasm_bindgen_test]
async fn has_one_key_however_many_tabs_make_one() {
    let _tab = Tab::new();
    let found: Rc<RefCell<Vec<String>>> = Rc::default();
    for _ in 0..5 {
        let found = Rc::clone(&found);
        spawn_local(async move {
            let key = open("many-tabs").await;
            found.borrow_mut().push(thumbprint(&key));
        });
    }

    assert!(until(|| found.borrow().len() == 5).await);

    let mut keys = found.borrow().clone();
    keys.dedup();
    assert_eq!(keys.len(), 1, "{keys:?}");
}

#[wasm_bindgen_test]
async fn says_that_there_is_no_place_to_keep_a_key() {
    let tab = Tab::new();
    change::block(&tab.window(), "indexedDB");
    assert_eq!(refusal("blocked").await, Some(EnvironmentError::KeyStorageBlocked));

    let tab = Tab::new();
    change::set(&tab.window(), "indexedDB", &JsValue::UNDEFINED);
    assert_eq!(refusal("blocked").await, Some(EnvironmentError::KeyStorageBlocked));

    let _tab = Tab::new();
    change::refuse(&prototype("IDBFactory"), "open", "SecurityError");
    assert_eq!(refusal("blocked").await, Some(EnvironmentError::KeyStorageBlocked));
}

/// As a private window of some browsers: there is a store, but no key is kept.
#[wasm_bindgen_test]
async fn says_that_a_key_cannot_be_kept() {
    let _tab = Tab::new();
    change::refuse(&prototype("IDBObjectStore"), "add", "DataCloneError");

    assert_eq!(refusal("not-kept").await, Some(EnvironmentError::KeyStorageBlocked));
}

#[wasm_bindgen_test]
async fn says_that_the_store_never_answers() {
    let _tab = Tab::new();
    let clock = Clock::stopped();
    change::set(&prototype("IDBFactory"), "open", &Function::new_no_args("return new EventTarget()"));
    let refused: Rc<RefCell<Option<EnvironmentError>>> = Rc::default();
    let told = Rc::clone(&refused);
    spawn_local(async move { *told.borrow_mut() = refusal("never").await });
    assert!(until(|| clock.waits() == [10]).await);

    clock.advance(10.0);

    assert!(until(|| refused.borrow().is_some()).await);
    assert_eq!(*refused.borrow(), Some(EnvironmentError::KeyStorageBlocked));
}

#[wasm_bindgen_test]
async fn says_that_there_is_no_webcrypto() {
    let tab = Tab::new();
    change::set(&tab.window().crypto().expect("an object"), "subtle", &JsValue::UNDEFINED);

    assert_eq!(refusal("no-crypto").await, Some(EnvironmentError::CryptoUnavailable));
}
