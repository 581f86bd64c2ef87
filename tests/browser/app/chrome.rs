//! What stands around every page.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_at;
use crate::world::{Network, Person, Reply, Tab, configuration};

#[wasm_bindgen_test]
fn calls_the_app_what_the_deployment_calls_it() {
    assert_eq!(open_at("/").text_of("header .brand"), "Ward 7");
}

#[wasm_bindgen_test]
fn has_a_name_where_the_deployment_gave_none() {
    let tab = Tab::new();
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    assert_eq!(tab.text_of("header .brand"), "Team space");
}

#[wasm_bindgen_test]
fn shows_a_name_as_text_and_never_as_markup() {
    let tab = Tab::new();
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({ "name": "<img src=x onerror=alert(1)>" })));

    lifen_connect::app::start();

    assert_eq!(tab.text_of("header .brand"), "<img src=x onerror=alert(1)>");
    assert_eq!(tab.count("img"), 0);
}

#[wasm_bindgen_test]
fn stands_around_every_page_in_this_order() {
    for place in ["/", "/session", "/elsewhere"] {
        let tab = open_at(place);
        let parts: Vec<_> = (0..tab.root().children().length())
            .filter_map(|part| Some(tab.root().children().item(part)?.tag_name()))
            .collect();

        assert_eq!(parts, ["A", "HEADER", "MAIN", "FOOTER"], "{place}");
        assert_eq!(tab.count("h1"), 1, "{place}");
    }
}

#[wasm_bindgen_test]
async fn finds_its_pages_under_a_sub_path() {
    let tab = Tab::at("/ward/session");
    tab.lives_under("/ward/");
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({})));

    lifen_connect::app::start();

    tab.see_page("guard").await;
    tab.click("Home");
    tab.see_page("home").await;
    assert_eq!(tab.address(), "/ward/");
}
