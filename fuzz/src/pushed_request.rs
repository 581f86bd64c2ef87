//! What came back for a request that was pushed: where the browser leaves for is made of it.

use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::pushed::PushedRequest;
use lifen_connect::protocol::transport::Answer;
use url::Url;

use super::json::{self, Members, Value};
use super::secrecy;

const AUTHORIZE: &str = "https://login.example/authorize?tenant=a";

pub fn holds(body: &str) {
    let Ok(document) = json::read(body) else { return };
    for status in [200, 201, 299, 300, 400, 429, 503] {
        match PushedRequest::read(&Answer::new(status, body)) {
            Ok(pushed) => {
                let document = document.as_ref().expect("a reference comes in an object");
                assert!((200..300).contains(&status) && is_due(document), "a reference that was not given");
                leads_to_the_provider_with_nothing_else(&pushed, document);
            }
            Err(error) => {
                let due = status < 300 && document.as_ref().is_some_and(is_due);
                assert!(!due, "a reference that was given, refused: {error}");
                secrecy::is_a_code(error.code(), "pushed-request");
            }
        }
    }
    if let Some(planted) = secrecy::plant(body, &["request_uri"]) {
        secrecy::is_silent(&PushedRequest::read(&Answer::new(201, planted)));
    }
}

/// Whatever the reference says, it stays one parameter of the provider's own address.
fn leads_to_the_provider_with_nothing_else(pushed: &PushedRequest, document: &Members) {
    let endpoint = Endpoint::parse(AUTHORIZE).expect("an address");
    let address = Url::parse(&pushed.address("the client", &endpoint)).expect("an address");
    assert_eq!(address.origin().ascii_serialization(), "https://login.example");
    assert_eq!((address.path(), address.fragment()), ("/authorize", None));
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let reference = document.text("request_uri").expect("a text");
    let expected = [("tenant", "a"), ("client_id", "the client"), ("request_uri", reference)];
    assert!(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(expected));
}

/// RFC 9126 §2.2, read once more.
fn is_due(document: &Members) -> bool {
    document.text("error").is_none()
        && document.text("request_uri").is_some_and(|uri| !uri.is_empty())
        && matches!(document.member("expires_in"), None | Some(Value::Number(_)))
}
