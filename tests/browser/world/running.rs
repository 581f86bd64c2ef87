//! A session that runs in this tab without pages, and what it would show.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use lifen_connect::browser::{Driver, Page};
use lifen_connect::session::{Identity, View};

use super::turn::until;

/// A session that runs in this tab, and what it shows. Two of them on one page are two tabs to one another: all they have
/// in common is what tabs have.
pub struct Running {
    pub driver: Driver,
    views: Rc<RefCell<Vec<View>>>,
}

impl Running {
    pub fn on(page: Page) -> Self {
        let (configuration, arrival) = page.start.expect("a configuration");
        let views: Rc<RefCell<Vec<View>>> = Rc::default();
        let shown = Rc::clone(&views);
        let driver = Driver::start(configuration, arrival, move |view| shown.borrow_mut().push(view));
        Self { driver, views }
    }

    pub fn views(&self) -> Vec<View> {
        self.views.borrow().clone()
    }

    pub fn view(&self) -> View {
        self.views.borrow().last().cloned().expect("a view")
    }

    pub fn code(&self) -> Option<&'static str> {
        match self.view() {
            View::Failed { error, .. } => Some(error.code()),
            _ => None,
        }
    }

    pub fn identity(&self) -> Option<Arc<Identity>> {
        match self.view() {
            View::SignedIn { identity, .. } => Some(identity),
            _ => None,
        }
    }

    pub fn is_signed_in(&self) -> bool {
        self.identity().is_some()
    }

    pub async fn comes_to(&self, view: View) {
        assert!(until(|| self.view() == view).await, "{:?}", self.view());
    }

    /// Waits until somebody is signed in.
    pub async fn signs_in(&self) {
        assert!(until(|| self.is_signed_in()).await, "{:?}", self.view());
    }
}
