//! The browser, and nothing else: adapters that carry out effects and report what happened.
//!
//! No adapter decides anything, and none panics in a crippled browser: blocked storage, an insecure context, a refused
//! request come back as the session's own types.

mod accounts;
mod activity;
mod alarm;
mod calling;
mod channel;
mod clock;
mod crypto;
mod database;
mod deferred;
mod directory;
mod dpop_key;
mod driver;
mod fetch;
mod navigation;
mod page;
mod popup;
pub mod probe;
mod rest;
mod shared;
mod storage;
mod stored;
mod turn;

pub use accounts::Accounts;
pub use calling::Calling;
pub use clock::now;
pub use directory::{AccountDirectory, Answering};
pub use driver::Driver;
pub use fetch::Request;
pub use navigation::{base_path, current_place, go_to, note_here, on_navigation, open, show_place};
pub use page::{Page, read_configuration};
pub use rest::{RestMissing, rest};
pub use shared::{read as read_shared, write as write_shared};
pub use stored::stored_databases;

/// The pieces that only the tests of this layer call by themselves.
#[doc(hidden)]
pub mod adapters {
    pub use super::activity::on_activity;
    pub use super::channel::Channel;
    pub use super::crypto::{random, verify};
    pub use super::database::{Fault, Store};
    pub use super::directory::{Embedded, Http};
    pub use super::dpop_key::DpopKey;
    pub use super::fetch::Request;
    pub use super::navigation::on_return;
    pub use super::popup::{Popup, close_this_window};
    pub use super::shared::{
        change as change_shared, memory as shared_memory, read as read_shared, write as write_shared,
    };
    pub use super::storage::{
        TabStorage, forget, keep, kept, leaves_unasked, note, recollect, remember, resume, take_goodbye,
    };
    pub use super::turn::Turn;
}
