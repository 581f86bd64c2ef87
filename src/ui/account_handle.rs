//! The hook of the account behind a session.

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::Accounts;
use crate::lifen::account::{Account, Field};
use crate::session::{AccountView, AdmissionEvent, Error, SignUpView};

/// The account of whoever is signed in, from any component below [`ConnectProvider`](super::ConnectProvider).
///
/// # Panics
///
/// Outside a `ConnectProvider`: a mistake of the program, told where it is made.
pub fn use_account() -> AccountHandle {
    use_context().expect("use_account() needs a <ConnectProvider> above it")
}

/// A handle on the account: copy it into every closure that needs it.
#[derive(Clone, Copy)]
pub struct AccountHandle {
    view: ReadSignal<AccountView>,
    /// Counts what happened, for whoever shows more than the view says.
    changes: ReadSignal<u32>,
    accounts: StoredValue<Option<Accounts>, LocalStorage>,
}

impl AccountHandle {
    pub(super) fn new(
        view: ReadSignal<AccountView>,
        changes: ReadSignal<u32>,
        accounts: Option<Accounts>,
    ) -> Self {
        Self { view, changes, accounts: StoredValue::new_local(accounts) }
    }

    /// Whether there is an account, none yet, or none at all. It changes only when a page has to give way to another, or
    /// the account is another.
    pub fn view(self) -> ReadSignal<AccountView> {
        self.view
    }

    /// The account, once it is open.
    pub fn account(self) -> Option<Arc<Account>> {
        self.view.with(|view| match view {
            AccountView::Open(account) => Some(Arc::clone(account)),
            _ => None,
        })
    }

    /// Something of the form of whoever is signing up; whoever draws with it draws anew when that changes.
    pub fn of_the_form<T>(self, read: impl FnOnce(SignUpView<'_>) -> T) -> Option<T> {
        self.changes.track();
        self.accounts
            .with_value(Option::clone)
            .and_then(|accounts| accounts.read(|admission| admission.sign_up().map(read)))
    }

    /// What the latest wish of the person led to, where it led nowhere.
    pub fn trouble(self) -> Option<Arc<Error>> {
        self.changes.track();
        self.accounts
            .with_value(Option::clone)
            .and_then(|accounts| accounts.read(|admission| admission.trouble().map(Arc::clone)))
    }

    /// The person typed this into a field of the sign-up page.
    pub fn type_in(self, field: Field, text: String) {
        self.tell(AdmissionEvent::Typed(field, text));
    }

    /// Creates the account, if nothing is wrong with the form; otherwise that is told from now on.
    pub fn sign_up(self) {
        self.tell(AdmissionEvent::Submitted);
    }

    /// Asks the directory again.
    pub fn look_again(self) {
        self.tell(AdmissionEvent::LookedAgain);
    }

    /// Goes on without an account, where it is this browser that keeps none.
    pub fn go_on_without(self) {
        self.tell(AdmissionEvent::WentOnWithout);
    }

    /// Deletes the account, and signs out. Ask the person once more before.
    pub fn delete(self) {
        self.tell(AdmissionEvent::DeletionConfirmed);
    }

    fn tell(self, event: AdmissionEvent) {
        // Out of the store first: what follows may come back here.
        if let Some(accounts) = self.accounts.with_value(Option::clone) {
            accounts.tell(event);
        }
    }
}
