//! The account behind a person: what the app keeps of them, by a key that stays when their e-mail address changes.
//!
//! The provider says who somebody is; what the app knows of them beyond that is in an account directory. Whoever is found
//! there goes on, and what the provider says anew is followed; whoever is not fills in a [`SignUpForm`] that begins with
//! what the provider said.

mod contract;
mod error;
mod form;
mod json;
#[cfg(test)]
mod tests;

pub use contract::{Asked, Outcome, outcome};
pub use error::AccountError;
pub use form::{Problem, SignUpForm};

use crate::protocol::json::Json;
use crate::protocol::time::Timestamp;

/// Whose an account is. Never the e-mail address, which may change, and be somebody else's afterwards.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountKey {
    /// The **Lifen User ID**.
    Lifen(String),
    /// At a provider that is not Lifen. OIDC Core §2: `sub` is "locally unique and never reassigned … within the Issuer".
    Subject { issuer: String, subject: String },
}

impl AccountKey {
    /// One text for either; an issuer is an address, so no two keys have the same.
    pub fn to_text(&self) -> String {
        match self {
            Self::Lifen(id) => ["lifen ", id].concat(),
            Self::Subject { issuer, subject } => [issuer, " ", subject].concat(),
        }
    }
}

/// What an account has of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Occupation,
}

impl Field {
    pub const ALL: [Self; 3] = [Self::Name, Self::Email, Self::Occupation];

    /// The claim's name, where the provider knows it too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Occupation => "occupation",
        }
    }

    pub fn is_required(self) -> bool {
        self != Self::Occupation
    }
}

/// Where a field's content came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    IdToken,
    UserInfo,
    /// By the person. What the provider says later does not take its place.
    Typed,
}

impl Origin {
    const ALL: [Self; 3] = [Self::IdToken, Self::UserInfo, Self::Typed];

    pub fn name(self) -> &'static str {
        match self {
            Self::IdToken => "id_token",
            Self::UserInfo => "userinfo",
            Self::Typed => "typed",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// The content of a field.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub field: Field,
    pub text: String,
    pub origin: Origin,
}

/// What the provider says of whoever is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    pub key: AccountKey,
    pub entries: Vec<Entry>,
    pub email_verified: bool,
}

impl Profile {
    pub fn entry(&self, field: Field) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.field == field)
    }
}

/// One person's account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub key: AccountKey,
    pub entries: Vec<Entry>,
    /// Whether the provider has verified the address; one that was typed it has not.
    pub email_verified: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// What a directory keeps besides, such as a role: kept and exported, not read.
    others: Vec<(String, Json)>,
}

impl Account {
    pub fn entry(&self, field: Field) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.field == field)
    }

    /// The content of a field; nothing where there is none.
    pub fn text(&self, field: Field) -> &str {
        self.entry(field).map_or("", |entry| &entry.text)
    }

    /// The account brought up to date with what the provider says now; `None` where that is nothing new.
    ///
    /// What the provider said once gives way to what it says now. What the person typed stays, and so does what the
    /// provider no longer says.
    pub fn following(&self, profile: &Profile, now: Timestamp) -> Option<Self> {
        let mut account = self.clone();
        for said in &profile.entries {
            match account.entries.iter_mut().find(|entry| entry.field == said.field) {
                Some(entry) if entry.origin == Origin::Typed => {}
                // Said again, be it elsewhere: nothing that is worth a change.
                Some(entry) if entry.text == said.text => {}
                Some(entry) => *entry = said.clone(),
                None => account.entries.push(said.clone()),
            }
        }
        let email = account.entry(Field::Email).filter(|entry| entry.origin != Origin::Typed);
        let is_said = email
            .is_some_and(|entry| profile.entry(Field::Email).is_some_and(|said| said.text == entry.text));
        if is_said {
            account.email_verified = profile.email_verified;
        }
        if account == *self {
            return None;
        }
        account.updated_at = now;
        Some(account)
    }
}

/// Who somebody is has no place in a log.
macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )*};
}

redacted!(AccountKey, Entry, Profile, Account, SignUpForm);
