//! Tokens that are bound to a key of the browser, requests that are pushed, nonces: before a provider that wants it all.

use e2e::{Visitor, World};

/// So long that an access token is about to be renewed.
const ALMOST: i64 = 3400;

fn signed_in(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor.hears_from_userinfo();
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
    visitor.hears_from_userinfo();
    visitor.opens_beside("session?tab=two");
    visitor.sees_heading("Victor Pugin");
    // A proof that is on its way is too old as soon as time passes.
    visitor.hears_from_userinfo();
    world.time_passes(&visitor, ALMOST);
    visitor.waits_for(|| world.renewals() == 1);

    visitor.in_every_tab(|visitor| {
        visitor.sees_page("session");
        assert!(!visitor.has("[data-notice]"), "{}", visitor.reads("main"));
    });
    let keys = keys(&world);
    assert!(keys.len() == 3 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

/// Chromium keeps a page that is left, and what it was about to do with it.
#[test]
fn a_page_that_was_left_while_it_made_its_key_is_in_nobodys_way() {
    let world = World::binding();
    let visitor = world.visitor();
    visitor.runs_first(
        "if (!sessionStorage.getItem('isLeft')) {
            const open = indexedDB.open.bind(indexedDB);
            indexedDB.open = (...database) => {
                const request = open(...database);
                request.addEventListener('upgradeneeded', () => {
                    sessionStorage.setItem('isLeft', 'true');
                    const store = request.result.createObjectStore('for ever');
                    const ask = () => { store.get(1).onsuccess = ask };
                    ask();
                });
                return request;
            };
        }",
    );
    visitor.opens("");
    visitor.waits_until("return sessionStorage.getItem('isLeft') === 'true'");

    visitor.opens("session");
    visitor.signs_in_as("victor");

    visitor.sees_heading("Victor Pugin");
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
