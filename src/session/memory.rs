//! What one tab remembers over a redirect: its pending sign-ins, and which were taken.

use super::{PendingSignIn, Place, Recollection};
use crate::protocol::form::{self, Pairs};
use crate::protocol::secret::State;
use crate::protocol::text::parts;
use crate::protocol::time::Timestamp;

/// The pending sign-ins of one tab, oldest first, kept as one text so that each change is one write.
///
/// A sign-in that was taken leaves its state and place behind: a second arrival with the same response is then told
/// as what it is, and still knows where the person was going.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabMemory {
    pending: Vec<PendingSignIn>,
    taken: Vec<Taken>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    state: State,
    place: Place,
}

impl TabMemory {
    /// How many sign-ins may be pending in one tab, and how many taken ones are remembered.
    pub const LIMIT: usize = 5;

    /// Adds a pending sign-in; those that expired, and the oldest beyond the limit, make room.
    pub fn remember(&mut self, pending: PendingSignIn, now: Timestamp) {
        self.pending.retain(|known| !known.has_expired(now));
        self.pending.push(pending);
        keep_latest(&mut self.pending);
    }

    /// Takes the pending sign-in of this state out: it is single use, whatever happens next.
    pub fn claim(&mut self, state: Option<&State>) -> Recollection {
        let latest_place = self.pending.last().map(|pending| &pending.place);
        let latest_place = latest_place.or(self.taken.last().map(|taken| &taken.place)).cloned();
        let position = self.pending.iter().position(|pending| Some(&pending.state) == state);
        if let Some(position) = position {
            let pending = self.pending.remove(position);
            self.taken.push(Taken { state: pending.state.clone(), place: pending.place.clone() });
            keep_latest(&mut self.taken);
            return Recollection { pending: Some(Box::new(pending)), used: false, latest_place };
        }
        match self.taken.iter().find(|taken| Some(&taken.state) == state) {
            Some(taken) => {
                Recollection { pending: None, used: true, latest_place: Some(taken.place.clone()) }
            }
            None => Recollection { pending: None, used: false, latest_place },
        }
    }

    /// Whether a sign-in of this state began in this tab.
    pub fn knows(&self, state: &State) -> bool {
        self.pending.iter().any(|pending| pending.state == *state)
            || self.taken.iter().any(|taken| taken.state == *state)
    }

    /// The text it is stored as: a line each.
    pub fn to_text(&self) -> String {
        let taken = self
            .taken
            .iter()
            .map(|taken| form::write(&[("taken", taken.state.expose()), ("place", taken.place.as_str())]));
        let mut text = String::new();
        for line in taken.chain(self.pending.iter().map(PendingSignIn::to_text)) {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// Reads it back. A line that is not ours is passed over: a tampered store must not stop a new sign-in.
    pub fn from_text(text: &str) -> Self {
        let mut memory = Self::default();
        for line in parts(text, b'\n') {
            if let Some(taken) = Taken::from_line(line) {
                memory.taken.push(taken);
            } else if let Some(pending) = PendingSignIn::from_text(line) {
                memory.pending.push(pending);
            }
        }
        memory
    }
}

impl Taken {
    fn from_line(line: &str) -> Option<Self> {
        let pairs = Pairs::read(line);
        let (state, place) = (pairs.value("taken")?, pairs.value("place")?);
        Some(Self { state: State::new(state), place: Place::parse(place)? })
    }
}

fn keep_latest<T>(list: &mut Vec<T>) {
    while list.len() > TabMemory::LIMIT {
        list.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::time::Seconds;
    use crate::session::pending::tests::pending;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn sign_in(state: &str) -> PendingSignIn {
        PendingSignIn { state: State::new(state), place: Place::of(&format!("/{state}")), ..pending() }
    }

    fn memory_of(states: &[&str]) -> TabMemory {
        let mut memory = TabMemory::default();
        states.iter().for_each(|state| memory.remember(sign_in(state), NOW));
        memory
    }

    #[test]
    fn gives_a_pending_sign_in_out_once_and_knows_it_again() {
        let mut memory = memory_of(&["a", "b"]);

        let first = memory.claim(Some(&State::new("a")));
        let mut memory = TabMemory::from_text(&memory.to_text());
        let second = memory.claim(Some(&State::new("a")));

        assert_eq!(first.pending, Some(Box::new(sign_in("a"))));
        assert!(["a", "b"].iter().all(|state| memory.knows(&State::new(*state))));
        assert!(!memory.knows(&State::new("c")));
        assert!(second.pending.is_none() && second.used);
        assert_eq!(second.latest_place, Some(Place::of("/a")));
    }

    #[test]
    fn tells_the_latest_place_for_a_state_it_does_not_know() {
        let recollection = memory_of(&["a", "b"]).claim(Some(&State::new("c")));

        assert!(recollection.pending.is_none() && !recollection.used);
        assert_eq!(recollection.latest_place, Some(Place::of("/b")));
        assert_eq!(memory_of(&["a"]).claim(None).latest_place, Some(Place::of("/a")));
    }

    #[test]
    fn keeps_the_latest_five_and_drops_what_expired() {
        let mut memory = memory_of(&["a", "b", "c", "d", "e", "f"]);

        assert!(memory.claim(Some(&State::new("a"))).pending.is_none());
        assert!(memory.claim(Some(&State::new("b"))).pending.is_some());
        memory.remember(sign_in("late"), NOW + Seconds(3601));
        assert!(memory.claim(Some(&State::new("f"))).pending.is_none());
    }

    #[test]
    fn passes_over_lines_that_are_not_its_own() {
        let text = format!("rubbish\n{}\ntaken=x", memory_of(&["a"]).to_text());

        assert_eq!(TabMemory::from_text(&text), memory_of(&["a"]));
    }
}
