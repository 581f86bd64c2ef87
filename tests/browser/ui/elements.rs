//! The few elements that every surface is made of.

use leptos::prelude::*;
use lifen_connect::ui::elements::{button, dynamic, element, heading, paragraph, special, text};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Person, Tab};

fn html_of(view: impl FnOnce() -> AnyView + 'static) -> String {
    let mut tab = Tab::new();
    tab.show(view);
    // The marks that Leptos leaves between children are no content.
    tab.root().inner_html().replace("the shell", "").replace("<!---->", "").replace("<!>", "")
}

#[wasm_bindgen_test]
fn puts_children_in_their_order_into_an_element_with_a_class() {
    let html = html_of(|| element("section", "card", [heading("One"), paragraph("Two"), text("three")]));

    assert_eq!(html, r#"<section class="card"><h1 tabindex="-1">One</h1><p>Two</p>three</section>"#);
}

#[wasm_bindgen_test]
fn writes_no_class_where_there_is_none_and_no_attribute_that_was_not_asked_for() {
    assert_eq!(html_of(|| element("p", "", [])), "<p></p>");
    assert_eq!(html_of(|| special("p", "", &[("lang", "fr")], [])), r#"<p lang="fr"></p>"#);
}

#[wasm_bindgen_test]
fn takes_three_attributes_beside_the_class() {
    let attributes = [("role", "group"), ("aria-label", "Langue"), ("data-page", "home")];

    let html = html_of(move || special("div", "switch", &attributes, []));

    assert_eq!(html, r#"<div class="switch" role="group" aria-label="Langue" data-page="home"></div>"#);
}

#[wasm_bindgen_test]
fn shows_markup_in_texts_and_attributes_as_it_is_written() {
    let mut tab = Tab::new();
    let markup = r#""><img src=x onerror=alert(1)>"#;

    tab.show(move || {
        special("p", "", &[("data-name", markup)], [text(markup), heading(markup), paragraph(markup)])
    });

    assert_eq!(tab.count("img"), 0);
    assert_eq!(tab.text_of("h1"), markup);
    assert_eq!(tab.attribute_of("[data-name]", "data-name").as_deref(), Some(markup));
}

#[wasm_bindgen_test]
fn lets_a_heading_take_the_focus_without_a_stop_for_the_tab_key() {
    let mut tab = Tab::new();

    tab.show(|| heading("A new page"));

    assert_eq!(tab.attribute_of("h1", "tabindex").as_deref(), Some("-1"));
}

#[wasm_bindgen_test]
async fn does_what_a_button_says_each_time_and_sends_no_form() {
    let mut tab = Tab::new();
    tab.show(|| {
        let count = RwSignal::new(0);
        let form = [
            button("primary", "Count", move || count.update(|count| *count += 1)),
            dynamic(move || text(&format!("pressed {} times", count.get()))),
        ];
        element("form", "", form)
    });

    tab.click("Count");
    tab.click("Count");

    tab.see("pressed 2 times").await;
    assert_eq!(tab.attribute_of("button.primary", "type").as_deref(), Some("button"));
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn draws_a_part_anew_and_leaves_its_neighbours_alone() {
    let mut tab = Tab::new();
    let name = RwSignal::new("Ana");
    tab.show(move || element("main", "", [paragraph("still"), dynamic(move || paragraph(name.get()))]));
    let still = tab.element("p");

    name.set("Bo");

    tab.see("Bo").await;
    tab.see_nothing_of("Ana");
    assert!(still.is_connected());
}
