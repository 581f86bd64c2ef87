//! What becomes of a state when something happens: the session steps, the browser carries out its effects, and what
//! must always hold is looked at from the outside.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lifen_connect::configuration::{Configuration, Verification};
use lifen_connect::protocol::authorization::AuthorizationResponse;
use lifen_connect::protocol::jose::SignatureCheck;
use lifen_connect::protocol::secret::State;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::session::{Arrival, Event, Message, Place, Session, SignedOutReason, TabMemory, Ticket};

use crate::deployment;
use crate::invariants::{self, Violation};
use crate::material::{LAST, Material, entropy, secret_text};
use crate::moves::Move;
use crate::node::{About, Node, Page, Question, Text};
use crate::signature;

/// Where the person is going.
pub const PLACE: &str = "/ward/session?from=link#trust";

/// The app's home.
pub const HOME: &str = "/ward/";

/// How often a page of the tab left unasked just before the walk: once more is not too often, and twice is.
const RESUMED_BEFORE: usize = TabMemory::OFTEN.0 - 1;

/// The world that does not change: a deployment, its provider's answers, and how honest the browser is.
pub struct World {
    pub configuration: Arc<Configuration>,
    pub material: &'static Material,
    /// How many sign-ins a walk begins, whether somebody presses the button or a page is reloaded: the browser has no
    /// entropy for more.
    pub sign_ins: u8,
    /// Whether the page has a button that signs in in a window of its own.
    pub opens_windows: bool,
    /// A ticket that no session of the walk gets to.
    pub foreign_ticket: Ticket,
    /// A browser that finds every signature valid.
    pub lies_about_signatures: bool,
    /// A storage that gives out what it should have removed.
    pub forgets_to_remove: bool,
    /// A storage that keeps what a sign-out and an expiry should take away.
    pub forgets_to_forget: bool,
    /// A storage that does not count how often a page set out to leave unasked.
    pub forgets_to_count: bool,
    truths: Mutex<HashMap<(String, Vec<u8>), bool>>,
    /// The fingerprints from which the way on was gone before.
    leading_on: Mutex<HashSet<u64>>,
}

impl World {
    pub fn of_signatures(sign_ins: u8) -> Self {
        Self::of(deployment::of_signatures(), sign_ins)
    }

    pub fn of_tls(sign_ins: u8) -> Self {
        Self::of(deployment::of_tls(), sign_ins)
    }

    /// The same where the page opens windows too.
    pub fn with_windows(self) -> Self {
        Self { opens_windows: true, ..self }
    }

    fn of(configuration: Arc<Configuration>, sign_ins: u8) -> Self {
        Self {
            configuration,
            material: Material::made_once(),
            sign_ins,
            opens_windows: false,
            foreign_ticket: deployment::foreign_ticket(),
            lies_about_signatures: false,
            forgets_to_remove: false,
            forgets_to_forget: false,
            forgets_to_count: false,
            truths: Mutex::default(),
            leading_on: Mutex::default(),
        }
    }

    pub fn trusts_tls(&self) -> bool {
        self.configuration.verification != Verification::Signature
    }

    pub fn start(&self) -> Node {
        let mut start = Node::new(Session::new(Arc::clone(&self.configuration)));
        let now = start.now();
        for _ in 0..RESUMED_BEFORE {
            start.changes_memory(|memory| memory.leaves_unasked(now));
        }
        start
    }

    /// The state after this move.
    ///
    /// # Errors
    ///
    /// What should always hold and does not.
    pub fn after(&self, node: &Node, happens: Move) -> Result<Node, Violation> {
        let mut next = node.clone();
        let event = match happens {
            Move::Answered(place, reply) => {
                let question = next.questions.remove(place);
                let event = self.answer(&mut next, &question, reply)?;
                next.answered.push(question.clone());
                return self.tell(node, next, event, Some(&question));
            }
            Move::SignInPressed | Move::SignInPressedForTheLastTime => {
                next.begun = if happens == Move::SignInPressed { next.begun + 1 } else { LAST };
                Event::SignInRequested { entropy: Some(entropy(next.begun)), place: Place::of(PLACE) }
            }
            Move::SignInPressedWithoutEntropy => {
                Event::SignInRequested { entropy: None, place: Place::of(PLACE) }
            }
            Move::SignInInWindowPressed => {
                next.begun += 1;
                let place = Place::of(PLACE);
                Event::SignInInPopupRequested { entropy: Some(entropy(next.begun)), place }
            }
            Move::SignInAbandoned => Event::SignInAbandoned,
            Move::SignOutPressed => Event::SignOutRequested,
            Move::Dismissed => Event::Dismissed,
            Move::Woke => Event::Woke,
            Move::ASecondPasses => {
                let now = next.now() + Seconds(1);
                return self.tell_at(now, node, next, Event::Woke, None);
            }
            Move::ResponseOffered(response) => {
                // What is taken here is recalled from the page's own memory.
                if node.text.kind == "Waiting" && response.is_for(node.window) {
                    next.page.recalled = node.window;
                }
                let response = AuthorizationResponse::parse(&response.query()).expect("a response");
                heard(Message::Response(Box::new(response)))
            }
            Move::ResponseTaken(sign_in) => heard(Message::Taken(State::new(secret_text(b's', sign_in)))),
            Move::Returned => Event::Returned,
            Move::Restored => {
                next.leaving = None;
                Event::Restored
            }
            Move::Begun => Event::Started(Arrival::Visit(SignedOutReason::NotYet)),
            Move::TwoHoursPass => {
                next.pauses += 1;
                return Ok(next);
            }
            Move::Reloaded => {
                self.unload(&mut next)?;
                let arrival = self.arrival(&mut next)?;
                let start = next.clone();
                return self.tell(&start, next, Event::Started(arrival), None);
            }
            Move::Opened(response) => {
                self.unload(&mut next)?;
                next.page.response = Some(response);
                let start = next.clone();
                let arrival = AuthorizationResponse::parse(&response.query()).expect("a response");
                return self.tell(&start, next, Event::Started(Arrival::Response(arrival)), None);
            }
        };
        self.tell(node, next, event, None)
    }

    /// What is asked for a page is lost with it, but the storage was read the moment it was asked for.
    fn unload(&self, node: &mut Node) -> Result<(), Violation> {
        for question in std::mem::take(&mut node.questions) {
            if let About::Recalling(state) = &question.about {
                self.claim(node, state.as_ref())?;
            }
        }
        node.answered.clear();
        node.leaving = None;
        node.window = None;
        node.page = Page::default();
        node.session = Session::new(Arc::clone(&self.configuration));
        node.text = Arc::new(Text::of(&node.session));
        Ok(())
    }

    fn tell(
        &self,
        before: &Node,
        next: Node,
        event: Event,
        answered: Option<&Question>,
    ) -> Result<Node, Violation> {
        let now = next.now();
        self.tell_at(now, before, next, event, answered)
    }

    fn tell_at(
        &self,
        now: Timestamp,
        before: &Node,
        mut next: Node,
        event: Event,
        answered: Option<&Question>,
    ) -> Result<Node, Violation> {
        let (session, told) = (next.session.clone(), event.clone());
        let (session, effects) = catch_unwind(AssertUnwindSafe(|| session.step(told, now)))
            .map_err(|_| Violation::new("a panic", &next))?;
        next.session = session;
        next.text = Arc::new(Text::of(&next.session));
        invariants::allowed(before, &effects)?;
        for effect in effects {
            self.carry_out(&mut next, effect)?;
        }
        let asked = next.asks_what_is_shared.take();
        if before.is_signed_in() != next.is_signed_in() {
            next.is_present = next.is_signed_in();
        }
        invariants::hold(self, before, &next, &event, answered)?;
        if matches!(next.text.kind, "SignedOut" | "Failed") {
            // Nothing is left of what the page learnt but the provider, which the text tells.
            let Page { latest_ticket, .. } = next.page;
            next.page = Page { latest_ticket, ..Page::default() };
        }
        if !matches!(next.text.kind, "Recalling" | "Offering") {
            next.page.response = None;
        }
        if !matches!(next.text.kind, "Leaving" | "Resuming" | "SigningOut") {
            // The browser did not leave, and the page has its button back.
            next.leaving = None;
        }
        let answer = match (next.asks_to_resume.take(), asked) {
            (Some(ticket), _) => Event::ResumptionOffered(ticket, Box::new(self.offer(&mut next)?)),
            (None, Some(ticket)) => Event::SharedRecalled(ticket, Box::new(next.shared.clone())),
            (None, None) => return Ok(next),
        };
        let before = next.clone();
        self.tell(&before, next, answer, None)
    }

    pub fn leads_on(&self, fingerprints: Vec<u64>) {
        locked(&self.leading_on).extend(fingerprints);
    }

    pub fn is_known_to_lead_on(&self, fingerprint: u64) -> bool {
        locked(&self.leading_on).contains(&fingerprint)
    }

    /// Whether the signature is the key's, worked out once for each.
    pub fn truth_about(&self, check: &SignatureCheck) -> bool {
        let signed = [check.signing_input(), check.signature()].concat();
        let key = (check.key().member("n").unwrap_or_default().to_owned(), signed);
        *locked(&self.truths).entry(key).or_insert_with(|| signature::verify(check))
    }
}

fn heard(message: Message) -> Event {
    Event::Heard { message, place: Place::of(PLACE) }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
