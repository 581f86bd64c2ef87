//! That somebody was signed in here, and no more than it takes to know them again.

use crate::protocol::jose::Hash;
use crate::protocol::secret::Nonce;
use crate::protocol::to_base64url;

/// What a tab remembers of a session over a reload, since the tokens are gone with the page: that there was one.
///
/// The person is a hash of their `sub` with the nonce of their sign-in, 32 random octets: nobody can tell from it who
/// they are, and yet somebody else who comes back in their place is noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    salt: Nonce,
    person: String,
}

impl Presence {
    pub fn of(nonce: &Nonce, subject: &str) -> Self {
        let person = Hash::Sha256.digest([nonce.expose(), " ", subject].concat().as_bytes());
        Self { salt: nonce.clone(), person: to_base64url(&person) }
    }

    pub fn is_of(&self, subject: &str) -> bool {
        Self::of(&self.salt, subject) == *self
    }

    /// Its two texts, for the store.
    pub(super) fn to_texts(&self) -> [&str; 2] {
        [self.salt.expose(), &self.person]
    }

    pub(super) fn from_texts(salt: &str, person: &str) -> Self {
        Self { salt: Nonce::new(salt), person: person.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_same_person_again_and_nobody_else() {
        let presence = Presence::of(&Nonce::new("n"), "auth0|1");

        assert!(presence.is_of("auth0|1"));
        assert!(!presence.is_of("auth0|2"));
        assert!(!presence.is_of(""));
        assert_ne!(presence, Presence::of(&Nonce::new("m"), "auth0|1"));
    }
}
