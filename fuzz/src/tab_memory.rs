//! What a tab remembers over a redirect: script of the same origin, or a person with the developer tools, can write it.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use lifen_connect::protocol::secret::{Nonce, State};
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{PendingSignIn, Presence, Resumption, TabMemory};
use url::Url;

use super::address;
use super::secrecy::{self, PLANTED};

const SECRETS: [&str; 6] = ["state", "taken", "nonce", "code_verifier", "salt", "resumes_salt"];

const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

pub fn holds(text: &str) {
    let memory = TabMemory::from_text(text);
    let written = memory.to_text();
    assert_eq!(TabMemory::from_text(&written), memory, "read back otherwise than written");
    for (state, times) in states_of(text) {
        gives_out_what_is_stored_and_no_more(memory.clone(), &state, times);
    }
    resumes_once(memory.clone());
    stops_going_round(memory);
    shows_no_secret(text);
}

fn resumes_once(mut memory: TabMemory) {
    memory.resume(NOW);
    assert_eq!(memory.resume(NOW), Resumption::Nothing, "one attempt, not two");
}

/// Whatever was written there, a loop ends, and forgetting leaves nobody.
fn stops_going_round(mut memory: TabMemory) {
    let presence = || Presence::of(&Nonce::new("nonce"), "subject", Timestamp::from_seconds(1));
    let mut resumed = 0;
    loop {
        memory.note(presence());
        match memory.resume(NOW) {
            Resumption::Resume(found) => assert_eq!(found, presence()),
            Resumption::TooOften => break,
            Resumption::Nothing => panic!("somebody was there"),
        }
        // What was resumed leads to the provider, and is counted.
        assert!(memory.leaves_unasked(NOW), "what may be resumed may leave");
        resumed += 1;
        assert!(resumed <= TabMemory::OFTEN.0, "for ever");
    }
    memory.note(presence());
    memory.forget();
    assert_eq!(memory.resume(NOW), Resumption::Nothing, "somebody stays who was forgotten");
}

fn gives_out_what_is_stored_and_no_more(mut memory: TabMemory, state: &str, stored: usize) {
    let asked = State::new(state);
    let mut given = Vec::new();
    loop {
        let recollection = memory.claim(Some(&asked), NOW);
        if let Some(place) = &recollection.latest_place {
            stays_here(place.as_str());
        }
        let Some(pending) = recollection.pending else {
            assert!(given.is_empty() || recollection.used, "a sign-in that was taken is known again");
            break;
        };
        assert_eq!(pending.state.expose(), state, "another sign-in");
        is_usable(&pending);
        given.push(pending);
        assert!(given.len() <= stored, "one sign-in, given out twice");
    }
    if let Some(pending) = given.pop() {
        is_given_back_once(memory, &pending);
    }
}

fn is_given_back_once(mut memory: TabMemory, pending: &PendingSignIn) {
    memory.remember(pending.clone(), pending.created_at);
    let lines = memory.to_text();
    let pending_lines = lines.lines().filter(|line| line.starts_with("state=")).count();
    assert!(pending_lines <= TabMemory::LIMIT, "{pending_lines} pending sign-ins");

    let mut memory = TabMemory::from_text(&lines);
    assert_eq!(memory.claim(Some(&pending.state), NOW).pending.as_deref(), Some(pending));
    assert_eq!(memory.claim(Some(&pending.state), NOW).pending, None);
}

fn is_usable(pending: &PendingSignIn) {
    stays_here(pending.place.as_str());
    secrecy::is_redacted(&pending.code_verifier, "CodeVerifier");
    address::are_safe(&pending.provider);
    assert!((43..=128).contains(&pending.code_verifier.expose().len()), "a verifier of another length");
    assert!(pending.created_at >= Timestamp::from_seconds(0), "from before 1970");
    let age = pending.requirements.max_age;
    assert!(age.is_none_or(|age| age.0 >= 0), "an authentication in the future");
    assert!(!pending.has_expired(pending.created_at), "expired when it began");
}

/// A place leads nowhere else, however a browser reads it.
fn stays_here(place: &str) {
    let here = Url::parse("https://app.example/ward/").expect("an address");
    let there = here.join(place).expect("a path is an address");
    assert_eq!(there.origin(), here.origin(), "{place} leads elsewhere");
}

/// The states that are written there, and how many times each is.
fn states_of(text: &str) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for (name, value) in text.split('\n').flat_map(|line| form_urlencoded::parse(line.as_bytes())) {
        if name == "state" {
            *states.entry(value.into_owned()).or_default() += 1;
        }
    }
    states
}

fn shows_no_secret(text: &str) {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let mut planted = Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(line.as_bytes()) {
            if name.contains(PLANTED) || value.contains(PLANTED) {
                return;
            }
            match SECRETS.contains(&name.as_ref()) {
                // As long as a verifier may be.
                true => planted.append_pair(&name, &format!("{PLANTED}{value:.112}")),
                false => planted.append_pair(&name, &value),
            };
        }
        lines.push(planted.finish());
    }
    let lines = lines.join("\n");
    let mut memory = TabMemory::from_text(&lines);
    secrecy::shows_nothing(&format!("{memory:?}"));
    for state in states_of(&lines).into_keys() {
        secrecy::shows_nothing(&format!("{:?}", memory.claim(Some(&State::new(state)), NOW)));
    }
    secrecy::shows_nothing(&format!("{memory:?}"));
}
