//! What is asked of the directory, one question at a time.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::app::directory::{Leaf, Page, is_gone, organization_in, search_for};
use crate::browser::{current_place, note_here};
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
    /// What was found last: it stays while the next is on its way.
    pub found: RwSignal<Found>,
    /// What the pages of results are of: the address of the first.
    search: StoredValue<String>,
    /// The one that is asked for, or shown.
    leaf: RwSignal<Leaf>,
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
            found: RwSignal::new(Found::Nothing),
            search: StoredValue::default(),
            leaf: RwSignal::new(Leaf::first("")),
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
        self.leaf.with(|leaf| Call::get(&leaf.address)).ok().map(|call| call.to_curl(self.scheme))
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

    /// Which page of the results it is.
    pub fn number(self) -> u32 {
        self.leaf.with(|leaf| leaf.number)
    }

    /// Shows those who are called like this: the page of them that the person was at before this page was drawn anew, or
    /// loaded anew.
    pub fn return_to(self, name: &str) {
        self.begin(name, |search| Leaf::read(current_place().note()?, search));
    }

    /// Shows the first page of those who are called like this.
    pub fn search(self, name: &str) {
        self.begin(name, |_| None);
    }

    fn begin(self, name: &str, leaf: impl FnOnce(&str) -> Option<Leaf>) {
        self.pause_no_more();
        if let Some(search) = self.user.with_value(|user| user.api(&search_for(name.trim_ascii()))) {
            let leaf = leaf(&search).unwrap_or_else(|| Leaf::first(&search));
            self.search.set_value(search);
            self.open(leaf);
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
        self.open(self.leaf.get_untracked());
    }

    /// Turns to the page before, or after, which lies there.
    pub fn turn(self, address: String, number: fn(u32) -> u32) {
        self.open(Leaf { number: number(self.leaf.with_untracked(|leaf| leaf.number)), address });
    }

    /// Shows this page of the results, or the first where the API forgot it. What was asked before, and has not been
    /// answered, is not waited for.
    fn open(self, leaf: Leaf) {
        stop(self.under_way);
        self.is_loading.set(true);
        let owner = Owner::new();
        owner.with(|| {
            let answer = self.ask_for(leaf.clone());
            spawn_local_scoped_with_cancellation(async move {
                let mut answer = answer.await;
                if leaf.number > 1 && answer.as_ref().is_err_and(is_gone) {
                    answer = self.ask_for(Leaf::first(&self.search.get_value())).await;
                }
                self.found.set(match answer {
                    Ok(page) => Found::People(Arc::new(page)),
                    Err(error) => Found::Refused(Arc::new(error)),
                });
                self.is_loading.set(false);
            });
        });
        self.under_way.set_value(Some(owner));
    }

    fn ask_for(self, leaf: Leaf) -> impl Future<Output = Result<Page, Error>> {
        note_here(&self.search.with_value(|search| leaf.note(search)));
        let calling = self.session.call(&leaf.address);
        self.leaf.set(leaf.clone());
        async move {
            let answer = calling.await?;
            Page::read(&answer.body, &leaf.address).ok_or(Error::Api(ApiError::Unreadable))
        }
    }
}

/// A future that is dropped is a call that nobody waits for, and that is stopped on its way.
fn stop(under_way: StoredValue<Option<Owner>>) {
    if let Some(owner) = under_way.try_update_value(Option::take).flatten() {
        owner.cleanup();
    }
}
