//! How long to wait before what failed is tried again.

use crate::protocol::jose::Hash;
use crate::protocol::secret::Nonce;
use crate::protocol::time::{Seconds, Timestamp};

/// The shortest time between two attempts, whatever the person does.
const PAUSE: Seconds = Seconds(2);

/// The longest, in milliseconds and before chance is added.
const LONGEST: i64 = 60_000;

/// What failed in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    failures: u8,
    tried_at: Option<Timestamp>,
}

impl Patience {
    /// When to try again: after twice as long each time, and by chance half of that more or less, so that a provider
    /// which comes back is not asked by everybody at once. The chance is a hash of this session's own nonce.
    pub fn pause(&mut self, nonce: &Nonce, now: Timestamp) -> Timestamp {
        self.failures = self.failures.saturating_add(1);
        self.tried_at = Some(now);
        let longest = 1000 << self.failures.min(10);
        let chance = Hash::Sha256.digest([nonce.expose().as_bytes(), &[self.failures]].concat().as_slice());
        let chance = i64::from(chance.first().copied().unwrap_or_default());
        let wait = longest.min(LONGEST) * (128 + chance) / 256;
        Timestamp::from_milliseconds(now.milliseconds() + wait)
    }

    /// The same moment, or at once where nothing was tried a moment ago: the network came back, or the person did.
    pub fn cut_short(&self, at: Timestamp, now: Timestamp) -> Timestamp {
        self.tried_at.map_or(at, |_| at.min(self.soonest(now)))
    }

    /// At once, where nothing was tried a moment ago.
    pub fn soonest(&self, now: Timestamp) -> Timestamp {
        self.tried_at.map_or(now, |tried_at| now.max(tried_at + PAUSE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    /// The first pauses of a session, in milliseconds.
    fn pauses(nonce: &str) -> Vec<i64> {
        let mut patience = Patience::default();
        let pause = |_| patience.pause(&Nonce::new(nonce), NOW).milliseconds() - NOW.milliseconds();
        (0..300).map(pause).collect()
    }

    #[test]
    fn doubles_the_pause_until_it_is_a_minute_give_or_take_a_half() {
        for nonce in ["a", "b", "c"] {
            for (failure, pause) in pauses(nonce).into_iter().enumerate() {
                let middle = if failure < 5 { 2000 << failure } else { 60_000 };

                assert!((middle / 2..middle * 3 / 2).contains(&pause), "{nonce}: {pause} after {failure}");
            }
        }
    }

    #[test]
    fn leaves_it_to_chance_when_exactly() {
        let pauses = [pauses("a"), pauses("b")];

        assert_ne!(pauses[0], pauses[1]);
        let late: std::collections::BTreeSet<_> = pauses[0][6..200].iter().collect();
        assert!(late.len() > 50, "{}", late.len());
    }

    #[test]
    fn is_cut_short_but_not_for_what_was_tried_a_moment_ago() {
        let mut patience = Patience::default();
        assert_eq!(patience.cut_short(NOW + Seconds(9), NOW), NOW + Seconds(9), "nothing failed");

        patience.pause(&Nonce::new("n"), NOW);

        assert_eq!(patience.cut_short(NOW + Seconds(9), NOW + Seconds(1)), NOW + Seconds(2));
        assert_eq!(patience.cut_short(NOW + Seconds(9), NOW + Seconds(5)), NOW + Seconds(5));
        assert_eq!(patience.cut_short(NOW + Seconds(1), NOW), NOW + Seconds(1));
    }
}
