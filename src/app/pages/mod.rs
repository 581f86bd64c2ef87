//! One file a page.

mod account;
mod doctor;
mod document;
mod home;
mod not_found;
mod practitioners;
mod receipt;
mod scopes;
mod session;
mod settings;
mod sign_up;
mod time_left;
mod two_answers;

pub use doctor::{Doctor, Examination};
pub use document::Opened;
pub use home::home;
pub use not_found::not_found;
pub use practitioners::Practitioners;
pub use session::SessionPage;
pub use settings::Settings;
pub use sign_up::SignUp;
