//! The policy of this page, by what it stops.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Event};

use crate::browser::fetch::Request;
use crate::doctor::host::Tried;
use crate::doctor::{Heard, Unheard};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::time::Seconds;
use crate::protocol::transport::Answer;

const REFUSED: &str = "securitypolicyviolation";

/// For how long the browser may take to say what it refused, in milliseconds.
const WORD: i32 = 500;

/// Sends a request of a sign-in's own kind, and tells a policy that holds it back from a provider that is away.
pub async fn ask(request: Request, address: &Endpoint, limit: Seconds) -> Heard<Answer> {
    let refusals = Refusals::heard();
    match request.send(limit).await {
        Ok(answer) => Ok(answer),
        Err(_) if refusals.name(address) => Err(Unheard::BlockedByPolicy),
        Err(silence) => Err(Unheard::Silence(silence)),
    }
}

/// Tries what a policy has to refuse: a script that stands in the page, which would mark itself and nothing else; and an
/// empty text taken for a function.
pub async fn tried() -> Tried {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return Tried::default();
    };
    Tried { inline_script_ran: inline_script_runs(&document).await.unwrap_or(false), eval_ran: text_runs() }
}

async fn inline_script_runs(document: &Document) -> Option<bool> {
    const MARK: &str = "data-ran";
    let script = document.create_element("script").ok()?;
    // A policy of trusted types throws at a text that is set, and keeps one from running that is appended.
    let text = document.create_text_node("document.currentScript.setAttribute('data-ran', '')");
    script.append_child(&text).ok()?;
    // Nobody else has to hear of a refusal that was asked for.
    let mut listening = None;
    let told = Promise::new(&mut |told, _| {
        let hear = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.stop_propagation();
            let _ = told.call0(&JsValue::UNDEFINED);
        });
        let _ = script.add_event_listener_with_callback(REFUSED, hear.as_ref().unchecked_ref());
        listening = Some(hear);
    });
    document.body()?.append_child(&script).ok()?;
    let ran = script.has_attribute(MARK);
    if !ran {
        let _ = JsFuture::from(Promise::race(&Array::of2(&told, &later(WORD)))).await;
    }
    script.remove();
    drop(listening);
    Some(ran)
}

/// The `Function` of the page, which makes code of texts; an empty one does nothing.
fn text_runs() -> bool {
    let maker = Reflect::get(&js_sys::global(), &JsValue::from_str("Function"));
    let maker = maker.ok().and_then(|maker| maker.dyn_into::<Function>().ok());
    maker.is_some_and(|maker| Reflect::construct(&maker, &Array::new()).is_ok())
}

/// A promise that is kept after this time.
pub(super) fn later(milliseconds: i32) -> Promise {
    Promise::new(&mut |kept, _| {
        let window = web_sys::window();
        let timer = window
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&kept, milliseconds));
        if !matches!(timer, Some(Ok(_))) {
            let _ = kept.call0(&JsValue::UNDEFINED);
        }
    })
}

/// The addresses that the page's policy refused to be asked, from when this was made until it is dropped.
struct Refusals {
    document: Option<Document>,
    refused: Rc<RefCell<Vec<String>>>,
    hear: Closure<dyn FnMut(Event)>,
}

impl Refusals {
    fn heard() -> Self {
        let refused: Rc<RefCell<Vec<String>>> = Rc::default();
        let noted = Rc::clone(&refused);
        let hear = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let blocked = Reflect::get(&event, &JsValue::from_str("blockedURI")).ok();
            noted.borrow_mut().extend(blocked.and_then(|blocked| blocked.as_string()));
        });
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(document) = &document {
            let _ = document.add_event_listener_with_callback(REFUSED, hear.as_ref().unchecked_ref());
        }
        Self { document, refused, hear }
    }

    /// Browsers name the whole address, or its origin alone.
    fn name(&self, address: &Endpoint) -> bool {
        let origin = address.origin();
        self.refused.borrow().iter().any(|refused| refused.starts_with(origin.as_str()))
    }
}

impl Drop for Refusals {
    fn drop(&mut self) {
        if let Some(document) = &self.document {
            let _ = document.remove_event_listener_with_callback(REFUSED, self.hear.as_ref().unchecked_ref());
        }
    }
}
