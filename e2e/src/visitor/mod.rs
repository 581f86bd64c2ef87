pub mod command;
mod keyboard;
mod looks;
mod provider_pages;
mod sees;
mod sent;
mod tabs;

use std::{
    cell::{Cell, RefCell},
    sync::Arc,
};

use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::Url;

pub use sent::Sent;
pub use tabs::Tab;

use crate::{Manners, chromedriver::Chromedriver, evidence, runtime, wait};

/// Somebody with a browser of their own: a fresh profile, closed with the visitor.
pub struct Visitor {
    client: Client,
    app: Url,
    console: RefCell<Vec<String>>,
    sent: RefCell<Vec<Sent>>,
    received: RefCell<Vec<sent::Received>>,
    /// How much had been sent when a button was last pressed.
    departure: Cell<usize>,
    /// Whether something is tried on purpose that a page's policy refuses.
    tempts: Cell<bool>,
    /// How many seconds have passed that no real clock knows of.
    ahead: Cell<i64>,
    /// Whether the page tries its own policy, which the console then tells of.
    policy_is_tried: Cell<bool>,
    /// What the page cannot do is in the console too.
    bears_with_the_console: Cell<bool>,
    _driver: Arc<Chromedriver>,
}

/// The verbs of a person with a mouse and a keyboard.
impl Visitor {
    pub fn arrives(app: Url, manners: &Manners) -> Self {
        let driver = Chromedriver::shared();
        let client = runtime()
            .block_on(
                ClientBuilder::new(HttpConnector::new())
                    .capabilities(manners.capabilities())
                    .connect(&driver.address),
            )
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let visitor = Self {
            client,
            app,
            console: RefCell::default(),
            sent: RefCell::default(),
            received: RefCell::default(),
            departure: Cell::default(),
            tempts: Cell::default(),
            ahead: Cell::default(),
            policy_is_tried: Cell::default(),
            bears_with_the_console: Cell::default(),
            _driver: driver,
        };
        visitor.is_shown_pages_as(manners);
        visitor
    }

    fn is_shown_pages_as(&self, manners: &Manners) {
        self.has_a_screen_of(manners.size);
        self.prefers(&[("prefers-color-scheme", if manners.dark { "dark" } else { "light" })]);
    }

    /// Types an address: a place in the app (`session?from=link#trust`) or a whole URL.
    pub fn opens(&self, address: &str) {
        let address = self.place(address);
        runtime()
            .block_on(self.client.goto(&address))
            .unwrap_or_else(|error| panic!("{address} does not open: {error}"));
    }

    /// The same, also where the address bar shows it already: an address that differs by nothing, or by its fragment
    /// alone, loads no page.
    pub fn opens_anew(&self, address: &str) {
        if self.address() == self.place(address) {
            self.reloads();
        } else {
            self.opens(address);
        }
    }

    /// This tab forgets that anybody signed in here; what is on show stays until the next page.
    pub fn was_never_here(&self) {
        self.asks_the_page(
            "try { sessionStorage.clear() } catch { /* no page of an origin yet */ } return null",
        );
    }

    /// Clears the site's data, as the browser's settings do: what every tab of the app keeps, and its cookies.
    pub fn wipes_the_storage_of_the_app(&self) {
        self.in_every_tab(|visitor| {
            visitor.asks_the_page("localStorage.clear(); sessionStorage.clear(); return null");
        });
        let origin = self.app.origin().ascii_serialization();
        self.devtools("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": "all" }));
    }

    /// From now on nothing comes from addresses like this one, as when the network fails.
    pub fn misses(&self, addresses: &str) {
        self.devtools("Network.enable", json!({}));
        self.devtools("Network.setBlockedURLs", json!({ "urls": [addresses] }));
    }

    /// Everything comes again.
    pub fn misses_nothing(&self) {
        self.devtools("Network.setBlockedURLs", json!({ "urls": [] }));
    }

    /// The whole URL of a place in the app.
    pub fn place(&self, address: &str) -> String {
        self.app.join(address).unwrap_or_else(|error| panic!("{address} is no place: {error}")).into()
    }

    /// Presses the button, or follows the link, that says exactly this.
    pub fn clicks(&self, words: &str) {
        assert!(!words.contains('"'), "an XPath literal has no escapes");
        let xpath = format!(r#"//*[self::button or self::a][normalize-space()="{words}"]"#);
        self.departs();
        self.presses(Locator::XPath(&xpath), &format!("a button or link that says “{words}”"));
    }

    /// Presses the one thing the page offers.
    pub fn clicks_the_primary_button(&self) {
        self.departs();
        self.presses(Locator::Css("main .primary"), "a primary button");
    }

    pub(crate) fn presses(&self, what: Locator<'_>, described: &str) {
        let pressed = self.eventually(async || self.visible(what).await?.click().await.ok());
        pressed.unwrap_or_else(|| panic!("no {described}; {}", self.surroundings()));
    }

    /// Presses what matches the selector.
    pub fn presses_on(&self, selector: &str) {
        self.presses(Locator::Css(selector), selector);
    }

    /// Types into a field, after what is there.
    pub fn types(&self, field: &str, text: &str) {
        let typed =
            self.eventually(async || self.visible(Locator::Css(field)).await?.send_keys(text).await.ok());
        typed.unwrap_or_else(|| panic!("no field {field}; {}", self.surroundings()));
    }

    /// This browser keeps no databases, as in some private windows.
    pub fn has_no_indexed_db(&self) {
        let source = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError') } })";
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// Presses a key that means nothing to the page.
    pub fn presses_a_key(&self) {
        let page = runtime().block_on(self.client.find(Locator::Css("body"))).expect("a page");
        runtime().block_on(page.send_keys("x")).expect("a key");
    }

    pub fn reloads(&self) {
        runtime().block_on(self.client.refresh()).expect("the page reloads");
    }

    pub fn goes_back(&self) {
        runtime().block_on(self.client.back()).expect("there is a page to go back to");
    }

    pub fn goes_forward(&self) {
        runtime().block_on(self.client.forward()).expect("there is a page to go forward to");
    }

    /// What the address bar shows.
    pub fn address(&self) -> String {
        runtime().block_on(self.client.current_url()).expect("a page is open").into()
    }

    /// Every address the back and forward buttons of this tab know.
    pub fn history(&self) -> Vec<String> {
        let history = self.devtools("Page.getNavigationHistory", json!({}));
        let entries = history["entries"].as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| entry["url"].as_str().map(String::from)).collect()
    }

    /// The answer of a script's `return`, for what no person sees but a page could leak.
    pub fn asks_the_page(&self, script: &str) -> Value {
        runtime()
            .block_on(self.client.execute(script, vec![]))
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What the whole page looks like, also below the fold, as PNG.
    pub fn takes_a_picture(&self) -> Vec<u8> {
        let size = &self.devtools("Page.getLayoutMetrics", json!({}))["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let taken =
            self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "clip": clip }));
        BASE64.decode(taken["data"].as_str().unwrap_or_default()).expect("a picture")
    }

    /// From now on the page may do what its policy refuses: it is there to be tried.
    pub fn lets_the_policy_be_tried(&self) {
        self.policy_is_tried.set(true);
    }

    /// What the console said so far.
    pub fn console(&self) -> Vec<String> {
        let said = runtime().block_on(command::console(&self.client));
        self.console.borrow_mut().extend(said);
        self.console.borrow().clone()
    }

    /// From now on, whatever a policy refuses on any page is told in the console, in the words of the event.
    pub fn hears_of_violations(&self) {
        let source = "addEventListener('securitypolicyviolation', event => console.error(
            `Content Security Policy: ${event.effectiveDirective} of ${event.blockedURI} ${event.sample}`))";
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// What the browser kept of earlier visits, files for ever among it.
    pub fn forgets_what_it_cached(&self) {
        self.devtools("Network.clearBrowserCache", json!({}));
    }

    /// Tries something that a policy has to refuse: what it says of that is no fault.
    pub fn tempts(&self) {
        self.tempts.set(true);
    }

    /// Has a browser in which something is broken, which its console tells: that is no fault of the page.
    pub fn bears_with_the_console(&self) {
        self.bears_with_the_console.set(true);
    }

    /// Turns JavaScript off.
    pub fn runs_no_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Has this run in every page before its own scripts do.
    pub fn runs_first(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Is cut off from what has such an address.
    pub fn loads_no(&self, pattern: &str) {
        self.devtools("Network.enable", json!({}));
        self.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        let patterns = json!([{ "urlPattern": pattern, "block": true }]);
        self.devtools("Network.setBlockedURLs", json!({ "urlPatterns": patterns }));
    }

    pub(crate) fn devtools(&self, method: &str, parameters: Value) -> Value {
        runtime()
            .block_on(command::devtools(&self.client, method, parameters))
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub(crate) fn eventually<T>(&self, ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
        runtime().block_on(wait::answer(ask))
    }

    async fn visible(&self, what: Locator<'_>) -> Option<Element> {
        for element in self.client.find_all(what).await.ok()? {
            if element.is_displayed().await.ok()? && element.is_enabled().await.ok()? {
                return Some(element);
            }
        }
        None
    }

    /// Where the visitor is, in a sentence for a failed test.
    pub(crate) fn surroundings(&self) -> String {
        let page = self.client.clone();
        runtime().block_on(async {
            let script = "const m = document.querySelector('main');
                return [m?.dataset.page, m?.dataset.code, (document.body?.innerText ?? '').slice(0, 600)]";
            let seen = page.execute(script, vec![]).await.unwrap_or_default();
            let address = page.current_url().await.map(String::from).unwrap_or_default();
            format!(
                "at {address} is page {}, code {}:\n{}",
                seen[0],
                seen[1],
                seen[2].as_str().unwrap_or("nothing")
            )
        })
    }
}

/// The farewell: a failed test keeps its evidence, any other has its console looked at.
impl Drop for Visitor {
    fn drop(&mut self) {
        let failed = std::thread::panicking();
        let name = std::thread::current().name().unwrap_or("visitor").to_owned();
        let console = if failed {
            eprintln!(
                "what the visitor saw is kept in {}",
                runtime().block_on(evidence::keep(&self.client, &name))
            );
            Vec::new()
        } else {
            self.console()
        };
        let _ = runtime().block_on(self.client.clone().close());
        let mut faults = evidence::faults(&console);
        let is_of_the_policy =
            |line: &str| line.contains("Content Security Policy") || line.contains("TrustedS");
        faults.retain(|line| !(self.policy_is_tried.get() && is_of_the_policy(line)));
        let bears = self.tempts.get() || self.bears_with_the_console.get();
        assert!(bears || faults.is_empty(), "the console tells of {faults:#?}");
    }
}
