//! An account, as a directory gives it back: an API's answer, or what was kept in the browser.

use lifen_connect::lifen::account::{Account, AccountError, AccountKey};

use super::json::{self, Members};
use super::secrecy;

const USER_ID: &str = "2239c4e4-f928-44da-917d-1a59a7a4e931";
const ISSUER: &str = "https://login.lifen.fr/";
const SUBJECT: &str = "auth0|1";

/// What the app writes itself; the rest is an API's own.
const KNOWN: [&str; 10] = [
    "lifen_user_id",
    "issuer",
    "sub",
    "name",
    "email",
    "occupation",
    "email_verified",
    "origins",
    "created_at",
    "updated_at",
];

/// It is read for the person it belongs to and for nobody else, and nothing of it is lost when it is written again.
pub fn holds(text: &str) {
    let Ok(document) = json::read(text) else { return };
    let keys = [
        AccountKey::Lifen(USER_ID.to_owned()),
        AccountKey::Subject { issuer: ISSUER.to_owned(), subject: SUBJECT.to_owned() },
    ];
    for key in keys {
        let is_theirs = document.as_ref().is_some_and(|document| is_of(document, &key));
        match Account::read(text, &key) {
            Ok(account) => {
                assert!(is_theirs, "another person's account");
                survives(&account, document.as_ref().expect("an object"));
            }
            Err(AccountError::OfAnother) => assert!(!is_theirs, "the person's own account, refused"),
            Err(error) => secrecy::is_a_code(error.code(), "account"),
        }
    }
}

/// The Lifen User ID counts; without one it is the subject of an issuer.
fn is_of(document: &Members, key: &AccountKey) -> bool {
    match (document.text("lifen_user_id"), key) {
        (Some(found), AccountKey::Lifen(id)) => found == id,
        (None, AccountKey::Subject { issuer, subject }) => {
            document.text("issuer") == Some(issuer) && document.text("sub") == Some(subject)
        }
        _ => false,
    }
}

fn survives(account: &Account, document: &Members) {
    let written = account.to_json();
    let again = Account::read(&written, &account.key).expect("what was written is read");
    // As text: a moment beyond all clocks is read as the last one they have, which has parts of a second.
    assert_eq!(again.to_json(), written, "read otherwise than it was written");
    let written = json::read(&written).expect("numbers as they came").expect("an object");
    for name in document.names().filter(|name| !KNOWN.contains(name)) {
        assert!(written.has(name), "a member that the app does not know is lost: {name}");
        assert_eq!(written.member(name), document.member(name), "{name} is changed");
    }
}
