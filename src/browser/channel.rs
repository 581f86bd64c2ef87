//! What the tabs of one origin tell one another.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::navigation::listen;

/// A `BroadcastChannel` of texts; the tab that tells does not hear itself. Closed when it is dropped.
///
/// An open one can keep its page out of the back/forward cache, and a text that comes meanwhile can throw the page out
/// of it again. So it is closed while the page is away, and what was told meanwhile was not heard: ask again.
pub struct Channel(Rc<Line>);

struct Line {
    name: Box<str>,
    heard: Closure<dyn FnMut(MessageEvent)>,
    open: RefCell<Option<BroadcastChannel>>,
}

impl Channel {
    /// `None` in a browser that has no channels, or refuses this one.
    pub fn open(name: &str, mut heard: impl FnMut(String) + 'static) -> Option<Self> {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        let line = Rc::new(Line { name: name.into(), heard, open: RefCell::default() });
        if !line.open() {
            return None;
        }
        let (left, shown) = (Rc::downgrade(&line), Rc::downgrade(&line));
        listen("pagehide", move || {
            if let Some(line) = left.upgrade() {
                line.close();
            }
        });
        listen("pageshow", move || {
            if let Some(line) = shown.upgrade() {
                line.open();
            }
        });
        Some(Self(line))
    }

    /// Tells every other tab that has this channel open.
    pub fn tell(&self, text: &str) {
        // When a page is shown again, somebody else may hear of it first and have something to tell.
        self.0.open();
        if let Some(channel) = &*self.0.open.borrow() {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Line {
    /// Whether it is open.
    fn open(&self) -> bool {
        let mut open = self.open.borrow_mut();
        if open.is_none()
            && let Ok(channel) = BroadcastChannel::new(&self.name)
        {
            channel.set_onmessage(Some(self.heard.as_ref().unchecked_ref()));
            *open = Some(channel);
        }
        open.is_some()
    }

    fn close(&self) {
        if let Some(channel) = self.open.borrow_mut().take() {
            channel.close();
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.close();
    }
}
