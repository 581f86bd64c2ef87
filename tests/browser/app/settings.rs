//! What a person may choose, and what is kept in their browser.

use lifen_connect::browser::adapters::{keep, remember};
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{open_at, open_signed_in};
use crate::world::{
    Network, Person, Reply, Return, Tab, after_a_while, change, configuration, grant, pending, until,
};

const ERASE: &str = "Erase everything and sign me out here";

fn option(tab: &Tab, label: &str) -> HtmlInputElement {
    let says = |option: &Element| option.text_content().as_deref() == Some(label);
    let option = tab.elements("label.option").into_iter().find(says).expect(label);
    option.query_selector("input").unwrap().expect("a radio button").unchecked_into()
}

fn choose(tab: &Tab, label: &str) -> HtmlInputElement {
    let option = option(tab, label);
    option.focus().unwrap();
    option.click();
    option
}

fn theme(tab: &Tab) -> Option<String> {
    tab.window().document().unwrap().document_element().unwrap().get_attribute("data-theme")
}

fn kept(tab: &Tab) -> Vec<String> {
    tab.elements("[data-stored]").iter().filter_map(|entry| entry.get_attribute("data-stored")).collect()
}

async fn open() -> Tab {
    let tab = open_at("/settings");
    tab.see_page("settings").await;
    tab
}

#[wasm_bindgen_test]
async fn follows_the_computer_until_a_theme_is_chosen_which_stays_for_the_next_visit() {
    let tab = open().await;
    assert_eq!(theme(&tab).as_deref(), Some(""));
    assert!(option(&tab, "As this computer").checked());

    choose(&tab, "Dark");

    assert_eq!(theme(&tab).as_deref(), Some("dark"));
    tab.root().set_text_content(None);
    lifen_connect::app::start();
    tab.see_page("settings").await;
    assert_eq!(theme(&tab).as_deref(), Some("dark"));
    assert!(option(&tab, "Dark").checked());
    choose(&tab, "As this computer");
    assert_eq!(theme(&tab).as_deref(), Some(""));
}

#[wasm_bindgen_test]
async fn follows_the_computer_where_the_theme_that_is_kept_is_none() {
    let tab = Tab::at("/settings");
    tab.local_storage().set_item("lifen-connect.theme", "\"><script>").unwrap();
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    tab.see_page("settings").await;
    assert_eq!(theme(&tab).as_deref(), Some(""));
    assert!(option(&tab, "As this computer").checked());
}

#[wasm_bindgen_test]
async fn speaks_the_language_that_is_chosen_and_leaves_the_focus_where_it_is() {
    let tab = open().await;
    assert!(option(&tab, "English").checked());

    let french = choose(&tab, "Français");

    tab.see("Réglages").await;
    tab.see("Enregistré dans ce navigateur").await;
    after_a_while().await;
    let focused = tab.window().document().unwrap().active_element();
    assert!(focused.is_some_and(|focused| focused.is_same_node(Some(&french))), "{}", tab.text());
    assert_eq!(tab.text_of(".switch [aria-pressed=true]"), "FR");
    tab.elements(".switch button")[1].unchecked_ref::<HtmlElement>().click();
    tab.see("Kept in this browser").await;
    assert!(option(&tab, "English").checked(), "the switch above and the choice here are one");
    assert_eq!(tab.window().document().unwrap().title(), "Settings · Ward 7");
}

#[wasm_bindgen_test]
async fn names_each_group_of_choices() {
    let tab = open().await;

    let legends: Vec<_> =
        tab.elements("fieldset legend").iter().filter_map(|legend| legend.text_content()).collect();

    assert_eq!(legends, ["Language", "Theme"]);
}

#[wasm_bindgen_test]
async fn says_that_nothing_is_kept_where_nothing_is() {
    let tab = open().await;

    assert_eq!(kept(&tab), [] as [String; 0]);
    tab.see("Nothing at the moment.").await;
}

#[wasm_bindgen_test]
async fn tells_what_is_kept_why_and_until_when_and_never_what_it_says() {
    let tab = Tab::at("/settings");
    for (name, text) in [("lifen-connect.language", "en"), ("lifen-connect.theme", "light"), ("draft", "x")] {
        tab.local_storage().set_item(name, text).unwrap();
    }
    remember(pending("a-secret-state")).unwrap();
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    tab.see_page("settings").await;
    let expected = ["lifen-connect.language", "lifen-connect.pending", "lifen-connect.theme"];
    assert_eq!(kept(&tab), expected, "and nothing of another app");
    let entry = tab.text_of("[data-stored='lifen-connect.pending']");
    assert!(
        entry.contains("Sign-ins under way") && entry.contains("Goes when this tab is closed."),
        "{entry}"
    );
    tab.see_nothing_of("a-secret-state");
    tab.click("FR");
    tab.see("Les connexions en cours").await;
}

#[wasm_bindgen_test]
async fn erases_everything_and_signs_out_without_leaving_the_page() {
    let tab = open_signed_in(Return::default()).await;
    tab.local_storage().set_item("draft", "of another app").unwrap();
    keep(Some(&grant(lifen_connect::browser::now())));
    tab.click("Settings");
    tab.see_page("settings").await;
    choose(&tab, "Dark");
    assert!(kept(&tab).iter().any(|name| name == "lifen-connect.pending"), "{:?}", kept(&tab));

    tab.click(ERASE);

    tab.see("Erased, in every tab.").await;
    assert_eq!(tab.session_storage().length().unwrap(), 0);
    let left = tab.local_storage();
    assert_eq!(left.get_item("draft").unwrap().as_deref(), Some("of another app"));
    assert_eq!(left.length().unwrap(), 2, "and the moment when everything was erased");
    assert_eq!(kept(&tab).len(), 1);
    assert!(kept(&tab)[0].starts_with("lifen-connect "), "{:?}", kept(&tab));
    assert_eq!(theme(&tab).as_deref(), Some(""));
    assert!(option(&tab, "As this computer").checked());
    assert_eq!(tab.departures(), [] as [String; 0]);
    tab.click("Session");
    tab.see_page("guard").await;
}

#[wasm_bindgen_test]
async fn speaks_the_browsers_language_again_once_everything_is_erased() {
    let tab = open().await;
    choose(&tab, "Français");
    tab.see("Tout effacer et me déconnecter ici").await;

    tab.click("Tout effacer et me déconnecter ici");

    tab.see("Erased, in every tab.").await;
    assert!(until(|| option(&tab, "English").checked()).await);
}

#[wasm_bindgen_test]
async fn is_there_where_storage_is_blocked() {
    let tab = Tab::at("/settings");
    for name in ["localStorage", "sessionStorage"] {
        change::block(&tab.window(), name);
    }
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    tab.see_page("settings").await;
    tab.see("Nothing at the moment.").await;
    choose(&tab, "Dark");
    assert_eq!(theme(&tab).as_deref(), Some("dark"));
    tab.click(ERASE);
    tab.see("Erased, in every tab.").await;
}
