//! A person at the tab, who looks, clicks and comes and goes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::tab::Tab;
use super::turn::until;

/// What a person does and sees.
pub trait Person {
    fn root(&self) -> &HtmlElement;

    /// All text that is shown.
    fn text(&self) -> String {
        self.root().text_content().unwrap_or_default()
    }

    /// Waits until this text is shown.
    async fn see(&self, text: &str) {
        assert!(until(|| self.text().contains(text)).await, "\"{text}\" is not in \"{}\"", self.text());
    }

    fn see_nothing_of(&self, text: &str) {
        assert!(!self.text().contains(text), "\"{text}\" is in \"{}\"", self.text());
    }

    /// Waits for the page of this name.
    async fn see_page(&self, name: &str) {
        self.see_element(&format!("main[data-page={name}]")).await;
    }

    /// Waits until something fits a selector.
    async fn see_element(&self, selector: &str) -> Element {
        assert!(until(|| self.count(selector) > 0).await, "no `{selector}` in {}", self.root().inner_html());
        self.element(selector)
    }

    fn element(&self, selector: &str) -> Element {
        let found = self.root().query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no `{selector}` in {}", self.root().inner_html()))
    }

    fn elements(&self, selector: &str) -> Vec<Element> {
        let found = self.root().query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
    }

    fn count(&self, selector: &str) -> usize {
        self.elements(selector).len()
    }

    /// The text of the one element that fits.
    fn text_of(&self, selector: &str) -> String {
        assert_eq!(self.count(selector), 1, "`{selector}` in {}", self.root().inner_html());
        self.element(selector).text_content().unwrap_or_default()
    }

    fn attribute_of(&self, selector: &str, name: &str) -> Option<String> {
        self.element(selector).get_attribute(name)
    }

    /// Clicks the button or link that says this.
    fn click(&self, label: &str) {
        let label_of = |element: &Element| element.text_content().unwrap_or_default().trim().to_owned();
        let found = self.elements("button, a").into_iter().find(|element| label_of(element) == label);
        let found =
            found.unwrap_or_else(|| panic!("nothing says \"{label}\" in {}", self.root().inner_html()));
        found.unchecked_into::<HtmlElement>().click();
    }
}

impl Person for Tab {
    fn root(&self) -> &HtmlElement {
        Tab::root(self)
    }
}
