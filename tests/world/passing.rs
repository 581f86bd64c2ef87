//! Time as tabs live through it: alarm by alarm, in all of them.

use lifen_connect::protocol::time::Seconds;

use super::tab::Tab;
use super::together::talk;

/// More alarms than a day of any session has.
const ENOUGH: usize = 10_000;

/// Lets time pass for these tabs of one browser: each alarm goes off when it is due, and what is said is heard.
pub fn pass(tabs: &mut [&mut Tab], time: Seconds) {
    let clock = tabs.first().expect("a tab").clock.clone();
    let end = clock.now() + time.0;
    talk(tabs);
    for _ in 0..ENOUGH {
        let next = tabs.iter().filter_map(|tab| tab.rings_at()).min();
        let Some(next) = next.filter(|next| *next <= end) else {
            return clock.advance(end - clock.now());
        };
        clock.advance((next - clock.now()).max(0));
        tabs.iter_mut().for_each(|tab| tab.lets_pass(Seconds(0)));
        talk(tabs);
    }
    panic!("an alarm after the other");
}

impl Tab {
    /// Lives through this time, with nobody else.
    pub fn lives_for(&mut self, time: Seconds) {
        pass(&mut [self], time);
    }

    /// When the alarm goes off, on the provider's clock.
    fn rings_at(&self) -> Option<i64> {
        let milliseconds = self.alarm()?.milliseconds();
        Some(milliseconds.div_euclid(1000) + i64::from(milliseconds % 1000 > 0) - self.clock_is_ahead_by.0)
    }
}
