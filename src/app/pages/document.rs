//! The card of the document that a link names.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::document::{Document, named_by};
use crate::app::words;
use crate::browser::current_place;
use crate::session::{Error, Identity, View};
use crate::ui::elements::{button, dynamic, element, paragraph, special, text};
use crate::ui::messages::{self, Sentence, Words};
use crate::ui::{Later, SessionHandle, later_part, say, use_language, use_session};

/// The document that was opened, for as long as its reader is signed in: the page around it may be drawn anew.
#[derive(Clone, Copy)]
pub struct Opened(RwSignal<Option<(Key, Opening)>>);

/// Whose it is, and where it lies.
type Key = (String, String);

#[derive(Clone)]
enum Opening {
    UnderWay,
    Open(Document),
    Failed(Arc<Error>),
    Unreadable,
}

impl Opened {
    pub fn provide() -> Self {
        let opened = Self(RwSignal::new(None));
        provide_context(opened);
        opened
    }

    /// What somebody read is gone when they are.
    pub fn forget_unless_signed_in(self, view: &View) {
        if !matches!(view, View::SignedIn { .. }) && self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }

    fn of(self, key: &Key) -> Option<Opening> {
        self.0.with(|opened| {
            opened.as_ref().filter(|(known, _)| known == key).map(|(_, opening)| opening.clone())
        })
    }

    fn open(self, key: &Key, session: SessionHandle) {
        self.0.set(Some((key.clone(), Opening::UnderWay)));
        let (key, call) = (key.clone(), session.call(&key.1));
        spawn_local(async move {
            let opening = match call.await {
                Ok(answer) => Document::read(&answer.body).map_or(Opening::Unreadable, Opening::Open),
                Err(error) => Opening::Failed(Arc::new(error)),
            };
            self.0.update(|opened| {
                if let Some((known, opened)) = opened
                    && *known == key
                {
                    *opened = opening;
                }
            });
        });
    }
}

/// The document that the link names, if it names one; whoever came back for it finds it open.
pub fn document_card(identity: &Identity) -> Option<AnyView> {
    let id = named_by(&current_place())?;
    // Where the provider says that the API is. Whether the access token may go there is the session's to say.
    let address = identity.lifen.user.as_ref()?.api(&["DocumentReference/", &id].concat())?;
    let session = use_session();
    let opened: Opened = use_context()?;
    let key = (identity.subject().to_owned(), address);
    if session.interrupted_call().as_deref() == Some(key.1.as_str()) {
        opened.open(&key, session);
    }
    Some(special(
        "section",
        "card wide",
        &[("data-document", "")],
        [later_part(Card { opened, key, session })],
    ))
}

struct Card {
    opened: Opened,
    key: Key,
    session: SessionHandle,
}

impl Later for Card {
    fn show(&self) -> AnyView {
        let (opened, key, session) = (self.opened, self.key.clone(), self.session);
        vec![title(), dynamic(move || content(opened, &key, session))].into_any()
    }
}

fn title() -> AnyView {
    element("h2", "", [text(say(words::DOCUMENT))])
}

fn content(opened: Opened, key: &Key, session: SessionHandle) -> AnyView {
    let open = |label: Sentence| {
        let key = key.clone();
        button("secondary", say(label), move || opened.open(&key, session))
    };
    let parts = match opened.of(key) {
        None => vec![paragraph(say(words::DOCUMENT_LEAD)), open(words::OPEN_DOCUMENT)],
        Some(Opening::UnderWay) => vec![status(say(words::OPENING_DOCUMENT))],
        Some(Opening::Open(document)) => vec![facts(&document)],
        Some(Opening::Unreadable) => {
            vec![status(say(words::DOCUMENT_UNREADABLE)), open(messages::TRY_AGAIN)]
        }
        Some(Opening::Failed(error)) => vec![refusal(&error), open(messages::TRY_AGAIN)],
    };
    parts.into_any()
}

fn status(words: &str) -> AnyView {
    special("p", "quiet", &[("role", "status")], [text(words)])
}

fn facts(document: &Document) -> AnyView {
    let row = |name: Sentence, value: &str| {
        let name = element("dt", "", [text(say(name))]);
        element("div", "", [name, element("dd", "", [text(value)])])
    };
    let kind = row(words::DOCUMENT_KIND, &document.kind);
    let title = document.title.as_deref().map(|title| row(words::DOCUMENT_TITLE, title));
    element("dl", "facts rows", [kind].into_iter().chain(title))
}

fn refusal(error: &Error) -> AnyView {
    let words = Words::about(error);
    let title = element("p", "", [element("strong", "", [text(say(words.title))])]);
    let body = paragraph(&words.body(use_language().now()));
    let code = element("p", "reference", [element("code", "", [text(error.code())])]);
    special("div", "notice amber", &[("role", "status"), ("data-code", error.code())], [title, body, code])
}
