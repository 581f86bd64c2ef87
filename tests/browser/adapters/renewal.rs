//! A session that renews itself: one tab at a time, under a lock of the origin, and each refresh token once.

use lifen_connect::browser::Page;
use lifen_connect::configuration::Configuration;
use lifen_connect::session::{Arrival, Notice, SignedOutReason, View};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Clock, Gate, Network, Received, Reply, Return, Running, TABS, Tab, after_a_while, change, configuration,
    field, holds_a_jwt, locks_become, look_away, look_back, renewal, until,
};

/// Somebody who signed in just now, for an hour, with a refresh token.
struct Evening {
    clock: Clock,
    running: Running,
    network: Network,
    tab: Tab,
}

impl Evening {
    async fn begins(with: Return) -> Self {
        Self::begins_in(Tab::new(), with).await
    }

    async fn begins_in(tab: Tab, with: Return) -> Self {
        let clock = Clock::stopped();
        let with = Return { refresh_token: with.refresh_token.or(Some("the-refresh-token")), ..with };
        let (page, network) = with.arrives(&tab).await;
        let running = Running::on(page);
        running.signs_in().await;
        Self { clock, running, network, tab }
    }

    /// Five minutes are left of the hour.
    fn goes_on(&self) {
        self.clock.advance(3300.0);
    }

    fn renewals(&self) -> Vec<Received> {
        let is_renewal = |request: &Received| request.field("grant_type").as_deref() == Some("refresh_token");
        self.network.requests().into_iter().filter(is_renewal).collect()
    }

    async fn asks_to_renew(&self, times: usize) {
        assert!(until(|| self.renewals().len() >= times).await, "{:?}", self.network.paths());
        after_a_while().await;
        assert_eq!(self.renewals().len(), times);
    }

    /// How many minutes the access token has left.
    fn minutes(&self, running: &Running) -> i64 {
        let now = js_sys::Date::now() as i64;
        (running.identity().expect("somebody").expires_at.milliseconds() - now) / 60_000
    }
}

/// All that storage holds, of whatever kind.
fn everything_stored(tab: &Tab) -> String {
    let mut all = String::new();
    for storage in [tab.local_storage(), tab.session_storage()] {
        for place in 0..storage.length().unwrap() {
            let key = storage.key(place).unwrap().unwrap();
            all += &[&key, "=", &storage.get_item(&key).unwrap().unwrap(), "\n"].concat();
        }
    }
    all
}

fn refuse(tab: &Tab, function: &str, exception: &str) {
    change::refuse(&js_sys::Object::get_prototype_of(&tab.local_storage()), function, exception);
}

/// What all tabs remember.
fn marks(tab: &Tab) -> String {
    tab.local_storage().get_item(TABS).unwrap().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn renews_in_its_turn_and_passes_the_turn_on() {
    let gate = Gate::closed();
    let answer = renewal("the-next-access-token", "the-next-refresh-token");
    let evening =
        Evening::begins(Return { renewal: Reply::Behind(gate.clone(), answer), ..Return::default() }).await;
    evening.clock.advance(3299.0);
    locks_become(&[]).await;
    assert_eq!(evening.minutes(&evening.running), 5);

    evening.clock.advance(1.0);

    locks_become(&[TABS]).await;
    evening.asks_to_renew(1).await;
    let [renewal] = evening.renewals().try_into().expect("one request");
    assert_eq!((renewal.method.as_str(), renewal.path()), ("POST", "/token"));
    assert_eq!(renewal.field("client_id").as_deref(), Some("client"));
    assert_eq!(renewal.field("refresh_token").as_deref(), Some("the-refresh-token"));
    assert_eq!(
        renewal.headers,
        [("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())]
    );
    gate.open();
    locks_become(&[]).await;
    assert!(until(|| evening.minutes(&evening.running) == 60).await);
}

#[wasm_bindgen_test]
async fn renews_with_the_refresh_token_that_came_last() {
    let evening = Evening::begins(Return::default()).await;
    for times in 1..=2 {
        evening.goes_on();
        evening.asks_to_renew(times).await;
        assert!(until(|| evening.minutes(&evening.running) == 60).await);
    }

    let sent: Vec<_> =
        evening.renewals().iter().filter_map(|request| request.field("refresh_token")).collect();
    assert_eq!(sent, ["the-refresh-token", "the-next-refresh-token"]);
}

/// `localStorage` is read by every script of the origin, today and in a year.
#[wasm_bindgen_test]
async fn writes_down_that_a_token_was_used_and_no_token() {
    let evening = Evening::begins(Return::default()).await;
    evening.goes_on();
    evening.asks_to_renew(1).await;
    assert!(until(|| evening.minutes(&evening.running) == 60).await);

    let stored = everything_stored(&evening.tab);

    // The code of the sign-in, and the refresh token.
    assert_eq!(marks(&evening.tab).matches("free=1").count(), 2, "{stored}");
    for secret in ["access-token", "refresh-token", "victor", "Victor"] {
        assert!(!stored.contains(secret), "{secret} is in {stored}");
    }
    assert!(!holds_a_jwt(&stored), "{stored}");
}

#[wasm_bindgen_test]
async fn renews_once_for_all_tabs() {
    let evening = Evening::begins(Return::default()).await;
    let text = configuration(&json!({}));
    let configuration = Configuration::parse(&text, "https://app.example/").expect("a configuration");
    let other = Running::on(Page { start: Ok((configuration, Arrival::Visit(SignedOutReason::NotYet))) });
    other.signs_in().await;

    evening.goes_on();

    for running in [&evening.running, &other] {
        assert!(until(|| evening.minutes(running) == 60).await, "{:?}", running.view());
    }
    evening.asks_to_renew(1).await;
    locks_become(&[]).await;
}

#[wasm_bindgen_test]
async fn passes_the_turn_on_and_tries_again_where_nobody_answered() {
    let evening = Evening::begins(Return { renewal: Reply::Failure, ..Return::default() }).await;
    evening.goes_on();
    evening.asks_to_renew(1).await;
    locks_become(&[]).await;
    let taken = marks(&evening.tab).matches("free=1").count();
    assert_eq!(taken, 1, "the code was used, and the refresh token was not");

    evening.clock.advance(30.0);

    evening.asks_to_renew(2).await;
    assert!(evening.running.is_signed_in());
}

#[wasm_bindgen_test]
async fn says_that_the_session_could_not_be_renewed_once_the_access_token_has_ended() {
    let evening =
        Evening::begins(Return { renewal: Reply::Answer(503, String::new()), ..Return::default() }).await;
    evening.goes_on();
    evening.asks_to_renew(1).await;
    assert!(
        matches!(evening.running.view(), View::SignedIn { notice: None, .. }),
        "nobody misses anything yet"
    );

    evening.clock.sleep(600.0);
    look_away();
    look_back();

    evening.asks_to_renew(2).await;
    let View::SignedIn { notice, .. } = evening.running.view() else {
        panic!("{:?}", evening.running.view())
    };
    assert!(matches!(notice, Some(Notice::Renewal(_))), "{notice:?}");
}

#[wasm_bindgen_test]
async fn ends_where_the_provider_has_ended_it() {
    let refused = Reply::Answer(400, r#"{"error":"invalid_grant"}"#.to_owned());
    let evening = Evening::begins(Return { renewal: refused, ..Return::default() }).await;

    evening.goes_on();

    evening.running.comes_to(View::SignedOut(SignedOutReason::Ended)).await;
    locks_become(&[]).await;
}

#[wasm_bindgen_test]
async fn renews_where_local_storage_is_blocked_or_full() {
    let blocked: fn(&Tab) = |tab| change::block(&tab.window(), "localStorage");
    let none: fn(&Tab) = |tab| change::set(&tab.window(), "localStorage", &JsValue::NULL);
    let full: fn(&Tab) = |tab| refuse(tab, "setItem", "QuotaExceededError");
    let unreadable: fn(&Tab) = |tab| refuse(tab, "getItem", "SecurityError");
    for cripple in [blocked, none, full, unreadable] {
        let evening = Evening::begins(Return::default()).await;
        cripple(&evening.tab);

        evening.goes_on();

        evening.asks_to_renew(1).await;
        assert!(until(|| evening.minutes(&evening.running) == 60).await);
    }
}

#[wasm_bindgen_test]
async fn renews_in_a_browser_without_web_locks_or_channels() {
    let tab = Tab::new();
    change::set(&tab.window().navigator(), "locks", &JsValue::UNDEFINED);
    change::set(&tab.window(), "BroadcastChannel", &JsValue::UNDEFINED);
    let evening = Evening::begins_in(tab, Return::default()).await;

    evening.goes_on();

    evening.asks_to_renew(1).await;
    assert!(until(|| evening.minutes(&evening.running) == 60).await);
}

/// A page that leaves while nobody looks at it would be a surprise to whoever comes back.
#[wasm_bindgen_test]
async fn leaves_for_the_provider_when_the_person_looks_at_the_tab() {
    let tab = Tab::new();
    let clock = Clock::stopped();
    let configuration = json!({ "renewal": "redirect" });
    let (page, _) = Return { configuration, ..Return::default() }.arrives(&tab).await;
    let running = Running::on(page);
    running.signs_in().await;
    look_away();
    clock.advance(3600.0);
    after_a_while().await;
    assert_eq!(tab.departures(), [] as [String; 0]);

    look_back();

    assert!(until(|| !tab.departures().is_empty()).await, "{:?}", running.view());
    let query = tab.departures()[0].split_once('?').expect("a query").1.to_owned();
    assert_eq!(field(&query, "prompt").as_deref(), Some("none"));
}
