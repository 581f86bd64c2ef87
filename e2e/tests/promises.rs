//! What the built app promises, driven over WebDriver. One file a promise.

mod accessibility;
mod accounts;
mod api;
mod bad_responses;
mod coming_back;
mod configuration;
mod doctor;
mod faults;
mod first_paint;
mod frontchannel_logout;
mod hosting;
mod initiated_login;
mod interop;
#[path = "../../tests/world/jwt.rs"]
mod jwt;
mod keyboard;
mod later;
mod lock;
mod minimal;
mod misbehaviours;
mod neighbours;
mod popup;
mod possession;
mod reload;
mod renewal;
mod settings;
mod sign_in;
mod step_up;
mod tabs;
mod verification;
