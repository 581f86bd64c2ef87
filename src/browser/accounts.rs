//! Carries out what an admission asks for.
//!
//! All of that is deferred: a sign-in needs it only when it is over, and what it takes is fetched while it is under way.

use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;

use super::clock::now;
use super::deferred::{Deferred, work};
use super::directory::{AccountDirectory, chosen, is_chosen};
use super::driver::Driver;
use super::navigation;
use super::rest::rest;
use crate::configuration::features::ACCOUNTS;
use crate::lifen::account::AccountError;
use crate::session::{
    AccountView, Admission, AdmissionEffect, AdmissionEvent, Error, Identity, Ticket, View,
};

/// The account of whoever is signed in in this tab.
#[derive(Clone)]
pub struct Accounts(Rc<Inner>);

struct Inner {
    rest: RefCell<Rest>,
    /// Who is signed in, as the session said last.
    identity: RefCell<Option<Arc<Identity>>>,
    admission: RefCell<Admission>,
    /// As soon as it was asked once.
    directory: OnceCell<Option<Box<dyn AccountDirectory>>>,
    driver: Driver,
    show: Box<dyn Fn(&Accounts)>,
}

/// Whether what admits somebody is here.
enum Rest {
    Unasked,
    UnderWay,
    Missing(Arc<Error>),
    Here,
}

impl Accounts {
    /// Begins with nobody; `show` is told of every change. `None` where the deployment keeps no accounts.
    pub fn start(driver: &Driver, show: impl Fn(&Self) + 'static) -> Option<Self> {
        if !ACCOUNTS || !is_chosen(driver) {
            return None;
        }
        Some(Self(Rc::new(Inner {
            rest: RefCell::new(Rest::Unasked),
            identity: RefCell::default(),
            admission: RefCell::default(),
            directory: OnceCell::new(),
            driver: driver.clone(),
            show: Box::new(show),
        })))
    }

    /// The session has come to this.
    pub fn session_is(&self, view: &View) {
        if !ACCOUNTS {
            return;
        }
        let identity = match view {
            View::SignedIn { identity, .. } => Some(Arc::clone(identity)),
            _ => None,
        };
        let is_signed_in = identity.is_some();
        *self.0.identity.borrow_mut() = identity;
        if self.is_here() {
            return self.told(None);
        }
        let is_coming = matches!(view, View::Pending(stage) if stage.leads_to_a_session());
        let is_missing = matches!(*self.0.rest.borrow(), Rest::Missing(_));
        if is_coming || is_signed_in && !is_missing {
            self.fetch();
        }
        (self.0.show)(self);
    }

    pub fn view(&self) -> AccountView {
        let is_signed_in = self.0.identity.borrow().is_some();
        match &*self.0.rest.borrow() {
            Rest::Here => self.0.admission.borrow().view(),
            _ if !is_signed_in => AccountView::Without,
            Rest::Missing(error) => AccountView::Failed(Arc::clone(error)),
            Rest::Unasked | Rest::UnderWay => AccountView::LookingUp,
        }
    }

    /// What the admission says of itself.
    pub fn read<T>(&self, read: impl FnOnce(&Admission) -> T) -> T {
        read(&self.0.admission.borrow())
    }

    pub fn tell(&self, event: AdmissionEvent) {
        if !ACCOUNTS {
            return;
        }
        if self.is_here() {
            self.told(Some(event));
        } else if let AdmissionEvent::LookedAgain = event {
            self.fetch();
            (self.0.show)(self);
        }
    }

    fn is_here(&self) -> bool {
        matches!(*self.0.rest.borrow(), Rest::Here)
    }

    /// `None` for what the session said last.
    fn told(&self, event: Option<AdmissionEvent>) {
        work(Told { accounts: self.clone(), event });
    }

    fn fetch(&self) {
        if let Rest::UnderWay = *self.0.rest.borrow() {
            return;
        }
        let Some(coming) = rest() else { return self.begin() };
        *self.0.rest.borrow_mut() = Rest::UnderWay;
        let accounts = self.clone();
        spawn_local(async move {
            if coming.await.is_ok() {
                return accounts.begin();
            }
            let error = Error::Account(AccountError::RestMissing);
            *accounts.0.rest.borrow_mut() = Rest::Missing(Arc::new(error));
            (accounts.0.show)(&accounts);
        });
    }

    fn begin(&self) {
        *self.0.rest.borrow_mut() = Rest::Here;
        self.told(None);
    }
}

struct Told {
    accounts: Accounts,
    event: Option<AdmissionEvent>,
}

impl Deferred for Told {
    fn work(self: Box<Self>) {
        let event = self.event.unwrap_or_else(|| self.accounts.identified());
        self.accounts.step(event);
    }
}

/// What only [`Told`] calls.
impl Accounts {
    fn identified(&self) -> AdmissionEvent {
        match &*self.0.identity.borrow() {
            Some(identity) => {
                let profile = identity.profile(self.0.driver.configuration());
                AdmissionEvent::Identified(profile.map(Box::new))
            }
            None => AdmissionEvent::Left,
        }
    }

    fn step(&self, event: AdmissionEvent) {
        let effects = self.0.admission.borrow_mut().step(event, now());
        effects.into_iter().for_each(|effect| self.carry_out(effect));
        (self.0.show)(self);
    }

    fn carry_out(&self, effect: AdmissionEffect) {
        let Some(directory) = self.0.directory.get_or_init(|| self.open()) else { return };
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

    fn open(&self) -> Option<Box<dyn AccountDirectory>> {
        let directory = chosen(&self.0.driver)?;
        if directory.is_near() {
            let returned = self.clone();
            navigation::on_return(
                || {},
                move || {
                    // Another tab may have deleted it.
                    if let AccountView::Open(_) = returned.view() {
                        returned.step(AdmissionEvent::LookedAgain);
                    }
                },
            );
        }
        Some(directory)
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
            accounts.step(answered(ticket, answer));
        });
    }
}
