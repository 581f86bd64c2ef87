//! What can come back: the kinds of answers of each endpoint, and of responses of the provider.

use crate::material::{ISSUER, secret_text};

/// What the metadata's address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    Good,
    OfAnotherIssuer,
    Unreadable,
    Silent,
}

/// What the JWK Set's address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    Good,
    /// The first key and the one the provider has taken up since.
    Rotated,
    /// Another key under the first one's name.
    Wrong,
    Empty,
    Unreadable,
    Silent,
}

/// What the token endpoint answers; the number is the sign-in whose nonce the ID Token has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Good(u8),
    /// Signed for real, with the key the provider has taken up since.
    SignedWithTheNextKey(u8),
    /// Signed with the next key, under the first one's name.
    WronglySigned(u8),
    OfAnotherIssuer(u8),
    ForAnotherAudience(u8),
    WithoutNonce(u8),
    WithAnotherTokensHash(u8),
    Expired(u8),
    AuthenticatedLongAgo(u8),
    /// Right in everything, and about another person.
    OfSomebodyElse(u8),
    Refused,
    Unreadable,
    Silent,
}

/// What the userinfo endpoint answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserInfo {
    Good,
    OfSomebodyElse,
    Signed,
    SignedWithTheNextKey,
    /// Signed with the next key, under the first one's name.
    WronglySigned,
    SignedOfSomebodyElse,
    SignedForAnotherAudience,
    Unauthorized,
    Silent,
}

/// What the provider, or somebody else, sends the browser back with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    Code(u8),
    Denied(u8),
    /// Nobody is signed in at the provider, and nobody may be asked.
    LoginRequired(u8),
    OfAnotherIssuer(u8),
    /// The state is nobody's.
    MadeUp,
}

impl UserInfo {
    /// Whether this answer may bring the identity up to date: what is signed, once its signature is found valid.
    pub fn is_used(self) -> bool {
        self == Self::Good || self.is_rightly_signed()
    }

    pub fn is_rightly_signed(self) -> bool {
        matches!(self, Self::Signed | Self::SignedWithTheNextKey)
    }
}

impl Response {
    /// Whether it has the state of this sign-in.
    pub fn is_for(self, sign_in: Option<u8>) -> bool {
        match self {
            Self::Code(number)
            | Self::Denied(number)
            | Self::LoginRequired(number)
            | Self::OfAnotherIssuer(number) => Some(number) == sign_in,
            Self::MadeUp => false,
        }
    }

    pub fn query(self) -> String {
        let iss = form_urlencoded::byte_serialize(ISSUER.as_bytes()).collect::<String>();
        match self {
            Self::Code(sign_in) => {
                format!("code=code-{sign_in}&state={}&iss={iss}", secret_text(b's', sign_in))
            }
            Self::Denied(sign_in) => {
                format!("error=access_denied&state={}&iss={iss}", secret_text(b's', sign_in))
            }
            Self::LoginRequired(sign_in) => {
                format!("error=login_required&state={}&iss={iss}", secret_text(b's', sign_in))
            }
            Self::OfAnotherIssuer(sign_in) => {
                format!(
                    "code=code-{sign_in}&state={}&iss=https%3A%2F%2Fanother.example",
                    secret_text(b's', sign_in)
                )
            }
            Self::MadeUp => format!("code=made-up&state=made-up&iss={iss}"),
        }
    }
}

impl Token {
    /// Whether this answer holds an ID Token that may sign in the person who began this sign-in.
    pub fn proves(self, sign_in: u8) -> bool {
        matches!(self, Self::Good(number) | Self::SignedWithTheNextKey(number) if number == sign_in)
    }

    /// The same where nobody looks at the signature.
    pub fn claims_to_prove(self, sign_in: u8) -> bool {
        self.proves(sign_in) || self == Self::WronglySigned(sign_in)
    }
}
