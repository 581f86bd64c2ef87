//! Every failure a person can meet.

#[path = "../../errors/specimens.rs"]
mod specimens;

use lifen_connect::ui::messages::{Language, Words};
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_broken;
use crate::world::{Person, Tab};
use specimens::every_error;

#[wasm_bindgen_test]
fn tells_every_failure_in_both_languages_with_one_next_step_and_its_code() {
    for language in [Language::French, Language::English] {
        for error in every_error() {
            let mut tab = Tab::new();
            tab.speaks(language.tag());
            let (code, sentence, words) = (error.code(), error.to_string(), Words::about(&error));

            open_broken(&mut tab, error);

            assert_eq!(tab.text_of("h1"), words.title.within(language), "{code}");
            assert!(tab.text().contains(&words.body(language)), "{code}: {}", tab.text());
            assert_eq!(tab.count(".primary"), 1, "{code}");
            assert!(!tab.text_of("button.primary").is_empty(), "{code}");
            assert_eq!(tab.text_of(".reference code"), code);
            assert_eq!(tab.text_of("details [lang=en]"), sentence, "{code}");
        }
    }
}
