//! What people see of the provider: plain pages that say openly that nothing here is real.

mod consent;
mod language;
mod layout;
mod notices;
mod portrait;
mod sign_in;

pub(crate) use consent::consent;
pub(crate) use language::Language;
pub(crate) use notices::{error, home, signed_out, signing_out, stale};
pub(crate) use portrait::portrait;
pub(crate) use sign_in::sign_in;
