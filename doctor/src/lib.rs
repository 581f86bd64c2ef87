//! Checks a deployment from a terminal: what the app's own page `/doctor` checks, as far as it takes no browser, and by the
//! same judgement ([`lifen_connect::doctor`]).
//!
//! - [`page`] reads `index.html` as a browser would: where the app takes itself to be, what it is configured with, which
//!   files it is made of;
//! - [`client`] asks its host, and the provider as a page of that host would have to: with its origin, a preflight where a
//!   browser would send one, and the same rules about what may be read;
//! - [`examination`] asks what there is to ask and has it judged.

pub mod client;
pub mod examination;
pub mod page;

pub use examination::{Examination, examine};
