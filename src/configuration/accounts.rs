//! Where the accounts of those who sign in are.

use super::features::{ACCOUNTS, CALLS};
use super::fields::Fields;
use crate::protocol::endpoint::{Endpoint, Origin};
use crate::protocol::json::Json;

/// A deployment's account directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountDirectory {
    /// The app keeps no accounts: whoever signs in is in.
    None,
    /// This browser keeps them, in IndexedDB. The risk: whoever can read the browser's profile finds who signed up in it,
    /// and in another browser the same person signs up anew.
    Embedded,
    /// An API of the team's keeps them, at this address.
    Http(Endpoint),
}

const EXPECTED: &str = "embedded, none, or {\"http\": the address of an API}";

impl AccountDirectory {
    pub(super) fn read(fields: &mut Fields<'_>, api_origins: &[Origin]) -> Self {
        const FIELD: &str = "account_directory";
        if !ACCOUNTS {
            return Self::None;
        }
        let address = match fields.member(FIELD) {
            None => return Self::Embedded,
            Some(Json::Text(text)) if text == "embedded" => return Self::Embedded,
            Some(Json::Text(text)) if text == "none" => return Self::None,
            Some(Json::Object(object)) if object.members().count() == 1 => object.text("http").ok().flatten(),
            Some(_) => None,
        };
        let Some(address) = address else {
            let found = fields.member(FIELD).unwrap_or(&Json::Null);
            fields.refuse_value(FIELD, EXPECTED, found);
            return Self::None;
        };
        if !CALLS {
            let expected = "embedded or none, since this build is without the feature `calls`";
            fields.refuse_text(FIELD, expected, address);
        }
        let Some(endpoint) = fields.address(address, FIELD, address) else { return Self::None };
        if !api_origins.contains(&endpoint.origin()) {
            fields.refuse_text(FIELD, "an address at one of the `api_origins`", address);
        }
        Self::Http(endpoint)
    }
}
