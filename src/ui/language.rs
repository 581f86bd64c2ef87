//! Which language the person reads, and the choice that stays.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

use super::messages::{Language, Sentence};

const KEY: &str = "lifen-connect.language";

/// The language: the one provided above, or the person's own where an app offers no choice.
pub fn use_language() -> LanguageChoice {
    use_context().unwrap_or_else(LanguageChoice::new)
}

/// The sentence in the language chosen. Read it where the view is drawn anew when the language changes.
pub fn say(sentence: Sentence) -> &'static str {
    sentence.within(use_language().now())
}

/// The language chosen: by hand if it was, by the browser's preference otherwise.
#[derive(Clone, Copy)]
pub struct LanguageChoice(RwSignal<Language>);

impl LanguageChoice {
    fn new() -> Self {
        Self(RwSignal::new(remembered().unwrap_or_else(of_the_browser)))
    }

    /// Lets everything below share one language, which a person can [`choose`](Self::choose).
    pub fn provide() -> Self {
        let choice = Self::new();
        declare(choice.0.get_untracked());
        provide_context(choice);
        choice
    }

    /// The language now; whoever draws with it draws anew when it changes.
    pub fn now(self) -> Language {
        self.0.get()
    }

    /// The browser's preference again, as if nothing had been chosen.
    pub fn forget(self) {
        let language = of_the_browser();
        declare(language);
        self.0.set(language);
    }

    /// Chooses, for now and for the next visit.
    pub fn choose(self, language: Language) {
        declare(language);
        self.0.set(language);
        if storage_is_there() {
            // A choice that cannot be kept still holds for this page.
            let _ = LocalStorage::raw().set_item(KEY, language.tag());
        }
    }
}

/// Tells the document: hyphenation, spell checkers and screen readers go by it.
fn declare(language: Language) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
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
