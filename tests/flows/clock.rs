//! How far this computer's clock is ahead of the provider's, as the session knows it.

use lifen_connect::protocol::time::Seconds;
use provider::Misbehaviour;

use crate::world::{PLACE, Tab};

fn clock_ahead(tab: &Tab) -> Option<i64> {
    tab.identity().expect("signed in").clock_ahead.map(|ahead| ahead.0)
}

#[test]
fn a_session_knows_how_far_the_clock_is_off() {
    for (ahead, known) in [(0, 0), (45, 44), (-45, -45)] {
        let mut tab = Tab::opened();
        tab.clock_is_ahead_by = Seconds(ahead);

        tab.signs_in_as("victor");

        assert_eq!(clock_ahead(&tab), Some(known), "`iat` counts whole seconds");
    }
}

/// A page that learns who is signed in from another one was told nothing fresh.
#[test]
fn a_session_of_another_tab_says_nothing_of_the_clock() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    let mut other = tab.another_tab();
    other.opens(PLACE);

    crate::world::talk(&mut [&mut tab, &mut other]);

    assert_eq!(clock_ahead(&other), None);
}

/// Without `expires_in`, the ID Token's `exp` has to do, which is a moment of the provider's clock.
#[test]
fn an_end_by_the_providers_clock_is_told_by_this_one() {
    let ends = |ahead| {
        let mut tab = Tab::new();
        tab.provider.misbehave(Misbehaviour::ExpiresInMissing);
        tab.clock_is_ahead_by = Seconds(ahead);
        tab.opens(PLACE);
        tab.signs_in_as("victor");
        (tab.identity().expect("signed in").expires_at - tab.now()).0
    };

    assert_eq!(ends(0), 86_400);
    assert_eq!(ends(46), 86_399);
    assert_eq!(ends(-45), 86_400);
}
