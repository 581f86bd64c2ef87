//! What is asked of the directory, one question at a time.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::app::directory::{Page, organization_in, search_for};
use crate::lifen::LifenUser;
use crate::protocol::api::ApiError;
use crate::protocol::challenge::Scheme;
use crate::session::{Call, Error};
use crate::ui::SessionHandle;

/// Whoever types pauses for this long before a search begins by itself.
const PAUSE: Duration = Duration::from_millis(300);

/// One person's view of the directory.
#[derive(Clone, Copy)]
pub(super) struct Directory {
    pub session: SessionHandle,
    user: StoredValue<LifenUser>,
    scheme: Scheme,
    workspace: RwSignal<Option<String>>,
    pub is_loading: RwSignal<bool>,
    /// Which page of the results is shown or asked for, from 1.
    pub number: RwSignal<u32>,
    /// What was found last: it stays while the next is on its way.
    pub found: RwSignal<Found>,
    /// Where the page of results lies that is asked for, or shown.
    address: RwSignal<String>,
    /// The question that is under way; a new one takes its place.
    under_way: StoredValue<Option<Owner>>,
    pause: StoredValue<Option<TimeoutHandle>>,
}

/// What the page shows below the search.
#[derive(Clone)]
pub(super) enum Found {
    /// Nothing was asked before.
    Nothing,
    People(Arc<Page>),
    Refused(Arc<Error>),
}

impl Directory {
    pub fn new(session: SessionHandle, user: LifenUser, scheme: Scheme) -> Self {
        let (under_way, pause) = (StoredValue::new(None), StoredValue::new(None::<TimeoutHandle>));
        on_cleanup(move || {
            if let Some(pause) = pause.try_update_value(Option::take).flatten() {
                pause.clear();
            }
            stop(under_way);
        });
        Self {
            session,
            user: StoredValue::new(user),
            scheme,
            workspace: RwSignal::new(None),
            is_loading: RwSignal::new(true),
            number: RwSignal::new(1),
            found: RwSignal::new(Found::Nothing),
            address: RwSignal::new(String::new()),
            under_way,
            pause,
        }
    }

    pub fn workspace(self) -> Option<String> {
        self.workspace.get()
    }

    /// The page that is shown, if one is.
    pub fn page(self) -> Option<Arc<Page>> {
        match self.found.get() {
            Found::People(page) => Some(page),
            _ => None,
        }
    }

    /// The question as a command for a shell.
    pub fn curl(self) -> Option<String> {
        Call::get(&self.address.get()).ok().map(|call| call.to_curl(self.scheme))
    }

    /// What the workspace is called; where the API does not say, nobody misses it.
    pub fn ask_who_they_are(self) {
        let workspace = self.user.with_value(|user| user.current_workspace.clone());
        let Some(address) = workspace.and_then(|name| self.user.with_value(|user| user.api(&name))) else {
            return;
        };
        let calling = self.session.call(&address);
        spawn_local_scoped_with_cancellation(async move {
            if let Ok(answer) = calling.await {
                self.workspace.set(organization_in(&answer.body));
            }
        });
    }

    /// Shows the first page of those who are called like this.
    pub fn search(self, name: &str) {
        self.pause_no_more();
        if let Some(address) = self.user.with_value(|user| user.api(&search_for(name.trim_ascii()))) {
            self.open(address, 1);
        }
    }

    /// Does this once nobody has typed for a moment.
    pub fn after_a_pause(self, act: impl Fn() + 'static) {
        self.pause_no_more();
        self.pause.set_value(set_timeout_with_handle(act, PAUSE).ok());
    }

    fn pause_no_more(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
    }

    /// Asks once more what was asked last.
    pub fn try_again(self) {
        self.open(self.address.get_untracked(), self.number.get_untracked());
    }

    /// Shows this page of the results. What was asked before, and has not been answered, is not waited for.
    pub fn open(self, address: String, number: u32) {
        stop(self.under_way);
        self.address.set(address.clone());
        self.number.set(number);
        self.is_loading.set(true);
        let calling = self.session.call(&address);
        let owner = Owner::new();
        owner.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                let answer = calling.await.and_then(|answer| {
                    Page::read(&answer.body, &address).ok_or(Error::Api(ApiError::Unreadable))
                });
                self.found.set(match answer {
                    Ok(page) => Found::People(Arc::new(page)),
                    Err(error) => Found::Refused(Arc::new(error)),
                });
                self.is_loading.set(false);
            });
        });
        self.under_way.set_value(Some(owner));
    }
}

/// A future that is dropped is a call that nobody waits for, and that is stopped on its way.
fn stop(under_way: StoredValue<Option<Owner>>) {
    if let Some(owner) = under_way.try_update_value(Option::take).flatten() {
        owner.cleanup();
    }
}
