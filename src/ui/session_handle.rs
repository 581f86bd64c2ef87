//! The hook.

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::{Driver, current_place};
use crate::session::{Identity, Place, View};
/// The session, from any component below [`ConnectProvider`](super::ConnectProvider).
///
/// # Panics
///
/// Outside a `ConnectProvider`: a mistake of the program, told where it is made.
pub fn use_session() -> SessionHandle {
    // Not `expect_context`, whose message formats a source location: with what that drags in, twelve kilobytes.
    use_context().expect("use_session() needs a <ConnectProvider> above it")
}

/// A handle on the session: copy it into every closure that needs it.
#[derive(Clone, Copy)]
pub struct SessionHandle {
    view: ReadSignal<View>,
    driver: StoredValue<Option<Driver>, LocalStorage>,
}

impl SessionHandle {
    pub(super) fn new(view: ReadSignal<View>, driver: Option<Driver>) -> Self {
        Self { view, driver: StoredValue::new_local(driver) }
    }

    /// The session as a page sees it: four cases, one match.
    pub fn view(self) -> ReadSignal<View> {
        self.view
    }

    /// Who is signed in, if anybody.
    pub fn identity(self) -> Option<Arc<Identity>> {
        self.view.with(|view| match view {
            View::SignedIn { identity, .. } => Some(Arc::clone(identity)),
            _ => None,
        })
    }

    /// Signs in and comes back to where the person is now; after a failure, to where they were going.
    pub fn sign_in(self) {
        self.sign_in_to(self.view.with_untracked(|view| match view {
            View::Failed { place, .. } => place.clone(),
            _ => current_place(),
        }));
    }

    /// Signs in and comes back to this place.
    pub fn sign_in_to(self, place: Place) {
        self.with_driver(|driver| driver.sign_in(place));
    }

    /// Ends the session here and at the provider.
    pub fn sign_out(self) {
        self.with_driver(Driver::sign_out);
    }

    /// Leaves an error behind, when the person goes on to another page.
    pub fn dismiss(self) {
        self.with_driver(Driver::dismiss);
    }

    /// What the deployment calls the app.
    pub fn app_name(self) -> Option<String> {
        self.configured(|driver| driver.configuration().name.clone()).flatten()
    }

    /// The path under which the app lives, which ends in `/`.
    pub fn base_path(self) -> Option<String> {
        self.configured(|driver| driver.configuration().base.path().to_owned())
    }

    /// Whether signing out also ends the session at the provider.
    pub fn signs_out_at_provider(self) -> bool {
        self.configured(|driver| driver.configuration().sign_out != crate::configuration::SignOut::Local)
            .unwrap_or(false)
    }

    fn configured<T>(self, read: impl FnOnce(&Driver) -> T) -> Option<T> {
        self.driver.with_value(|driver| driver.as_ref().map(read))
    }

    fn with_driver(self, act: impl FnOnce(&Driver)) {
        // Out of the store first: what the driver does may come back here.
        if let Some(driver) = self.driver.with_value(Option::clone) {
            act(&driver);
        }
    }
}
