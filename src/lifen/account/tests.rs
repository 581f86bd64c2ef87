use super::*;
use crate::protocol::api::ApiError;
use crate::protocol::transport::Silence;

const ID: &str = "2239c4e4-f928-44da-917d-1a59a7a4e931";

fn key() -> AccountKey {
    AccountKey::Lifen(ID.to_owned())
}

fn entry(field: Field, text: &str, origin: Origin) -> Entry {
    Entry { field, text: text.to_owned(), origin }
}

fn profile(name: &str, email: &str) -> Profile {
    let entries =
        vec![entry(Field::Name, name, Origin::IdToken), entry(Field::Email, email, Origin::UserInfo)];
    Profile { key: key(), entries, email_verified: true }
}

fn victor() -> Profile {
    profile("Victor Pugin", "victor@hopital.example")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn account() -> Account {
    let mut form = SignUpForm::of(victor());
    form.type_in(Field::Occupation, " Médecin ".to_owned());
    form.account(at(1_000)).expect("nothing is wrong with it")
}

#[test]
fn keys_are_told_apart_and_never_made_of_an_address() {
    let subject = |issuer: &str, subject: &str| AccountKey::Subject {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
    };

    assert_eq!(key().to_text(), format!("lifen {ID}"));
    assert_eq!(subject("https://id.example/", "1").to_text(), "https://id.example/ 1");
    assert_ne!(subject("https://a.example/", "1"), subject("https://b.example/", "1"));
    assert_ne!(subject("https://a.example/", ID).to_text(), key().to_text());
}

#[test]
fn the_form_begins_with_what_the_provider_said_and_where() {
    let form = SignUpForm::of(victor());

    assert_eq!(form.text(Field::Name), "Victor Pugin");
    assert_eq!(form.origin(Field::Name), Some(Origin::IdToken));
    assert_eq!(form.origin(Field::Email), Some(Origin::UserInfo));
    assert_eq!((form.text(Field::Occupation), form.origin(Field::Occupation)), ("", None));
}

#[test]
fn what_is_typed_is_the_persons_until_it_is_again_what_the_provider_said() {
    let mut form = SignUpForm::of(victor());

    form.type_in(Field::Name, "Dr Pugin".to_owned());
    assert_eq!(form.origin(Field::Name), Some(Origin::Typed));
    form.type_in(Field::Name, "Victor Pugin ".to_owned());
    assert_eq!(form.origin(Field::Name), Some(Origin::IdToken));
}

#[test]
fn what_the_provider_says_later_fills_what_nobody_touched() {
    let mut form = SignUpForm::of(Profile { key: key(), entries: Vec::new(), email_verified: false });
    form.type_in(Field::Name, "Dr Pugin".to_owned());

    form.refresh(victor());

    assert_eq!(form.text(Field::Name), "Dr Pugin");
    assert_eq!(form.text(Field::Email), "victor@hopital.example");
}

#[test]
fn an_account_is_made_of_the_form_with_the_origin_of_each_field() {
    let account = account();

    assert_eq!(account.key, key());
    assert_eq!(account.text(Field::Occupation), "Médecin");
    let origins = Field::ALL.map(|field| account.entry(field).map(|entry| entry.origin));
    assert_eq!(origins, [Some(Origin::IdToken), Some(Origin::UserInfo), Some(Origin::Typed)]);
    assert!(account.email_verified);
}

#[test]
fn an_address_that_was_typed_is_not_one_that_the_provider_verified() {
    let mut form = SignUpForm::of(victor());
    form.type_in(Field::Email, "v@maison.example".to_owned());

    assert!(!form.account(at(0)).expect("an address").email_verified);
}

#[test]
fn names_what_is_wrong_with_each_field() {
    let long = |length: usize| "x".repeat(length);
    for (field, text, problem) in [
        (Field::Name, String::new(), Some(Problem::Missing)),
        (Field::Name, "  ".to_owned(), Some(Problem::Missing)),
        (Field::Name, "Zoé".to_owned(), None),
        (Field::Name, long(120), None),
        (Field::Name, long(121), Some(Problem::TooLong)),
        (Field::Name, "é".repeat(120), None),
        (Field::Name, "𝒱".repeat(120), None),
        (Field::Name, "𝒱".repeat(121), Some(Problem::TooLong)),
        (Field::Name, "Vic\ntor".to_owned(), Some(Problem::Unprintable)),
        (Field::Name, "Vic\u{202e}tor".to_owned(), Some(Problem::Unprintable)),
        (Field::Email, String::new(), Some(Problem::Missing)),
        (Field::Email, "victor".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "@hopital.example".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "victor@".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "a@b@c".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "victor pugin@hopital.example".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "a@b.fr,c@d.fr".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "a@b.fr(ward)".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, "Victor<a@b.fr>".to_owned(), Some(Problem::NotAnAddress)),
        (Field::Email, " zoé@hôpital.example ".to_owned(), None),
        (Field::Email, format!("{}@b.example", long(244)), None),
        (Field::Email, format!("{}@b.example", long(245)), Some(Problem::TooLong)),
        (Field::Occupation, String::new(), None),
        (Field::Occupation, long(121), Some(Problem::TooLong)),
    ] {
        let mut form = SignUpForm::of(victor());
        form.type_in(field, text.clone());

        assert_eq!(form.problem(field), problem, "{field:?} {text}");
        assert_eq!(form.account(at(0)).is_none(), problem.is_some(), "{field:?} {text}");
    }
}

#[test]
fn follows_an_address_that_changed_at_the_provider() {
    let moved = Profile { email_verified: false, ..profile("Victor Pugin", "v.pugin@hopital.example") };

    let followed = account().following(&moved, at(2_000)).expect("a change");

    assert_eq!(followed.text(Field::Email), "v.pugin@hopital.example");
    assert!(!followed.email_verified);
    assert_eq!((followed.created_at, followed.updated_at), (at(1_000), at(2_000)));
    assert_eq!(followed.text(Field::Occupation), "Médecin");
}

#[test]
fn follows_an_address_that_was_verified_meanwhile() {
    let mut form = SignUpForm::of(Profile { email_verified: false, ..victor() });
    form.type_in(Field::Occupation, "Médecin".to_owned());
    let account = form.account(at(0)).expect("an account");

    assert!(account.following(&victor(), at(1)).expect("a change").email_verified);
}

#[test]
fn changes_nothing_where_nothing_is_new() {
    assert_eq!(account().following(&victor(), at(2_000)), None);
    let elsewhere = vec![
        entry(Field::Name, "Victor Pugin", Origin::UserInfo),
        entry(Field::Email, "victor@hopital.example", Origin::IdToken),
    ];
    assert_eq!(account().following(&Profile { entries: elsewhere, ..victor() }, at(2_000)), None);
}

#[test]
fn keeps_what_the_provider_no_longer_says() {
    let silent = Profile { key: key(), entries: Vec::new(), email_verified: false };

    assert_eq!(account().following(&silent, at(2_000)), None);
}

#[test]
fn keeps_what_the_person_typed_whatever_the_provider_says() {
    let mut form = SignUpForm::of(victor());
    form.type_in(Field::Email, "v@maison.example".to_owned());
    let account = form.account(at(0)).expect("an account");

    assert_eq!(account.following(&profile("Victor Pugin", "new@hopital.example"), at(1)), None);
}

#[test]
fn adds_what_the_provider_says_for_the_first_time() {
    let mut account = account();
    account.entries.retain(|entry| entry.field != Field::Email);

    let followed = account.following(&victor(), at(1)).expect("a change");

    assert_eq!(followed.text(Field::Email), "victor@hopital.example");
}

#[test]
fn is_read_as_it_was_written() {
    let subject = AccountKey::Subject { issuer: "https://id.example/".into(), subject: "a\"b".into() };
    for account in [account(), Account { key: subject, ..account() }] {
        let json = account.to_json();

        assert_eq!(Account::read(&json, &account.key), Ok(account), "{json}");
    }
}

#[test]
fn is_written_as_the_documentation_says() {
    assert_eq!(
        account().to_json(),
        r#"{"lifen_user_id":"2239c4e4-f928-44da-917d-1a59a7a4e931","created_at":1000,"name":"Victor Pugin","email":"victor@hopital.example","occupation":"Médecin","email_verified":true,"origins":{"name":"id_token","email":"userinfo","occupation":"typed"},"updated_at":1000}"#
    );
}

#[test]
fn a_change_says_nothing_of_whose_account_it_is_or_since_when() {
    let patch = account().to_merge_patch();

    assert!(patch.contains("victor@hopital.example"));
    for member in ["lifen_user_id", "sub", "created_at"] {
        assert!(!patch.contains(member), "{member}");
    }
}

#[test]
fn keeps_what_a_directory_adds_of_its_own() {
    let json = format!(r#"{{"lifen_user_id":"{ID}","name":"Victor","role":{{"of":["admin"]}}}}"#);

    let account = Account::read(&json, &key()).expect("an account");

    assert!(account.to_json().contains(r#""role":{"of":["admin"]}"#));
    // What nobody says the origin of is nobody's to change.
    assert_eq!(account.entry(Field::Name).map(|entry| entry.origin), Some(Origin::Typed));
}

#[test]
fn refuses_what_is_no_account_and_what_is_somebody_elses() {
    let other = r#"{"lifen_user_id":"7c0d52a8-3b1e-4f6c-9d57-0e4f1b7a6c22","name":"Agathe"}"#;
    assert_eq!(Account::read(other, &key()), Err(AccountError::OfAnother));
    let subject = r#"{"issuer":"https://login.lifen.fr/","sub":"auth0|1","name":"Victor"}"#;
    assert_eq!(Account::read(subject, &key()), Err(AccountError::OfAnother));
    for text in ["", "[]", "<html>", "{}", r#"{"sub":"1"}"#, r#"{"lifen_user_id":7}"#] {
        assert_eq!(Account::read(text, &key()), Err(AccountError::Unreadable), "{text}");
    }
    for member in [r#""name":7"#, r#""email_verified":"yes""#, r#""origins":[]"#, r#""created_at":"now""#] {
        let text = format!(r#"{{"lifen_user_id":"{ID}",{member}}}"#);
        assert_eq!(Account::read(&text, &key()), Err(AccountError::Unreadable), "{text}");
    }
}

#[test]
fn says_in_a_log_nothing_of_whose_it_is() {
    for text in [
        format!("{:?}", key()),
        format!("{:?}", victor()),
        format!("{:?}", account()),
        format!("{:?}", SignUpForm::of(victor())),
        format!("{:?}", victor().entries),
    ] {
        assert!(!text.contains("ictor") && !text.contains(ID), "{text}");
    }
}

fn status(status: u16) -> ApiError {
    ApiError::HttpStatus { status, description: None }
}

#[test]
fn an_http_directory_means_one_thing_by_each_answer() {
    use Asked::{Create, Delete, Find, Update};
    for (asked, error, meant) in [
        (Find, status(404), Ok(Outcome::Absent)),
        (Find, status(410), Ok(Outcome::Absent)),
        (Update, status(404), Ok(Outcome::Absent)),
        (Delete, status(404), Ok(Outcome::Absent)),
        (Create, status(409), Ok(Outcome::Exists)),
        (Create, status(412), Ok(Outcome::Exists)),
        (Create, status(404), Err(AccountError::HttpStatus { status: 404 })),
        (Update, status(409), Err(AccountError::HttpStatus { status: 409 })),
        (Find, status(403), Err(AccountError::Refused)),
        (Create, status(403), Err(AccountError::Refused)),
        (Create, ApiError::ScopeMissing { scope: None, description: None }, Err(AccountError::Refused)),
        (Create, status(422), Err(AccountError::HttpStatus { status: 422 })),
        (Find, ApiError::RateLimited { retry_after: None }, Err(AccountError::RateLimited)),
        (
            Find,
            ApiError::Unavailable { status: 503, retry_after: None },
            Err(AccountError::Unavailable { status: 503 }),
        ),
        (Find, ApiError::Silent(Silence::Offline), Err(AccountError::Silent(Silence::Offline))),
    ] {
        assert_eq!(outcome(asked, &error), Some(meant), "{asked:?} {error}");
    }
}

#[test]
fn what_is_about_the_session_is_the_sessions_to_say() {
    for error in [
        ApiError::SignedOut,
        ApiError::Unauthorized { description: None },
        ApiError::AuthenticationInsufficient { description: None },
        ApiError::AuthenticationDenied,
        ApiError::NotRepeated,
    ] {
        assert_eq!(outcome(Asked::Find, &error), None, "{error}");
    }
}

/// For whoever reads a log.
#[test]
fn says_what_a_directory_answered_and_what_became_of_it() {
    for (error, said) in [
        (AccountError::Unavailable { status: 503 }, "the account directory answered HTTP 503"),
        (AccountError::OfAnother, "the account directory gave an account with another key"),
    ] {
        assert_eq!(error.to_string(), said);
    }
}

#[test]
fn only_a_browser_that_keeps_no_account_lets_anybody_go_on_without_one() {
    for error in [
        AccountError::StorageBlocked,
        AccountError::StorageFull,
        AccountError::StorageBusy,
        AccountError::StorageNewer,
    ] {
        assert!(error.is_of_this_browser(), "{error}");
    }
    for error in [AccountError::Refused, AccountError::OfAnother, AccountError::Silent(Silence::Offline)] {
        assert!(!error.is_of_this_browser(), "{error}");
    }
    assert!(AccountError::StorageBusy.is_transient());
    assert!(AccountError::Silent(Silence::Timeout).is_transient());
    assert!(!AccountError::Silent(Silence::CorsRefused).is_transient());
    assert!(!AccountError::Refused.is_transient());
}
