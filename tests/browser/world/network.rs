//! The network, as a test wants it: what was sent is kept, and the test says what comes back.
//!
//! It takes `window.fetch`'s place, so it crosses no origin: real CORS is the end-to-end tier's.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, Headers, Request, Response, ResponseInit};

use super::change;

/// What the other side does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    Answer(u16, String),
    /// One without a body.
    Headers(u16, &'static [(&'static str, &'static str)]),
    /// No answer that the page may have: all a browser ever says of it is `TypeError`.
    Failure,
    /// One that waits until a gate is opened.
    Behind(Gate, String),
    /// Nothing, until the page gives up.
    Silence,
    /// The beginning of an answer, and then nothing.
    Half,
}

impl Reply {
    pub fn ok(body: impl Into<String>) -> Self {
        Self::Answer(200, body.into())
    }
}

/// What an answer can be kept behind, for as long as a test has something to look at.
#[derive(Clone, Debug)]
pub struct Gate {
    opened: Promise,
    open: Function,
}

impl Gate {
    pub fn closed() -> Self {
        let mut open = None;
        let opened = Promise::new(&mut |resolve, _| open = Some(resolve));
        Self { opened, open: open.expect("called at once") }
    }

    pub fn open(&self) {
        self.open.call0(&JsValue::UNDEFINED).expect("a gate that opens");
    }
}

/// A request as it would have gone out.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub url: String,
    /// Those the page set, in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub mode: String,
    pub credentials: String,
    pub referrer_policy: String,
    pub cache: String,
    pub redirect: String,
    /// Whether it outlives its page.
    pub keepalive: bool,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn path(&self) -> &str {
        let rest = self.url.split("://").nth(1).unwrap_or_default();
        &rest[rest.find('/').unwrap_or(rest.len())..]
    }

    /// The value of a form's field.
    pub fn field(&self, name: &str) -> Option<String> {
        field(&self.body, name)
    }
}

/// The value of a parameter in a form or a query.
pub fn field(form: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(form.as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// What went out so far.
#[derive(Clone, Default)]
pub struct Network(Rc<RefCell<Vec<Received>>>, Rc<RefCell<Vec<AbortSignal>>>);

impl Network {
    /// Answers every request as told.
    pub fn answering(reply: impl Fn(&Received) -> Reply + 'static) -> Self {
        let network = Self::default();
        let (kept, reply) = (Rc::clone(&network.0), Rc::new(reply));
        let signals = Rc::clone(&network.1);
        let failed: Rc<RefCell<Vec<String>>> = Rc::default();
        let is_over = Rc::new(Cell::new(false));
        let ends = Rc::clone(&is_over);
        // Whoever still waits for an answer then would go on with it in the next test.
        change::undo_later(move || ends.set(true));
        let fetch = move |input: JsValue, init: JsValue| -> Promise {
            let (kept, reply) = (Rc::clone(&kept), Rc::clone(&reply));
            let (failed, is_over) = (Rc::clone(&failed), Rc::clone(&is_over));
            let signals = Rc::clone(&signals);
            future_to_promise(async move {
                let request = request(&input, &init)?;
                let received = read(&request).await?;
                // A page asks why it had no answer: where it had none from here, it asks for the test before.
                if received.mode == "no-cors" && !failed.borrow().contains(&received.url) {
                    return pending().await;
                }
                let reply = reply(&received);
                if matches!(reply, Reply::Failure | Reply::Half | Reply::Silence) {
                    failed.borrow_mut().push(received.url.clone());
                }
                kept.borrow_mut().push(received);
                signals.borrow_mut().push(request.signal());
                let answer = answer(reply, &request.signal()).await;
                if is_over.get() { pending().await } else { answer }
            })
        };
        let window = web_sys::window().expect("a window");
        change::replace(&window, "fetch", Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(fetch));
        network
    }

    pub fn requests(&self) -> Vec<Received> {
        self.0.borrow().clone()
    }

    /// How many of them the page does not wait for any longer.
    pub fn given_up(&self) -> usize {
        self.1.borrow().iter().filter(|signal| signal.aborted()).count()
    }

    pub fn paths(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.path().to_owned()).collect()
    }
}

/// The request that the browser would make of these arguments, whichever form they take.
fn request(input: &JsValue, init: &JsValue) -> Result<Request, JsValue> {
    let constructor = Reflect::get(&js_sys::global(), &"Request".into())?.unchecked_into::<Function>();
    Reflect::construct(&constructor, &Array::of2(input, init)).map(JsCast::unchecked_into)
}

async fn read(request: &Request) -> Result<Received, JsValue> {
    let body = JsFuture::from(request.clone()?.text()?).await?.as_string().unwrap_or_default();
    let text = |name: &str| Reflect::get(request, &name.into()).ok().and_then(|value| value.as_string());
    let text = |name| text(name).unwrap_or_default();
    let headers = Array::from(&request.headers());
    let headers = headers.iter().map(|pair| {
        let part = |place| Array::from(&pair).get(place).as_string().unwrap_or_default();
        (part(0), part(1))
    });
    Ok(Received {
        method: request.method(),
        url: request.url(),
        headers: headers.collect(),
        body,
        mode: text("mode"),
        credentials: text("credentials"),
        referrer_policy: text("referrerPolicy"),
        cache: text("cache"),
        redirect: text("redirect"),
        keepalive: Reflect::get(request, &"keepalive".into())?.is_truthy(),
    })
}

async fn answer(reply: Reply, signal: &AbortSignal) -> Result<JsValue, JsValue> {
    match reply {
        Reply::Answer(status, body) => answer_with(status, &body),
        Reply::Behind(gate, body) => {
            JsFuture::from(gate.opened).await?;
            answer_with(200, &body)
        }
        Reply::Headers(status, pairs) => {
            let headers = Headers::new()?;
            for (name, value) in pairs {
                headers.append(name, value)?;
            }
            let init = ResponseInit::new();
            init.set_status(status);
            init.set_headers(&headers);
            Response::new_with_opt_str_and_init(None, &init).map(JsValue::from)
        }
        Reply::Failure => Err(js_sys::TypeError::new("Failed to fetch").into()),
        Reply::Silence => JsFuture::from(given_up(signal)).await,
        Reply::Half => half(signal),
    }
}

fn answer_with(status: u16, body: &str) -> Result<JsValue, JsValue> {
    let init = ResponseInit::new();
    init.set_status(status);
    Response::new_with_opt_str_and_init(Some(body), &init).map(JsValue::from)
}

/// Rejects when the page gives up.
fn given_up(signal: &AbortSignal) -> Promise {
    let body = "return new Promise((_, reject) => {
        const give_up = () => reject(signal.reason);
        if (signal.aborted) give_up(); else signal.addEventListener('abort', give_up);
    })";
    let promise = Function::new_with_args("signal", body).call1(&JsValue::UNDEFINED, signal);
    promise.expect("a promise").unchecked_into()
}

fn half(signal: &AbortSignal) -> Result<JsValue, JsValue> {
    let body = "return new Response(new ReadableStream({ start(stream) {
        stream.enqueue(new TextEncoder().encode('{\"access_token\":'));
        const give_up = () => stream.error(signal.reason);
        if (signal.aborted) give_up(); else signal.addEventListener('abort', give_up);
    } }))";
    Function::new_with_args("signal", body).call1(&JsValue::UNDEFINED, signal)
}
