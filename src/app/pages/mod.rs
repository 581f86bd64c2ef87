//! One file a page.

mod home;
mod not_found;
mod session;
mod time_left;

pub use home::Home;
pub use not_found::NotFound;
pub use session::SessionPage;
