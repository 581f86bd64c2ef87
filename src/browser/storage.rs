//! What is kept in this tab: the pending sign-ins, a word of goodbye, and the tokens where the deployment chose that.
//!
//! `sessionStorage`, so that it ends with the tab and no other tab can take it.

use gloo_storage::{SessionStorage, Storage};

use super::clock::now;
use crate::configuration::features::LONG_SESSIONS;
use crate::protocol::secret::State;
use crate::session::{EnvironmentError, Grant, PendingSignIn, Presence, Recollection, Resumption, TabMemory};

const PENDING: &str = "lifen-connect.pending";
const GOODBYE: &str = "lifen-connect.goodbye";
const GRANT: &str = "lifen-connect.grant";

/// Stores a pending sign-in.
///
/// # Errors
///
/// [`EnvironmentError::StorageBlocked`] where storage is blocked or full.
pub fn remember(pending: PendingSignIn) -> Result<(), EnvironmentError> {
    let storage = TabStorage::open()?;
    let mut memory = storage.memory();
    memory.remember(pending, now());
    storage.write(PENDING, &memory.to_text())
}

/// Reads and removes the pending sign-in of this state, in one go.
///
/// # Errors
///
/// [`EnvironmentError::StorageBlocked`] where storage is blocked: also when the removal cannot be written, since a
/// pending sign-in that stays could be used twice.
pub fn recollect(state: Option<&State>) -> Result<Recollection, EnvironmentError> {
    let storage = TabStorage::open()?;
    let mut memory = storage.memory();
    let recollection = memory.claim(state, now());
    storage.write(PENDING, &memory.to_text())?;
    Ok(recollection)
}

/// Remembers who is signed in here. Where that cannot be written, a reload merely asks for a click.
pub fn note(presence: Presence) {
    let Ok(storage) = TabStorage::open() else { return };
    let mut memory = storage.memory();
    memory.note(presence);
    let _ = storage.write(PENDING, &memory.to_text());
}

/// What a page that is loaded may do about the session that was here; asked once.
pub fn resume() -> Resumption {
    let Ok(storage) = TabStorage::open() else { return Resumption::Nothing };
    let mut memory = storage.memory();
    let resumption = memory.resume(now());
    // One that stays would be tried again and again.
    match storage.write(PENDING, &memory.to_text()) {
        Ok(()) => resumption,
        Err(_) => Resumption::Nothing,
    }
}

/// Counts a departure that nobody pressed a button for; whether this page may still leave.
pub fn leaves_unasked() -> bool {
    let Ok(storage) = TabStorage::open() else { return false };
    let mut memory = storage.memory();
    // One that is not counted might be a loop.
    memory.leaves_unasked(now()) && storage.write(PENDING, &memory.to_text()).is_ok()
}

/// What this tab remembers; nothing where storage is blocked.
pub fn memory() -> TabMemory {
    TabStorage::open().map(|storage| storage.memory()).unwrap_or_default()
}

/// Keeps the tokens for a reload, or drops them. Where they cannot be written, a reload takes a redirect.
pub fn keep(grant: Option<&Grant>) {
    if !LONG_SESSIONS {
        return;
    }
    let Ok(storage) = TabStorage::open() else { return };
    if grant.is_none_or(|grant| storage.write(GRANT, &grant.to_text()).is_err()) {
        storage.remove(GRANT);
    }
}

/// The tokens that this tab kept.
pub fn kept() -> Option<Grant> {
    if !LONG_SESSIONS {
        return None;
    }
    Grant::from_text(&TabStorage::open().ok()?.read(GRANT)?)
}

/// Drops everything kept about the person; a word of goodbye may stay for the next page.
pub fn forget(goodbye: Option<&State>) {
    let Ok(storage) = TabStorage::open() else { return };
    let mut memory = storage.memory();
    memory.forget();
    let kept = memory.to_text();
    // Where not even that can be written, nothing stays.
    if kept.is_empty() || storage.write(PENDING, &kept).is_err() {
        storage.remove(PENDING);
    }
    storage.remove(GRANT);
    if let Some(state) = goodbye {
        // Without it the next page merely says nothing.
        let _ = storage.write(GOODBYE, state.expose());
    }
}

/// The state with which the last page left to be signed out at the provider; asked once.
pub fn take_goodbye() -> Option<State> {
    let storage = TabStorage::open().ok()?;
    let said = storage.read(GOODBYE);
    storage.remove(GOODBYE);
    said.map(State::new)
}

/// `sessionStorage` that is known to be there: gloo-storage panics where it is blocked.
pub struct TabStorage(());

impl TabStorage {
    pub fn open() -> Result<Self, EnvironmentError> {
        let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
        storage.map(|_| Self(())).ok_or(EnvironmentError::StorageBlocked)
    }

    fn memory(&self) -> TabMemory {
        self.read(PENDING).map(|text| TabMemory::from_text(&text)).unwrap_or_default()
    }

    fn read(&self, key: &str) -> Option<String> {
        SessionStorage::raw().get_item(key).ok().flatten()
    }

    fn write(&self, key: &str, text: &str) -> Result<(), EnvironmentError> {
        SessionStorage::raw().set_item(key, text).map_err(|_| EnvironmentError::StorageBlocked)
    }

    fn remove(&self, key: &str) {
        SessionStorage::delete(key);
    }
}
