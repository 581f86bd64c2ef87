//! The library's face to a Leptos app: one provider component, one hook, gates, and the pages nobody wants to write.
//!
//! ```text
//! let page = Page::arrive();                       // first line of main: the response leaves the address bar
//! <ConnectProvider page>                           // once, around the app
//!     <Guarded let:identity> … </Guarded>          // for signed-in people; everybody else is helped to sign in
//! </ConnectProvider>
//! use_session().sign_in() / .sign_out() / .view()  // anywhere below
//! use_session().call("https://api.example/…").await  // with the access token, over whatever it takes
//! later(Report { … })                              // a page whose code is fetched when it is shown
//! use_session().read::<Bundle>("https://api.example/…").await // the same, as a type of one's own
//! use_session().ask_for("profile")                 // more access: one trip, one consent
//! with_account(sign_up_page, |account| …)          // within: for people who have an account, and for those who have none yet
//! ```

pub mod messages;

#[cfg(target_arch = "wasm32")]
mod account_gate;
#[cfg(target_arch = "wasm32")]
mod account_handle;
#[cfg(target_arch = "wasm32")]
mod connect_provider;
#[cfg(target_arch = "wasm32")]
mod copying;
#[cfg(target_arch = "wasm32")]
pub mod elements;
#[cfg(target_arch = "wasm32")]
mod error_panel;
#[cfg(target_arch = "wasm32")]
pub mod focus;
#[cfg(target_arch = "wasm32")]
mod guarded;
#[cfg(target_arch = "wasm32")]
mod intl;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(any(target_arch = "wasm32", test))]
mod reference;
#[cfg(target_arch = "wasm32")]
mod session_handle;

#[cfg(target_arch = "wasm32")]
pub use {
    account_gate::{account_failure, with_account},
    account_handle::{AccountHandle, use_account},
    connect_provider::ConnectProvider,
    copying::Copying,
    error_panel::error_panel,
    guarded::{Guarded, farewell_notice, locked, progress, sign_in_button},
    intl::{Unit, amount, day_and_time, iso, time_of_day},
    language::{LanguageChoice, say, use_language},
    later::{Later, fetch_ahead, later, later_part},
    session_handle::{SessionHandle, use_session},
};
