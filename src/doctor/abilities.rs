//! What a browser can do, each thing by trying it.

use super::{Check, Finding, Kind};
use crate::configuration::Configuration;

/// Which of the two storages keep what is written into them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storages {
    pub session: bool,
    pub local: bool,
}

/// Random numbers and `crypto.subtle`.
pub fn crypto(is_there: bool) -> Finding {
    Finding::one(Check::Crypto, if is_there { Kind::CryptoThere } else { Kind::CryptoMissing })
}

pub fn storage(kept: Storages) -> Finding {
    let mut found = Vec::new();
    if !kept.session {
        found.push(Kind::SessionStorageBlocked.into());
    }
    if !kept.local {
        found.push(Kind::LocalStorageBlocked.into());
    }
    Finding::of(Check::Storage, found, Kind::StorageKept)
}

/// IndexedDB, which only tokens that are bound to a key need.
pub fn indexed_db(is_there: bool, configuration: Option<&Configuration>) -> Finding {
    let binds = configuration.is_some_and(|configuration| configuration.dpop.is_some());
    let kind = match (is_there, binds) {
        (true, _) => Kind::IndexedDbThere,
        (false, true) => Kind::IndexedDbBlockedForKeys,
        (false, false) => Kind::IndexedDbBlocked,
    };
    Finding::one(Check::IndexedDb, kind)
}

pub fn web_locks(is_granted: bool) -> Finding {
    Finding::one(Check::WebLocks, if is_granted { Kind::WebLocksThere } else { Kind::WebLocksMissing })
}

pub fn broadcast_channel(is_heard: bool) -> Finding {
    let kind = if is_heard { Kind::BroadcastChannelThere } else { Kind::BroadcastChannelMissing };
    Finding::one(Check::BroadcastChannel, kind)
}

/// `None` before somebody pressed the button: browsers open windows within a click alone.
pub fn pop_ups(opened: Option<bool>) -> Finding {
    let kind = match opened {
        None => Kind::PopUpsUntried,
        Some(true) => Kind::PopUpsOpen,
        Some(false) => Kind::PopUpsBlocked,
    };
    Finding::one(Check::PopUps, kind)
}

/// A check that had no answer when the time was up.
pub fn unfinished(check: Check) -> Finding {
    Finding::one(check, Kind::Unfinished)
}

/// A check that takes a browser.
pub fn only_in_a_browser(check: Check) -> Finding {
    Finding::one(check, Kind::OnlyInBrowser)
}

/// A check that another one has to go well for.
pub fn not_asked(check: Check) -> Finding {
    Finding::one(check, Kind::NotAsked)
}
