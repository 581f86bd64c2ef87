//! What the built app promises, driven over WebDriver. One file a promise.

mod bad_responses;
mod configuration;
mod faults;
mod interop;
mod minimal;
mod misbehaviours;
mod neighbours;
mod reload;
mod sign_in;
mod tabs;
mod verification;
