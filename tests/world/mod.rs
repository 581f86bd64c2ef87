//! A browser, its tabs and its network, in virtual time, before a provider that signs for real.
//!
//! The session decides and the world obeys: [`Tab`] hands events to the session and carries its effects out as the
//! browser layer does, with the provider's own router in place of the network. Nothing sleeps and nothing is mocked:
//! time is advanced, CORS is enforced on the headers that came, signatures are verified.

// Each test binary makes use of its own part of the world.
#![allow(dead_code, unused_imports)]

mod calls;
mod carry_out;
pub mod jwt;
mod network;
mod passing;
mod person;
mod possession;
pub mod secret;
pub mod signature;
mod storage;
mod tab;
mod then;
pub mod ticket;
mod together;
mod witness;

pub use network::{Fault, Outgoing};
pub use passing::pass;
pub use tab::{Entry, Tab};
pub use together::{Together, talk};

/// The app's base address: not the root, so that no path works by accident.
pub const BASE: &str = "http://localhost:8080/ward/";

/// Where the person of these tests is going: a deep link, with a query and a fragment to lose.
pub const PLACE: &str = "/ward/session?from=link#trust";

/// The app's home.
pub const HOME: &str = "/ward/";

/// What it is when a test begins.
pub const NOW: i64 = 1_800_000_000;
