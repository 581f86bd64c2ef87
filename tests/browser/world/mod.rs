//! What the tests stand on: a tab, a network, a clock, a provider that signs, and a person who looks and clicks.

mod callback;
pub mod change;
mod clock;
mod coming_and_going;
#[path = "../../world/jwt.rs"]
mod jwt;
mod key_pair;
mod locks;
mod network;
mod person;
mod provider;
mod rest;
mod running;
mod tab;
mod tabs;
mod turn;
mod windows;

pub use callback::{Return, configuration, pending, pending_at, renewal, token_response};
pub use clock::Clock;
pub use coming_and_going::{come_online, leave_page, look_away, look_back, show_page};
pub use jwt::holds_a_jwt;
pub use key_pair::KeyPair;
pub use locks::{locks, locks_become};
pub use network::{Gate, Network, Received, Reply, field};
pub use person::Person;
pub use provider::{Provider, claims};
pub use rest::Rest;
pub use running::Running;
pub use tab::{Tab, add, listen_for_now};
pub use tabs::{TABS, grant, tell_tabs};
pub use turn::{after_a_while, until};
pub use windows::Windows;
