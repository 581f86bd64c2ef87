//! One file a page.

mod doctor;
mod document;
mod home;
mod not_found;
mod session;
mod settings;
mod time_left;

pub use doctor::{Doctor, Examination};
pub use document::Opened;
pub use home::home;
pub use not_found::not_found;
pub use session::session_page;
pub use settings::Settings;
