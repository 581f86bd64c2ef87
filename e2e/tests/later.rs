//! What a sign-in does not need is fetched once a page has nothing else to do, once, and missed without a blank page.

use e2e::{Visitor, World};
use provider::Misbehaviour;

#[test]
fn what_can_wait_comes_after_all_that_the_sign_in_page_needs() {
    let world = World::start();
    let visitor = world.visitor();

    visitor.opens("session");
    visitor.is_offered("Sign in with Lifen");
    visitor.waits_until(FETCHED);

    let script = "const found = (end) => performance.getEntriesByType('resource').find(({ name }) => name.endsWith(end)); \
                  return found('_rest.wasm').startTime >= found('_bg.wasm').responseEnd";
    assert_eq!(visitor.asks_the_page(script), true);
}

/// It stays in the browser's cache, so that the way back from the provider does without the host.
#[test]
fn what_waited_is_fetched_once_for_a_whole_sign_in() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.waits_until(FETCHED);

    meets_an_error(&world, &visitor);
    assert_eq!(fetched(&visitor), 1);
    visitor.clicks("FR");
    visitor.is_offered("Reprendre la connexion");
    assert_eq!(fetched(&visitor), 1);

    let script = "return performance.getEntriesByType('resource').find(({ name }) => name.endsWith('_rest.wasm')).transferSize";
    assert_eq!(visitor.asks_the_page(script), 0);
}

#[test]
fn an_error_has_its_words_though_the_network_went_while_the_page_was_looked_at() {
    let world = World::start();
    world.the_provider_goes_down();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.waits_until(FETCHED);

    visitor.misses("*");
    visitor.clicks("Sign in with Lifen");

    visitor.sees_error("transport-unreachable");
    visitor.is_offered("Try again");
}

#[test]
fn who_asks_for_little_data_has_it_fetched_when_it_is_shown() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.runs_first("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })");
    visitor.opens("session");
    visitor.is_offered("Sign in with Lifen");

    visitor.asks_the_page("requestIdleCallback(() => { self.isIdle = true }); return null");
    visitor.waits_until("return self.isIdle === true");
    // An answer that is still on its way is in no timing.
    assert!(!visitor.sent().iter().any(|sent| sent.url.path().ends_with("_rest.wasm")));

    meets_an_error(&world, &visitor);
    assert_eq!(fetched(&visitor), 1);
}

#[test]
fn what_cannot_be_fetched_is_tried_again() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.misses("*_rest.wasm");

    meets_an_error(&world, &visitor);
    visitor.sees_notice("rest-missing");
    visitor.is_offered("Try again");

    visitor.misses_nothing();
    visitor.clicks_the_primary_button();
    visitor.is_offered("Sign in again");
}

#[test]
fn what_cannot_be_fetched_twice_leaves_the_page_to_be_loaded_anew_where_it_is() {
    let world = World::configured(|configuration| configuration["client_id"] = "".into());
    let visitor = world.visitor();
    visitor.misses("*_rest.wasm");
    visitor.opens("session?from=link#trust");
    visitor.sees_notice("rest-missing");

    visitor.clicks("Try again");
    visitor.is_offered("Reload the page");

    visitor.misses_nothing();
    visitor.clicks("Reload the page");
    visitor.sees_no("[data-notice='rest-missing']");
    visitor.is_offered("Copy for support");
    visitor.is_at("session?from=link#trust");
}

/// Signs in, into a fault.
fn meets_an_error(world: &World, visitor: &Visitor) {
    world.provider.misbehave(Misbehaviour::InvalidNonce);
    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");
    visitor.sees_page("error");
    visitor.sees("main .primary");
}

/// Whether this document has the rest of the app.
const FETCHED: &str =
    "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('_rest.wasm'))";

/// How often this document asked for the rest of the app.
fn fetched(visitor: &Visitor) -> usize {
    let script = "return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('_rest.wasm')).length";
    visitor.asks_the_page(script).as_u64().expect("a number") as usize
}
