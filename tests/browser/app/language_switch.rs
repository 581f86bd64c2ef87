//! FR and EN.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{open_at, open_failed};
use crate::world::{Person, Tab, after_a_while, until};

fn press(tab: &Tab, label: &str) -> HtmlElement {
    let button = tab
        .elements(".switch button")
        .into_iter()
        .find(|button| button.text_content().as_deref() == Some(label));
    let button: HtmlElement = button.expect("a button").unchecked_into();
    button.focus().unwrap();
    button.click();
    button
}

fn pressed(tab: &Tab) -> String {
    tab.text_of(".switch [aria-pressed=true]")
}

#[wasm_bindgen_test]
async fn changes_every_word_and_keeps_the_focus_on_its_button() {
    let tab = open_at("/session");
    tab.see("Sign in to continue").await;
    assert_eq!(pressed(&tab), "EN");

    let button = press(&tab, "FR");

    tab.see("Connectez-vous pour continuer").await;
    for sentence in ["Se connecter avec Lifen", "Accueil", "Aller au contenu", "Aucun traceur"] {
        tab.see(sentence).await;
    }
    after_a_while().await;
    let focused = tab.window().document().unwrap().active_element();
    assert!(focused.is_some_and(|focused| focused.is_same_node(Some(&button))), "the button keeps the focus");
    assert_eq!(pressed(&tab), "FR");
}

#[wasm_bindgen_test]
async fn changes_the_title_and_the_documents_language() {
    let tab = open_at("/elsewhere");
    tab.see_page("not-found").await;
    let document = tab.window().document().unwrap();

    press(&tab, "FR");

    assert!(until(|| document.title() == "Cette page n’existe pas · Ward 7").await, "{}", document.title());
    let root = document.document_element().unwrap();
    assert_eq!(root.get_attribute("lang").as_deref(), Some("fr"));
}

#[wasm_bindgen_test]
async fn tells_an_error_in_the_language_chosen_and_keeps_its_code() {
    let tab = open_failed().await;

    press(&tab, "FR");

    tab.see("Cette connexion n’est plus valable").await;
    assert_eq!(tab.text_of("main .primary"), "Reprendre la connexion");
    assert_eq!(tab.attribute_of("main", "data-code").as_deref(), Some("token-code-refused"));
}

#[wasm_bindgen_test]
async fn stays_for_the_next_visit() {
    let tab = open_at("/");
    press(&tab, "FR");
    tab.see("Se connecter avec Lifen").await;

    lifen_connect::app::start();

    tab.see("Se connecter avec Lifen").await;
    assert_eq!(pressed(&tab), "FR");
}

#[wasm_bindgen_test]
async fn names_each_language_in_itself() {
    let tab = open_at("/");

    for (tag, name) in [("fr", "Français"), ("en", "English")] {
        assert_eq!(tab.attribute_of(&format!(".switch [lang={tag}]"), "title").as_deref(), Some(name));
    }
}
