//! The one page of all tests, as new for each.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, Event, EventTarget, HtmlElement, Storage, Window};

use super::callback::Return;
use super::change;
use super::coming_and_going::leave_page;
use super::turn::keep_real_timers;

#[wasm_bindgen]
extern "C" {
    /// `window.navigation`, which tells where the page is about to go, and can stop it.
    #[wasm_bindgen(thread_local_v2, js_name = navigation)]
    static NAVIGATION: EventTarget;

    #[wasm_bindgen(extends = Event)]
    type NavigateEvent;
    #[wasm_bindgen(method, getter)]
    fn destination(this: &NavigateEvent) -> Destination;
    #[wasm_bindgen(method, getter = navigationType)]
    fn navigation_type(this: &NavigateEvent) -> String;

    type Destination;
    #[wasm_bindgen(method, getter)]
    fn url(this: &Destination) -> String;
    #[wasm_bindgen(method, getter = sameDocument)]
    fn same_document(this: &Destination) -> bool;
}

/// A tab that was just opened, in a browser that prefers English.
///
/// Storage is empty, nothing is shown, the address is the app's home. Dropping it puts everything back.
pub struct Tab {
    root: HtmlElement,
    departures: Rc<RefCell<Vec<String>>>,
    mounted: Vec<Box<dyn Any>>,
}

impl Tab {
    pub fn new() -> Self {
        Self::at("/")
    }

    /// A tab that the provider sent back to the app.
    pub fn returning() -> Self {
        Self::at(Return::ADDRESS)
    }

    /// A tab with this address of the app.
    pub fn at(place: &str) -> Self {
        change::undo_all();
        let tab = Self { root: new_root(), departures: Rc::default(), mounted: Vec::new() };
        let title = document().title();
        let language = document().document_element().and_then(|root| root.get_attribute("lang"));
        tab.empty_storage();
        change::undo_later(move || {
            document().set_title(&title);
            let root = document().document_element().expect("a root element");
            root.remove_attribute("data-theme").expect("no theme");
            match language {
                Some(language) => root.set_attribute("lang", &language).expect("a language"),
                None => root.remove_attribute("lang").expect("no language"),
            }
        });
        tab.goes_to(place);
        tab.lives_under("/");
        tab.speaks("en-GB");
        tab.stays();
        forget_listeners_later();
        close_channels_later();
        forget_frames_later();
        forget_timers_later();
        tab
    }

    /// The page shows this address, as if it had been loaded from there.
    pub fn goes_to(&self, place: &str) {
        put_address(place);
    }

    pub fn window(&self) -> Window {
        window()
    }

    pub fn location(&self) -> web_sys::Location {
        window().location()
    }

    /// The scheme, host and port that the tests are served from.
    pub fn origin(&self) -> String {
        self.location().origin().expect("an origin")
    }

    /// What the address bar shows behind the origin.
    pub fn address(&self) -> String {
        self.location().href().expect("an address")[self.origin().len()..].to_owned()
    }

    /// What names the entry of the history: a new one gets another name, one that is replaced keeps it.
    pub fn history_entry(&self) -> String {
        self.entry("key")
    }

    fn entry(&self, member: &str) -> String {
        let entry = NAVIGATION.with(|navigation| Reflect::get(navigation, &"currentEntry".into()));
        let member = entry.and_then(|entry| Reflect::get(&entry, &member.into()));
        member.ok().and_then(|text| text.as_string()).expect("an entry")
    }

    /// The addresses in the tab's history.
    pub fn history(&self) -> Vec<String> {
        let entries = NAVIGATION.with(|navigation| {
            let entries =
                Reflect::get(navigation, &"entries".into()).expect("a list").unchecked_into::<Function>();
            entries.call0(navigation).expect("the entries")
        });
        let address = |entry| Reflect::get(&entry, &"url".into()).ok().and_then(|url| url.as_string());
        Array::from(&entries).iter().filter_map(address).collect()
    }

    /// Where the page would have gone, had the test let it: addresses, or `reload`.
    pub fn departures(&self) -> Vec<String> {
        self.departures.borrow().clone()
    }

    pub fn session_storage(&self) -> Storage {
        window().session_storage().expect("not blocked").expect("storage")
    }

    pub fn local_storage(&self) -> Storage {
        window().local_storage().expect("not blocked").expect("storage")
    }

    fn empty_storage(&self) {
        for storage in [self.session_storage(), self.local_storage()] {
            storage.clear().expect("an empty storage");
        }
    }

    /// Says where the app is: the latest word holds.
    pub fn lives_under(&self, base: &str) {
        let element = add("base", &[("href", base)], "");
        document().body().expect("a body").prepend_with_node_1(&element).expect("the first place");
    }

    /// Has a browser that prefers this language.
    pub fn speaks(&self, tag: &str) {
        change::set(&window().navigator(), "language", &tag.into());
    }

    /// Writes the data block that a deployment sets.
    pub fn configured_with(&self, text: &str) {
        let id = lifen_connect::browser::Page::CONFIGURATION;
        add("script", &[("type", "application/json"), ("id", id)], text);
    }

    /// The element the app lives in.
    pub fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub fn show<V: IntoView + 'static>(&mut self, view: impl FnOnce() -> V + 'static) {
        self.mounted.push(Box::new(leptos::mount::mount_to(self.root.clone(), view)));
    }

    /// Takes away what is shown, as closing the page does.
    pub fn close(&mut self) {
        self.mounted.clear();
    }

    /// The page must not be left: whatever would is noted instead.
    fn stays(&self) {
        let departures = Rc::clone(&self.departures);
        listen_for_now(&NAVIGATION.with(EventTarget::clone), "navigate", move |event| {
            let event: NavigateEvent = event.unchecked_into();
            if event.navigation_type() == "reload" {
                departures.borrow_mut().push("reload".to_owned());
            } else if !event.destination().same_document() {
                departures.borrow_mut().push(event.destination().url());
            } else {
                return;
            }
            event.prevent_default();
        });
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.mounted.clear();
        // Sessions of this test say and hear nothing in the next one.
        leave_page();
        change::undo_all();
        self.empty_storage();
    }
}

/// Listens until the test ends.
pub fn listen_for_now(target: &EventTarget, name: &'static str, call: impl FnMut(Event) + 'static) {
    let call = Closure::<dyn FnMut(Event)>::new(call);
    let function = call.as_ref().unchecked_ref::<Function>().clone();
    target.add_event_listener_with_callback(name, &function).expect("a listener");
    let target = target.clone();
    change::undo_later(move || {
        let _ = target.remove_event_listener_with_callback(name, &function);
        drop(call);
    });
}

/// Puts an element into the page until the test ends.
pub fn add(tag: &str, attributes: &[(&str, &str)], text: &str) -> web_sys::Element {
    let element = document().create_element(tag).expect("an element");
    for (name, value) in attributes {
        element.set_attribute(name, value).expect("an attribute");
    }
    element.set_text_content(Some(text));
    document().body().expect("a body").append_child(&element).expect("a place");
    let added = element.clone();
    change::undo_later(move || added.remove());
    element
}

fn new_root() -> HtmlElement {
    add("div", &[("id", "app")], "the shell").unchecked_into()
}

/// A page may change its address two hundred times in ten seconds, in Chromium: after that nothing moves, and nothing
/// says so. All tests share that: no change is made that is none.
fn put_address(address: &str) {
    let location = window().location();
    let parts = [location.pathname(), location.search(), location.hash()];
    if parts.into_iter().flatten().collect::<String>() == address || location.href().as_deref() == Ok(address)
    {
        return;
    }
    let history = window().history().expect("a history");
    history.replace_state_with_url(&JsValue::NULL, "", Some(address)).expect("an address of this origin");
    let moved = location.href().is_ok_and(|href| href.ends_with(address));
    assert!(moved, "the tests have changed the address too often for this browser: let fewer do so");
}

/// What an app wants done in the next frame is its own matter, not the next test's.
fn forget_frames_later() {
    let ask = own_function("requestAnimationFrame");
    let ask = move |call: Function| {
        let frame = ask.call1(&window(), &call).expect("a frame");
        let number = frame.as_f64().unwrap_or_default() as i32;
        change::undo_later(move || {
            let _ = window().cancel_animation_frame(number);
        });
        frame
    };
    change::replace(&window(), "requestAnimationFrame", Closure::<dyn FnMut(Function) -> JsValue>::new(ask));
}

/// Nor is what it wants to be woken for.
fn forget_timers_later() {
    keep_real_timers();
    let set = own_function("setTimeout");
    let set = move |call: Function, wait: JsValue| {
        let timer = set.call2(&window(), &call, &wait).expect("a timer");
        let number = timer.as_f64().unwrap_or_default() as i32;
        change::undo_later(move || window().clear_timeout_with_handle(number));
        timer
    };
    change::replace(&window(), "setTimeout", Closure::<dyn FnMut(Function, JsValue) -> JsValue>::new(set));
}

/// A channel stays open for as long as its page lives; here it must not outlive its test, which the next would hear.
fn close_channels_later() {
    let opened = Array::new();
    let body = "return class extends channel { constructor(name) { super(name); opened.push(this); } }";
    let class = Function::new_with_args("channel, opened", body);
    let class = class.call2(&JsValue::UNDEFINED, &own_function("BroadcastChannel"), &opened);
    change::set(&window(), "BroadcastChannel", &class.expect("a class"));
    change::undo_later(move || {
        opened.iter().for_each(|channel| channel.unchecked_into::<BroadcastChannel>().close())
    });
}

fn own_function(name: &str) -> Function {
    Reflect::get(&window(), &name.into()).expect("a function").unchecked_into()
}

/// What adapters listen to.
const LISTENED_TO: [&str; 9] = [
    "popstate",
    "pageshow",
    "pagehide",
    "visibilitychange",
    "online",
    "pointerdown",
    "keydown",
    "wheel",
    "touchstart",
];

/// An app listens for as long as its page lives; here it must not outlive its test.
fn forget_listeners_later() {
    let add =
        Reflect::get(&window(), &"addEventListener".into()).expect("a function").unchecked_into::<Function>();
    let listen = move |name: String, call: Function, options: JsValue| {
        let options = if options.is_undefined() { JsValue::FALSE } else { options };
        add.call3(&window(), &name.as_str().into(), &call, &options).expect("a listener");
        if LISTENED_TO.contains(&name.as_str()) {
            let capture = options == JsValue::TRUE
                || Reflect::get(&options, &"capture".into()).is_ok_and(|capture| capture.is_truthy());
            change::undo_later(move || {
                let _ = window().remove_event_listener_with_callback_and_bool(&name, &call, capture);
            });
        }
    };
    change::replace(
        &window(),
        "addEventListener",
        Closure::<dyn FnMut(String, Function, JsValue)>::new(listen),
    );
}
