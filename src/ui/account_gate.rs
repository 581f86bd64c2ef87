//! Content for people who have an account, and the way to one for those who have none yet.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::account_handle::{AccountHandle, use_account};
use super::elements::{button, dynamic, element, heading, special};
use super::error_panel::error_panel;
use super::language::say;
use super::later::{Later, later};
use super::messages;
use super::session_handle::use_session;
use crate::browser::current_place;
use crate::lifen::account::{Account, AccountError};
use crate::session::{AccountView, Error};

/// Shows the content to whoever has an account; to whoever has none yet the sign-up page, after which they are where they
/// wanted to be. Where no accounts are kept, or not in this browser, the content is shown without one.
///
/// For the content of [`Guarded`](super::Guarded): somebody is signed in.
pub fn with_account(
    sign_up: impl Fn() -> AnyView + Send + 'static,
    content: impl Fn(Option<Arc<Account>>) -> AnyView + Send + 'static,
) -> AnyView {
    let account = use_account();
    dynamic(move || match account.view().get() {
        AccountView::Without => content(None),
        AccountView::Open(account) => content(Some(account)),
        AccountView::SigningUp => sign_up(),
        AccountView::LookingUp => looking_up(),
        AccountView::Failed(error) => account_failure(&error),
    })
}

/// Seen only if it lasts.
fn looking_up() -> AnyView {
    let content = [heading(say(messages::OPENING_ACCOUNT)), element("div", "progress", [])];
    special("section", "hero late", &[("role", "status")], content)
}

/// Looks for the account as soon as what it takes is here.
struct OnceMore(AccountHandle);

impl Later for OnceMore {
    fn show(&self) -> AnyView {
        let account = self.0;
        // Not now: what is being drawn would have to be drawn anew.
        spawn_local(async move { account.look_again() });
        looking_up()
    }
}

/// Why there is no account to go on with, and what to do about it. The session is there: nobody has to sign in again.
pub fn account_failure(error: &Arc<Error>) -> AnyView {
    let (account, session) = (use_account(), use_session());
    if matches!(**error, Error::Account(AccountError::RestMissing)) {
        // Nor is what would be said of it here. Once that is, there is nothing to be said.
        return later(OnceMore(account));
    }
    let mut ways = Vec::new();
    if matches!(**error, Error::Account(error) if error.is_of_this_browser()) {
        ways.push(button("secondary", say(messages::GO_ON_WITHOUT), move || account.go_on_without()));
    }
    ways.push(button("plain", say(messages::SIGN_OUT), move || session.sign_out()));
    vec![error_panel(error, &current_place()), element("div", "ways", ways)].into_any()
}
