//! That somebody was signed in here, and no more than it takes to know them again.

use crate::protocol::jose::Hash;
use crate::protocol::secret::Nonce;
use crate::protocol::text::{decimal, to_decimal};
use crate::protocol::time::Timestamp;
use crate::protocol::to_base64url;

/// What a tab remembers of a session over a reload, since the tokens are gone with the page: that there was one.
///
/// The person is a hash of their `sub` with the nonce of their sign-in, 32 random octets: nobody can tell from it who
/// they are, and yet somebody else who comes back in their place is noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    salt: Nonce,
    person: String,
    /// When their session began, so that a reload does not make it younger.
    pub since: Timestamp,
    /// What they allowed this app beyond what the deployment asks everybody for: all of it, space-separated.
    pub scope: Option<String>,
}

impl Presence {
    pub fn of(nonce: &Nonce, subject: &str, since: Timestamp) -> Self {
        Self { salt: nonce.clone(), person: hash(nonce, subject), since, scope: None }
    }

    /// The same, allowed this much.
    pub(super) fn allowing(self, scope: Option<String>) -> Self {
        Self { scope, ..self }
    }

    pub fn is_of(&self, subject: &str) -> bool {
        hash(&self.salt, subject) == self.person
    }

    /// Its three texts, for the store; the scope is kept beside them.
    pub(super) fn to_texts(&self) -> [String; 3] {
        [self.salt.expose().to_owned(), self.person.clone(), to_decimal(self.since.milliseconds())]
    }

    pub(super) fn from_texts(texts: [Option<&str>; 3]) -> Option<Self> {
        let [salt, person, since] = texts;
        let since = Timestamp::from_milliseconds(decimal(since?, i64::MAX)?);
        Some(Self { salt: Nonce::new(salt?), person: person?.to_owned(), since, scope: None })
    }
}

fn hash(salt: &Nonce, subject: &str) -> String {
    to_base64url(&Hash::Sha256.digest([salt.expose(), " ", subject].concat().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_same_person_again_and_nobody_else() {
        let since = Timestamp::from_seconds(1_800_000_000);
        let presence = Presence::of(&Nonce::new("n"), "auth0|1", since);

        assert!(presence.is_of("auth0|1"));
        assert!(!presence.is_of("auth0|2"));
        assert!(!presence.is_of(""));
        assert_ne!(presence, Presence::of(&Nonce::new("m"), "auth0|1", since));
    }
}
