//! Stands in for [wasm-streams](https://docs.rs/wasm-streams/0.5) in apps that stream nothing.
//!
//! Leptos brings it for server functions whose request or response is a stream. Nothing here has a server, yet the
//! classes that wasm-streams exports to JavaScript are beyond what a linker may drop: 5 kB of every page, compressed.
//!
//! Here is what server functions call, and a `ReadableStream` that cannot exist. One that streams does not compile:
//!
//! ```compile_fail
//! wasm_streams::ReadableStream::from_raw("the body of a response");
//! ```
//!
//! Every other does, for it only comes with code that might:
//!
//! ```
//! pub fn might<R>(body: R) {
//!     wasm_streams::ReadableStream::from_raw(body);
//! }
//! ```
//!
//! `[patch.crates-io]` names it, which Cargo reads in the workspace it builds and in no other: an app that depends on
//! `lifen-connect` has the real one, and the 5 kB, unless its own `Cargo.toml` says the same.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of the browser's, of which there are none.
#[derive(Debug)]
pub enum ReadableStream {}

impl ReadableStream {
    /// What streams the response of a server function: refused by the compiler.
    pub fn from_raw<R>(_: R) -> Self {
        const { panic!("Responses that stream need wasm-streams itself: take it out of [patch.crates-io].") }
    }

    /// What streams the request of a server function: refused by the compiler.
    pub fn from_stream<S: Stream<Item = Result<JsValue, JsValue>> + 'static>(_: S) -> Self {
        const { panic!("Requests that stream need wasm-streams itself: take it out of [patch.crates-io].") }
    }

    pub fn into_raw(self) -> JsValue {
        match self {}
    }

    pub fn into_stream(self) -> Self {
        self
    }
}

impl Stream for ReadableStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match *self {}
    }
}
