//! What must hold in every state and at every step, whatever happens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::jose::{Algorithm, Proof};
use lifen_connect::session::{
    Effect, Event, Grant, Identity, Message, PendingSignIn, Presence, Resumption, Stage, TabMemory, Ticket,
    View,
};

use crate::material::{ISSUER, SUBJECT, access_token, sign_in_of};
use crate::node::{About, Leaving, Node, Question};
use crate::world::{HOME, PLACE, World};

/// What should hold and does not, and where.
#[derive(Debug)]
pub struct Violation(pub String);

impl Violation {
    pub fn new(what: impl std::fmt::Display, node: &Node) -> Self {
        Self(format!("{what}\n  in {:?}", node.session))
    }
}

type Holds = Result<(), Violation>;

fn hold_that(holds: bool, what: impl std::fmt::Display, node: &Node) -> Holds {
    if holds { Ok(()) } else { Err(Violation::new(what, node)) }
}

/// In each state, the session asks only for what that state is there for.
pub fn allowed(before: &Node, effects: &[Effect]) -> Holds {
    let kind = before.text.kind;
    let allowed: &[&str] = match kind {
        "Starting" => &["FetchMetadata", "FetchKeys", "Remember", "Recall", "Tell", "Keep", "ClosePopup"],
        "SignedOut" => &["FetchMetadata", "FetchKeys", "Remember", "Tell", "LeaveInPopup", "ClosePopup"],
        "Failed" => {
            &["FetchMetadata", "FetchKeys", "Remember", "Tell", "LeaveInPopup", "ClosePopup", "CloseWindow"]
        }
        "Preparing" => &[
            "FetchKeys",
            "Remember",
            "Return",
            "Tell",
            "LeaveInPopup",
            "ClosePopup",
            "Note",
            "OfferResumption",
        ],
        "Remembering" => &["Leave", "LeaveInPlace", "WakeAt", "Tell", "ClosePopup"],
        "Leaving" | "Resuming" | "SigningOut" => &["Tell", "WakeAt", "ClosePopup"],
        "Waiting" => {
            &["Tell", "Redeem", "FetchMetadata", "FetchKeys", "Remember", "LeaveInPopup", "ClosePopup"]
        }
        "Recalling" => {
            &["FetchMetadata", "FetchKeys", "Remember", "Redeem", "Return", "Tell", "WakeAt", "ClosePopup"]
        }
        "Offering" => &[
            "FetchMetadata",
            "FetchKeys",
            "Remember",
            "Return",
            "Tell",
            "WakeAt",
            "CloseWindow",
            "ClosePopup",
        ],
        "Delivered" => &["Tell", "FetchKeys", "ClosePopup"],
        // TLS may stand in for the signature, and then there is none to check.
        "Redeeming" | "Verifying" => &[
            "FetchKeys",
            "CheckSignature",
            "Note",
            "Mark",
            "Return",
            "Tell",
            "FetchUserInfo",
            "RecallShared",
            "WakeAt",
            "ClosePopup",
        ],
        "SignedIn" => &[
            "Forget",
            "Keep",
            "Mark",
            "Tell",
            "Revoke",
            "Leave",
            "RecallShared",
            "WakeAt",
            "FetchMetadata",
            "FetchKeys",
            "CheckSignature",
            "ClosePopup",
        ],
        other => return Err(Violation::new(format!("a state nobody knows: {other}"), before)),
    };
    effects.iter().try_for_each(|effect| {
        let name = name_of(effect);
        hold_that(allowed.contains(&name), format!("{kind} leads to {name}"), before)
    })
}

/// After each step: who is signed in is for a reason, and whoever is signed in has what belongs to it.
pub fn hold(world: &World, before: &Node, after: &Node, event: &Event, answered: Option<&Question>) -> Holds {
    let view = after.session.view();
    let token = after.session.access_token();
    hold_that(after.is_signed_in() == token.is_some(), "an access token exactly while signed in", after)?;
    hold_that(!after.remembers_somebody() || after.is_present, "remembers who is not there any more", after)?;
    hold_that(after.remembers_somebody() || !after.is_present, "forgets who is there", after)?;
    let View::SignedIn { identity, .. } = view else {
        let is_stuck = view == View::Pending(Stage::Starting) && matches!(event, Event::Started(_));
        return hold_that(!is_stuck, "a page that does not begin", after);
    };
    hold_that(identity.subject() == SUBJECT, "somebody else is signed in", after)?;
    let expected = after.page.token.map(access_token);
    hold_that(token.map(|token| token.expose().to_owned()) == expected, "another access token", after)?;
    if matches!(event, Event::Woke) {
        hold_that(after.now() < identity.expires_at, "signed in past the end", after)?;
    }
    match before.session.view() {
        View::SignedIn { identity: known, .. } if known != identity => {
            hold_that(known.proof == identity.proof, "another proof of the same", after)?;
            is_brought_up_to_date(world, after, event, answered)
        }
        View::SignedIn { .. } => Ok(()),
        _ => is_proven(world, after, &identity, event, answered),
    }
}

/// Somebody is signed in from this step on: the signature of the very ID Token that came for the sign-in that was
/// recalled has just been found valid, for real, and that token is one the provider made for it.
fn is_proven(
    world: &World,
    after: &Node,
    identity: &Identity,
    event: &Event,
    answered: Option<&Question>,
) -> Holds {
    let because = |holds, what| hold_that(holds, format!("signed in although {what}"), after);
    let (Some(recalled), Some(token)) = (after.page.recalled, after.page.token) else {
        return because(false, "nothing was recalled or redeemed");
    };
    because(after.redeemed.contains(&recalled), "the verifier was not sent")?;
    if world.trusts_tls() {
        let is_answer = matches!(event, Event::TokenAnswered(..))
            && matches!(answered, Some(Question { about: About::Token, .. }));
        because(is_answer, "no token was redeemed")?;
        because(identity.proof == Proof::Tls, "it is not said that TLS vouches for it")?;
        return because(token.claims_to_prove(recalled), "the ID Token is none for this sign-in");
    }
    because(identity.proof == Proof::Signature(Algorithm::Rs256), "it is not said that a signature vouches")?;
    because(
        is_found_valid(world, event, answered, world.material.id_token(token)),
        "the signature is not valid",
    )?;
    because(token.proves(recalled), "the ID Token is none for this sign-in")
}

/// Userinfo that came signed is used only once its own signature was found valid, for real.
fn is_brought_up_to_date(world: &World, after: &Node, event: &Event, answered: Option<&Question>) -> Holds {
    let because = |holds, what| hold_that(holds, format!("userinfo is used although {what}"), after);
    let Some(user_info) = after.page.user_info else { return because(false, "none came") };
    because(user_info.is_used(), "it is not about this person, for this client")?;
    if user_info.is_rightly_signed() {
        let signed = world.material.user_info_text(user_info);
        because(is_found_valid(world, event, answered, signed), "its signature is not valid")?;
    }
    Ok(())
}

/// This event is the answer that this very signature is valid, and that is the truth.
fn is_found_valid(world: &World, event: &Event, answered: Option<&Question>, signed: Option<&str>) -> bool {
    let Some(Question { about: About::Signature(check), .. }) = answered else { return false };
    let Some((input, signature)) = signed.and_then(|signed| signed.rsplit_once('.')) else { return false };
    matches!(event, Event::SignatureChecked(_, Ok(true)))
        && input.as_bytes() == check.signing_input()
        && URL_SAFE_NO_PAD.decode(signature).is_ok_and(|signature| signature == check.signature())
        && world.truth_about(check)
}

pub fn wants_keys(world: &World, node: &Node) -> Holds {
    hold_that(!world.trusts_tls(), "asks for keys it has no use for", node)
}

pub fn is_new(node: &mut Node, ticket: Ticket) -> Holds {
    let number = format!("{ticket:?}").trim_matches(|letter: char| !letter.is_ascii_digit()).parse();
    let number: u32 = number.map_err(|_| Violation::new("a ticket without a number", node))?;
    hold_that(number > node.page.latest_ticket, format!("{ticket:?} is used again"), node)?;
    node.page.latest_ticket = number;
    Ok(())
}

/// No secret leaves for anywhere but the provider.
pub fn goes_to(node: &Node, endpoint: &Endpoint, path: &str) -> Holds {
    hold_that(endpoint.as_str() == format!("{ISSUER}{path}"), format!("a request to {endpoint:?}"), node)
}

pub fn redeems_once(node: &mut Node, form: &str) -> Holds {
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    let verifier = pairs.find(|(name, _)| name == "code_verifier").map(|(_, value)| value.into_owned());
    let sign_in = verifier.and_then(|verifier| sign_in_of(b'v', &verifier));
    hold_that(sign_in.is_some() && sign_in == node.page.recalled, "another sign-in is redeemed", node)?;
    let Some(sign_in) = sign_in else { return Ok(()) };
    hold_that(!node.redeemed.contains(&sign_in), format!("sign-in {sign_in} is used twice"), node)?;
    node.redeemed.push(sign_in);
    node.redeemed.sort_unstable();
    Ok(())
}

pub fn asks_for_userinfo_once(node: &mut Node, token: &str) -> Holds {
    hold_that(!node.page.userinfo_asked, "userinfo is asked twice", node)?;
    hold_that(
        node.page.token.map(access_token).as_deref() == Some(token),
        "another access token is sent",
        node,
    )?;
    node.page.userinfo_asked = true;
    Ok(())
}

/// A page leaves for one address, and for a sign-in only when that is stored.
pub fn leaves_once(node: &Node, leaving: Leaving) -> Holds {
    hold_that(node.leaving.is_none(), format!("leaves twice, the second time {leaving:?}"), node)?;
    match leaving {
        Leaving::ToSignIn(sign_in) => hold_that(node.has_stored(sign_in), "leaves without a trace", node),
        Leaving::ToSignOut => Ok(()),
    }
}

/// A page that waits beside a window keeps its sign-in to itself: a duplicate of the tab would find what is stored.
pub fn leaves_with_nothing_stored(node: &Node, leaving: Leaving) -> Result<u8, Violation> {
    match leaving {
        Leaving::ToSignIn(sign_in) if !node.has_stored(sign_in) => Ok(sign_in),
        _ => Err(Violation::new("a window leaves for no sign-in, or for one that is stored", node)),
    }
}

/// Nobody is sent to the provider silently who asked to sign in, and no sign-in of a reloaded page is a question.
pub fn leaves_because_somebody_asked(node: &Node, address: &str, leaving: Leaving) -> Holds {
    let Leaving::ToSignIn(sign_in) = leaving else { return Ok(()) };
    let is_asked_for = !node.resuming.contains(&sign_in) && !is_silent(address);
    hold_that(is_asked_for, "leaves as if somebody had asked", node)
}

/// A page leaves unasked with what was drawn for it when it was loaded, silently, once, and is counted.
pub fn leaves_unasked(node: &Node, address: &str, leaving: Leaving) -> Holds {
    let Leaving::ToSignIn(sign_in) = leaving else {
        return Err(Violation::new("leaves unasked, and not for a sign-in", node));
    };
    hold_that(node.resuming.contains(&sign_in), "leaves unasked, and nobody was there", node)?;
    hold_that(!node.asked_for.contains(&sign_in), "leaves unasked twice", node)?;
    hold_that(is_silent(address), "leaves unasked, and lets the provider ask", node)
}

fn is_silent(address: &str) -> bool {
    address.contains("&prompt=none")
}

/// What the storage says about a session that was there is so, and is said once, while it may be.
pub fn is_tried_once(node: &mut Node, before: usize, resumption: &Resumption) -> Holds {
    let (most, _) = TabMemory::OFTEN;
    let (was_present, tries) = (std::mem::take(&mut node.is_present), node.resumed_of_late());
    match resumption {
        Resumption::Nothing => hold_that(!was_present, "whoever was there is forgotten", node),
        Resumption::Resume(presence) => {
            hold_that(was_present, "nobody was there to bring back", node)?;
            hold_that(tries == before && tries < most, "brings somebody back too often", node)?;
            is_the_person(node, presence)
        }
        Resumption::TooOften => {
            hold_that(was_present && before == most && tries == most, "is too often too early", node)
        }
    }
}

/// A page that is about to leave unasked is counted, and there are not too many.
pub fn is_counted(node: &Node, before: usize, pending: &PendingSignIn) -> Holds {
    let (most, _) = TabMemory::OFTEN;
    let counted = before + usize::from(pending.resumes.is_some());
    let tries = node.resumed_of_late();
    hold_that(tries == counted && tries <= most, "brings somebody back too often", node)
}

pub fn somebody_was_there(node: &Node) -> Holds {
    hold_that(node.is_present, "resumes where the deployment asks to be asked", node)
}

/// A page that does not look who was there finds nobody.
pub fn is_forgotten(node: &Node) -> Holds {
    hold_that(!node.is_present && !node.remembers_somebody(), "whoever said goodbye is remembered", node)
}

/// What the other tabs are told of a session is what it is.
pub fn tells_what_is_so(node: &Node, message: &Message) -> Holds {
    let Message::Grant(grant) = message else { return Ok(()) };
    let expected = node.page.token.map(access_token);
    hold_that(expected.as_deref() == Some(grant.access_token.expose()), "another grant is told", node)?;
    hold_that(node.shared.admits(grant.since), "a grant is told that was ended", node)
}

/// The tokens of a session that is over are revoked, and no others.
pub fn revokes_what_was_there(node: &Node, form: &str) -> Holds {
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    let token = pairs.find(|(name, _)| name == "token").map(|(_, value)| value.into_owned());
    hold_that(token.is_some() && token == node.page.token.map(access_token), "another token is revoked", node)
}

/// A deployment that did not choose it has no tokens in the storage.
pub fn keeps_no_tokens(node: &Node, grant: Option<&Grant>) -> Holds {
    hold_that(grant.is_none(), "keeps tokens", node)
}

/// Whoever signs out and in again goes round in circles as well.
pub fn still_counts(node: &Node, before: usize) -> Holds {
    hold_that(node.resumed_of_late() == before, "forgets how often a page left unasked", node)
}

pub fn is_the_person(node: &Node, presence: &Presence) -> Holds {
    hold_that(presence.is_of(SUBJECT), "somebody else is remembered", node)
}

pub fn returns_to_where_they_were(node: &Node, place: &str) -> Holds {
    let is_known = if node.remembers_a_place() { PLACE } else { HOME };
    hold_that(place == PLACE || place == is_known, format!("returns to {place}"), node)
}

pub fn name_of(effect: &Effect) -> &'static str {
    match effect {
        Effect::FetchMetadata(..) => "FetchMetadata",
        Effect::FetchKeys(..) => "FetchKeys",
        Effect::Remember(..) => "Remember",
        Effect::Push(..) => "Push",
        Effect::PrepareKey(..) => "PrepareKey",
        Effect::Recall(..) => "Recall",
        Effect::Redeem(..) => "Redeem",
        Effect::CheckSignature(..) => "CheckSignature",
        Effect::FetchUserInfo(..) => "FetchUserInfo",
        Effect::Call(..) => "Call",
        Effect::Abandon(_) => "Abandon",
        Effect::Deliver(..) => "Deliver",
        Effect::Leave(_) => "Leave",
        Effect::LeaveInPlace(_) => "LeaveInPlace",
        Effect::LeaveInPopup(_) => "LeaveInPopup",
        Effect::ClosePopup => "ClosePopup",
        Effect::CloseWindow => "CloseWindow",
        Effect::Note(_) => "Note",
        Effect::Return(_) => "Return",
        Effect::Forget { .. } => "Forget",
        Effect::Keep(_) => "Keep",
        Effect::Tell(_) => "Tell",
        Effect::Mark(_) => "Mark",
        Effect::TakeTurn(..) => "TakeTurn",
        Effect::EndTurn { .. } => "EndTurn",
        Effect::Revoke(..) => "Revoke",
        Effect::RecallShared(_) => "RecallShared",
        Effect::OfferResumption(_) => "OfferResumption",
        Effect::WakeAt(_) => "WakeAt",
    }
}
