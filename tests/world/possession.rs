//! The keys of a browser, and the proofs that are signed with them.

use std::cell::RefCell;
use std::rc::Rc;

use lifen_connect::protocol::dpop::{ProofClaims, ProofKey, Thumbprint};
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::secret::{AccessToken, Entropy};
use lifen_connect::session::{EnvironmentError, ProofRequest};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use super::tab::Tab;

/// IndexedDB, where all tabs of a browser find the same key.
#[derive(Clone, Debug, Default)]
pub struct KeyStorage(Rc<RefCell<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    is_blocked: bool,
    key: Option<SigningKey>,
    /// How many keys were made, and how many proofs with them: no two are the same.
    drawn: u8,
}

impl KeyStorage {
    pub fn is_blocked(&self, is_blocked: bool) {
        self.0.borrow_mut().is_blocked = is_blocked;
    }

    /// The person, or the browser, cleared the site's data.
    pub fn is_wiped(&self) {
        self.0.borrow_mut().key = None;
    }

    fn open(&self) -> Result<SigningKey, EnvironmentError> {
        if self.0.borrow().is_blocked {
            return Err(EnvironmentError::KeyStorageBlocked);
        }
        let new = SigningKey::from_slice(&self.draw()).expect("a key");
        Ok(self.0.borrow_mut().key.get_or_insert(new).clone())
    }

    fn draw(&self) -> [u8; 32] {
        let mut kept = self.0.borrow_mut();
        kept.drawn += 1;
        [kept.drawn; 32]
    }
}

impl Tab {
    /// Has the key of this browser in the memory of this page.
    pub(super) fn opens_its_key(&mut self) -> Result<Thumbprint, EnvironmentError> {
        let key = self.keys.open()?;
        let thumbprint = public(&key).thumbprint();
        self.key = Some(key);
        Ok(thumbprint)
    }

    /// A proof for one request, made now.
    pub(super) fn proves(
        &self,
        proof: &ProofRequest,
        method: &str,
        address: &Endpoint,
        access_token: Option<&AccessToken>,
    ) -> String {
        let key = self.key.as_ref().expect("a proof is asked for when the key is there");
        let claims = ProofClaims {
            id: Entropy(self.keys.draw()),
            method,
            address,
            issued_at: self.now(),
            nonce: proof.nonce.as_ref(),
            access_token,
        };
        let input = claims.signed_by(&public(key));
        let signature: Signature = key.sign(input.octets());
        input.with_signature(&signature.to_bytes()).expose().to_owned()
    }
}

fn public(key: &SigningKey) -> ProofKey {
    let point = key.verifying_key().to_encoded_point(false);
    ProofKey::from_point(point.as_bytes()).expect("a point")
}
