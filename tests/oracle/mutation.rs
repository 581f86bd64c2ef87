//! One thing that is different from a valid token, and what is known about it beforehand.

use crate::difference::Difference;
use crate::draft::Draft;

/// The part of a token that a mutation has to itself. Two mutations of one slot would undo each other; where slots
/// meet, they are applied in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Algorithm,
    KeyId,
    Keys,
    Signature,
    Type,
    Critical,
    HeaderMembers,
    Issuer,
    Audience,
    Expiry,
    IssuedAt,
    NotBefore,
    Nonce,
    AccessTokenHash,
    Subject,
    Authentication,
    Profile,
    Payload,
    Text,
}

/// What is known of a token that has this mutation and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Both judges accept it.
    Harmless,
    /// Both refuse it.
    Fatal,
    /// They differ, and this is why.
    Disputed(Difference),
}

pub struct Mutation {
    pub slot: Slot,
    pub name: String,
    pub fate: Fate,
    /// Differences that show only beside a mutation of another slot.
    latent: Vec<Difference>,
    apply: Box<dyn Fn(&mut Draft) + Send + Sync>,
}

impl Slot {
    pub fn harmless(self, name: &str, apply: impl Fn(&mut Draft) + Send + Sync + 'static) -> Mutation {
        self.mutation(name, Fate::Harmless, apply)
    }

    pub fn fatal(self, name: &str, apply: impl Fn(&mut Draft) + Send + Sync + 'static) -> Mutation {
        self.mutation(name, Fate::Fatal, apply)
    }

    pub fn disputed(
        self,
        name: &str,
        difference: Difference,
        apply: impl Fn(&mut Draft) + Send + Sync + 'static,
    ) -> Mutation {
        self.mutation(name, Fate::Disputed(difference), apply)
    }

    fn mutation(
        self,
        name: &str,
        fate: Fate,
        apply: impl Fn(&mut Draft) + Send + Sync + 'static,
    ) -> Mutation {
        let name = format!("{self:?}: {name}");
        Mutation { slot: self, name, fate, latent: Vec::new(), apply: Box::new(apply) }
    }
}

impl Mutation {
    /// Beside some mutation of another slot the judges differ for this reason.
    pub fn with_latent(mut self, difference: Difference) -> Self {
        self.latent.push(difference);
        self
    }

    pub fn apply(&self, draft: &mut Draft) {
        (self.apply)(draft);
    }

    /// The differences it may bring about.
    pub fn differences(&self) -> impl Iterator<Item = Difference> {
        let disputed = match self.fate {
            Fate::Disputed(difference) => Some(difference),
            _ => None,
        };
        disputed.into_iter().chain(self.latent.iter().copied())
    }
}
