#![cfg(not(target_arch = "wasm32"))]
//! Whatever happens, in whatever order: no panic, no sign-in out of nothing, nothing used twice, and always a way on.
//!
//! Sequences of [`Step`]s are drawn at random, up to three tabs deep, before a provider that signs for real; one that
//! breaks a promise is shrunk to the few steps that matter, printed, and kept in `regressions.txt` to be tried first
//! from then on. `PROPTEST_CASES=5000 cargo test --test any_order` looks longer.

mod browser;
mod calls;
mod once;
mod proof;
mod step;
mod unasked;
#[path = "../world/mod.rs"]
mod world;

use browser::Browser;
use lifen_connect::protocol::secret::Nonce;
use lifen_connect::session::{Event, Presence, Session};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestCaseResult, TestRunner};
use provider::Misbehaviour;
use step::{Step, steps};
use world::{PLACE, Tab, secret};

const CASES: u32 = 300;

/// What the steps themselves plant in responses and answers.
const PLANTS: [&str; 7] = [
    calls::BODY,
    "planted-code",
    "planted-state",
    "planted-token",
    "planted-claims",
    "planted-signature",
    "planted@example.org",
];

#[test]
fn nobody_is_signed_in_without_both_proofs() {
    after_any(|browser| {
        browser.tabs.iter().for_each(|tab| {
            proof::stands_behind_everybody_signed_in(tab);
        });
    });
}

#[test]
fn a_pending_sign_in_is_used_once() {
    after_any(|browser| once::pending_sign_ins_are_used_once(&browser));
}

#[test]
fn a_ticket_is_never_reused() {
    after_any(|browser| browser.tabs.iter().for_each(once::tickets_are_never_reused));
}

#[test]
fn a_page_leaves_for_a_sign_in_only_when_that_is_stored() {
    after_any(|browser| browser.tabs.iter().for_each(once::leaves_with_what_is_stored));
}

#[test]
fn a_page_leaves_for_one_address_at_a_time_and_asks_for_userinfo_once() {
    after_any(|browser| browser.tabs.iter().for_each(once::leaves_and_asks_for_userinfo_once));
}

#[test]
fn a_token_goes_only_where_it_may() {
    after_any(|browser| browser.tabs.iter().for_each(calls::go_only_where_they_may));
}

#[test]
fn whoever_calls_is_told_once_and_nobody_waits_for_ever() {
    after_any(|browser| {
        browser.tabs.iter().for_each(|tab| {
            calls::are_told_once(tab);
        });
    });
}

#[test]
fn nobody_leaves_unasked_but_to_bring_back_who_was_there() {
    after_any(|browser| browser.stays.iter().for_each(unasked::brings_back_who_was_there));
}

#[test]
fn nothing_that_is_kept_tells_of_anybody() {
    after_any(|browser| {
        let stays = browser.tabs.iter().zip(&browser.stays);
        stays.for_each(|(tab, stay)| unasked::keeps_nothing_of_anybody(tab, stay));
    });
}

#[test]
fn nothing_that_is_formatted_shows_a_secret() {
    for_any(|steps| {
        for tab in &Browser::watched().after(&steps).tabs {
            let mut secrets = secret::secrets_of(tab);
            secrets.extend(PLANTS.map(|text| ("plant", text.to_owned())));
            secret::is_silent_about(tab, &secrets);
        }
        Ok(())
    });
}

#[test]
fn a_person_can_always_sign_in_in_the_end() {
    for_any(|steps| {
        // A page that is being reloaded hears of whoever is signed in at the provider, or of nobody.
        for signed_in_there in [Some("agathe"), Some("victor"), None] {
            let mut browser = Browser::opened().after(&steps);
            if !browser.ends_well(signed_in_there) {
                break;
            }
        }
        Ok(())
    });
}

#[test]
fn an_answer_that_was_heard_before_changes_nothing() {
    for_any(|steps| {
        let mut browser = Browser::opened();
        for step in &steps {
            browser.does(step);
            let tab = browser.tab();
            let again = browser.answers_of_this_page().into_iter();
            for answer in again.chain(browser.answers_to_answered_tickets()) {
                assert_changes_nothing(tab.session(), answer, tab);
            }
        }
        Ok(())
    });
}

/// The properties above see what they speak of: most sequences sign somebody in, and all kinds of steps take part.
#[test]
fn sequences_come_to_where_the_promises_matter() {
    let mut runner = TestRunner::deterministic();
    let (mut signed_in, mut in_a_copy, mut unasked) = (0, 0, 0);
    let (mut called, mut step_ups) = (0, 0);
    let mut failures = std::collections::BTreeSet::new();
    for _ in 0..CASES {
        let steps = steps().new_tree(&mut runner).expect("a sequence").current();
        let browser = Browser::opened().after(&steps);
        signed_in += browser.tabs.iter().map(proof::stands_behind_everybody_signed_in).sum::<usize>();
        in_a_copy += usize::from(browser.copies.iter().any(|storage| storage.contains("code_verifier")));
        called += browser.tabs.iter().map(calls::are_told_once).sum::<usize>();
        step_ups += browser.tabs.iter().map(calls::step_ups).sum::<usize>();
        unasked += browser.stays.iter().map(unasked::Stay::departures).sum::<usize>();
        failures.extend(browser.tabs.iter().flat_map(failures_shown_by));
    }

    println!(
        "{CASES} sequences: {signed_in} sessions, {unasked} departures unasked, \
        {called} calls told, {step_ups} departures for a stronger authentication, \
        {in_a_copy} copies of a pending sign-in, {failures:?}"
    );
    assert!(unasked >= CASES as usize / 5, "{unasked}");
    for error in ["session-person-changed", "session-redirect-loop"] {
        assert!(failures.contains(error), "{error}: {failures:?}");
    }
    assert!(signed_in >= CASES as usize / 3, "{signed_in}");
    assert!(called >= CASES as usize / 5 && step_ups >= 5, "{called} {step_ups}");
    assert!(in_a_copy >= 5, "{in_a_copy}");
    assert!(failures.len() >= 15, "{failures:?}");
}

/// The search for proofs finds that there is none: WebCrypto says yes to a signature of another key.
#[test]
#[should_panic(expected = "the signature is valid for real")]
fn a_lie_about_a_signature_would_be_found() {
    let mut tab = Tab::new();
    tab.records();
    tab.provider.misbehave(Misbehaviour::InvalidSignature);
    tab.verifies_late = true;
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.lies_about_the_signature();

    proof::stands_behind_everybody_signed_in(&tab);
}

/// The count finds what was used twice: the storage of a tab is put back behind its back, and what all tabs remember is
/// wiped.
#[test]
#[should_panic(expected = "twice in one tab")]
fn a_pending_sign_in_that_comes_back_would_be_found() {
    let mut browser = Browser::opened();
    let tab = &mut browser.tabs[0];
    tab.presses_sign_in();
    let (storage, response) = (tab.storage.clone(), tab.is_sent_back_as("victor"));
    tab.opens(&response);
    tab.storage = storage;
    tab.together.is_wiped();
    tab.opens(&response);

    once::pending_sign_ins_are_used_once(&browser);
}

/// A browser in which somebody has just signed in.
fn signed_in() -> Browser {
    let steps = [Step::PressesSignIn, Step::SignsInAtTheProvider("victor")];
    let browser = Browser::opened().after(&steps);
    assert!(browser.tab().is_signed_in());
    browser
}

/// The storage of a tab is put back behind its back after the sign-out, and what all tabs remember is wiped.
#[test]
#[should_panic(expected = "leaves unasked, and nobody was signed in")]
fn a_person_who_is_brought_back_after_the_sign_out_would_be_found() {
    let mut browser = signed_in();
    let storage = browser.tab().storage.clone();
    browser.does(&Step::SignsOut);
    browser.tabs[0].storage = storage;
    browser.tab().together.is_wiped();
    browser.does(&Step::Reloads);

    unasked::brings_back_who_was_there(&browser.stays[0]);
}

/// Everything that was kept is gone, and who is signed in is written down anew on the way to a stronger authentication.
#[test]
fn a_person_who_leaves_for_a_stronger_authentication_can_be_brought_back() {
    let mut browser = signed_in();
    browser.does(&Step::StorageIsWiped);
    browser.does(&Step::Calls(calls::DOCUMENT));
    browser.does(&Step::OpensAMadeUpResponse("code=planted-code&state=planted-state"));

    assert!(browser.tab().is_resuming());
    unasked::brings_back_who_was_there(&browser.stays[0]);
}

/// The storage remembers somebody else than was signed in.
#[test]
#[should_panic(expected = "somebody else is brought back")]
fn somebody_else_who_is_brought_back_would_be_found() {
    let mut browser = signed_in();
    let people = browser.tab().provider.people();
    let agathe = people.iter().find(|person| person.id == "agathe").expect("Agathe").sub.clone();
    let now = browser.tab().now();
    browser.tabs[0].storage.note(Presence::of(&Nonce::new("n"), &agathe, now));
    browser.does(&Step::ReloadsWhile(Some("agathe")));
    assert!(browser.tab().is_signed_in());

    unasked::brings_back_who_was_there(&browser.stays[0]);
}

/// The storage does not count how often a page left.
#[test]
#[should_panic(expected = "leaves unasked too often")]
fn a_page_that_goes_round_in_circles_would_be_found() {
    let mut browser = signed_in();
    let storage = browser.tab().storage.clone();
    for _ in 0..4 {
        browser.tabs[0].storage = storage.clone();
        browser.does(&Step::ReloadsWhile(Some("victor")));
        assert!(browser.tab().is_signed_in());
    }

    unasked::brings_back_who_was_there(&browser.stays[0]);
}

/// Somebody's `sub` gets into the storage: with the place where they press the button.
#[test]
#[should_panic(expected = "is kept")]
fn a_person_whom_the_storage_tells_of_would_be_found() {
    let mut browser = Browser::opened();
    let sub = browser.tab().provider.people()[0].sub.clone();
    browser.tabs[0].opens(&format!("{PLACE}&{sub}"));
    browser.does(&Step::PressesSignIn);

    unasked::keeps_nothing_of_anybody(browser.tab(), &browser.stays[0]);
}

#[track_caller]
fn assert_changes_nothing(session: &Session, answer: Event, tab: &Tab) {
    let whole = |session: &Session| {
        let token = session.access_token().map(|token| token.expose().to_owned());
        (format!("{session:?}"), session.view(), token)
    };
    let what = format!("{answer:?}");
    let (after, effects) = session.clone().step(answer, tab.now());
    assert!(effects.is_empty(), "{what} leads to {effects:?}");
    assert!(whole(&after) == whole(session), "{what} changes {session:?} into {after:?}");
}

fn failures_shown_by(tab: &Tab) -> Vec<&'static str> {
    let code = |entry: &world::Entry| match entry {
        world::Entry::Shown(lifen_connect::session::View::Failed { error, .. }, _) => Some(error.code()),
        _ => None,
    };
    tab.journal().iter().filter_map(code).collect()
}

/// Any sequence leaves a browser that keeps the promise.
#[track_caller]
fn after_any(promise: impl Fn(Browser)) {
    for_any(|steps| {
        promise(Browser::opened().after(&steps));
        Ok(())
    });
}

#[track_caller]
fn for_any(promise: impl Fn(Vec<Step>) -> TestCaseResult) {
    // Reads `PROPTEST_CASES` among others.
    let mut config = ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/any_order/regressions.txt",
        ))),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
    }
    if let Err(failure) = TestRunner::new(config).run(&steps(), promise) {
        panic!("{failure}");
    }
}
