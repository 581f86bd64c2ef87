//! Turns: one after another among the tabs of an origin, which one page can play as well.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Waker};

use js_sys::Function;
use lifen_connect::browser::adapters::Turn;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Tab, after_a_while, change, locks, locks_become, until};

/// Those who asked for a turn and were granted it, in this order.
#[derive(Clone, Default)]
struct Granted(Rc<RefCell<Vec<Grantee>>>);

struct Grantee {
    who: &'static str,
    turn: Option<Turn>,
}

impl Granted {
    fn asked_by(&self, who: &'static str, name: &'static str) {
        let granted = self.clone();
        spawn_local(async move {
            let turn = Some(Turn::take(name).await);
            granted.0.borrow_mut().push(Grantee { who, turn });
        });
    }

    fn to(&self) -> Vec<&'static str> {
        self.0.borrow().iter().map(|grantee| grantee.who).collect()
    }

    async fn comes_to(&self, all: &[&str]) {
        assert!(until(|| self.to() == all).await, "{:?}", self.to());
        after_a_while().await;
        assert_eq!(self.to(), all);
    }

    fn end(&self, place: usize) {
        self.0.borrow_mut()[place].turn.take().expect("a turn").end();
    }
}

#[wasm_bindgen_test]
async fn is_granted_to_one_after_another() {
    let _tab = Tab::new();
    let granted = Granted::default();
    for who in ["one", "two", "three"] {
        granted.asked_by(who, "a");
    }

    granted.comes_to(&["one"]).await;
    granted.end(0);
    granted.comes_to(&["one", "two"]).await;
    granted.end(1);
    granted.comes_to(&["one", "two", "three"]).await;
    granted.end(2);
}

#[wasm_bindgen_test]
async fn ends_when_it_is_dropped() {
    let _tab = Tab::new();

    for _ in 0..3 {
        drop(Turn::take("a").await);
    }
}

/// What the tab before wrote comes by another road than the lock, and may come later.
#[wasm_bindgen_test]
async fn begins_a_moment_after_the_lock_is_held() {
    let _tab = Tab::new();
    let granted = Granted::default();
    granted.asked_by("one", "a");

    locks_become(&["a"]).await;
    assert_eq!(granted.to(), [] as [&str; 0]);

    granted.comes_to(&["one"]).await;
    granted.end(0);
}

#[wasm_bindgen_test]
async fn waits_for_nobody_under_another_name() {
    let _tab = Tab::new();
    let _turn = Turn::take("a").await;

    Turn::take("b").await.end();
}

#[wasm_bindgen_test]
async fn is_held_as_a_web_lock_of_the_whole_origin() {
    let _tab = Tab::new();
    let turn = Turn::take("a").await;
    locks_become(&["a"]).await;

    turn.end();

    locks_become(&[]).await;
}

/// Nobody could ever end a turn that is granted to a future that is gone.
#[wasm_bindgen_test]
async fn passes_on_what_nobody_waits_for_any_longer() {
    let _tab = Tab::new();
    let turn = Turn::take("a").await;
    let mut waiting = Box::pin(Turn::take("a"));
    assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());

    drop(waiting);
    turn.end();

    Turn::take("a").await.end();
}

#[wasm_bindgen_test]
async fn is_granted_at_once_in_a_browser_without_web_locks() {
    let tab = Tab::new();
    change::set(&tab.window().navigator(), "locks", &JsValue::UNDEFINED);

    let one = Turn::take("a").await;
    let two = Turn::take("a").await;

    one.end();
    two.end();
}

#[wasm_bindgen_test]
async fn is_granted_at_once_where_the_browser_throws() {
    let _tab = Tab::new();
    change::refuse(&locks(), "request", "SecurityError");

    let _one = Turn::take("a").await;
    let _two = Turn::take("a").await;
}

/// As browsers do where storage is blocked.
#[wasm_bindgen_test]
async fn is_granted_at_once_where_the_browser_refuses_later() {
    let _tab = Tab::new();
    let refuses =
        Function::new_no_args("return Promise.reject(new DOMException('by the test', 'SecurityError'))");
    change::set(&locks(), "request", &refuses);

    let _one = Turn::take("a").await;
    let _two = Turn::take("a").await;
}
