//! Changes to the browser that are undone when the test ends; after one that failed, when the next begins.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::closure::{Closure, WasmClosure};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static UNDO: RefCell<Vec<Box<dyn FnOnce()>>> = RefCell::default();
}

/// Has this done when the test ends.
pub fn undo_later(undo: impl FnOnce() + 'static) {
    UNDO.with_borrow_mut(|all| all.push(Box::new(undo)));
}

/// Undoes every change, the latest first.
pub fn undo_all() {
    while let Some(undo) = UNDO.with_borrow_mut(Vec::pop) {
        undo();
    }
}

/// Lets a property of a browser's object have another value.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let value = value.clone();
    define(object, name, "value", &value);
}

/// Lets reading a property throw, as a browser does where something is blocked.
pub fn block(object: &JsValue, name: &str) {
    let throw = Function::new_no_args("throw new DOMException('blocked by the test', 'SecurityError')");
    define(object, name, "get", &throw);
}

/// Lets a call throw.
pub fn refuse(object: &JsValue, name: &str, exception: &str) {
    let body = format!("throw new DOMException('refused by the test', '{exception}')");
    set(object, name, &Function::new_no_args(&body));
}

/// Puts a function of ours in a browser's function's place.
pub fn replace<F: WasmClosure + ?Sized>(object: &JsValue, name: &str, function: Closure<F>) {
    set(object, name, &function.into_js_value());
}

fn define(object: &JsValue, name: &str, member: &str, value: &JsValue) {
    let object: Object = object.clone().unchecked_into();
    let name = JsValue::from_str(name);
    let before = Object::get_own_property_descriptor(&object, &name);
    let descriptor = Object::new();
    for (member, value) in [(member, value), ("configurable", &JsValue::TRUE)] {
        Reflect::set(&descriptor, &member.into(), value).expect("a plain object takes any member");
    }
    Object::define_property(&object, &name, &descriptor);
    undo_later(move || {
        if before.is_undefined() {
            let _ = Reflect::delete_property(&object, &name);
        } else {
            Object::define_property(&object, &name, before.unchecked_ref());
        }
    });
}
