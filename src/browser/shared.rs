//! What the tabs of one origin share, and what outlives them: texts in `localStorage`.
//!
//! Every script of the origin can read them, today and in a year: nothing secret belongs here.

use web_sys::Storage;

use crate::configuration::Configuration;
use crate::configuration::features::LONG_SESSIONS;
use crate::session::{EnvironmentError, SharedMemory};

/// The text under this key; `None` where there is none, or storage is blocked.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Puts a text in the place of the one under this key.
///
/// # Errors
///
/// [`EnvironmentError::StorageBlocked`] where storage is blocked or full: what was there stays.
pub fn write(key: &str, text: &str) -> Result<(), EnvironmentError> {
    let written = storage().and_then(|storage| storage.set_item(key, text).ok());
    written.ok_or(EnvironmentError::StorageBlocked)
}

/// What the tabs of this app remember together.
pub fn memory(configuration: &Configuration) -> SharedMemory {
    if !LONG_SESSIONS {
        return SharedMemory::default();
    }
    read(&configuration.tabs_name()).map(|text| SharedMemory::from_text(&text)).unwrap_or_default()
}

/// Changes it. Where it cannot be written, it is forgotten with this page.
pub fn change<T>(configuration: &Configuration, change: impl FnOnce(&mut SharedMemory) -> T) -> T {
    let mut memory = memory(configuration);
    let answer = change(&mut memory);
    if LONG_SESSIONS {
        let _ = write(&configuration.tabs_name(), &memory.to_text());
    }
    answer
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
