//! What is waited for.

use lifen_connect::session::{Effect, Ticket};

/// Of an effect that is answered. One that is new has to be put on either side.
pub fn ticket_of(effect: &Effect) -> Option<Ticket> {
    match effect {
        Effect::FetchMetadata(ticket, _)
        | Effect::FetchKeys(ticket, _)
        | Effect::Remember(ticket, _)
        | Effect::Push(ticket, ..)
        | Effect::PrepareKey(ticket, _)
        | Effect::Recall(ticket, _)
        | Effect::Redeem(ticket, ..)
        | Effect::CheckSignature(ticket, _)
        | Effect::FetchUserInfo(ticket, ..)
        | Effect::Call(ticket, ..)
        | Effect::TakeTurn(ticket, _)
        | Effect::RecallShared(ticket)
        | Effect::OfferResumption(ticket) => Some(*ticket),
        Effect::Leave(_)
        | Effect::LeaveInPlace(_)
        | Effect::LeaveInPopup(_)
        | Effect::ClosePopup
        | Effect::CloseWindow
        | Effect::Note(_)
        | Effect::Return(_)
        | Effect::Forget { .. }
        | Effect::Keep(_)
        | Effect::Tell(_)
        | Effect::Mark(_)
        | Effect::EndTurn { .. }
        | Effect::Revoke(..)
        | Effect::Abandon(_)
        | Effect::Deliver(..)
        | Effect::WakeAt(_) => None,
    }
}
