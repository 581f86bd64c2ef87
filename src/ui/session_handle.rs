//! The hook.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::browser::{Driver, current_place};
use crate::configuration::AccountDirectory;
use crate::protocol::api::ApiError;
use crate::protocol::time::Seconds;
use crate::protocol::transport::Answer;
use crate::session::{Call, Error, Identity, Place, Receipt, View};

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
    page_view: ReadSignal<View>,
    driver: StoredValue<Option<Driver>, LocalStorage>,
}

impl SessionHandle {
    pub(super) fn new(view: ReadSignal<View>, page_view: ReadSignal<View>, driver: Option<Driver>) -> Self {
        Self { view, page_view, driver: StoredValue::new_local(driver) }
    }

    /// The session as a page sees it: four cases, one match.
    pub fn view(self) -> ReadSignal<View> {
        self.view
    }

    /// The same for whoever shows whole pages: it changes only when a page has to give way to another, and not when tokens
    /// are renewed under a form that somebody fills in.
    pub fn page_view(self) -> ReadSignal<View> {
        self.page_view
    }

    /// Who is signed in, if anybody.
    pub fn identity(self) -> Option<Arc<Identity>> {
        self.view.with(|view| match view {
            View::SignedIn { identity, .. } => Some(Arc::clone(identity)),
            _ => None,
        })
    }

    /// Signs in and comes back to where the person is now; after a failure, to where they were going. In this page, or in
    /// a window of its own where the deployment chose that.
    pub fn sign_in(self) {
        self.sign_in_to(self.destination());
    }

    /// Signs in and comes back to this place.
    pub fn sign_in_to(self, place: Place) {
        self.with_driver(|driver| match driver.configuration().signs_in_in_popup {
            true => driver.sign_in_in_popup(place),
            false => driver.sign_in(place),
        });
    }

    /// Signs in in a window of its own, while this page stays as it is; where the browser opens none, in this page. Call it
    /// within the click: later on, browsers open no window.
    pub fn sign_in_in_popup(self) {
        let place = self.destination();
        self.with_driver(|driver| driver.sign_in_in_popup(place));
    }

    /// Signs in in this page, also where a window is open for it.
    pub fn sign_in_here(self) {
        let place = self.destination();
        self.with_driver(|driver| driver.sign_in(place));
    }

    /// Waits no longer for the window that is open for a sign-in.
    pub fn give_up(self) {
        self.with_driver(Driver::give_up);
    }

    fn destination(self) -> Place {
        self.view.with_untracked(|view| match view {
            View::Failed { place, .. } => place.clone(),
            _ => current_place(),
        })
    }

    /// Ends the session here and at the provider.
    pub fn sign_out(self) {
        self.with_driver(Driver::sign_out);
    }

    /// Ends the session in every tab of this browser, without leaving the page, and removes what the app keeps there.
    pub fn forget_everything(self) {
        self.with_driver(Driver::forget_everything);
    }

    /// The names of what the app keeps in this browser now, in this tab and for all of them.
    pub fn stored(self) -> Vec<String> {
        self.configured(Driver::stored).unwrap_or_default()
    }

    /// What the tabs of this app have in common: the name of their shared memory.
    pub fn tabs_name(self) -> String {
        self.configured(|driver| driver.configuration().tabs_name()).unwrap_or_default()
    }

    /// Reads what is at this address of an API, with the session's access token: one of the deployment's `api_origins`.
    ///
    /// Whatever it takes is done first: the tokens are renewed, or the person proves anew who they are. Then the page is
    /// left, and the call made again while they come back: whoever calls the same address on the page they come back to
    /// has that answer. [`interrupted_call`](Self::interrupted_call) says which one it is.
    ///
    /// A future that is dropped is a call that nobody waits for.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], when the API did not give it; whatever kept the session from renewing its tokens.
    pub fn call(self, address: &str) -> impl Future<Output = Result<Answer, Error>> + 'static + use<> {
        let calling = Call::get(address).map(|call| self.send(call));
        async move { calling?.await }
    }

    /// The same for a call of any method. One that changes something is never made again by itself after a redirect: its
    /// caller is told to ([`ApiError::NotRepeated`]).
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call).
    pub fn send(self, call: Call) -> impl Future<Output = Result<Answer, Error>> + 'static {
        let calling = self.driver.with_value(Option::clone).map(|driver| driver.call(call));
        async move {
            match calling {
                Some(calling) => calling.await,
                None => Err(Error::Api(ApiError::SignedOut)),
            }
        }
    }

    /// Reads what is at this address as a type of one's own, through serde.
    ///
    /// # Errors
    ///
    /// As for [`call`](Self::call), and [`ApiError::Unreadable`] for an answer that is no such thing.
    pub fn read<T: DeserializeOwned + 'static>(
        self,
        address: &str,
    ) -> impl Future<Output = Result<T, Error>> + 'static + use<T> {
        let calling = self.call(address);
        async move { calling.await?.json().map_err(Error::Api) }
    }

    /// Asks the person for one more access (or several, space-separated), by one trip to the provider and one consent; they
    /// come back to where they are. Whoever refuses finds the session as it was, and a
    /// [`Notice`](crate::session::Notice) of [`ApiError::ScopeDenied`].
    pub fn ask_for(self, scope: &str) {
        self.with_driver(|driver| driver.ask_for(scope));
    }

    /// The address of the call that a redirect interrupted, until it is called again: its answer is there, or on its way.
    pub fn interrupted_call(self) -> Option<String> {
        let address = self.configured(Driver::interrupted_call).flatten();
        address.map(|address| address.as_str().to_owned())
    }

    /// Why the session is trusted, while somebody is signed in; `None` in a build without the feature `receipt`.
    pub fn receipt(self) -> Option<Receipt> {
        self.configured(Driver::receipt).flatten()
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

    /// Whether this session goes on when its access token ends: with a refresh token, or by a redirect that asks nothing.
    pub fn renews(self, identity: &Identity) -> bool {
        let by_redirect = |driver: &Driver| {
            let configuration = driver.configuration();
            configuration.renews_by_redirect && configuration.resumes()
        };
        identity.renews || self.configured(by_redirect).unwrap_or(false)
    }

    /// After how long without activity the session is locked; `None` where it never is.
    pub fn idle_lock(self) -> Option<Seconds> {
        self.configured(|driver| driver.configuration().idle_lock).flatten()
    }

    /// Whether signing out also ends the session at the provider.
    pub fn signs_out_at_provider(self) -> bool {
        self.configured(|driver| driver.configuration().sign_out != crate::configuration::SignOut::Local)
            .unwrap_or(false)
    }

    /// Whether accounts are kept in this very browser.
    pub fn keeps_accounts_here(self) -> bool {
        self.configured(|driver| driver.configuration().account_directory == AccountDirectory::Embedded)
            .unwrap_or(false)
    }

    /// How long a session may last, however often it is renewed; `None` where the deployment sets no limit.
    pub fn lifetime(self) -> Option<Seconds> {
        self.configured(|driver| driver.configuration().session_lifetime).flatten()
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
