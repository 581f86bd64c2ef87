//! Account directories, each behind [`AccountDirectory`].

mod embedded;
mod http;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use embedded::Embedded;
pub use http::Http;

use super::driver::Driver;
use crate::configuration;
use crate::lifen::account::{Account, AccountKey};
use crate::session::{Change, Creation, Error};

/// An answer of a directory, on its way.
pub type Answering<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Where accounts are kept, whoever keeps them. It decides nothing: what an answer means is the session's to say.
pub trait AccountDirectory {
    /// This person's account, if there is one.
    fn find(&self, key: &AccountKey) -> Answering<Option<Box<Account>>>;

    /// Keeps an account, unless there is one by now: two tabs that sign somebody up at once make one account.
    fn create(&self, account: Arc<Account>) -> Answering<Creation>;

    /// Keeps what has changed of an account that is there: one that was deleted meanwhile stays so.
    fn update(&self, account: Arc<Account>) -> Answering<Change>;

    /// Drops it. One that is gone already is none either.
    fn delete(&self, key: &AccountKey) -> Answering<()>;

    /// Whether to look again when the person comes back to this tab: where that costs no request.
    fn is_near(&self) -> bool;
}

/// Whether the deployment chose one.
pub(super) fn is_chosen(driver: &Driver) -> bool {
    driver.configuration().account_directory != configuration::AccountDirectory::None
}

/// The directory that the deployment chose.
pub(super) fn chosen(driver: &Driver) -> Option<Box<dyn AccountDirectory>> {
    let configuration = driver.configuration();
    match &configuration.account_directory {
        configuration::AccountDirectory::None => None,
        configuration::AccountDirectory::Embedded => Some(Box::new(Embedded::new(&configuration.client_id))),
        configuration::AccountDirectory::Http(address) => {
            Some(Box::new(Http::new(address.clone(), driver.clone())))
        }
    }
}
