//! What all tabs of this app remember together: no token, no name, only what happened when.

use super::{Generation, Grant, SignedOutReason};
use crate::protocol::form::{self, Pairs};
use crate::protocol::jose::Hash;
use crate::protocol::text::{decimal, to_decimal};
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::to_base64url;

/// The memory that the tabs of one app at one provider share.
///
/// Messages between tabs reach those that live. This reaches those that were asleep, put out of memory by the browser,
/// or not open yet: that a refresh token was used, that sessions ended, that the screen was locked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedMemory {
    /// Of each sign-in, the first generation of its tokens that nobody has renewed or is renewing; the latest last.
    free: Vec<Generation>,
    /// Sessions that began until then are over, whatever tab they ended in.
    ended_at: Option<Timestamp>,
    /// Why the last of them is.
    ended_as: Option<SignedOutReason>,
    /// When the person last did something in any tab.
    active_at: Option<Timestamp>,
    locked: bool,
    /// The provider's sessions that it said are over, each as a hash of its `sid`; the latest last.
    ended_at_provider: Vec<String>,
}

/// One thing to remember in all tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Somebody signed in: the screen is theirs.
    SignedIn(Timestamp),
    /// The person did something.
    Active(Timestamp),
    /// Sessions that began until then are over. Where that is because nobody was there, whoever comes next proves who they
    /// are.
    Ended { reason: SignedOutReason, at: Timestamp },
    /// The provider ended the session of this `sid`.
    EndedAtProvider(String),
}

impl SharedMemory {
    /// How many of each are remembered: sessions that live, and end, side by side on one computer.
    pub const LIMIT: usize = 8;

    /// Takes the right to renew this generation, which is given once, and not after a later one: its refresh token must
    /// not be used again, since a provider that rotates takes that for theft and ends the session.
    pub fn take(&mut self, generation: &Generation) -> bool {
        let is_taken =
            |free: &Generation| free.sign_in == generation.sign_in && generation.number < free.number;
        if self.free.iter().any(is_taken) {
            return false;
        }
        self.frees(generation.number.saturating_add(1), generation);
        true
    }

    /// Gives that right back, where the provider did not take the refresh token.
    pub fn give_back(&mut self, generation: &Generation) {
        self.frees(generation.number, generation);
    }

    fn frees(&mut self, number: i64, generation: &Generation) {
        self.free.retain(|free| free.sign_in != generation.sign_in);
        keep(&mut self.free, Generation { sign_in: generation.sign_in.clone(), number });
    }

    pub fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::SignedIn(at) => {
                (self.locked, self.active_at) = (false, Some(at));
                // An end to come is of a clock that was wrong, and would end every session until then.
                let before = Timestamp::from_milliseconds(at.milliseconds() - 1);
                self.ended_at = self.ended_at.map(|ended| ended.min(before));
            }
            Mark::Active(at) => self.active_at = self.active_at.max(Some(at)),
            Mark::Ended { reason, at } => {
                if let SignedOutReason::SignedOut | SignedOutReason::Idle = reason {
                    self.active_at = None;
                    self.locked = reason == SignedOutReason::Idle;
                }
                if self.ended_at <= Some(at) {
                    (self.ended_at, self.ended_as) = (Some(at), Some(reason));
                }
            }
            Mark::EndedAtProvider(sid) => {
                let hash = hash_of(&sid);
                self.ended_at_provider.retain(|known| *known != hash);
                keep(&mut self.ended_at_provider, hash);
            }
        }
    }

    pub fn active_at(&self) -> Option<Timestamp> {
        self.active_at
    }

    /// Whether a session that began then may go on.
    pub fn admits(&self, since: Timestamp) -> bool {
        self.ended_at.is_none_or(|ended| ended < since)
    }

    /// Why a session that may not go on is over.
    pub fn ended_as(&self) -> SignedOutReason {
        self.ended_as.unwrap_or(SignedOutReason::SignedOut)
    }

    /// Whether the provider said that its session of this `sid` is over.
    pub fn has_ended(&self, sid: Option<&str>) -> bool {
        sid.is_some_and(|sid| self.ended_at_provider.contains(&hash_of(sid)))
    }

    /// Whether tokens that come from another tab, or were kept in one, are of a session that may go on.
    pub fn admits_tokens(&self, grant: &Grant) -> bool {
        self.admits(grant.since) && !self.has_ended(grant.sid.as_deref())
    }

    /// Whether nobody was there for so long that whoever is there now proves who they are.
    pub fn is_locked(&self, idle_lock: Option<Seconds>, now: Timestamp) -> bool {
        let idle = |limit| self.active_at.is_some_and(|at| at + limit <= now);
        idle_lock.is_some_and(|limit| self.locked || idle(limit))
    }

    /// The text it is stored as: a line each.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for Generation { sign_in, number } in &self.free {
            form::append(&mut text, &[("sign_in", sign_in), ("free", &to_decimal(*number))]);
        }
        for (name, at) in [("ended_at", self.ended_at), ("active_at", self.active_at)] {
            at.inspect(|at| form::append(&mut text, &[(name, &to_decimal(at.milliseconds()))]));
        }
        self.ended_as.inspect(|reason| form::append(&mut text, &[("ended_as", reason.name())]));
        for hash in &self.ended_at_provider {
            form::append(&mut text, &[("ended_at_provider", hash)]);
        }
        if self.locked {
            form::append(&mut text, &[("locked", "true")]);
        }
        text
    }

    /// Reads it back; what is not ours is passed over.
    pub fn from_text(text: &str) -> Self {
        let pairs = Pairs::read(text);
        let moment = |name| {
            let at = decimal(pairs.value(name)?, i64::MAX)?;
            Some(Timestamp::from_milliseconds(at))
        };
        Self {
            free: pairs
                .values("sign_in")
                .zip(pairs.values("free"))
                .filter_map(|(sign_in, number)| {
                    let number = decimal(number, i64::MAX)?;
                    Some(Generation { sign_in: sign_in.to_owned(), number })
                })
                .collect(),
            ended_at: moment("ended_at"),
            ended_as: pairs.value("ended_as").and_then(SignedOutReason::named),
            active_at: moment("active_at"),
            locked: pairs.value("locked").is_some(),
            ended_at_provider: pairs.values("ended_at_provider").map(str::to_owned).collect(),
        }
    }
}

fn keep<T>(list: &mut Vec<T>, latest: T) {
    list.push(latest);
    while list.len() > SharedMemory::LIMIT {
        list.remove(0);
    }
}

fn hash_of(sid: &str) -> String {
    to_base64url(&Hash::Sha256.digest(["sid ", sid].concat().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
    const LIMIT: Option<Seconds> = Some(Seconds(300));

    fn ended(reason: SignedOutReason, at: Timestamp) -> Mark {
        Mark::Ended { reason, at }
    }

    fn generation(sign_in: &str, number: i64) -> Generation {
        Generation { sign_in: sign_in.to_owned(), number }
    }

    fn stored(memory: &SharedMemory) -> SharedMemory {
        SharedMemory::from_text(&memory.to_text())
    }

    #[test]
    fn lets_one_tab_renew_a_generation() {
        let mut memory = SharedMemory::default();

        assert!(memory.take(&generation("a", 0)));
        let mut memory = stored(&memory);
        assert!(!memory.take(&generation("a", 0)));
        assert!(memory.take(&generation("a", 1)));
        assert!(memory.take(&generation("b", 0)));
        memory.give_back(&generation("a", 1));
        let mut memory = stored(&memory);
        assert!(memory.take(&generation("a", 1)));
        assert!(!memory.take(&generation("b", 0)));
    }

    #[test]
    fn lets_nobody_renew_a_generation_before_one_that_was_however_long_ago() {
        let mut memory = SharedMemory::default();
        (0..100).for_each(|number| assert!(memory.take(&generation("a", number))));

        let mut memory = stored(&memory);

        assert!((0..100).all(|number| !memory.take(&generation("a", number))));
        memory.give_back(&generation("a", 99));
        assert!((0..99).all(|number| !memory.take(&generation("a", number))));
        assert!(memory.take(&generation("a", 99)));
    }

    #[test]
    fn remembers_the_latest_sign_ins() {
        let mut memory = SharedMemory::default();
        for name in 0..20 {
            assert!(memory.take(&generation("of a working day", name)));
            assert!(memory.take(&generation(&name.to_string(), 0)));
        }

        assert!(!memory.take(&generation("of a working day", 19)));
        assert!(!memory.take(&generation("13", 0)));
        assert!(memory.take(&generation("12", 0)), "long forgotten");
    }

    #[test]
    fn admits_nobody_who_signed_in_before_the_end() {
        let mut memory = SharedMemory::default();
        assert!(memory.admits(NOW));

        memory.mark(ended(SignedOutReason::SignedOut, NOW));
        let mut memory = SharedMemory::from_text(&memory.to_text());

        assert!(!memory.admits(NOW));
        assert!(memory.admits(NOW + Seconds(1)));
        memory.mark(ended(SignedOutReason::SignedOut, NOW - Seconds(9)));
        assert!(!memory.admits(NOW), "an end that is heard of late takes nothing back");
    }

    #[test]
    fn admits_whoever_signs_in_after_the_end_whatever_the_clock_said_then() {
        for at in [NOW, NOW + Seconds(3600)] {
            let mut memory = SharedMemory::default();
            memory.mark(ended(SignedOutReason::SignedOut, at));

            memory.mark(Mark::SignedIn(NOW));

            assert!(memory.admits(NOW));
            assert!(!memory.admits(NOW - Seconds(1)), "and nobody else");
        }
    }

    #[test]
    fn locks_when_nobody_did_anything_and_unlocks_for_whoever_signs_in() {
        let mut memory = SharedMemory::default();
        assert!(!memory.is_locked(LIMIT, NOW), "nobody was ever there");

        memory.mark(Mark::SignedIn(NOW));
        memory.mark(Mark::Active(NOW + Seconds(60)));
        memory.mark(Mark::Active(NOW + Seconds(30)));
        let mut memory = SharedMemory::from_text(&memory.to_text());

        assert!(!memory.is_locked(LIMIT, NOW + Seconds(359)));
        assert!(memory.is_locked(LIMIT, NOW + Seconds(360)));
        assert!(!memory.is_locked(None, NOW + Seconds(360)));
        memory.mark(ended(SignedOutReason::Idle, NOW + Seconds(360)));
        let mut memory = SharedMemory::from_text(&memory.to_text());
        assert!(memory.is_locked(LIMIT, NOW + Seconds(361)));
        assert!(!memory.admits(NOW));
        memory.mark(Mark::SignedIn(NOW + Seconds(400)));
        assert!(!memory.is_locked(LIMIT, NOW + Seconds(401)));
    }

    #[test]
    fn remembers_which_sessions_of_the_provider_are_over_and_not_by_their_names() {
        let mut memory = SharedMemory::default();
        for sid in 0..9 {
            memory.mark(Mark::EndedAtProvider(format!("session-{sid}")));
            memory.mark(Mark::EndedAtProvider("session-0".to_owned()));
        }
        let memory = SharedMemory::from_text(&memory.to_text());

        assert!(memory.has_ended(Some("session-0")) && memory.has_ended(Some("session-8")));
        assert!(!memory.has_ended(Some("session-1")), "long forgotten");
        assert!(!memory.has_ended(None));
        assert!(memory.admits(NOW), "others go on");
        assert!(!memory.to_text().contains("session-"));
    }

    #[test]
    fn says_why_the_latest_of_those_that_ended_did() {
        let mut memory = SharedMemory::default();
        memory.mark(ended(SignedOutReason::Limit, NOW));
        memory.mark(ended(SignedOutReason::Ended, NOW - Seconds(1)));
        assert_eq!(stored(&memory).ended_as(), SignedOutReason::Limit);

        memory.mark(ended(SignedOutReason::Ended, NOW));
        assert_eq!(stored(&memory).ended_as(), SignedOutReason::Ended);
        assert!(!memory.admits(NOW));
    }

    /// It was an older one, and another tab goes on.
    #[test]
    fn knows_when_the_person_was_there_though_a_session_ended() {
        let mut memory = SharedMemory::default();
        memory.mark(Mark::SignedIn(NOW));

        memory.mark(ended(SignedOutReason::Ended, NOW - Seconds(60)));

        assert_eq!(memory.active_at(), Some(NOW));
        assert!(memory.admits(NOW));
    }

    #[test]
    fn does_not_lock_whoever_signed_out() {
        let mut memory = SharedMemory::default();
        memory.mark(Mark::SignedIn(NOW));
        memory.mark(ended(SignedOutReason::SignedOut, NOW + Seconds(1)));

        assert!(!memory.is_locked(LIMIT, NOW + Seconds(9000)));
    }

    #[test]
    fn passes_over_what_is_not_its_own() {
        assert_eq!(SharedMemory::from_text("rubbish&ended_at=soon&=&%"), SharedMemory::default());
    }
}
