#![cfg(not(target_arch = "wasm32"))]
//! Whole sign-ins in virtual time: the session on one side, a provider that signs for real on the other.

#[path = "../world/mod.rs"]
mod world;

mod algorithms;
mod asking;
mod authentication;
mod calls;
mod clock;
mod ending;
mod frontchannel_logout;
mod history;
mod id_token;
mod identity;
mod initiated_login;
mod keys;
mod leaving;
mod limits;
mod misbehaviours;
mod persistence;
mod popup;
mod possession;
mod pushing;
mod receipt;
mod reloading;
mod renewal;
mod response;
mod revocation;
mod screens;
mod signed_in;
mod signing_in;
mod step_up;
mod tabs;
mod targets;
mod tickets;
mod token;
mod userinfo;
mod verification;
mod view;

use provider::Misbehaviour;
use world::Tab;

/// A tab in which a sign-in met this fault.
fn after(misbehaviour: Misbehaviour) -> Tab {
    let mut tab = Tab::new();
    tab.provider.misbehave(misbehaviour);
    tab.opens(world::PLACE);
    tab.signs_in_as("victor");
    tab
}
