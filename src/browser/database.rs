//! IndexedDB: what outlives a page and is more than text in a drawer.
//!
//! A store is opened for a few questions and closed again, so that no tab is in the way of another that has a newer
//! version. Every answer has a time limit: some browsers leave a question open for ever.

use std::cell::RefCell;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use idb::{DatabaseEvent, Factory, ObjectStoreParams, Transaction, TransactionMode, TransactionResult};
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::BroadcastChannel;

/// In milliseconds: more than a busy computer takes, whose disk everybody wants.
const LIMIT: i32 = 10_000;

/// In milliseconds: until a page that was left is thought to be in the way.
const PATIENCE: i32 = 500;

/// The only version there is: a store is made with its database.
const VERSION: u32 = 1;

/// One store of a database of its own, open for as long as this lives.
pub struct Store {
    database: idb::Database,
    name: &'static str,
}

/// Why a store did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No IndexedDB, or none for this site.
    Blocked,
    Full,
    /// No answer in time, or another tab is in the way.
    Busy,
    /// The database is of a newer version of the app.
    Newer,
    /// Something has that key already.
    Taken,
}

impl Store {
    pub async fn open(database: &str, name: &'static str) -> Result<Self, Fault> {
        let mut request = Factory::new()?.open(database, Some(VERSION))?;
        request.on_upgrade_needed(move |event| {
            // Where that fails, so does the first question.
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(name, ObjectStoreParams::new());
            }
        });
        let opening = Opening::begin();
        let (patience, limit) = (Limit::new(PATIENCE), Limit::new(LIMIT));
        let blocked = [patience.clone(), limit.clone()];
        request.on_blocked(move |_| blocked.iter().for_each(Limit::pass));
        let mut request = Box::pin(request.into_future());
        let database = match patience.first(&mut request).await {
            Some(opened) => opened?,
            None => {
                opening.ends_those_left();
                limit.before(request).await?
            }
        };
        Ok(Self { database, name })
    }

    pub async fn find(&self, key: &str) -> Result<Option<JsValue>, Fault> {
        let question = self.begin(TransactionMode::ReadOnly)?;
        let request = question.object_store(self.name)?.get(JsValue::from_str(key))?;
        Limit::new(LIMIT).before(request).await
    }

    /// Keeps this, unless something is kept under that key ([`Fault::Taken`]).
    pub async fn add(&self, key: &str, value: &JsValue) -> Result<(), Fault> {
        let change = self.begin(TransactionMode::ReadWrite)?;
        let request = change.object_store(self.name)?.add(value, Some(&JsValue::from_str(key)))?;
        Limit::new(LIMIT).before(request).await?;
        committed(change).await
    }

    /// Keeps this in the place of whatever is kept under that key.
    pub async fn put(&self, key: &str, value: &JsValue) -> Result<(), Fault> {
        let change = self.begin(TransactionMode::ReadWrite)?;
        let request = change.object_store(self.name)?.put(value, Some(&JsValue::from_str(key)))?;
        Limit::new(LIMIT).before(request).await?;
        committed(change).await
    }

    pub async fn remove(&self, key: &str) -> Result<(), Fault> {
        let change = self.begin(TransactionMode::ReadWrite)?;
        let request = change.object_store(self.name)?.delete(JsValue::from_str(key))?;
        Limit::new(LIMIT).before(request).await?;
        committed(change).await
    }

    fn begin(&self, mode: TransactionMode) -> Result<Transaction, Fault> {
        Ok(self.database.transaction(&[self.name], mode)?)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.database.close();
    }
}

/// What was changed is kept only now: where no room is left, some browsers notice as late as this.
async fn committed(change: Transaction) -> Result<(), Fault> {
    match Limit::new(LIMIT).before(change).await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(Fault::Full),
    }
}

/// Until when an answer is waited for.
#[derive(Clone)]
struct Limit {
    passed: Promise,
    pass: Rc<RefCell<Option<Function>>>,
}

impl Limit {
    fn new(milliseconds: i32) -> Self {
        let pass = Rc::new(RefCell::new(None));
        let passed = Promise::new(&mut |resolve, _| {
            if let Some(window) = web_sys::window() {
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
            }
            *pass.borrow_mut() = Some(resolve);
        });
        Self { passed, pass }
    }

    /// Nobody waits any longer.
    fn pass(&self) {
        if let Some(pass) = &*self.pass.borrow() {
            let _ = pass.call0(&JsValue::UNDEFINED);
        }
    }

    async fn before<T>(self, work: impl IntoFuture<Output = Result<T, idb::Error>>) -> Result<T, Fault> {
        let mut work = Box::pin(work.into_future());
        match self.first(&mut work).await {
            Some(done) => Ok(done?),
            None => {
                // The browser may yet call what is in there.
                std::mem::forget(work);
                Err(Fault::Busy)
            }
        }
    }

    /// What the work comes to, if it does before the limit has passed.
    async fn first<W: Future>(self, work: &mut Pin<Box<W>>) -> Option<W::Output> {
        let mut passed = JsFuture::from(self.passed);
        let first = poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending => Pin::new(&mut passed).poll(context).map(|_| None),
        });
        first.await
    }
}

/// That this page opens a database, for as long as this lives.
///
/// Chromium keeps a page that is left in its back/forward cache, and with it a database that the page was about to make:
/// until it gives the page up nobody else can open that one. It does so when the page is sent a text, so each one that
/// opens a database listens.
struct Opening(Option<(BroadcastChannel, Closure<dyn FnMut()>)>);

impl Opening {
    fn begin() -> Self {
        Self(BroadcastChannel::new("lifen-connect opening").ok().map(|channel| {
            let heard = Closure::<dyn FnMut()>::new(|| {});
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            (channel, heard)
        }))
    }

    fn ends_those_left(&self) {
        if let Some((channel, _)) = &self.0 {
            let _ = channel.post_message(&JsValue::NULL);
        }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if let Some((channel, _)) = &self.0 {
            channel.close();
        }
    }
}

impl From<idb::Error> for Fault {
    fn from(error: idb::Error) -> Self {
        let idb::Error::DomException(exception) = error else { return Self::Blocked };
        let name = exception.name();
        let known = [
            ("QuotaExceededError", Self::Full),
            ("ConstraintError", Self::Taken),
            ("VersionError", Self::Newer),
        ];
        known.into_iter().find(|(known, _)| *known == name).map_or(Self::Blocked, |(_, fault)| fault)
    }
}
