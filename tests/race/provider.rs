//! The provider: each refresh token works once, and one that comes twice ends its sign-in.

use crate::material::Tokens;

/// Every sign-in there was, by its number from one on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Provider(Vec<SignIn>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SignIn {
    number: u8,
    latest: u8,
    is_revoked: bool,
}

/// What becomes of a refresh token that was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    Renewed(Tokens),
    /// It was rotated before: somebody may have stolen it.
    Reused,
    Void,
}

impl Provider {
    pub fn redeems_code_of(&mut self, number: u8) -> Tokens {
        self.0.push(SignIn { number, latest: 0, is_revoked: false });
        self.0.sort_unstable_by_key(|sign_in| sign_in.number);
        Tokens { sign_in: number, generation: 0 }
    }

    pub fn is_presented(&mut self, tokens: Tokens) -> Presented {
        let Some(sign_in) = self.sign_in_mut(tokens) else { return Presented::Void };
        if sign_in.is_revoked {
            return Presented::Void;
        }
        // RFC 9700 §4.14.2: "the authorization server […] will revoke the active refresh token".
        if tokens.generation != sign_in.latest {
            sign_in.is_revoked = true;
            return Presented::Reused;
        }
        sign_in.latest += 1;
        Presented::Renewed(Tokens { generation: sign_in.latest, ..tokens })
    }

    pub fn revokes(&mut self, tokens: Tokens) {
        if let Some(sign_in) = self.sign_in_mut(tokens) {
            sign_in.is_revoked = true;
        }
    }

    pub fn is_latest(&self, tokens: Tokens) -> bool {
        self.sign_in(tokens).is_some_and(|sign_in| sign_in.latest == tokens.generation)
    }

    pub fn has_revoked(&self, tokens: Tokens) -> bool {
        self.sign_in(tokens).is_none_or(|sign_in| sign_in.is_revoked)
    }

    pub fn has_revoked_any(&self) -> bool {
        self.0.iter().any(|sign_in| sign_in.is_revoked)
    }

    /// How often anything was renewed.
    pub fn renewals(&self) -> u8 {
        self.0.iter().map(|sign_in| sign_in.latest).sum()
    }

    fn sign_in(&self, tokens: Tokens) -> Option<&SignIn> {
        self.0.iter().find(|sign_in| sign_in.number == tokens.sign_in)
    }

    fn sign_in_mut(&mut self, tokens: Tokens) -> Option<&mut SignIn> {
        self.0.iter_mut().find(|sign_in| sign_in.number == tokens.sign_in)
    }
}
