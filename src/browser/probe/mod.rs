//! Trying what a deployment and a browser can do, for the doctor to judge. Nothing here touches a session.

mod abilities;
mod host;
mod policy;

pub use abilities::{broadcast_channel, crypto, indexed_db, pop_up, refuses_key, storages, web_lock};
pub use host::{Place, files, metas, own, place};
pub use policy::{ask, tried};
