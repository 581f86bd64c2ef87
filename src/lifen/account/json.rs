//! An account as JSON: as it is kept, sent and exported.

use super::{Account, AccountError, AccountKey, Entry, Field, Origin};
use crate::protocol::json::{Json, Object};
use crate::protocol::time::Timestamp;

const USER_ID: &str = "lifen_user_id";
const ISSUER: &str = "issuer";
const SUBJECT: &str = "sub";
const EMAIL_VERIFIED: &str = "email_verified";
const ORIGINS: &str = "origins";
const CREATED_AT: &str = "created_at";
const UPDATED_AT: &str = "updated_at";

const KNOWN: [&str; 10] = [
    USER_ID,
    ISSUER,
    SUBJECT,
    "name",
    "email",
    "occupation",
    EMAIL_VERIFIED,
    ORIGINS,
    CREATED_AT,
    UPDATED_AT,
];

impl Account {
    /// Reads an account that is this person's.
    ///
    /// # Errors
    ///
    /// [`AccountError::Unreadable`] for what is no account, [`AccountError::OfAnother`] for somebody else's.
    pub fn read(text: &str, key: &AccountKey) -> Result<Self, AccountError> {
        let object = Object::parse(text).map_err(|_| AccountError::Unreadable)?;
        if key_of(&object).ok_or(AccountError::Unreadable)? != *key {
            return Err(AccountError::OfAnother);
        }
        Self::of(&object, key).ok_or(AccountError::Unreadable)
    }

    fn of(object: &Object, key: &AccountKey) -> Option<Self> {
        let origins = object.object(ORIGINS).ok()?;
        let mut entries = Vec::new();
        for field in Field::ALL {
            let Some(text) = object.text(field.name()).ok()?.filter(|text| !text.is_empty()) else {
                continue;
            };
            let origin = origins.and_then(|origins| origins.text(field.name()).ok().flatten());
            // What nobody says the origin of stays as it is.
            let origin = origin.and_then(Origin::named).unwrap_or(Origin::Typed);
            entries.push(Entry { field, text: text.to_owned(), origin });
        }
        let moment = |name| Some(Timestamp::from_seconds(object.seconds(name).ok()?.unwrap_or(0)));
        let others = object.members().filter(|(name, _)| !KNOWN.contains(name));
        Some(Self {
            key: key.clone(),
            entries,
            email_verified: object.boolean(EMAIL_VERIFIED).ok()?.unwrap_or(false),
            created_at: moment(CREATED_AT)?,
            updated_at: moment(UPDATED_AT)?,
            others: others.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        })
    }

    /// The whole account.
    pub fn to_json(&self) -> String {
        let mut members = match &self.key {
            AccountKey::Lifen(id) => vec![(USER_ID, text(id))],
            AccountKey::Subject { issuer, subject } => vec![(ISSUER, text(issuer)), (SUBJECT, text(subject))],
        };
        members.push((CREATED_AT, Json::whole(self.created_at.seconds())));
        members.extend(self.content());
        let mut object = Object::of(members);
        for (name, value) in &self.others {
            object.push(name, value.clone());
        }
        object.to_text()
    }

    /// What may have changed, for an account that is there already ([RFC 7396]).
    ///
    /// [RFC 7396]: https://www.rfc-editor.org/rfc/rfc7396
    pub fn to_merge_patch(&self) -> String {
        Object::of(self.content()).to_text()
    }

    fn content(&self) -> Vec<(&'static str, Json)> {
        let named = |entry: &Entry| (entry.field.name(), text(&entry.text));
        let mut members: Vec<_> = self.entries.iter().map(named).collect();
        let origin = |entry: &Entry| (entry.field.name(), text(entry.origin.name()));
        let origins = self.entries.iter().map(origin).collect();
        members.push((EMAIL_VERIFIED, Json::Boolean(self.email_verified)));
        members.push((ORIGINS, Json::Object(Object::of(origins))));
        members.push((UPDATED_AT, Json::whole(self.updated_at.seconds())));
        members
    }
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn key_of(object: &Object) -> Option<AccountKey> {
    let text = |name| object.text(name).ok().flatten().map(str::to_owned);
    match text(USER_ID) {
        Some(id) => Some(AccountKey::Lifen(id)),
        None => Some(AccountKey::Subject { issuer: text(ISSUER)?, subject: text(SUBJECT)? }),
    }
}
