//! How long a session lasts, as its page says it.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::world::{Clock, Person, Reply, Return, Tab, until};

/// Somebody who signed in just now, for an hour.
struct Evening {
    tab: Tab,
    clock: Clock,
}

impl Evening {
    async fn begins(configuration: Value, refresh_token: Option<&'static str>) -> Self {
        Self::begins_with(Return { configuration, refresh_token, ..Return::default() }).await
    }

    async fn begins_with(with: Return) -> Self {
        let tab = Tab::returning();
        let clock = Clock::stopped();
        Return { place: "/session", ..with }.happens(&tab).await;
        lifen_connect::app::start();
        tab.see_page("session").await;
        Self { tab, clock }
    }

    fn title(&self) -> String {
        self.tab.text_of(".lasts h2")
    }

    /// What stands beside this term.
    fn fact(&self, term: &str) -> Option<String> {
        let terms = self.tab.elements(".lasts dt");
        let term = terms.into_iter().find(|found| found.text_content().as_deref() == Some(term))?;
        term.next_element_sibling()?.text_content()
    }

    fn ring(&self) -> Option<String> {
        self.tab.elements("svg.ring").first()?.get_attribute("aria-label")
    }
}

const RENEWS: Option<&str> = Some("the-refresh-token");

#[wasm_bindgen_test]
async fn counts_the_time_of_a_session_that_ends() {
    let evening = Evening::begins(json!({}), None).await;

    assert_eq!(evening.title(), "Time left");
    assert_eq!(evening.ring().as_deref(), Some("60 mins of 60 mins"));
    assert!(evening.fact("Valid until").is_some());
    assert_eq!(evening.tab.count(".lasts dt"), 1);
    evening.tab.see_nothing_of("renews");
}

#[wasm_bindgen_test]
async fn says_that_a_session_renews_itself_and_counts_nothing() {
    let evening = Evening::begins(json!({}), RENEWS).await;

    assert_eq!(evening.title(), "Your session stays open");
    evening.tab.see("It renews itself while you work.").await;
    assert_eq!(evening.ring(), None);
    assert!(evening.fact("Access valid until").is_some());
    assert_eq!(evening.tab.count(".lasts dt"), 1);
    evening.tab.click("FR");
    evening.tab.see("Elle se prolonge d’elle-même pendant que vous travaillez.").await;
    assert!(evening.fact("Accès valable jusqu’au").is_some());
}

#[wasm_bindgen_test]
async fn says_the_same_of_one_that_a_redirect_renews_without_a_question() {
    let evening = Evening::begins(json!({ "renewal": "redirect" }), None).await;
    assert_eq!(evening.title(), "Your session stays open");
    drop(evening);

    let asks = json!({ "renewal": "redirect", "parameters": { "prompt": "login" } });
    assert_eq!(Evening::begins(asks, None).await.title(), "Time left");
}

#[wasm_bindgen_test]
async fn counts_to_the_limit_of_the_deployment_however_often_it_is_renewed() {
    let evening = Evening::begins(json!({ "session_lifetime": 36_000 }), RENEWS).await;

    assert_eq!(evening.title(), "Time left");
    assert_eq!(evening.ring().as_deref(), Some("10 hrs of 10 hrs"));
    assert!(evening.fact("Ends at the latest on").is_some());
    evening.tab.see("Until then your session renews itself.").await;
    drop(evening);

    let without = Evening::begins(json!({ "session_lifetime": 1800 }), None).await;
    assert_eq!(without.ring().as_deref(), Some("30 mins of 30 mins"));
    assert!(without.fact("Valid until").is_some());
}

#[wasm_bindgen_test]
async fn says_when_it_locks() {
    let evening = Evening::begins(json!({ "idle_lock": 300 }), None).await;
    assert_eq!(evening.fact("Locks").as_deref(), Some("after 5 mins without activity"));

    evening.tab.click("FR");

    evening.tab.see("après 5\u{a0}min sans activité").await;
}

/// Somebody may be about to press a button, or to listen to the page.
#[wasm_bindgen_test]
async fn brings_the_time_up_to_date_and_leaves_the_page_as_it_is_when_the_session_is_renewed() {
    let evening = Evening::begins(json!({}), RENEWS).await;
    let focused = || evening.tab.window().document().unwrap().active_element().expect("something");
    assert!(until(|| focused().tag_name() == "H1").await, "a new page's heading has it first");
    let button: HtmlElement = evening.tab.element("main button").unchecked_into();
    button.focus().unwrap();
    let before = evening.fact("Access valid until");

    evening.clock.advance(3300.0);

    assert!(until(|| evening.fact("Access valid until") != before).await);
    assert!(button.is_connected());
    assert!(focused().is_same_node(Some(&button)));
}

/// A status that is there before it has something to tell is read out when it does.
#[wasm_bindgen_test]
async fn says_that_lifen_does_not_answer_and_takes_it_back_when_it_does() {
    let renewal_fails =
        Return { refresh_token: RENEWS, renewal: Reply::Answer(503, String::new()), ..Return::default() };
    let evening = Evening::begins_with(renewal_fails).await;
    let status = evening.tab.see_element("main > [role=status]").await;
    assert_eq!(status.text_content().as_deref(), Some(""));

    evening.clock.advance(3300.0);
    evening.clock.advance(600.0);

    evening.tab.see("Lifen does not answer at the moment").await;
    assert!(
        status.is_connected()
            && evening.tab.text_of("main > [role=status]").contains("Your session stays open.")
    );
    assert_eq!(evening.tab.count("[role=status] > [data-notice=token-unavailable]"), 1);
    evening.tab.see_page("session").await;
}
