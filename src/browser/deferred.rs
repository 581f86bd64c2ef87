//! Work that a sign-in needs none of: its code is of the rest of the app.

use std::hint::black_box;

/// Something that is done once its code is here.
///
/// All that only [`work`](Self::work) calls, and the texts that only it says, are the rest of the app, as what is shown
/// later is: `cargo xtask bundle` finds it by the name of this trait. See to it that [`rest`](super::rest()) is here.
pub trait Deferred: 'static {
    fn work(self: Box<Self>);
}

/// Does it. Nobody may know what it is, or its code would be called directly and be needed from the start.
pub fn work(deferred: impl Deferred) {
    let deferred: Box<dyn Deferred> = Box::new(deferred);
    black_box(deferred).work();
}
