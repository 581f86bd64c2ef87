//! Waking up when a session ends, by a clock that stands still.

use lifen_connect::session::{SignedOutReason, View};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Clock, Return, Running, Tab, look_away, look_back};

const EXPIRED: View = View::SignedOut(SignedOutReason::Expired);

/// Somebody who signed in just now, for an hour.
struct Evening {
    clock: Clock,
    running: Running,
    _tab: Tab,
}

impl Evening {
    async fn begins() -> Self {
        let tab = Tab::new();
        let clock = Clock::stopped();
        let (page, _) = Return::default().arrives(&tab).await;
        let running = Running::on(page);
        running.signs_in().await;
        Self { clock, running, _tab: tab }
    }

    fn view(&self) -> View {
        self.running.view()
    }

    /// The person leaves the tab for another and comes back.
    fn look_away_and_back(&self) {
        look_away();
        look_back();
    }
}

#[wasm_bindgen_test]
async fn ends_a_session_on_time() {
    let evening = Evening::begins().await;

    evening.clock.advance(3599.0);
    assert!(evening.running.is_signed_in());
    evening.clock.advance(1.0);

    assert_eq!(evening.view(), EXPIRED);
}

/// A timer stands still while a laptop sleeps: it is late by one slice at most.
#[wasm_bindgen_test]
async fn ends_a_session_soon_after_a_laptop_slept_past_its_end() {
    let evening = Evening::begins().await;
    evening.clock.sleep(7200.0);

    evening.clock.advance(30.0);

    assert_eq!(evening.view(), EXPIRED);
}

#[wasm_bindgen_test]
async fn ends_a_session_when_its_tab_becomes_visible_after_its_end() {
    let evening = Evening::begins().await;
    evening.clock.sleep(7200.0);

    evening.look_away_and_back();

    assert_eq!(evening.view(), EXPIRED);
}

#[wasm_bindgen_test]
async fn waits_in_short_slices_and_to_the_second() {
    let evening = Evening::begins().await;
    assert_eq!(evening.clock.waits(), [30]);

    evening.clock.advance(3585.0);

    assert_eq!(evening.clock.waits(), [15]);
}

#[wasm_bindgen_test]
async fn keeps_one_alarm_however_often_the_tab_becomes_visible() {
    let evening = Evening::begins().await;

    for _ in 0..5 {
        evening.look_away_and_back();
    }
    evening.clock.advance(300.0);

    assert_eq!(evening.clock.waits().len(), 1);
}

#[wasm_bindgen_test]
async fn sets_no_timer_for_a_session_that_ended() {
    let evening = Evening::begins().await;

    evening.clock.advance(3600.0);

    assert_eq!(evening.clock.waits(), [] as [i64; 0]);
}
