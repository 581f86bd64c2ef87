//! Carries out what an admission asks for.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::clock::now;
use super::directory::{AccountDirectory, chosen};
use super::driver::Driver;
use super::navigation;
use crate::configuration::features::ACCOUNTS;
use crate::session::{AccountView, Admission, AdmissionEffect, AdmissionEvent, Error, Ticket, View};

/// The account of whoever is signed in in this tab.
#[derive(Clone)]
pub struct Accounts(Rc<Inner>);

struct Inner {
    admission: RefCell<Admission>,
    directory: Box<dyn AccountDirectory>,
    driver: Driver,
    show: Box<dyn Fn(&Accounts)>,
}

impl Accounts {
    /// Begins with nobody; `show` is told of every change. `None` where the deployment keeps no accounts.
    pub fn start(driver: &Driver, show: impl Fn(&Self) + 'static) -> Option<Self> {
        if !ACCOUNTS {
            return None;
        }
        let accounts = Self(Rc::new(Inner {
            admission: RefCell::default(),
            directory: chosen(driver)?,
            driver: driver.clone(),
            show: Box::new(show),
        }));
        if accounts.0.directory.is_near() {
            let returned = accounts.clone();
            navigation::on_return(
                || {},
                move || {
                    // Another tab may have deleted it.
                    if let AccountView::Open(_) = returned.view() {
                        returned.tell(AdmissionEvent::LookedAgain);
                    }
                },
            );
        }
        Some(accounts)
    }

    /// The session has come to this.
    pub fn session_is(&self, view: &View) {
        self.tell(match view {
            View::SignedIn { identity, .. } => {
                let profile = identity.profile(self.0.driver.configuration());
                AdmissionEvent::Identified(profile.map(Box::new))
            }
            _ => AdmissionEvent::Left,
        });
    }

    pub fn view(&self) -> AccountView {
        self.0.admission.borrow().view()
    }

    /// What the admission says of itself.
    pub fn read<T>(&self, read: impl FnOnce(&Admission) -> T) -> T {
        read(&self.0.admission.borrow())
    }

    pub fn tell(&self, event: AdmissionEvent) {
        let effects = self.0.admission.borrow_mut().step(event, now());
        effects.into_iter().for_each(|effect| self.carry_out(effect));
        (self.0.show)(self);
    }

    fn carry_out(&self, effect: AdmissionEffect) {
        let directory = &self.0.directory;
        match effect {
            AdmissionEffect::Find(ticket, key) => {
                self.answer(ticket, directory.find(&key), AdmissionEvent::Found);
            }
            AdmissionEffect::Create(ticket, account) => {
                self.answer(ticket, directory.create(account), AdmissionEvent::Created);
            }
            AdmissionEffect::Update(ticket, account) => {
                self.answer(ticket, directory.update(account), AdmissionEvent::Updated);
            }
            AdmissionEffect::Delete(ticket, key) => {
                self.answer(ticket, directory.delete(&key), AdmissionEvent::Deleted);
            }
            AdmissionEffect::SignOut => self.0.driver.sign_out(),
        }
    }

    fn answer<T: 'static>(
        &self,
        ticket: Ticket,
        answering: impl Future<Output = Result<T, Error>> + 'static,
        answered: fn(Ticket, Result<T, Error>) -> AdmissionEvent,
    ) {
        let accounts = self.clone();
        spawn_local(async move {
            let answer = answering.await;
            accounts.tell(answered(ticket, answer));
        });
    }
}
