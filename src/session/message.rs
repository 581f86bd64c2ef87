//! What the tabs of one app tell each other.

use super::{Grant, SharedMemory, SignedOutReason};
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::form::{self, Pairs};
use crate::protocol::secret::State;
use crate::protocol::text::{decimal, to_decimal};
use crate::protocol::time::Timestamp;

/// One message to every other tab that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A tab has begun: whoever is signed in answers with their grant.
    Hello,
    /// Somebody signed in, or their session was renewed.
    Grant(Box<Grant>),
    /// Sessions that began until this moment are over.
    Ended { reason: SignedOutReason, at: Timestamp },
    /// The person did something.
    Active(Timestamp),
    /// A window got a response that it has no sign-in for.
    Response(Box<AuthorizationResponse>),
    /// The tab that waited for the response of this state has it now.
    Taken(State),
    /// The provider ended this session of its own, which goes by `sid` in ID Tokens.
    EndedAtProvider { sid: String, at: Timestamp },
}

impl Message {
    /// What may be heard: a tab that was asleep may tell of a session that has ended since.
    pub fn admitted_by(self, shared: &SharedMemory) -> Option<Self> {
        match self {
            Self::Grant(grant) if !shared.admits_tokens(&grant) => None,
            admitted => Some(admitted),
        }
    }

    pub fn to_text(&self) -> String {
        match self {
            Self::Hello => form::write(&[("message", "hello")]),
            Self::Grant(grant) => {
                let mut text = grant.to_text();
                form::append(&mut text, &[("message", "grant")]);
                text
            }
            Self::Ended { reason, at } => form::write(&[
                ("message", "ended"),
                ("reason", reason.name()),
                ("at", &to_decimal(at.milliseconds())),
            ]),
            Self::Active(at) => form::write(&[("message", "active"), ("at", &to_decimal(at.milliseconds()))]),
            Self::Response(response) => {
                form::write(&[("message", "response"), ("query", &response.to_query())])
            }
            Self::Taken(state) => form::write(&[("message", "taken"), ("state", state.expose())]),
            Self::EndedAtProvider { sid, at } => form::write(&[
                ("message", "ended-at-provider"),
                ("sid", sid),
                ("at", &to_decimal(at.milliseconds())),
            ]),
        }
    }

    /// Reads it back; `None` for anything else, such as what another version of the app says.
    pub fn from_text(text: &str) -> Option<Self> {
        let pairs = Pairs::read(text);
        let at = || Some(Timestamp::from_milliseconds(decimal(pairs.value("at")?, i64::MAX)?));
        Some(match pairs.value("message")? {
            "hello" => Self::Hello,
            "grant" => Self::Grant(Box::new(Grant::from_text(text)?)),
            "ended" => Self::Ended { reason: SignedOutReason::named(pairs.value("reason")?)?, at: at()? },
            "active" => Self::Active(at()?),
            "response" => Self::Response(Box::new(AuthorizationResponse::parse(pairs.value("query")?)?)),
            "taken" => Self::Taken(State::new(pairs.value("state")?)),
            "ended-at-provider" => Self::EndedAtProvider { sid: pairs.value("sid")?.to_owned(), at: at()? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Mark;
    use crate::session::grant::tests::grant;

    #[test]
    fn is_heard_as_it_was_told() {
        let at = Timestamp::from_milliseconds(1_800_000_000_123);
        let ended = |reason| Message::Ended { reason, at };
        let mut messages = vec![Message::Hello, Message::Grant(Box::new(grant())), Message::Active(at)];
        messages.extend(SignedOutReason::ALL.map(ended));
        for query in
            ["code=a%26b&state=s&iss=https://login.lifen.fr/", "error=x&error_description=é&state=s&x=1"]
        {
            let response = AuthorizationResponse::parse(query).expect("a response");
            messages.push(Message::Response(Box::new(response)));
        }
        messages.push(Message::Taken(State::new("s")));
        messages.push(Message::EndedAtProvider { sid: "08a5&=é".to_owned(), at });

        for message in messages {
            assert_eq!(Message::from_text(&message.to_text()), Some(message));
        }
    }

    #[test]
    fn is_nothing_when_it_is_of_a_session_that_has_ended() {
        let message = Message::Grant(Box::new(grant()));
        let mut shared = SharedMemory::default();
        assert_eq!(message.clone().admitted_by(&shared), Some(message.clone()));

        shared.mark(Mark::Ended { reason: SignedOutReason::SignedOut, at: grant().since });

        assert_eq!(message.admitted_by(&shared), None);
        assert_eq!(Message::Hello.admitted_by(&shared), Some(Message::Hello));
    }

    #[test]
    fn is_nothing_when_another_version_says_it() {
        for text in [
            "",
            "message=goodbye",
            "message=grant",
            "message=ended&reason=tired&at=1",
            "message=active",
            "message=response",
            "message=response&query=x",
            "message=taken",
            "message=ended-at-provider&at=1",
        ] {
            assert_eq!(Message::from_text(text), None, "{text}");
        }
    }
}
