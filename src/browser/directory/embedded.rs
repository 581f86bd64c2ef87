//! Accounts in this browser.

use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::{AccountDirectory, Answering};
use crate::browser::database::{Fault, Store};
use crate::lifen::account::{Account, AccountError, AccountKey};
use crate::session::{Change, Creation, Error};

const DATABASE: &str = "lifen-connect.accounts";
const ACCOUNTS: &str = "accounts";

/// Every person's account by their key, and by the client they signed in to: each app of an origin has its own.
pub struct Embedded {
    client_id: String,
}

impl Embedded {
    pub fn new(client_id: &str) -> Self {
        Self { client_id: client_id.to_owned() }
    }

    fn name(&self, key: &AccountKey) -> String {
        [&self.client_id, " ", &key.to_text()].concat()
    }
}

impl AccountDirectory for Embedded {
    fn find(&self, key: &AccountKey) -> Answering<Option<Box<Account>>> {
        let (name, key) = (self.name(key), key.clone());
        Box::pin(async move { find(&open().await?, &name, &key).await })
    }

    fn create(&self, account: Arc<Account>) -> Answering<Creation> {
        let name = self.name(&account.key);
        Box::pin(async move {
            match open().await?.add(&name, &JsValue::from_str(&account.to_json())).await {
                Ok(()) => Ok(Creation::Created),
                Err(Fault::Taken) => Ok(Creation::Exists),
                Err(fault) => Err(error(fault)),
            }
        })
    }

    fn update(&self, account: Arc<Account>) -> Answering<Change> {
        let name = self.name(&account.key);
        Box::pin(async move {
            let store = open().await?;
            if find(&store, &name, &account.key).await?.is_none() {
                return Ok(Change::Absent);
            }
            store.put(&name, &JsValue::from_str(&account.to_json())).await.map_err(error)?;
            Ok(Change::Changed)
        })
    }

    fn delete(&self, key: &AccountKey) -> Answering<()> {
        let name = self.name(key);
        Box::pin(async move { open().await?.remove(&name).await.map_err(error) })
    }

    fn is_near(&self) -> bool {
        true
    }
}

async fn open() -> Result<Store, Error> {
    Store::open(DATABASE, ACCOUNTS).await.map_err(error)
}

async fn find(store: &Store, name: &str, key: &AccountKey) -> Result<Option<Box<Account>>, Error> {
    let Some(kept) = store.find(name).await.map_err(error)? else { return Ok(None) };
    let text = kept.as_string().unwrap_or_default();
    Account::read(&text, key).map(|account| Some(Box::new(account))).map_err(Error::Account)
}

fn error(fault: Fault) -> Error {
    Error::Account(match fault {
        Fault::Blocked | Fault::Taken => AccountError::StorageBlocked,
        Fault::Full => AccountError::StorageFull,
        Fault::Busy => AccountError::StorageBusy,
        Fault::Newer => AccountError::StorageNewer,
    })
}
