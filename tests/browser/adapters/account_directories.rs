//! Both account directories: the one in this browser, and the one behind an API.

use std::sync::Arc;

use lifen_connect::browser::AccountDirectory;
use lifen_connect::browser::adapters::{Embedded, Http, Store};
use lifen_connect::lifen::account::{Account, AccountKey, Entry, Field, Origin, Profile, SignUpForm};
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Change, Creation, Error};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Received, Reply, Return, Running, Tab, change};

const ADDRESS: &str = "https://api.example/account";

fn key() -> AccountKey {
    AccountKey::Lifen("victor".to_owned())
}

fn account(name: &str) -> Arc<Account> {
    let entry = |field, text: &str| Entry { field, text: text.to_owned(), origin: Origin::IdToken };
    let profile = Profile {
        key: key(),
        entries: vec![entry(Field::Name, name), entry(Field::Email, "victor@hopital.example")],
        email_verified: true,
    };
    let form = SignUpForm::of(profile);
    Arc::new(form.account(Timestamp::from_seconds(1_800_000_000)).expect("an account"))
}

fn code<T>(answer: Result<T, Error>) -> &'static str {
    answer.err().expect("an error").code()
}

async fn name_in(directory: &impl AccountDirectory) -> Option<String> {
    let found = directory.find(&key()).await.expect("an answer");
    found.map(|account| account.text(Field::Name).to_owned())
}

#[wasm_bindgen_test]
async fn this_browser_keeps_one_account_until_it_is_deleted() {
    let _tab = Tab::new();
    let directory = Embedded::new("one-account");
    assert_eq!(name_in(&directory).await, None);

    assert_eq!(directory.create(account("Victor")).await, Ok(Creation::Created));
    assert_eq!(directory.create(account("Another")).await, Ok(Creation::Exists));
    assert_eq!(name_in(&directory).await.as_deref(), Some("Victor"));
    assert_eq!(directory.update(account("Victor P.")).await, Ok(Change::Changed));
    assert_eq!(name_in(&directory).await.as_deref(), Some("Victor P."));

    assert_eq!(directory.delete(&key()).await, Ok(()));
    assert_eq!(name_in(&directory).await, None);
    assert_eq!(directory.update(account("Victor")).await, Ok(Change::Absent));
    assert_eq!(directory.delete(&key()).await, Ok(()));
}

#[wasm_bindgen_test]
async fn each_client_and_each_person_has_an_account_of_their_own() {
    let _tab = Tab::new();
    let directory = Embedded::new("own");
    directory.create(account("Victor")).await.expect("an account");

    assert_eq!(name_in(&Embedded::new("own-another")).await, None);
    let agathe = AccountKey::Lifen("agathe".to_owned());
    assert_eq!(directory.find(&agathe).await, Ok(None));
}

#[wasm_bindgen_test]
async fn this_browser_says_what_is_wrong_with_what_it_keeps() {
    let _tab = Tab::new();
    let store = Store::open("lifen-connect.accounts", "accounts").await.expect("a store");
    for (client, kept, expected) in [
        ("broken-json", JsValue::from_str("{"), "account-unreadable"),
        ("broken-kind", JsValue::TRUE, "account-unreadable"),
        ("of-another", JsValue::from_str(r#"{"lifen_user_id":"agathe"}"#), "account-of-another"),
    ] {
        store.put(&format!("{client} lifen victor"), &kept).await.expect("room");

        assert_eq!(code(Embedded::new(client).find(&key()).await), expected, "{client}");
    }
}

#[wasm_bindgen_test]
async fn this_browser_says_that_it_keeps_no_accounts() {
    let tab = Tab::new();
    change::block(&tab.window(), "indexedDB");
    let directory = Embedded::new("blocked");

    assert_eq!(code(directory.find(&key()).await), "account-storage-blocked");
    assert_eq!(code(directory.create(account("Victor")).await), "account-storage-blocked");
    assert_eq!(code(directory.update(account("Victor")).await), "account-storage-blocked");
    assert_eq!(code(directory.delete(&key()).await), "account-storage-blocked");
}

/// Somebody who is signed in, before an API that gives these answers.
async fn behind_an_api(tab: &Tab, api: Vec<Reply>) -> (Http, Network) {
    let configuration = json!({ "api_origins": ["https://api.example"] });
    let (page, network) = Return { configuration, api, ..Return::default() }.arrives(tab).await;
    let running = Running::on(page);
    running.signs_in().await;
    (Http::new(Endpoint::parse(ADDRESS).expect("an address"), running.driver), network)
}

fn latest(network: &Network) -> Received {
    network.requests().pop().expect("a request")
}

#[wasm_bindgen_test]
async fn an_api_is_asked_for_the_account_of_whoever_the_token_is_of() {
    let tab = Tab::returning();
    let kept = account("Victor").to_json();
    let (directory, network) =
        behind_an_api(&tab, vec![Reply::ok(kept), Reply::Answer(404, String::new())]).await;

    assert_eq!(name_in(&directory).await.as_deref(), Some("Victor"));

    let asked = latest(&network);
    assert_eq!((asked.method.as_str(), asked.url.as_str()), ("GET", ADDRESS));
    assert_eq!(asked.header("authorization"), Some("Bearer the-access-token"));
    assert_eq!(name_in(&directory).await, None);
}

#[wasm_bindgen_test]
async fn an_api_creates_only_what_is_not_there() {
    let tab = Tab::returning();
    let answers = [201, 204, 412, 409].map(|status| Reply::Headers(status, &[]));
    let (directory, network) = behind_an_api(&tab, answers.to_vec()).await;

    for expected in [Creation::Created, Creation::Created, Creation::Exists, Creation::Exists] {
        assert_eq!(directory.create(account("Victor")).await, Ok(expected));
    }

    let asked = latest(&network);
    assert_eq!((asked.method.as_str(), asked.header("if-none-match")), ("PUT", Some("*")));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    let sent: Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!((&sent["name"], &sent["lifen_user_id"]), (&json!("Victor"), &json!("victor")));
}

#[wasm_bindgen_test]
async fn an_api_changes_and_deletes_what_is_there() {
    let tab = Tab::returning();
    let answers = [200, 404, 204, 404].map(|status| Reply::Headers(status, &[]));
    let (directory, network) = behind_an_api(&tab, answers.to_vec()).await;

    assert_eq!(directory.update(account("Victor")).await, Ok(Change::Changed));
    let asked = latest(&network);
    assert_eq!(asked.method, "PATCH");
    assert_eq!(asked.header("content-type"), Some("application/merge-patch+json"));
    assert_eq!(directory.update(account("Victor")).await, Ok(Change::Absent));

    assert_eq!(directory.delete(&key()).await, Ok(()));
    assert_eq!((latest(&network).method.as_str(), latest(&network).body.as_str()), ("DELETE", ""));
    assert_eq!(directory.delete(&key()).await, Ok(()));
}

#[wasm_bindgen_test]
async fn an_api_that_fails_is_told_apart_by_how() {
    let tab = Tab::returning();
    let answers = [
        (Reply::Answer(403, String::new()), "account-refused"),
        (Reply::Answer(429, String::new()), "account-rate-limited"),
        (Reply::Answer(503, String::new()), "account-unavailable"),
        (Reply::Answer(400, String::new()), "account-http-status"),
        (Reply::ok("<html>"), "account-unreadable"),
        (Reply::ok(r#"{"lifen_user_id":"agathe"}"#), "account-of-another"),
        (Reply::Failure, "account-unreachable"),
    ];
    let (directory, _network) =
        behind_an_api(&tab, answers.iter().map(|(reply, _)| reply.clone()).collect()).await;

    for (reply, expected) in answers {
        assert_eq!(code(directory.find(&key()).await), expected, "{reply:?}");
    }
}

/// Then it is about the session, which says what it always says.
#[wasm_bindgen_test]
async fn an_api_that_does_not_take_the_token_says_so_of_the_session() {
    let tab = Tab::returning();
    let (directory, _network) = behind_an_api(&tab, vec![Reply::Answer(401, String::new())]).await;

    assert_eq!(code(directory.create(account("Victor")).await), "api-unauthorized");
}
