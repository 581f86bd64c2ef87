//! Why there is no account to go on with.

use std::fmt;

use crate::protocol::codes::codes;
use crate::protocol::transport::Silence;

/// What went wrong with an account; the session goes on without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// Lifen did not say the Lifen User ID, by which accounts are kept.
    UserIdMissing,
    /// The part of the app that looks for accounts did not come: there is no network, or another version took its place.
    RestMissing,
    /// This browser has no IndexedDB, or does not let this site use it.
    StorageBlocked,
    /// No room is left for this site.
    StorageFull,
    /// The database does not answer, or another tab keeps it from being opened.
    StorageBusy,
    /// Another tab has a newer version of the app, and of the database.
    StorageNewer,
    /// What the directory has is no account.
    Unreadable,
    /// The directory gave the account of somebody else.
    OfAnother,
    /// The directory has no account for this person, and takes none (403).
    Refused,
    RateLimited,
    /// 5xx.
    Unavailable {
        status: u16,
    },
    /// An answer that the contract does not know.
    HttpStatus {
        status: u16,
    },
    /// Nobody answered.
    Silent(Silence),
}

codes! { AccountError:
    Self::UserIdMissing => "account-user-id-missing",
    Self::RestMissing => "account-rest-missing",
    Self::StorageBlocked => "account-storage-blocked",
    Self::StorageFull => "account-storage-full",
    Self::StorageBusy => "account-storage-busy",
    Self::StorageNewer => "account-storage-newer",
    Self::Unreadable => "account-unreadable",
    Self::OfAnother => "account-of-another",
    Self::Refused => "account-refused",
    Self::RateLimited => "account-rate-limited",
    Self::Unavailable { .. } => "account-unavailable",
    Self::HttpStatus { .. } => "account-http-status",
    Self::Silent(Silence::Offline) => "account-offline",
    Self::Silent(Silence::Timeout) => "account-timeout",
    Self::Silent(Silence::CorsRefused) => "account-cors-refused",
    Self::Silent(Silence::PolicyRefused) => "account-policy-refused",
    Self::Silent(Silence::Unreachable) => "account-unreachable",
}

impl AccountError {
    /// It is the browser that keeps no account: whoever cannot change that may go on without.
    pub fn is_of_this_browser(self) -> bool {
        matches!(self, Self::StorageBlocked | Self::StorageFull | Self::StorageBusy | Self::StorageNewer)
    }

    /// The same question may be answered in a minute.
    pub fn is_transient(self) -> bool {
        match self {
            Self::RestMissing
            | Self::StorageFull
            | Self::StorageBusy
            | Self::RateLimited
            | Self::Unavailable { .. } => true,
            Self::Silent(silence) => !matches!(silence, Silence::CorsRefused | Silence::PolicyRefused),
            _ => false,
        }
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::UserIdMissing => "neither ID Token nor userinfo has a Lifen User ID",
            Self::RestMissing => "the rest of the app, which looks for accounts, could not be loaded",
            Self::StorageBlocked => "IndexedDB cannot be opened or written",
            Self::StorageFull => "IndexedDB has no room left for this site",
            Self::StorageBusy => "IndexedDB does not answer, or another tab blocks it",
            Self::StorageNewer => "the database in IndexedDB is of a newer version of this app",
            Self::Unreadable => "the account directory: what it has is no account",
            Self::OfAnother => "the account directory gave an account with another key",
            Self::Refused => "the account directory refuses this person (HTTP 403)",
            Self::RateLimited => "the account directory was asked too often (HTTP 429)",
            Self::Unavailable { status } | Self::HttpStatus { status } => {
                return write!(formatter, "the account directory answered HTTP {status}");
            }
            Self::Silent(silence) => return write!(formatter, "the account directory{}", silence.words()),
        })
    }
}
