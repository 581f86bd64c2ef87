//! The key of this browser: made by WebCrypto, usable by this app alone, readable by nobody.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::clock::now;
use super::crypto::{algorithm, subtle};
use super::database::Store;
use crate::protocol::dpop::{ALGORITHM, DpopNonce, ProofClaims, ProofKey};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::secret::{AccessToken, DpopProof, Entropy};
use crate::session::EnvironmentError;

const DATABASE: &str = "lifen-connect";
const KEYS: &str = "dpop-keys";

/// A key pair on P-256 whose private half cannot be exported.
pub struct DpopKey {
    private: CryptoKey,
    public: ProofKey,
}

impl DpopKey {
    /// The key of this client at this issuer: the one that is kept, or a new one that is kept from now on.
    ///
    /// # Errors
    ///
    /// [`EnvironmentError::CryptoUnavailable`] without WebCrypto, [`EnvironmentError::KeyStorageBlocked`] where a key
    /// cannot be kept: it would be lost while the person is at the provider.
    pub async fn open(client_id: &str, issuer: &str) -> Result<Self, EnvironmentError> {
        let subtle = subtle().ok_or(EnvironmentError::CryptoUnavailable)?;
        let blocked = |_| EnvironmentError::KeyStorageBlocked;
        let store = Store::open(DATABASE, KEYS).await.map_err(blocked)?;
        let name = [client_id, " ", issuer].concat();
        let mut pair = store.find(&name).await.map_err(blocked)?;
        if pair.is_none() {
            let made = generate(&subtle).await.map_err(|_| EnvironmentError::CryptoUnavailable)?;
            // Another tab may have been faster: what is kept then is the key of both.
            let _ = store.add(&name, &made).await;
            pair = store.find(&name).await.map_err(blocked)?;
        }
        let pair = pair.ok_or(EnvironmentError::KeyStorageBlocked)?;
        Self::of(&subtle, &pair).await.ok_or(EnvironmentError::KeyStorageBlocked)
    }

    async fn of(subtle: &SubtleCrypto, pair: &JsValue) -> Option<Self> {
        let half = |name| Reflect::get(pair, &JsValue::from_str(name)).ok()?.dyn_into::<CryptoKey>().ok();
        let point = subtle.export_key("raw", &half("publicKey")?).ok()?;
        let point = Uint8Array::new(&JsFuture::from(point).await.ok()?).to_vec();
        Some(Self { private: half("privateKey")?, public: ProofKey::from_point(&point)? })
    }

    pub fn public(&self) -> &ProofKey {
        &self.public
    }

    /// Proves possession of the key for one request, made now; `None` where the browser refuses to sign.
    pub async fn prove(
        &self,
        method: &str,
        address: &Endpoint,
        nonce: Option<&DpopNonce>,
        access_token: Option<&AccessToken>,
    ) -> Option<DpopProof> {
        let mut id = Entropy([0; 32]);
        getrandom::fill(&mut id.0).ok()?;
        let claims = ProofClaims { id, method, address, issued_at: now(), nonce, access_token };
        let input = claims.signed_by(&self.public);
        let algorithm = algorithm(ALGORITHM).ok()?;
        let signature =
            subtle()?.sign_with_object_and_u8_array(&algorithm, &self.private, input.octets()).ok()?;
        let signature = Uint8Array::new(&JsFuture::from(signature).await.ok()?).to_vec();
        Some(input.with_signature(&signature))
    }
}

/// What proves possession of a key. Whoever sends a request knows no more of it: the key itself, and all that signs with it,
/// is of the rest of the app.
pub trait Prover {
    /// As [`DpopKey::prove`].
    fn proof<'a>(
        &'a self,
        method: &'a str,
        address: &'a Endpoint,
        nonce: Option<&'a DpopNonce>,
        access_token: Option<&'a AccessToken>,
    ) -> Pin<Box<dyn Future<Output = Option<DpopProof>> + 'a>>;
}

impl Prover for DpopKey {
    fn proof<'a>(
        &'a self,
        method: &'a str,
        address: &'a Endpoint,
        nonce: Option<&'a DpopNonce>,
        access_token: Option<&'a AccessToken>,
    ) -> Pin<Box<dyn Future<Output = Option<DpopProof>> + 'a>> {
        Box::pin(self.prove(method, address, nonce, access_token))
    }
}

async fn generate(subtle: &SubtleCrypto) -> Result<JsValue, JsValue> {
    let usages = Array::of2(&JsValue::from_str("sign"), &JsValue::from_str("verify"));
    let pair = subtle.generate_key_with_object(&algorithm(ALGORITHM)?, false, &usages)?;
    JsFuture::from(pair).await
}
