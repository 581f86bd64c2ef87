//! Time that stands still until a test moves it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::change;
use super::turn::{keep_real_timers, set_real_timer};

/// The browser's clock and timers.
#[derive(Clone)]
pub struct Clock(Rc<Inner>);

struct Inner {
    now: Cell<f64>,
    last: Cell<i32>,
    timers: RefCell<Vec<Timer>>,
}

struct Timer {
    id: i32,
    due: f64,
    call: Function,
}

impl Clock {
    /// Stops the clock, where it is now.
    pub fn stopped() -> Self {
        keep_real_timers();
        let clock = Self(Rc::new(Inner {
            now: Cell::new(js_sys::Date::now()),
            last: Cell::new(1_000_000),
            timers: RefCell::default(),
        }));
        let window = web_sys::window().expect("a window");
        let date = Reflect::get(&window, &"Date".into()).expect("a clock");
        let (reader, setter, clearer) = (clock.clone(), clock.clone(), clock.clone());
        change::replace(&date, "now", Closure::<dyn FnMut() -> f64>::new(move || reader.0.now.get()));
        let set = move |call: Function, wait: JsValue| setter.set(call, wait.as_f64().unwrap_or_default());
        change::replace(&window, "setTimeout", Closure::<dyn FnMut(Function, JsValue) -> i32>::new(set));
        let clear = move |id: JsValue| {
            clearer.0.timers.borrow_mut().retain(|timer| Some(timer.id.into()) != id.as_f64())
        };
        change::replace(&window, "clearTimeout", Closure::<dyn FnMut(JsValue)>::new(clear));
        clock
    }

    /// What waits for a moment only waits for the machine, which does not stand still.
    fn set(&self, call: Function, wait: f64) -> i32 {
        if 0.0 < wait && wait < 1000.0 {
            return set_real_timer(&call, wait).as_f64().unwrap_or_default() as i32;
        }
        let id = self.0.last.get() + 1;
        self.0.last.set(id);
        self.0.timers.borrow_mut().push(Timer { id, due: self.0.now.get() + wait, call });
        id
    }

    /// How long each timer that is set still waits, in seconds.
    pub fn waits(&self) -> Vec<i64> {
        let now = self.0.now.get();
        self.0.timers.borrow().iter().map(|timer| ((timer.due - now) / 1000.0) as i64).collect()
    }

    /// Lets time pass, and the timers that are due do what they were set for.
    pub fn advance(&self, seconds: f64) {
        let until = self.0.now.get() + seconds * 1000.0;
        while let Some(timer) = self.take_due(until) {
            self.0.now.set(timer.due.max(self.0.now.get()));
            timer.call.call0(&JsValue::UNDEFINED).expect("a timer that does not throw");
        }
        self.0.now.set(until);
    }

    /// The computer sleeps: time passes and no timer notices.
    pub fn sleep(&self, seconds: f64) {
        self.0.now.set(self.0.now.get() + seconds * 1000.0);
        self.0.timers.borrow_mut().iter_mut().for_each(|timer| timer.due += seconds * 1000.0);
    }

    fn take_due(&self, until: f64) -> Option<Timer> {
        let mut timers = self.0.timers.borrow_mut();
        let due = timers.iter().enumerate().filter(|(_, timer)| timer.due <= until);
        let (place, _) = due.min_by(|(_, one), (_, other)| one.due.total_cmp(&other.due))?;
        Some(timers.remove(place))
    }
}
