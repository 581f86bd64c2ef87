//! A call on its way: the future a page waits with.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::protocol::transport::Answer;
use crate::session::{CallId, Error};

/// What is delivered here is what a page waits for.
type Mailbox = Rc<RefCell<Slot>>;

#[derive(Default)]
struct Slot {
    result: Option<Result<Answer, Error>>,
    waker: Option<Waker>,
}

/// The calls that a page of this tab waits for.
#[derive(Default)]
pub(super) struct Callings {
    latest: u32,
    waiting: VecDeque<(CallId, Mailbox)>,
}

impl Callings {
    /// A new one, and whom to tell when nobody waits for it any longer.
    pub fn begin(&mut self, dropped: impl FnOnce(CallId) + 'static) -> (CallId, Calling) {
        self.latest = self.latest.wrapping_add(1);
        let (id, mailbox) = (CallId(self.latest), Mailbox::default());
        self.waiting.push_back((id, Rc::clone(&mailbox)));
        (id, Calling { id, mailbox, dropped: Some(Box::new(dropped)) })
    }

    /// Whose result has come; it is told once nothing is borrowed any more.
    pub fn take(&mut self, id: CallId) -> Option<impl FnOnce(Result<Answer, Error>) + use<>> {
        let position = self.waiting.iter().position(|(known, _)| *known == id)?;
        let (_, mailbox) = self.waiting.remove(position)?;
        Some(move |result| {
            let mut slot = mailbox.borrow_mut();
            slot.result = Some(result);
            let waker = slot.waker.take();
            drop(slot);
            if let Some(waker) = waker {
                waker.wake();
            }
        })
    }
}

/// What a call brings. Dropped, it is waited for no longer.
pub struct Calling {
    id: CallId,
    mailbox: Mailbox,
    /// Until the result has come.
    dropped: Option<Box<dyn FnOnce(CallId)>>,
}

impl Future for Calling {
    type Output = Result<Answer, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = self.mailbox.borrow_mut();
        let result = slot.result.take();
        if result.is_none() {
            slot.waker = Some(context.waker().clone());
        }
        drop(slot);
        match result {
            Some(result) => {
                self.dropped = None;
                Poll::Ready(result)
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for Calling {
    fn drop(&mut self) {
        if let Some(dropped) = self.dropped.take() {
            dropped(self.id);
        }
    }
}
