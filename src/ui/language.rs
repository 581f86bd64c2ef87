//! Which language the person reads, and the choice that stays.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

use super::messages::{Language, Sentence};

const KEY: &str = "lifen-connect.language";

/// The language now, as a signal.
pub fn use_language() -> LanguageChoice {
    expect_context::<LanguageChoice>()
}

/// A sentence in whatever language is chosen: put it where a view takes text.
pub fn say(sentence: Sentence) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let choice = use_language();
    move || sentence.within(choice.now())
}

/// The language chosen: by hand if it was, by the browser's preference otherwise.
#[derive(Clone, Copy)]
pub struct LanguageChoice(RwSignal<Language>);

impl LanguageChoice {
    pub(super) fn provide() {
        let choice = Self(RwSignal::new(remembered().unwrap_or_else(of_the_browser)));
        provide_context(choice);
        // The outside follows: hyphenation, spell checkers and screen readers go by it.
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", choice.now().tag());
            }
        });
    }

    pub fn now(self) -> Language {
        self.0.get()
    }

    /// Chooses, for now and for the next visit.
    pub fn choose(self, language: Language) {
        self.0.set(language);
        if storage_is_there() {
            // A choice that cannot be kept still holds for this page.
            let _ = LocalStorage::raw().set_item(KEY, language.tag());
        }
    }
}

fn remembered() -> Option<Language> {
    let tag = if storage_is_there() { LocalStorage::raw().get_item(KEY).ok()?? } else { return None };
    [Language::French, Language::English].into_iter().find(|language| language.tag() == tag)
}

fn of_the_browser() -> Language {
    Language::preferred(&window().navigator().language().unwrap_or_default())
}

/// gloo-storage panics where storage is blocked.
fn storage_is_there() -> bool {
    window().local_storage().is_ok_and(|storage| storage.is_some())
}
