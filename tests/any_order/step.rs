//! What a person, a network and a browser may do, one thing at a time.

use lifen_connect::protocol::transport::EndpointRole;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use provider::Misbehaviour;

use crate::calls::{ADDRESSES, DOCUMENT};
use crate::world::Fault;

/// One thing that may happen, in the tab the person is at. Where it cannot be done, nothing happens.
#[derive(Clone, Debug)]
pub enum Step {
    PressesSignIn,
    SignsInAtTheProvider(&'static str),
    RefusesAtTheProvider,
    /// Nobody is signed in at the provider: a page that was reloaded is told so.
    IsNotSignedInAtTheProvider,
    /// Opens a response of the provider, of whichever tab, once more or for the first time here.
    OpensAnEarlierResponse(Index),
    OpensAMadeUpResponse(&'static str),
    VisitsTheApp,
    Reloads,
    /// The same while this person is signed in at the provider, or nobody is, until that is settled.
    ReloadsWhile(Option<&'static str>),
    /// Something reloads the page this many times as soon as it is there.
    ReloadsItself(u8),
    GoesBack,
    LeavesTheErrorPage,
    SignsOut,
    /// The browser is on its way to the provider's sign-out, and has not got there.
    PressesSignOut,
    /// Without leaving, also where nobody is signed in.
    SignsOutHere,
    OpensAnotherTab,
    DuplicatesTheTab,
    TurnsToTab(Index),

    /// A page asks an API for what is at this address.
    Calls(&'static str),
    CallsToWrite(&'static str),
    /// A page asks the person for more access.
    AsksForMore,
    CallsAreHeldUp,
    CallsAreAnswered,

    TimePasses(i64),
    TheClockIsAheadBy(i64),
    TheTabIsShown,
    StorageIsBlocked,
    StorageIsWiped,
    EntropyIsMissing,
    CryptoIsMissing,
    SignaturesAreVerifiedLate,
    ALateSignatureIsVerified,

    Breaks(EndpointRole, Fault),
    IsHeldUp(EndpointRole),
    ArrivesAtLast(EndpointRole),
    /// An answer that this page had, once more.
    AnAnswerIsRepeated(Index),
    /// What answered an earlier request of any page of any tab comes in place of an answer that is held up.
    AnAnswerIsMixedUp(Index),
    TheProviderMisbehaves(Misbehaviour),
    AllIsWellAgain,
}

/// Up to forty steps. Each case shrinks to the few that matter.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..=40)
}

/// Weighed so that most sequences come to a signed-in session, and many past it.
fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        36 => what_brings_a_sign_in_on(),
        16 => what_else_a_person_does(),
        8 => what_a_browser_does(),
        16 => what_a_network_does(),
    ]
}

fn what_brings_a_sign_in_on() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::PressesSignIn),
        5 => select(vec!["victor", "agathe"]).prop_map(Step::SignsInAtTheProvider),
        3 => Just(Step::AllIsWellAgain),
        1 => an_endpoint().prop_map(Step::ArrivesAtLast),
        // Where somebody is signed in, it leads to one sign-in more.
        2 => Just(Step::Calls(DOCUMENT)),
    ]
}

fn what_else_a_person_does() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::VisitsTheApp),
        2 => Just(Step::Reloads),
        3 => select(vec![Some("victor"), Some("agathe"), None]).prop_map(Step::ReloadsWhile),
        2 => (3..=5u8).prop_map(Step::ReloadsItself),
        3 => Just(Step::GoesBack),
        1 => Just(Step::LeavesTheErrorPage),
        2 => Just(Step::SignsOut),
        2 => Just(Step::PressesSignOut),
        2 => Just(Step::SignsOutHere),
        1 => Just(Step::RefusesAtTheProvider),
        1 => Just(Step::IsNotSignedInAtTheProvider),
        4 => any::<Index>().prop_map(Step::OpensAnEarlierResponse),
        1 => select(MADE_UP.to_vec()).prop_map(Step::OpensAMadeUpResponse),
        6 => select(ADDRESSES.to_vec()).prop_map(Step::Calls),
        1 => select(ADDRESSES.to_vec()).prop_map(Step::CallsToWrite),
        2 => Just(Step::AsksForMore),
        1 => Just(Step::OpensAnotherTab),
        2 => Just(Step::DuplicatesTheTab),
        3 => any::<Index>().prop_map(Step::TurnsToTab),
    ]
}

fn what_a_browser_does() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => select(vec![1, 70, 4000, 200_000]).prop_map(Step::TimePasses),
        1 => select(vec![-600, 30, 600]).prop_map(Step::TheClockIsAheadBy),
        2 => Just(Step::TheTabIsShown),
        1 => Just(Step::StorageIsBlocked),
        1 => Just(Step::StorageIsWiped),
        1 => Just(Step::EntropyIsMissing),
        1 => Just(Step::CryptoIsMissing),
        2 => Just(Step::SignaturesAreVerifiedLate),
        4 => Just(Step::ALateSignatureIsVerified),
    ]
}

fn what_a_network_does() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (an_endpoint(), a_fault()).prop_map(|(endpoint, fault)| Step::Breaks(endpoint, fault)),
        4 => an_endpoint().prop_map(Step::IsHeldUp),
        1 => Just(Step::CallsAreHeldUp),
        2 => Just(Step::CallsAreAnswered),
        3 => an_endpoint().prop_map(Step::ArrivesAtLast),
        4 => any::<Index>().prop_map(Step::AnAnswerIsRepeated),
        4 => any::<Index>().prop_map(Step::AnAnswerIsMixedUp),
        3 => select(Misbehaviour::ALL).prop_map(Step::TheProviderMisbehaves),
        3 => select(AGAINST_THE_PROOFS.to_vec()).prop_map(Step::TheProviderMisbehaves),
    ]
}

/// What a session that forgot one check of a signature or of the claims would fall for.
const AGAINST_THE_PROOFS: [Misbehaviour; 7] = [
    Misbehaviour::InvalidNonce,
    Misbehaviour::MissingNonce,
    Misbehaviour::InvalidSignature,
    Misbehaviour::UnknownKeyId,
    Misbehaviour::AlgorithmNone,
    Misbehaviour::InvalidIssuer,
    Misbehaviour::InvalidAudience,
];

/// Queries of the redirect route that no provider sent.
const MADE_UP: [&str; 5] = [
    "code=planted-code&state=planted-state",
    "code=planted-code&code=planted-code&state=planted-state",
    "error=planted-error&state=planted-state",
    "state=planted-state",
    "code=planted-code",
];

fn an_endpoint() -> impl Strategy<Value = EndpointRole> {
    // The token endpoint is where most is at stake.
    prop_oneof![
        1 => Just(EndpointRole::Metadata),
        2 => Just(EndpointRole::Keys),
        3 => Just(EndpointRole::Token),
        2 => Just(EndpointRole::UserInfo),
    ]
}

fn a_fault() -> impl Strategy<Value = Fault> {
    let says = |status, body: &str| Just(Fault::Says(status, body.to_owned()));
    prop_oneof![
        Just(Fault::Down),
        Just(Fault::Offline),
        Just(Fault::Slow),
        says(500, ""),
        says(200, "{}"),
        says(200, r#"{"keys":[]}"#),
        says(
            200,
            r#"{"access_token":"planted-token","token_type":"Bearer","id_token":"planted-header.planted-claims.planted-signature"}"#
        ),
        says(200, r#"{"sub":"planted-subject","email":"planted@example.org"}"#),
    ]
}
