//! `src/browser`: every way the program touches the world.

mod activity;
mod alarm;
mod arrival;
mod arrival_at_home;
mod calls;
mod channel;
mod crypto;
mod database;
mod dpop_key;
mod driver;
mod fetch;
mod from_outside;
mod in_a_window;
mod kept;
mod navigation;
mod popup;
mod probe;
mod proving;
mod pushing;
mod reload;
mod renewal;
mod shared;
mod signature;
mod storage;
mod tabs;
mod turn;
