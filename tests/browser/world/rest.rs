//! The rest of an app, which comes when a test says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::change;
use super::tab::Tab;

/// The script of a build that has a rest: whoever asks for it waits until the test answers.
#[derive(Clone, Default)]
pub struct Rest {
    asked: Rc<RefCell<Vec<(Function, Function)>>>,
    is_here: Rc<Cell<bool>>,
}

impl Rest {
    pub fn on_its_way(tab: &Tab) -> Self {
        let rest = Self::default();
        let (asked, is_here) = (Rc::clone(&rest.asked), Rc::clone(&rest.is_here));
        let fetch = move || {
            if is_here.get() {
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |resolve, reject| asked.borrow_mut().push((resolve, reject))).into()
        };
        change::replace(&tab.window(), "fetchRest", Closure::<dyn FnMut() -> JsValue>::new(fetch));
        rest
    }

    pub fn comes(&self) {
        self.is_here.set(true);
        for (resolve, _) in self.answer() {
            resolve.call0(&JsValue::UNDEFINED).expect("a promise is resolved");
        }
    }

    pub fn fails(&self) {
        for (_, reject) in self.answer() {
            reject.call0(&JsValue::UNDEFINED).expect("a promise is rejected");
        }
    }

    fn answer(&self) -> Vec<(Function, Function)> {
        assert!(self.is_asked_for());
        self.asked.take()
    }

    pub fn is_asked_for(&self) -> bool {
        !self.asked.borrow().is_empty()
    }
}
