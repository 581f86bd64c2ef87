//! What one tab remembers over a redirect: its pending sign-ins, and which were taken.

use super::{Generation, PendingSignIn, Place, Presence, Recollection, SharedMemory};
use crate::configuration::features::LONG_SESSIONS;
use crate::protocol::form::{self, Pairs};
use crate::protocol::secret::State;
use crate::protocol::text::{decimal, parts, to_decimal};
use crate::protocol::time::{Seconds, Timestamp};

/// The pending sign-ins of one tab, oldest first, kept as one text so that each change is one write.
///
/// A sign-in that was taken leaves its state and place behind: a second arrival with the same response is then told
/// as what it is, and still knows where the person was going.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabMemory {
    pending: Vec<PendingSignIn>,
    taken: Vec<Taken>,
    presence: Option<Presence>,
    /// When this tab last left for the provider without anybody asking.
    resumed: Vec<Timestamp>,
}

/// What a page that was reloaded may do about the session that was here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Resumption {
    /// Nobody was signed in.
    #[default]
    Nothing,
    Resume(Presence),
    /// It was resumed so often of late that something sends the page in circles.
    TooOften,
}

impl Resumption {
    /// Nothing is resumed of what was ended in another tab, or where nobody was for too long.
    pub fn admitted_by(self, shared: &SharedMemory, idle_lock: Option<Seconds>, now: Timestamp) -> Self {
        if !LONG_SESSIONS {
            return self;
        }
        match self {
            Self::Resume(presence) if !shared.admits(presence.since) || shared.is_locked(idle_lock, now) => {
                Self::Nothing
            }
            admitted => admitted,
        }
    }
}

impl Recollection {
    /// A duplicate of a tab has a copy of its pending sign-ins: what another tab took is not given out again, and what
    /// was ended there is not resumed.
    pub fn admitted_by(
        mut self,
        shared: &mut SharedMemory,
        idle_lock: Option<Seconds>,
        now: Timestamp,
    ) -> Self {
        if !LONG_SESSIONS {
            return self;
        }
        let is_taken =
            |pending: &mut Box<PendingSignIn>| !shared.take(&Generation::of_sign_in(&pending.state));
        if let Some(pending) = self.pending.take_if(is_taken) {
            (self.used, self.latest_place) = (true, Some(pending.place));
        }
        self.resumption = self.resumption.admitted_by(shared, idle_lock, now);
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    state: State,
    place: Place,
}

impl TabMemory {
    /// More automatic redirects than this within this time are a loop.
    pub const OFTEN: (usize, Seconds) = (3, Seconds(60));

    /// How many sign-ins may be pending in one tab, and how many taken ones are remembered.
    pub const LIMIT: usize = 5;

    /// Adds a pending sign-in; those that expired, and the oldest beyond the limit, make room.
    pub fn remember(&mut self, pending: PendingSignIn, now: Timestamp) {
        self.pending.retain(|known| !known.has_expired(now));
        if pending.resumes.is_some() && !pending.is_asked_for() {
            self.resumed.push(now);
        }
        self.pending.push(pending);
        keep_latest(&mut self.pending);
    }

    /// Takes the pending sign-in of this state out: it is single use, whatever happens next. Where there is none, the
    /// session that was here can be resumed instead.
    pub fn claim(&mut self, state: Option<&State>, now: Timestamp) -> Recollection {
        let position = self.pending.iter().position(|pending| Some(&pending.state) == state);
        if let Some(position) = position {
            let pending = self.pending.remove(position);
            self.taken.push(Taken { state: pending.state.clone(), place: pending.place.clone() });
            keep_latest(&mut self.taken);
            return Recollection { pending: Some(Box::new(pending)), ..Recollection::default() };
        }
        let used = self.taken.iter().find(|taken| Some(&taken.state) == state);
        let latest = self.pending.last().map(|pending| &pending.place);
        let latest = latest.or(self.taken.last().map(|taken| &taken.place));
        Recollection {
            used: used.is_some(),
            latest_place: used.map(|taken| &taken.place).or(latest).cloned(),
            resumption: self.resume(now),
            ..Recollection::default()
        }
    }

    /// Remembers who is signed in, until the session ends or the page is reloaded.
    pub fn note(&mut self, presence: Presence) {
        self.presence = Some(presence);
    }

    /// Takes the presence out, for one attempt to resume: an attempt that fails is not made again, and those that lead
    /// to the provider are counted.
    pub fn resume(&mut self, now: Timestamp) -> Resumption {
        match self.presence.take() {
            None => Resumption::Nothing,
            Some(presence) if self.may_leave_unasked(now) => Resumption::Resume(presence),
            Some(_) => Resumption::TooOften,
        }
    }

    /// Counts a departure that nobody pressed a button for; `false` where one more would be a loop.
    pub fn leaves_unasked(&mut self, now: Timestamp) -> bool {
        let may_leave = self.may_leave_unasked(now);
        if may_leave {
            self.resumed.push(now);
        }
        may_leave
    }

    fn may_leave_unasked(&mut self, now: Timestamp) -> bool {
        // A time to come is of a clock that was wrong.
        self.resumed.retain(|before| *before <= now && now < *before + Self::OFTEN.1);
        self.resumed.len() < Self::OFTEN.0
    }

    /// Forgets who was signed in and what they were about to do. How often it was resumed is no secret, and stays.
    pub fn forget(&mut self) {
        *self = Self { resumed: std::mem::take(&mut self.resumed), ..Self::default() };
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
            .map(|taken| form::write(&[("taken", taken.state.expose()), ("place", taken.place.to_text())]));
        let presence = self.presence.as_ref().map(|presence| {
            let [salt, person, since] = presence.to_texts();
            let mut line = form::write(&[("present", &person), ("salt", &salt), ("since", &since)]);
            presence.scope.iter().for_each(|scope| form::append(&mut line, &[("scope", scope)]));
            line
        });
        let resumed =
            self.resumed.iter().map(|at| form::write(&[("resumed", &to_decimal(at.milliseconds()))]));
        let mut text = String::new();
        for line in
            taken.chain(presence).chain(resumed).chain(self.pending.iter().map(PendingSignIn::to_text))
        {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// Reads it back. A line that is not ours is passed over: a tampered store must not stop a new sign-in.
    pub fn from_text(text: &str) -> Self {
        let mut memory = Self::default();
        for line in parts(text, b'\n') {
            let pairs = Pairs::read(line);
            if let Some(taken) = Taken::from_pairs(&pairs) {
                memory.taken.push(taken);
            } else if let Some(presence) =
                Presence::from_texts(["salt", "present", "since"].map(|name| pairs.value(name)))
            {
                memory.presence = Some(presence.allowing(pairs.value("scope").map(str::to_owned)));
            } else if let Some(at) = pairs.value("resumed").and_then(|text| decimal(text, i64::MAX)) {
                memory.resumed.push(Timestamp::from_milliseconds(at));
            } else if let Some(pending) = PendingSignIn::from_text(line) {
                memory.pending.push(pending);
            }
        }
        memory
    }
}

impl Taken {
    fn from_pairs(pairs: &Pairs) -> Option<Self> {
        let (state, place) = (pairs.value("taken")?, pairs.value("place")?);
        Some(Self { state: State::new(state), place: Place::from_text(place)? })
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
    use crate::protocol::secret::Nonce;
    use crate::session::pending::tests::pending;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn place(state: &str) -> Place {
        Place::of(&format!("/{state}")).noted("page 2")
    }

    fn sign_in(state: &str) -> PendingSignIn {
        PendingSignIn { state: State::new(state), place: place(state), resumes: None, ..pending() }
    }

    fn memory_of(states: &[&str]) -> TabMemory {
        let mut memory = TabMemory::default();
        states.iter().for_each(|state| memory.remember(sign_in(state), NOW));
        memory
    }

    #[test]
    fn gives_a_pending_sign_in_out_once_and_knows_it_again() {
        let mut memory = memory_of(&["a", "b"]);

        let first = memory.claim(Some(&State::new("a")), NOW);
        let mut memory = TabMemory::from_text(&memory.to_text());
        let second = memory.claim(Some(&State::new("a")), NOW);

        assert_eq!(first.pending, Some(Box::new(sign_in("a"))));
        assert!(["a", "b"].iter().all(|state| memory.knows(&State::new(*state))));
        assert!(!memory.knows(&State::new("c")));
        assert!(second.pending.is_none() && second.used);
        assert_eq!(second.resumption, Resumption::Nothing);
        assert_eq!(second.latest_place, Some(place("a")));
    }

    #[test]
    fn tells_the_latest_place_for_a_state_it_does_not_know() {
        let recollection = memory_of(&["a", "b"]).claim(Some(&State::new("c")), NOW);

        assert!(recollection.pending.is_none() && !recollection.used);
        assert_eq!(recollection.latest_place, Some(place("b")));
        assert_eq!(memory_of(&["a"]).claim(None, NOW).latest_place, Some(place("a")));
    }

    #[test]
    fn keeps_the_latest_five_and_drops_what_expired() {
        let mut memory = memory_of(&["a", "b", "c", "d", "e", "f"]);

        assert!(memory.claim(Some(&State::new("a")), NOW).pending.is_none());
        assert!(memory.claim(Some(&State::new("b")), NOW).pending.is_some());
        memory.remember(sign_in("late"), NOW + Seconds(3601));
        assert!(memory.claim(Some(&State::new("f")), NOW).pending.is_none());
    }

    fn presence() -> Presence {
        Presence::of(&Nonce::new("n"), "auth0|1", NOW)
    }

    #[test]
    fn resumes_once_for_each_time_somebody_was_signed_in() {
        let mut memory = memory_of(&["a"]);
        assert_eq!(memory.resume(NOW), Resumption::Nothing);

        memory.note(presence());
        let mut memory = TabMemory::from_text(&memory.to_text());

        assert_eq!(memory.resume(NOW), Resumption::Resume(presence()));
        assert_eq!(memory.resume(NOW), Resumption::Nothing);
    }

    #[test]
    fn resumes_where_a_response_leads_nowhere_and_not_where_it_is_awaited() {
        let mut memory = memory_of(&["a"]);
        memory.note(presence());

        assert_eq!(memory.claim(Some(&State::new("a")), NOW).resumption, Resumption::Nothing);
        assert_eq!(memory.claim(Some(&State::new("a")), NOW).resumption, Resumption::Resume(presence()));
        assert_eq!(memory.claim(Some(&State::new("a")), NOW).resumption, Resumption::Nothing);
    }

    #[test]
    fn finds_a_loop_in_the_fourth_resumption_within_a_minute() {
        let mut memory = TabMemory::default();
        let mut resume = |seconds| {
            memory.note(presence());
            memory = TabMemory::from_text(&memory.to_text());
            let resumption = memory.resume(NOW + Seconds(seconds));
            if resumption != Resumption::TooOften {
                memory.remember(pending(), NOW + Seconds(seconds));
            }
            resumption
        };

        for seconds in [0, 20, 40] {
            assert_eq!(resume(seconds), Resumption::Resume(presence()), "{seconds}");
        }
        assert_eq!(resume(59), Resumption::TooOften);
        assert_eq!(resume(60), Resumption::Resume(presence()), "the first was a minute ago");
        assert_eq!(resume(61), Resumption::TooOften);
        assert_eq!(resume(-3600), Resumption::Resume(presence()), "the clock was an hour fast");
    }

    #[test]
    fn counts_every_departure_that_nobody_pressed_a_button_for() {
        let mut memory = TabMemory::default();
        memory.note(presence());

        assert!(memory.leaves_unasked(NOW) && memory.leaves_unasked(NOW));
        assert_eq!(memory.resume(NOW), Resumption::Resume(presence()));
        memory.remember(pending(), NOW);
        assert!(!memory.leaves_unasked(NOW + Seconds(59)));
        assert!(memory.leaves_unasked(NOW + Seconds(60)));
    }

    #[cfg(feature = "long-sessions")]
    #[test]
    fn gives_nothing_out_that_the_copy_of_another_tab_gave_out() {
        let (mut original, mut copy, mut shared) =
            (memory_of(&["a", "b"]), memory_of(&["a", "b"]), SharedMemory::default());
        let mut claim = |memory: &mut TabMemory, state: &str| {
            memory.claim(Some(&State::new(state)), NOW).admitted_by(&mut shared, None, NOW)
        };

        assert!(claim(&mut original, "a").pending.is_some());
        let again = claim(&mut copy, "a");
        assert!(claim(&mut copy, "b").pending.is_some());

        assert!(again.pending.is_none() && again.used);
        assert_eq!(again.latest_place, Some(place("a")));
    }

    #[test]
    fn finds_none_where_nobody_left_or_somebody_asked_to() {
        let mut memory = TabMemory::default();

        for _ in 0..9 {
            memory.note(presence());
            assert_eq!(memory.resume(NOW), Resumption::Resume(presence()));
            memory.remember(sign_in("a"), NOW);
        }
    }

    #[test]
    fn forgets_everything_but_how_often_it_resumed() {
        let mut memory = memory_of(&["a"]);
        for _ in 0..3 {
            memory.note(presence());
            memory.resume(NOW);
            memory.remember(pending(), NOW);
        }
        memory.note(presence());

        memory.forget();

        assert!(!memory.knows(&State::new("a")));
        assert_eq!(memory.resume(NOW), Resumption::Nothing);
        memory.note(presence());
        assert_eq!(memory.resume(NOW), Resumption::TooOften);
    }

    #[test]
    fn passes_over_lines_that_are_not_its_own() {
        let text = format!("rubbish\n{}\ntaken=x", memory_of(&["a"]).to_text());

        assert_eq!(TabMemory::from_text(&text), memory_of(&["a"]));
    }
}
