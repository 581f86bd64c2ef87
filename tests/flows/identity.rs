//! By what a person's account is looked up, and what it begins with.

use lifen_connect::configuration::Configuration;
use lifen_connect::lifen::account::{AccountKey, Field, Origin, Profile};
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::Identity;

use crate::world::{BASE, Fault, PLACE, Tab};

const VICTOR: &str = "2239c4e4-f928-44da-917d-1a59a7a4e931";

/// Lifen's own deployment, to which whoever signed in elsewhere is shown.
fn at_lifen() -> Configuration {
    let text = r#"{"preset":"lifen-production","client_id":"demo"}"#;
    *Configuration::parse(text, BASE).expect("a configuration")
}

fn victor(members: &str, userinfo: Option<&str>) -> Tab {
    let mut tab = Tab::configured(members);
    tab.opens(PLACE);
    if let Some(claims) = userinfo {
        let person = &tab.provider.people()[0];
        let body = format!(r#"{{"sub":"{}",{claims}}}"#, person.sub);
        tab.network.breaks(EndpointRole::UserInfo, Fault::Says(200, body));
    }
    tab.signs_in_as("victor");
    tab
}

fn identity(tab: &Tab) -> Identity {
    tab.identity().unwrap_or_else(|| panic!("nobody is signed in: {:?}", tab.view()))
}

/// Their account's key at the provider they signed in at, which is not Lifen.
fn key(tab: &Tab) -> AccountKey {
    identity(tab).profile(tab.session().configuration()).expect("a profile").key
}

/// By `sub` at the issuer of these tests.
fn by_subject(tab: &Tab) -> AccountKey {
    let issuer = tab.provider.issuer().to_owned();
    AccountKey::Subject { issuer, subject: identity(tab).subject().to_owned() }
}

#[test]
fn an_account_hangs_on_the_lifen_user_id_that_the_id_token_says() {
    let tab = victor("", None);

    assert!(key(&tab) == AccountKey::Lifen(VICTOR.to_owned()));
    let at_lifen = identity(&tab).profile(&at_lifen()).expect("a profile");
    assert!(at_lifen.key == AccountKey::Lifen(VICTOR.to_owned()));
}

/// What is said again is known from where it was said first.
#[test]
fn an_account_begins_with_what_was_said_and_where() {
    use Origin::{IdToken, UserInfo};
    let (victor_pugin, address) = ("Victor Pugin", "victor.pugin@hopital.example");
    for (userinfo, name, email) in [
        (r#""locale":"fr""#, (victor_pugin, IdToken), (address, IdToken)),
        (
            r#""name":"Victor P.","email":"victor.pugin@hopital.example","email_verified":true"#,
            ("Victor P.", UserInfo),
            (address, IdToken),
        ),
        (
            r#""name":"Victor Pugin","email":"v@hopital.example","email_verified":true"#,
            (victor_pugin, IdToken),
            ("v@hopital.example", UserInfo),
        ),
    ] {
        let tab = victor("", Some(userinfo));

        let Profile { entries, email_verified, .. } = identity(&tab).profile(&at_lifen()).expect("a profile");

        let said: Vec<_> = entries.iter().map(|entry| (entry.text.as_str(), entry.origin)).collect();
        assert_eq!(said, [name, email]);
        assert_eq!([Field::Name, Field::Email], [entries[0].field, entries[1].field]);
        assert!(email_verified);
    }
}

#[test]
fn a_person_is_in_no_log() {
    assert_eq!(format!("{:?}", identity(&victor("", None))), "Identity(redacted)");
}

/// Userinfo comes later or not at all: the same person would be found another account.
#[test]
fn what_only_userinfo_says_names_an_account_at_lifen_and_nowhere_else() {
    let elsewhere = victor(r#""user_claim":"person""#, Some(r#""person":{"uuid":"told"}"#));

    assert!(key(&elsewhere) == by_subject(&elsewhere));
    let at_lifen = identity(&elsewhere).profile(&at_lifen()).expect("a profile");
    assert!(at_lifen.key == AccountKey::Lifen("told".to_owned()));
}

#[test]
fn whoever_has_no_lifen_user_id_has_an_account_by_their_subject_and_none_at_lifen() {
    let tab = victor(r#""user_claim":"person""#, None);

    assert!(key(&tab) == by_subject(&tab));
    assert!(identity(&tab).profile(&at_lifen()).is_none());
}
