//! What the outside does with each effect, and what it answers.

use std::sync::Arc;

use lifen_connect::session::{Effect, EnvironmentError, Event, Recollection, Resumption, TabMemory, Ticket};

use crate::invariants::{self, Violation};
use crate::material::sign_in_of;
use crate::moves::Reply;
use crate::node::{About, Leaving, Node, Question, number_of};
use crate::resuming::uncounted;
use crate::ticket::ticket_of;
use crate::world::World;

impl World {
    /// The answer to a question, and what it leaves behind.
    ///
    /// # Errors
    ///
    /// A storage that tells of a session that is not there any more, or not of one that is.
    pub fn answer(
        &self,
        node: &mut Node,
        Question { ticket, about }: &Question,
        reply: Reply,
    ) -> Result<Event, Violation> {
        let ticket = *ticket;
        Ok(match (reply, about) {
            (Reply::Metadata(which), _) => Event::MetadataAnswered(ticket, self.material.metadata(which)),
            (Reply::Keys(which), _) => Event::KeysAnswered(ticket, self.material.keys(which)),
            (Reply::UserInfo(which), _) => {
                // A session that is over on this page hears it no more.
                if node.text.whole.contains(&format!("userinfo: Asked({ticket:?})")) {
                    node.page.user_info = Some(which);
                }
                Event::UserInfoAnswered(ticket, self.material.user_info(which))
            }
            (Reply::Token(which), _) => {
                node.page.token = Some(which);
                Event::TokenAnswered(ticket, self.material.token(which))
            }
            (Reply::Storage(true), About::Remembering(pending)) => {
                let now = node.now();
                let before = node.resumed_of_late();
                node.changes_memory(|memory| memory.remember((**pending).clone(), now));
                if self.forgets_to_count {
                    node.changes_memory(|memory| *memory = uncounted(memory));
                }
                invariants::is_counted(node, before, pending)?;
                Event::Remembered(ticket, Ok(()))
            }
            (Reply::Storage(true), About::Recalling(state)) => {
                let before = TabMemory::clone(&node.memory);
                let found = self.claim(node, state.as_ref())?;
                if self.forgets_to_remove {
                    node.changes_memory(|memory| *memory = before);
                }
                node.page.recalled = recalled(&found);
                let resumes = matches!(found.resumption, Resumption::Resume(_));
                let entropy = if resumes { self.draws_unasked(node) } else { None };
                Event::Recalled(ticket, Ok(Recollection { entropy, ..found }))
            }
            (Reply::Storage(false), About::Remembering(_)) => {
                Event::Remembered(ticket, Err(EnvironmentError::StorageBlocked))
            }
            (Reply::Storage(_), _) => Event::Recalled(ticket, Err(EnvironmentError::StorageBlocked)),
            (Reply::Signature(true), About::Signature(check)) => {
                let valid = self.lies_about_signatures || self.truth_about(check);
                Event::SignatureChecked(ticket, Ok(valid))
            }
            (Reply::Signature(_), _) => {
                Event::SignatureChecked(ticket, Err(EnvironmentError::CryptoUnavailable))
            }
        })
    }

    /// Does what is asked, or puts the question.
    ///
    /// # Errors
    ///
    /// What should never be asked.
    pub fn carry_out(&self, node: &mut Node, effect: Effect) -> Result<(), Violation> {
        if let Some(ticket) = ticket_of(&effect) {
            invariants::is_new(node, ticket)?;
        }
        let mut asks = |ticket: Ticket, about: About| node.questions.push(Question { ticket, about });
        match effect {
            Effect::FetchMetadata(ticket, _) => asks(ticket, About::Metadata),
            Effect::FetchKeys(ticket, endpoint) => {
                invariants::goes_to(node, &endpoint, "keys")?;
                invariants::wants_keys(self, node)?;
                node.questions.push(Question { ticket, about: About::Keys });
            }
            Effect::Remember(ticket, pending) => asks(ticket, About::Remembering(Arc::from(pending))),
            Effect::Recall(ticket, state) => asks(ticket, About::Recalling(state)),
            Effect::CheckSignature(ticket, check) => asks(ticket, About::Signature(check)),
            Effect::Redeem(ticket, endpoint, form, _) => {
                asks(ticket, About::Token);
                invariants::goes_to(node, &endpoint, "token")?;
                invariants::redeems_once(node, form.expose())?;
            }
            Effect::FetchUserInfo(ticket, endpoint, token, _) => {
                asks(ticket, About::UserInfo);
                invariants::goes_to(node, &endpoint, "userinfo")?;
                invariants::asks_for_userinfo_once(node, token.expose())?;
            }
            Effect::Leave(address) => {
                invariants::leaves_because_somebody_asked(
                    node,
                    address.expose(),
                    destination(address.expose()),
                )?;
                leave(node, destination(address.expose()))?;
            }
            Effect::LeaveInPlace(address) => {
                invariants::leaves_unasked(node, address.expose(), destination(address.expose()))?;
                leave(node, destination(address.expose()))?;
            }
            Effect::LeaveInPopup(address) => {
                let leaving = destination(address.expose());
                invariants::leaves_because_somebody_asked(node, address.expose(), leaving)?;
                node.window = Some(invariants::leaves_with_nothing_stored(node, leaving)?);
                is_asked_for(node, leaving);
            }
            Effect::ClosePopup => node.window = None,
            Effect::CloseWindow => {}
            Effect::Note(presence) => {
                invariants::is_the_person(node, &presence)?;
                // Somebody signed in, or is not brought back yet.
                node.is_present = true;
                node.changes_memory(|memory| memory.note(presence));
            }
            Effect::Return(place) => invariants::returns_to_where_they_were(node, place.as_str())?,
            Effect::Forget { goodbye } => {
                let before = node.resumed_of_late();
                if !self.forgets_to_forget {
                    node.changes_memory(TabMemory::forget);
                }
                invariants::still_counts(node, before)?;
                node.goodbye |= goodbye.is_some();
            }
            Effect::Mark(mark) => node.marks(mark),
            Effect::Tell(message) => invariants::tells_what_is_so(node, &message)?,
            Effect::RecallShared(ticket) => node.asks_what_is_shared = Some(ticket),
            Effect::Revoke(endpoint, form) => {
                invariants::goes_to(node, &endpoint, "revoke")?;
                invariants::revokes_what_was_there(node, form.expose())?;
            }
            Effect::Keep(grant) => invariants::keeps_no_tokens(node, grant.as_deref())?,
            Effect::Call(..) | Effect::Abandon(_) | Effect::Deliver(..) => {
                return Err(Violation::new("calls what no page asked for", node));
            }
            Effect::TakeTurn(..) | Effect::EndTurn { .. } => {
                return Err(Violation::new("renews what no refresh token came with", node));
            }
            Effect::OfferResumption(ticket) => {
                // The deployment wants nobody brought back whose session ended.
                invariants::somebody_was_there(node)?;
                node.asks_to_resume = Some(ticket);
            }
            Effect::PrepareKey(..) => {
                return Err(Violation::new("makes a key where tokens are not bound", node));
            }
            Effect::Push(..) => return Err(Violation::new("pushes what nobody wants pushed", node)),
            Effect::WakeAt(_) => {}
        }
        Ok(())
    }
}

/// The browser is on its way.
fn leave(node: &mut Node, leaving: Leaving) -> Result<(), Violation> {
    invariants::leaves_once(node, leaving)?;
    is_asked_for(node, leaving);
    node.leaving = Some(leaving);
    Ok(())
}

/// The provider may answer.
fn is_asked_for(node: &mut Node, leaving: Leaving) {
    if let Leaving::ToSignIn(sign_in) = leaving
        && !node.asked_for.contains(&sign_in)
    {
        node.asked_for.push(sign_in);
        node.asked_for.sort_unstable();
    }
}

fn recalled(recollection: &Recollection) -> Option<u8> {
    recollection.pending.as_deref().and_then(number_of)
}

fn destination(address: &str) -> Leaving {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let state = pairs.find(|(name, _)| name == "state").and_then(|(_, state)| sign_in_of(b's', &state));
    state.map_or(Leaving::ToSignOut, Leaving::ToSignIn)
}
