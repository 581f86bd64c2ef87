//! Whether whoever is signed in has an account here, and how they come by one.
//!
//! ```text
//! Nobody ── signed in ──► LookingUp ── found ──► Open (what the provider says anew is followed) ── deleted ──► signed out
//!    ▲                     │   │  ▲                ▲
//!    │ signed out            │   │  └── there is one by now ──┐
//!    └── any of them          │   └─ none ──► SigningUp ── submitted ──► created
//!                             └─ error ──► Failed ── look again, or go on without
//! ```
//!
//! Like the session it is one value, which never awaits: its effects ask an account directory, and their answers come back
//! as events. One that answers an older question is dropped.

use std::sync::Arc;

use super::event::Tickets;
use super::{Error, Ticket};
use crate::lifen::account::{Account, AccountError, AccountKey, Field, Profile, SignUpForm};
use crate::protocol::time::Timestamp;

/// The account of whoever is signed in, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    state: State,
    tickets: Tickets,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Nobody,
    /// The directory is being asked.
    LookingUp {
        ticket: Ticket,
        profile: Profile,
    },
    SigningUp(Box<SigningUp>),
    Open(Box<Open>),
    /// `None` where it is not known whose account it is.
    Failed {
        error: Arc<Error>,
        profile: Option<Profile>,
    },
    /// The person goes on without an account, since this browser keeps none.
    Without {
        profile: Profile,
    },
}

#[derive(Clone, Debug)]
struct SigningUp {
    form: SignUpForm,
    /// The account that is being created.
    asked: Option<(Ticket, Arc<Account>)>,
    /// The button was pressed: what is wrong is told.
    is_checked: bool,
    trouble: Option<Arc<Error>>,
}

#[derive(Clone, Debug)]
struct Open {
    account: Arc<Account>,
    profile: Profile,
    /// Looked for again, in case another tab deleted it.
    looked_for: Option<Ticket>,
    updating: Option<Ticket>,
    deleting: Option<Ticket>,
    trouble: Option<Arc<Error>>,
}

/// One thing that happened. What was typed is the person's, and in no log.
pub enum AdmissionEvent {
    /// Somebody is signed in, or the provider said more of them; `None` where that does not say whose account is theirs.
    Identified(Option<Box<Profile>>),
    /// Nobody is signed in any more.
    Left,
    Found(Ticket, Result<Option<Box<Account>>, Error>),
    Typed(Field, String),
    Submitted,
    Created(Ticket, Result<Creation, Error>),
    Updated(Ticket, Result<Change, Error>),
    /// The person asks for another try, or comes back to this tab.
    LookedAgain,
    WentOnWithout,
    DeletionConfirmed,
    Deleted(Ticket, Result<(), Error>),
}

/// What became of an account that was to be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    Created,
    /// Another tab, or another device, was faster.
    Exists,
}

/// What became of one that was to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Changed,
    /// It was deleted meanwhile.
    Absent,
}

/// One thing to ask of the account directory, or of the session. Whatever carries a ticket is answered by an event.
#[derive(Clone, Debug)]
pub enum AdmissionEffect {
    Find(Ticket, AccountKey),
    Create(Ticket, Arc<Account>),
    Update(Ticket, Arc<Account>),
    Delete(Ticket, AccountKey),
    /// The account is gone, and so is whoever it was of.
    SignOut,
}

/// An admission as a page sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountView {
    /// Nobody is signed in, or they go on without an account.
    Without,
    LookingUp,
    SigningUp,
    Open(Arc<Account>),
    Failed(Arc<Error>),
}

impl AccountView {
    /// Whether this is what is shown already.
    pub fn is(&self, shown: &Self) -> bool {
        match (self, shown) {
            (Self::Without, Self::Without)
            | (Self::LookingUp, Self::LookingUp)
            | (Self::SigningUp, Self::SigningUp) => true,
            (Self::Open(account), Self::Open(known)) => Arc::ptr_eq(account, known),
            (Self::Failed(error), Self::Failed(known)) => Arc::ptr_eq(error, known),
            _ => false,
        }
    }
}

/// The sign-up page's form, and what is to be told beside it.
#[derive(Clone, Debug)]
pub struct SignUpView<'a> {
    pub form: &'a SignUpForm,
    pub is_under_way: bool,
    pub is_checked: bool,
}

impl Admission {
    /// What follows from this event.
    pub fn step(&mut self, event: AdmissionEvent, now: Timestamp) -> Vec<AdmissionEffect> {
        let mut effects = Vec::new();
        self.state = match (std::mem::take(&mut self.state), event) {
            (_, AdmissionEvent::Left) => State::Nobody,
            (state, AdmissionEvent::Identified(None)) => match state {
                State::Nobody => {
                    let error = Arc::new(Error::Account(AccountError::UserIdMissing));
                    State::Failed { error, profile: None }
                }
                known => known,
            },
            (state, AdmissionEvent::Identified(Some(profile))) => {
                self.identified(state, *profile, now, &mut effects)
            }
            (State::LookingUp { ticket, profile }, AdmissionEvent::Found(asked, found))
                if asked == ticket =>
            {
                match found {
                    Ok(Some(account)) => self.open(Arc::from(account), profile, now, &mut effects),
                    Ok(None) => sign_up(SignUpForm::of(profile)),
                    Err(error) => State::Failed { error: Arc::new(error), profile: Some(profile) },
                }
            }
            (State::Failed { profile: Some(profile), .. }, AdmissionEvent::LookedAgain) => {
                self.look_up(profile, &mut effects)
            }
            (State::Failed { error, profile: Some(profile) }, AdmissionEvent::WentOnWithout)
                if may_go_on_without(&error) =>
            {
                State::Without { profile }
            }
            (State::SigningUp(signing_up), event) => self.sign_up_step(signing_up, event, now, &mut effects),
            (State::Open(open), event) => self.open_step(open, event, now, &mut effects),
            (state, _) => state,
        };
        effects
    }

    pub fn view(&self) -> AccountView {
        match &self.state {
            State::Nobody | State::Without { .. } => AccountView::Without,
            State::LookingUp { .. } => AccountView::LookingUp,
            State::SigningUp(_) => AccountView::SigningUp,
            State::Open(open) => AccountView::Open(Arc::clone(&open.account)),
            State::Failed { error, .. } => AccountView::Failed(Arc::clone(error)),
        }
    }

    /// The form of whoever is signing up.
    pub fn sign_up(&self) -> Option<SignUpView<'_>> {
        match &self.state {
            State::SigningUp(signing_up) => Some(SignUpView {
                form: &signing_up.form,
                is_under_way: signing_up.asked.is_some(),
                is_checked: signing_up.is_checked,
            }),
            _ => None,
        }
    }

    /// What the latest wish of the person led to, where it led nowhere: the page stays, and says so.
    pub fn trouble(&self) -> Option<&Arc<Error>> {
        match &self.state {
            State::SigningUp(signing_up) => signing_up.trouble.as_ref(),
            State::Open(open) => open.trouble.as_ref(),
            _ => None,
        }
    }

    fn identified(
        &mut self,
        state: State,
        profile: Profile,
        now: Timestamp,
        effects: &mut Vec<AdmissionEffect>,
    ) -> State {
        let is_same = |known: &Profile| known.key == profile.key;
        match state {
            State::LookingUp { ticket, profile: known } if is_same(&known) => {
                State::LookingUp { ticket, profile }
            }
            State::SigningUp(mut signing_up) if is_same(signing_up.form.profile()) => {
                signing_up.form.refresh(profile);
                State::SigningUp(signing_up)
            }
            State::Open(mut open) if is_same(&open.profile) => {
                open.profile = profile;
                self.follow(&mut open, now, effects);
                State::Open(open)
            }
            State::Without { profile: known } if is_same(&known) => State::Without { profile },
            State::Failed { error, profile: Some(known) } if is_same(&known) => {
                State::Failed { error, profile: Some(profile) }
            }
            _ => self.look_up(profile, effects),
        }
    }

    fn look_up(&mut self, profile: Profile, effects: &mut Vec<AdmissionEffect>) -> State {
        let ticket = self.tickets.next();
        effects.push(AdmissionEffect::Find(ticket, profile.key.clone()));
        State::LookingUp { ticket, profile }
    }

    fn open(
        &mut self,
        account: Arc<Account>,
        profile: Profile,
        now: Timestamp,
        effects: &mut Vec<AdmissionEffect>,
    ) -> State {
        let mut open = Box::new(Open {
            account,
            profile,
            looked_for: None,
            updating: None,
            deleting: None,
            trouble: None,
        });
        self.follow(&mut open, now, effects);
        State::Open(open)
    }

    /// Keeps what the provider says anew.
    fn follow(&mut self, open: &mut Open, now: Timestamp, effects: &mut Vec<AdmissionEffect>) {
        if open.deleting.is_none()
            && let Some(account) = open.account.following(&open.profile, now)
        {
            let ticket = self.tickets.next();
            open.account = Arc::new(account);
            open.updating = Some(ticket);
            effects.push(AdmissionEffect::Update(ticket, Arc::clone(&open.account)));
        }
    }

    fn sign_up_step(
        &mut self,
        mut signing_up: Box<SigningUp>,
        event: AdmissionEvent,
        now: Timestamp,
        effects: &mut Vec<AdmissionEffect>,
    ) -> State {
        match event {
            // What is on its way is what the person saw when they pressed the button.
            AdmissionEvent::Typed(field, text) if signing_up.asked.is_none() => {
                signing_up.form.type_in(field, text);
            }
            AdmissionEvent::Submitted if signing_up.asked.is_none() => {
                signing_up.is_checked = true;
                if let Some(account) = signing_up.form.account(now) {
                    let (ticket, account) = (self.tickets.next(), Arc::new(account));
                    signing_up.asked = Some((ticket, Arc::clone(&account)));
                    signing_up.trouble = None;
                    effects.push(AdmissionEffect::Create(ticket, account));
                }
            }
            AdmissionEvent::Created(ticket, created) => {
                let Some((_, account)) = signing_up.asked.take_if(|(asked, _)| *asked == ticket) else {
                    return State::SigningUp(signing_up);
                };
                let profile = signing_up.form.profile();
                match created {
                    Ok(Creation::Created) => return self.open(account, profile.clone(), now, effects),
                    Ok(Creation::Exists) => return self.look_up(profile.clone(), effects),
                    Err(error) => signing_up.trouble = Some(Arc::new(error)),
                }
            }
            // Whoever cannot be given an account by this browser is not kept from the page.
            AdmissionEvent::WentOnWithout
                if signing_up.trouble.as_ref().is_some_and(|error| may_go_on_without(error)) =>
            {
                return State::Without { profile: signing_up.form.profile().clone() };
            }
            _ => {}
        }
        State::SigningUp(signing_up)
    }

    fn open_step(
        &mut self,
        mut open: Box<Open>,
        event: AdmissionEvent,
        now: Timestamp,
        effects: &mut Vec<AdmissionEffect>,
    ) -> State {
        match event {
            AdmissionEvent::LookedAgain if open.deleting.is_none() && open.updating.is_none() => {
                let ticket = self.tickets.next();
                open.looked_for = Some(ticket);
                effects.push(AdmissionEffect::Find(ticket, open.account.key.clone()));
            }
            AdmissionEvent::Found(ticket, found) if open.looked_for == Some(ticket) => match found {
                Ok(Some(account)) if *account == *open.account => {}
                Ok(Some(account)) => {
                    open.account = Arc::from(account);
                    self.follow(&mut open, now, effects);
                }
                Ok(None) => return sign_up(SignUpForm::of(open.profile)),
                // Nobody asked to be told.
                Err(_) => {}
            },
            AdmissionEvent::Updated(ticket, changed) if open.updating == Some(ticket) => {
                open.updating = None;
                match changed {
                    Ok(Change::Changed) => {}
                    Ok(Change::Absent) => return self.look_up(open.profile, effects),
                    // The next sign-in brings the same news.
                    Err(error) => open.trouble = Some(Arc::new(error)),
                }
            }
            AdmissionEvent::DeletionConfirmed if open.deleting.is_none() => {
                let ticket = self.tickets.next();
                open.deleting = Some(ticket);
                open.trouble = None;
                effects.push(AdmissionEffect::Delete(ticket, open.account.key.clone()));
            }
            AdmissionEvent::Deleted(ticket, deleted) if open.deleting == Some(ticket) => match deleted {
                Ok(()) => {
                    effects.push(AdmissionEffect::SignOut);
                    return State::Nobody;
                }
                Err(error) => {
                    open.deleting = None;
                    open.trouble = Some(Arc::new(error));
                }
            },
            _ => {}
        }
        State::Open(open)
    }
}

fn sign_up(form: SignUpForm) -> State {
    State::SigningUp(Box::new(SigningUp { form, asked: None, is_checked: false, trouble: None }))
}

/// Where it is the browser that keeps no account, the person is not kept from their work.
fn may_go_on_without(error: &Error) -> bool {
    matches!(error, Error::Account(error) if error.is_of_this_browser())
}

#[cfg(test)]
mod tests;
