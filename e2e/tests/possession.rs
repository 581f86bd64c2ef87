//! Tokens that are bound to a key of the browser, requests that are pushed, nonces: before a provider that wants it all.

use e2e::{Visitor, World};

/// So long that an access token is about to be renewed.
const ALMOST: i64 = 3400;

fn signed_in(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor
}

/// The keys that the tokens so far were bound to.
fn keys(world: &World) -> Vec<String> {
    let granted = world.provider.granted().into_iter();
    granted.map(|granted| granted.jkt.expect("a key")).collect()
}

#[test]
fn signs_in_with_tokens_that_are_bound_and_asks_for_nothing_in_the_address_bar() {
    let world = World::binding();
    let visitor = signed_in(&world);

    visitor.is_at("session?from=link#trust");
    assert!(!visitor.has("[data-notice]"), "userinfo was opened too: {}", visitor.reads("main"));
    let requests = world.provider.requests();
    let left = requests.iter().find(|request| request.path == "/authorize").expect("a departure");
    assert_eq!(left.parameters, ["client_id", "request_uri"]);
    for path in ["/oauth/token", "/userinfo"] {
        let sent = requests.iter().filter(|request| request.path == path && request.method != "OPTIONS");
        assert!(sent.clone().count() > 0 && sent.clone().all(|request| request.has_dpop_proof), "{path}");
    }
    assert_eq!(world.asked_for("POST /oauth/token"), 2, "once more with the nonce");
    assert_eq!(keys(&world).len(), 1);
}

#[test]
fn keeps_its_key_over_reloads_and_renewals_and_in_every_tab() {
    let world = World::binding();
    let visitor = signed_in(&world);

    visitor.reloads();
    visitor.sees_heading("Victor Pugin");
    visitor.opens_beside("session?tab=two");
    visitor.sees_heading("Victor Pugin");
    world.time_passes(&visitor, ALMOST);
    visitor.waits_for(|| world.renewals() == 1);

    visitor.in_every_tab(|visitor| {
        visitor.sees_page("session");
        assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
    });
    let keys = keys(&world);
    assert!(keys.len() == 3 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

/// Whoever cleared the site's data has another key, and signs in with that.
#[test]
fn signs_in_with_a_new_key_once_the_old_one_is_gone() {
    let world = World::binding();
    let visitor = signed_in(&world);
    visitor.asks_the_page(
        "return new Promise(done => {
            const gone = indexedDB.deleteDatabase('lifen-connect');
            gone.onsuccess = () => done(null);
        })",
    );
    visitor.clicks("Sign out");
    visitor.is_at("");

    visitor.opens("session");
    visitor.clicks("Sign in with Lifen");
    visitor.gets_through_as("victor");

    visitor.sees_heading("Victor Pugin");
    let keys = keys(&world);
    assert_ne!(keys[0], keys[1]);
}
