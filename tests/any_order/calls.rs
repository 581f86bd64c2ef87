//! What pages ask of APIs, and what they are told.

use lifen_connect::session::{Call, CallId, Effect, Event, Method, View};

use crate::world::{Entry, Tab};

/// What the deployment lists, and the provider serves.
pub const API: &str = r#""api_origins":["http://127.0.0.1:9090"]"#;
const ORIGIN: &str = "http://127.0.0.1:9090";

/// What takes a stronger authentication.
pub const DOCUMENT: &str = "http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021";

/// That, what takes no more than a token, and what is somebody else's.
pub const ADDRESSES: [&str; 3] = [
    DOCUMENT,
    "http://127.0.0.1:9090/fhir/v3/Practitioner?name=garnier",
    "http://127.0.0.1:9091/fhir/v3/Practitioner",
];

/// What a page writes is its own.
pub const BODY: &str = "planted-in-a-body";

/// A call that changes something.
pub fn writing(address: &str) -> Call {
    let call = Call::get(address).expect("an address");
    call.sending(Method::Put, "application/fhir+json", BODY.to_owned())
}

/// The access token goes to the origins that are listed, for what a page of this tab asked for.
#[track_caller]
pub fn go_only_where_they_may(tab: &Tab) {
    let mut asked = Vec::new();
    for entry in tab.journal() {
        match entry {
            Entry::Event(Event::CallRequested(_, call)) => asked.push(call.clone()),
            Entry::Effect(Effect::Call(_, call, ..)) => {
                assert_eq!(call.address.origin().as_str(), ORIGIN, "a token for somebody else");
                assert!(asked.contains(call), "calls what no page asked for: {call:?}");
            }
            _ => {}
        }
    }
}

/// Whoever calls is told once, and at the latest when the session is over. How many were.
#[track_caller]
pub fn are_told_once(tab: &Tab) -> usize {
    let (mut waiting, mut told): (Vec<CallId>, usize) = (Vec::new(), 0);
    for entry in tab.journal() {
        match entry {
            Entry::Opened => waiting.clear(),
            Entry::Event(Event::CallRequested(id, _)) => waiting.push(*id),
            Entry::Effect(Effect::Deliver(id, _)) => {
                let place = waiting.iter().position(|known| known == id).expect("told twice, or unasked");
                waiting.remove(place);
                told += 1;
            }
            Entry::Shown(view, _) if !matches!(view, View::SignedIn { .. }) => {
                assert!(waiting.is_empty(), "waits for ever: {waiting:?} while {view:?}");
            }
            _ => {}
        }
    }
    told
}

/// How often this tab left for a stronger authentication.
pub fn step_ups(tab: &Tab) -> usize {
    let is_step_up = |entry: &&Entry| matches!(entry, Entry::Effect(Effect::Leave(address)) if address.expose().contains("acr_values="));
    tab.journal().iter().filter(is_step_up).count()
}
