//! Tabs that tell one another: here they are channels of one page, which hear one another just as well.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use lifen_connect::browser::adapters::Channel;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::BroadcastChannel;

use crate::world::{Tab, after_a_while, change, leave_page, show_page, until};

/// A channel, and what it heard.
struct Listener {
    channel: Channel,
    heard: Rc<RefCell<Vec<String>>>,
}

impl Listener {
    fn on(name: &str) -> Self {
        let heard: Rc<RefCell<Vec<String>>> = Rc::default();
        let kept = Rc::clone(&heard);
        let channel = Channel::open(name, move |text| kept.borrow_mut().push(text)).expect("a channel");
        Self { channel, heard }
    }

    async fn hears(&self, texts: &[&str]) {
        assert!(until(|| self.heard.borrow().len() >= texts.len()).await, "{:?}", self.heard);
        after_a_while().await;
        assert_eq!(*self.heard.borrow(), texts);
    }
}

#[wasm_bindgen_test]
async fn tells_every_other_tab_in_order_and_not_itself() {
    let _tab = Tab::new();
    let [one, two, three] = ["a"; 3].map(Listener::on);

    one.channel.tell("first");
    one.channel.tell("second\nline, é");

    two.hears(&["first", "second\nline, é"]).await;
    three.hears(&["first", "second\nline, é"]).await;
    one.hears(&[]).await;
}

#[wasm_bindgen_test]
async fn hears_only_what_is_told_under_its_own_name() {
    let _tab = Tab::new();
    let [one, other] = ["a", "b"].map(Listener::on);

    Listener::on("a").channel.tell("hello");

    one.hears(&["hello"]).await;
    other.hears(&[]).await;
}

#[wasm_bindgen_test]
async fn passes_over_what_is_no_text() {
    let _tab = Tab::new();
    let listener = Listener::on("a");
    let another = BroadcastChannel::new("a").unwrap();

    for thing in [Object::new().into(), JsValue::NULL, JsValue::from_f64(1.0), "text".into()] {
        another.post_message(&thing).unwrap();
    }

    listener.hears(&["text"]).await;
    another.close();
}

#[wasm_bindgen_test]
async fn hears_nothing_once_it_is_dropped() {
    let _tab = Tab::new();
    let [one, two] = ["a"; 2].map(Listener::on);
    let heard = Rc::clone(&two.heard);

    drop(two.channel);
    show_page(true);
    one.channel.tell("hello");
    after_a_while().await;

    assert!(heard.borrow().is_empty());
}

/// An open channel can keep a page out of the back/forward cache.
#[wasm_bindgen_test]
async fn is_closed_while_its_page_is_away() {
    let _tab = Tab::new();
    let listener = Listener::on("a");
    let another = BroadcastChannel::new("a").unwrap();

    leave_page();
    another.post_message(&"meanwhile".into()).unwrap();
    after_a_while().await;
    show_page(true);
    another.post_message(&"afterwards".into()).unwrap();

    listener.hears(&["afterwards"]).await;
    another.close();
}

/// Whoever hears before the channel does that the page is back may tell something at once.
#[wasm_bindgen_test]
async fn tells_and_hears_as_soon_as_its_page_is_back() {
    let _tab = Tab::new();
    let listener = Listener::on("a");
    leave_page();
    let another = Listener::on("a");

    listener.channel.tell("back");

    another.hears(&["back"]).await;
    another.channel.tell("welcome");
    show_page(true);
    listener.hears(&["welcome"]).await;
}

#[wasm_bindgen_test]
fn is_none_in_a_browser_without_channels() {
    let tab = Tab::new();
    change::set(&tab.window(), "BroadcastChannel", &JsValue::UNDEFINED);

    assert!(Channel::open("a", |_| ()).is_none());
}

#[wasm_bindgen_test]
fn is_none_where_the_browser_refuses() {
    let tab = Tab::new();
    let refuses = js_sys::Function::new_no_args("throw new DOMException('by the test', 'SecurityError')");
    change::set(&tab.window(), "BroadcastChannel", &refuses);

    assert!(Channel::open("a", |_| ()).is_none());
}

#[wasm_bindgen_test]
fn survives_a_channel_that_takes_no_more() {
    let tab = Tab::new();
    let listener = Listener::on("a");
    let prototype = Reflect::get(&tab.window(), &"BroadcastChannel".into())
        .and_then(|constructor| Reflect::get(&constructor, &"prototype".into()))
        .expect("channels");
    change::refuse(&prototype, "postMessage", "DataCloneError");

    listener.channel.tell("hello");
}
