//! Accounts behind an API of the team's, which knows from the access token whose is meant.

use std::sync::Arc;

use super::{AccountDirectory, Answering};
use crate::browser::driver::Driver;
use crate::lifen::account::{Account, AccountKey, Asked, Outcome, outcome};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::transport::Answer;
use crate::session::{Call, Change, Creation, Error, Method};

/// One address, called as any API is: with the session's access token, renewed first where it ended.
pub struct Http {
    address: Endpoint,
    driver: Driver,
}

/// What came of a call that did not fail.
type Came = Result<Answer, Outcome>;

impl Http {
    pub fn new(address: Endpoint, driver: Driver) -> Self {
        Self { address, driver }
    }

    fn ask(&self, asked: Asked, call: impl FnOnce(Call) -> Call) -> Answering<Came> {
        let (method, address) = (Method::Get, self.address.clone());
        let get = Call { method, address, headers: Vec::new(), body: None, limit: None };
        let calling = self.driver.call(call(get));
        Box::pin(async move {
            let error = match calling.await {
                Ok(answer) => return Ok(Ok(answer)),
                Err(error) => error,
            };
            let meant = match &error {
                Error::Api(api) => outcome(asked, api),
                _ => None,
            };
            match meant {
                Some(Ok(outcome)) => Ok(Err(outcome)),
                Some(Err(meant)) => Err(Error::Account(meant)),
                None => Err(error),
            }
        })
    }
}

impl AccountDirectory for Http {
    fn find(&self, key: &AccountKey) -> Answering<Option<Box<Account>>> {
        let (asked, key) = (self.ask(Asked::Find, |call| call), key.clone());
        Box::pin(async move {
            let Ok(answer) = asked.await? else { return Ok(None) };
            Account::read(&answer.body, &key).map(|account| Some(Box::new(account))).map_err(Error::Account)
        })
    }

    fn create(&self, account: Arc<Account>) -> Answering<Creation> {
        let asked = self.ask(Asked::Create, |call| {
            call.saying("If-None-Match", "*").sending(Method::Put, "application/json", account.to_json())
        });
        Box::pin(async move {
            Ok(match asked.await? {
                Ok(_) => Creation::Created,
                Err(_) => Creation::Exists,
            })
        })
    }

    fn update(&self, account: Arc<Account>) -> Answering<Change> {
        let asked = self.ask(Asked::Update, |call| {
            call.sending(Method::Patch, "application/merge-patch+json", account.to_merge_patch())
        });
        Box::pin(async move {
            Ok(match asked.await? {
                Ok(_) => Change::Changed,
                Err(_) => Change::Absent,
            })
        })
    }

    fn delete(&self, _: &AccountKey) -> Answering<()> {
        let asked = self.ask(Asked::Delete, |call| Call { method: Method::Delete, ..call });
        Box::pin(async move { asked.await.map(|_| ()) })
    }

    fn is_near(&self) -> bool {
        false
    }
}
