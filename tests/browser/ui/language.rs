//! Which language a person reads.

use lifen_connect::ui::elements::{button, dynamic, element, paragraph};
use lifen_connect::ui::messages::{Language, SIGN_IN};
use lifen_connect::ui::{LanguageChoice, say, use_language};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Person, Tab, change};

/// An app that offers the choice.
fn open_switch(tab: &mut Tab) {
    tab.show(|| {
        let choice = LanguageChoice::provide();
        element(
            "main",
            "",
            [
                button("", "FR", move || choice.choose(Language::French)),
                button("", "EN", move || choice.choose(Language::English)),
                dynamic(|| paragraph(say(SIGN_IN))),
            ],
        )
    });
}

fn document_language(tab: &Tab) -> Option<String> {
    tab.window().document()?.document_element()?.get_attribute("lang")
}

#[wasm_bindgen_test]
async fn follows_the_browser() {
    for (tag, sentence, lang) in [
        ("fr", "Se connecter avec Lifen", "fr"),
        ("fr-CA", "Se connecter avec Lifen", "fr"),
        ("en-GB", "Sign in with Lifen", "en"),
        ("de", "Sign in with Lifen", "en"),
    ] {
        let mut tab = Tab::new();
        tab.speaks(tag);

        open_switch(&mut tab);

        tab.see(sentence).await;
        assert_eq!(document_language(&tab).as_deref(), Some(lang), "{tag}");
    }
}

#[wasm_bindgen_test]
async fn follows_the_browser_where_an_app_offers_no_choice() {
    let mut tab = Tab::new();
    tab.speaks("fr");

    tab.show(|| dynamic(|| paragraph(use_language().now().tag())));

    tab.see("fr").await;
}

#[wasm_bindgen_test]
async fn changes_what_is_shown_and_what_the_document_declares() {
    let mut tab = Tab::new();
    open_switch(&mut tab);

    tab.click("FR");

    tab.see("Se connecter avec Lifen").await;
    assert_eq!(document_language(&tab).as_deref(), Some("fr"));
    tab.click("EN");
    tab.see("Sign in with Lifen").await;
    assert_eq!(document_language(&tab).as_deref(), Some("en"));
}

#[wasm_bindgen_test]
async fn keeps_a_choice_for_the_next_visit_against_the_browsers_preference() {
    let mut tab = Tab::new();
    open_switch(&mut tab);
    tab.click("FR");
    tab.see("Se connecter avec Lifen").await;

    tab.close();
    open_switch(&mut tab);

    tab.see("Se connecter avec Lifen").await;
}

#[wasm_bindgen_test]
async fn keeps_nothing_until_somebody_chooses() {
    let mut tab = Tab::new();

    open_switch(&mut tab);

    assert_eq!(tab.local_storage().length().unwrap(), 0);
}

#[wasm_bindgen_test]
async fn passes_over_a_remembered_language_that_is_none() {
    let mut tab = Tab::new();
    tab.local_storage().set_item("lifen-connect.language", "<b>").unwrap();

    open_switch(&mut tab);

    tab.see("Sign in with Lifen").await;
}

#[wasm_bindgen_test]
async fn holds_a_choice_for_the_page_where_storage_is_blocked() {
    let mut tab = Tab::new();
    change::block(&tab.window(), "localStorage");
    open_switch(&mut tab);

    tab.click("FR");

    tab.see("Se connecter avec Lifen").await;
}

#[wasm_bindgen_test]
async fn holds_a_choice_for_the_page_where_storage_is_full() {
    let mut tab = Tab::new();
    let prototype = js_sys::Object::get_prototype_of(&tab.local_storage());
    change::refuse(&prototype, "setItem", "QuotaExceededError");
    open_switch(&mut tab);

    tab.click("FR");

    tab.see("Se connecter avec Lifen").await;
}
