//! A button that copies a text, and what became of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::elements::{button, dynamic, special, text};
use super::language::say;
use super::messages::{self, Sentence};

/// Whether a text was copied; nobody has asked for it yet where there is no word of it.
#[derive(Clone, Copy)]
pub struct Copying(RwSignal<Option<bool>>);

impl Copying {
    pub fn unasked() -> Self {
        Self(RwSignal::new(None))
    }

    /// The button. What it copies is made when it is pressed, and holds no secret.
    pub fn button(
        self,
        class: &'static str,
        label: Sentence,
        content: impl Fn() -> String + 'static,
    ) -> AnyView {
        let Self(copied) = self;
        button(class, say(label), move || {
            let clipboard = window().navigator().clipboard();
            // Plain http has none, and is among the errors that end here.
            if clipboard.is_undefined() {
                return copied.set(Some(false));
            }
            let written = clipboard.write_text(&content());
            spawn_local(async move {
                copied.set(Some(wasm_bindgen_futures::JsFuture::from(written).await.is_ok()));
            });
        })
    }

    /// What became of it, read out when it comes.
    pub fn status(self) -> AnyView {
        let told = move || match self.0.get() {
            None => text(""),
            Some(true) => text(say(messages::COPIED)),
            Some(false) => text(say(messages::NOT_COPIED)),
        };
        special("p", "", &[("role", "status")], [dynamic(told)])
    }
}
