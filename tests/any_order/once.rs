//! What may happen once, counted, and what has to come first.

use std::collections::HashMap;

use lifen_connect::session::{Effect, Event, SharedMemory, Ticket};

use crate::browser::Browser;
use crate::world::ticket::ticket_of;
use crate::world::{Entry, Tab};

/// Each pending sign-in is taken once and each code verifier is sent once, over reloads, repetitions and tabs.
///
/// "Duplicate tab" copies `sessionStorage`, and with it what is pending there; all tabs remember together what was taken.
/// They remember the latest: beyond those each copy is good for one use, and the provider refuses the code.
#[track_caller]
pub fn pending_sign_ins_are_used_once(browser: &Browser) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for tab in &browser.tabs {
        for used in [claimed_in(tab), verifiers_sent_by(tab)] {
            for (position, what) in used.iter().enumerate() {
                assert!(!used[..position].contains(what), "{what} twice in one tab");
                *uses.entry(what.clone()).or_default() += 1;
            }
        }
    }
    let all_are_remembered = uses.len() <= SharedMemory::LIMIT;
    for (what, times) in uses {
        assert!(times == 1 || !all_are_remembered, "{what}: {times} uses");
        let copies = browser.copies.iter().filter(|storage| is_pending_in(storage, &what)).count();
        assert!(times <= 1 + copies, "{what}: {times} uses with {copies} copies");
    }
}

/// No two effects of a page carry the same ticket.
#[track_caller]
pub fn tickets_are_never_reused(tab: &Tab) {
    for page in pages(tab) {
        let mut tickets = Vec::new();
        for ticket in effects(page).filter_map(ticket_of) {
            assert!(!tickets.contains(&ticket), "{ticket:?} twice");
            tickets.push(ticket);
        }
    }
}

/// A page is on its way to one address at most, and asks for userinfo once at most.
#[track_caller]
pub fn leaves_and_asks_for_userinfo_once(tab: &Tab) {
    for page in pages(tab) {
        let mut is_leaving = false;
        let mut userinfo = 0;
        for entry in page {
            match entry {
                Entry::Effect(Effect::Leave(_) | Effect::LeaveInPlace(_)) => {
                    assert!(!is_leaving, "two addresses to leave for");
                    is_leaving = true;
                }
                // The page was left, and came back.
                Entry::Event(Event::Restored) => is_leaving = false,
                Entry::Effect(Effect::FetchUserInfo(..)) => userinfo += 1,
                _ => {}
            }
        }
        assert!(userinfo <= 1, "userinfo was asked {userinfo} times");
    }
}

/// Whoever leaves for a sign-in finds it pending when they come back: it was stored before.
#[track_caller]
pub fn leaves_with_what_is_stored(tab: &Tab) {
    for page in pages(tab) {
        let mut asked: Vec<(Ticket, String)> = Vec::new();
        let mut stored: Vec<String> = Vec::new();
        for entry in page {
            match entry {
                Entry::Effect(Effect::Remember(ticket, pending)) => {
                    asked.push((*ticket, pending.state.expose().to_owned()));
                }
                Entry::Event(Event::Remembered(ticket, Ok(()))) => {
                    stored.extend(
                        asked.iter().filter(|(asked, _)| asked == ticket).map(|(_, state)| state.clone()),
                    );
                }
                Entry::Effect(Effect::Leave(address) | Effect::LeaveInPlace(address)) => {
                    let query = address.expose().split_once('?').map_or("", |(_, query)| query);
                    // The other address to leave for is the end-session endpoint's.
                    if value_in(query, "response_type").is_some() {
                        let state = value_in(query, "state").expect("a state");
                        assert!(stored.contains(&state), "leaves without a trace");
                    }
                }
                _ => {}
            }
        }
    }
}

fn pages(tab: &Tab) -> impl Iterator<Item = &[Entry]> {
    tab.journal().split(|entry| matches!(entry, Entry::Opened))
}

fn effects(page: &[Entry]) -> impl Iterator<Item = &Effect> {
    page.iter().filter_map(|entry| match entry {
        Entry::Effect(effect) => Some(effect),
        _ => None,
    })
}

/// The states that the store of this tab gave out. An answer that is repeated was given out before.
fn claimed_in(tab: &Tab) -> Vec<String> {
    let mut claimed = Vec::new();
    for page in pages(tab) {
        let mut heard = Vec::new();
        for entry in page {
            let Entry::Event(Event::Recalled(ticket, Ok(recollection))) = entry else { continue };
            if !heard.contains(ticket) {
                heard.push(*ticket);
                claimed.extend(recollection.pending.iter().map(|pending| pending.state.expose().to_owned()));
            }
        }
    }
    claimed
}

fn verifiers_sent_by(tab: &Tab) -> Vec<String> {
    let form = |effect: &Effect| match effect {
        Effect::Redeem(_, _, form, _) => Some(form.expose().to_owned()),
        _ => None,
    };
    let forms = pages(tab).flat_map(effects).filter_map(form);
    forms.map(|form| value_in(&form, "code_verifier").expect("a code verifier")).collect()
}

fn value_in(form: &str, wanted: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

fn is_pending_in(storage: &str, what: &str) -> bool {
    let pending = storage.lines().filter(|line| !line.starts_with("taken="));
    pending.flat_map(|line| form_urlencoded::parse(line.as_bytes())).any(|(_, value)| value == what)
}
