//! The component that holds the session.

use std::cell::OnceCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::account_handle::AccountHandle;
use super::session_handle::SessionHandle;
use crate::browser::{Accounts, Driver, Page};
use crate::session::{AccountView, Place, Stage, View};

/// Runs the session for everything below it, which reaches it with [`use_session`](super::use_session), and the account
/// behind it ([`use_account`](super::use_account)), where the deployment keeps accounts.
#[component]
pub fn ConnectProvider(
    /// What [`Page::arrive`] found, before anything else ran.
    page: Page,
    children: Children,
) -> impl IntoView {
    let (view, set_view) = signal(View::Pending(Stage::Starting));
    let (page_view, set_page_view) = signal(View::Pending(Stage::Starting));
    let accounts: Rc<OnceCell<Accounts>> = Rc::default();
    let known = Rc::clone(&accounts);
    let show = move |now: View| {
        let mut stays = false;
        if let Some(accounts) = known.get() {
            accounts.session_is(&now);
            // What more the provider says of somebody who is signing up comes into the form that they fill in.
            stays = matches!((accounts.view(), &now), (AccountView::SigningUp, View::SignedIn { .. }));
        }
        // `None` once the app is gone from the page: nobody is left to be shown anything.
        let gives_way = |shown: &View| !(now.keeps(shown) || stays && matches!(shown, View::SignedIn { .. }));
        if page_view.try_with_untracked(gives_way) == Some(true) {
            set_page_view.set(now.clone());
        }
        set_view.set(now);
    };
    let driver = match page.start {
        Ok((configuration, arrival)) => Some(Driver::start(configuration, arrival, show)),
        Err(error) => {
            show(View::Failed { error, place: Place::of("/") });
            None
        }
    };
    let (account_view, set_account_view) = signal(AccountView::Without);
    let (changes, set_changes) = signal(0_u32);
    let show_account = move |accounts: &Accounts| {
        let now = accounts.view();
        if account_view.try_with_untracked(|shown| now.is(shown)) == Some(false) {
            let is_open = matches!(now, AccountView::Open(_));
            set_account_view.set(now);
            // What the page did not give way to while somebody was signing up.
            let latest = view.get_untracked();
            if is_open && page_view.with_untracked(|shown| !latest.keeps(shown)) {
                set_page_view.set(latest);
            }
        }
        set_changes.try_update(|changes| *changes = changes.wrapping_add(1));
    };
    if let Some(begun) = driver.as_ref().and_then(|driver| Accounts::start(driver, show_account)) {
        begun.session_is(&view.get_untracked());
        let _ = accounts.set(begun);
    }
    provide_context(AccountHandle::new(account_view, changes, accounts.get().cloned()));
    provide_context(SessionHandle::new(view, page_view, driver));
    children()
}
