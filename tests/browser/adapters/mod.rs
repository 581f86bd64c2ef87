//! `src/browser`: every way the program touches the world.

mod alarm;
mod arrival;
mod crypto;
mod driver;
mod fetch;
mod navigation;
mod storage;
