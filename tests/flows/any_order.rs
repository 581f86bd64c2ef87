//! Whatever happens, in whatever order: no panic, no sign-in out of nothing, and always a way on.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, Stage, View};

use crate::world::{Fault, PLACE, Tab};

const WALKS: u64 = 150;
const STEPS: u32 = 30;

#[test]
fn a_person_can_always_sign_in_in_the_end() {
    for seed in 1..=WALKS {
        let mut walk = Walk::from(seed);
        (0..STEPS).for_each(|_| walk.step());

        walk.ends_well();
    }
}

/// One course of events, the same each time for the same seed.
struct Walk {
    seed: u64,
    random: u64,
    tab: Tab,
    /// What came back from the provider so far.
    responses: Vec<String>,
}

impl Walk {
    fn from(seed: u64) -> Self {
        let mut tab = Tab::opened();
        tab.records();
        Self { seed, random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15), tab, responses: Vec::new() }
    }

    fn step(&mut self) {
        match self.choose(14) {
            0 | 1 => self.tab.presses_sign_in(),
            2 | 3 if self.tab.is_leaving_for_the_provider() => self.comes_back(),
            4 => self.opens_an_old_response(),
            5 => self.tab.opens(PLACE),
            6 if self.tab.has_left() => self.tab.goes_back(),
            7 => self.tab.signs_out(),
            8 => {
                let time = Seconds([1, 70, 4000, 200_000][self.choose(4)]);
                self.tab.lets_pass(time);
            }
            9 => self.something_breaks(),
            10 => self.all_is_well_again(),
            11 => self.hears_an_old_answer(),
            12 => {
                let endpoint = self.an_endpoint();
                self.tab.hold(endpoint);
            }
            13 => {
                let event = [Event::Woke, Event::Restored, Event::Dismissed][self.choose(3)].clone();
                if !self.tab.has_left() {
                    self.tab.happens(event);
                }
            }
            _ => {}
        }
        self.stays_true();
    }

    /// Nobody is signed in whom the provider did not send back.
    fn stays_true(&self) {
        if let Some(identity) = self.tab.identity() {
            assert!(!self.responses.is_empty(), "seed {}", self.seed);
            assert!(identity.subject().starts_with("auth0|"), "seed {}", self.seed);
        }
        let is_signed_in = self.tab.is_signed_in();
        assert_eq!(self.tab.session().access_token().is_some(), is_signed_in, "seed {}", self.seed);
    }

    fn ends_well(&mut self) {
        let seed = self.seed;
        self.all_is_well_again();
        match self.tab.view() {
            View::SignedIn { .. } => return,
            View::Pending(Stage::Leaving) => self.tab.goes_back(),
            View::Pending(stage) => panic!("seed {seed}: stuck at {stage:?}"),
            View::SignedOut(_) | View::Failed { .. } => {}
        }
        self.tab.happens(Event::Dismissed);
        self.tab.signs_in_at(PLACE, "agathe");
        assert!(self.tab.is_signed_in(), "seed {seed}: {:?}", self.tab.view());
        assert_eq!(self.tab.address(), PLACE, "seed {seed}");
    }

    fn comes_back(&mut self) {
        let person = ["victor", "agathe"][self.choose(2)];
        let response = self.tab.is_sent_back_as(person);
        self.responses.push(response.clone());
        self.tab.opens(&response);
    }

    fn opens_an_old_response(&mut self) {
        if !self.responses.is_empty() {
            let which = self.choose(self.responses.len());
            let response = self.responses[which].clone();
            self.tab.opens(&response);
        }
    }

    fn something_breaks(&mut self) {
        let endpoint = self.an_endpoint();
        let fault = match self.choose(5) {
            0 => Fault::Down,
            1 => Fault::Slow,
            2 => Fault::Says(500, String::new()),
            3 => Fault::Says(200, "{}".to_owned()),
            _ => return self.tab.storage.is_blocked = true,
        };
        self.tab.network.breaks(endpoint, fault);
    }

    fn all_is_well_again(&mut self) {
        self.tab.all_is_well_again();
    }

    /// An answer that came before, once more.
    fn hears_an_old_answer(&mut self) {
        let answers: Vec<_> = self.tab.recorded().into_iter().filter(is_an_answer).collect();
        if !answers.is_empty() {
            let answer = answers[self.choose(answers.len())].clone();
            self.tab.happens(answer);
        }
    }

    fn an_endpoint(&mut self) -> EndpointRole {
        [EndpointRole::Metadata, EndpointRole::Keys, EndpointRole::Token, EndpointRole::UserInfo]
            [self.choose(4)]
    }

    /// xorshift64: good enough to wander, and the same everywhere.
    fn choose(&mut self, among: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % among as u64) as usize
    }
}

fn is_an_answer(event: &Event) -> bool {
    !matches!(
        event,
        Event::Started(_)
            | Event::SignInRequested { .. }
            | Event::SignOutRequested
            | Event::Woke
            | Event::Restored
            | Event::Dismissed
    )
}
