//! Requests: what is sent, what comes back, and why nothing does.
//!
//! Two requests are real, to the server these tests come from and to a port where nobody listens. Another origin's
//! real answers, and CORS, are the end-to-end tier's.

use lifen_connect::browser::adapters::Request;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::secret::{AccessToken, FormBody};
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::{Answer, Headers, Silence};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Reply, Tab, after_a_while, change, until};

const LIMIT: Seconds = Seconds(60);
const NO_TIME: Seconds = Seconds(0);

fn endpoint(address: &str) -> Endpoint {
    Endpoint::parse(address).expect("an address")
}

fn keys() -> Request {
    Request::get(endpoint("https://provider.example/keys"))
}

fn redemption() -> Request {
    let form = FormBody::new("grant_type=authorization_code&code=a%2Bb");
    Request::post(endpoint("https://provider.example/token"), form)
}

fn userinfo() -> Request {
    Request::get_with(endpoint("https://provider.example/userinfo"), AccessToken::new("the-access-token"))
}

fn revocation() -> Request {
    Request::post(endpoint("https://provider.example/revoke"), FormBody::new("token=the-refresh-token"))
}

#[wasm_bindgen_test]
async fn reads_the_status_and_the_body_of_an_answer() {
    let tab = Tab::new();
    let here = |path: &str| Request::get(endpoint(&(tab.origin() + path)));

    let page = here("/").send(LIMIT).await.expect("an answer");
    let nothing = here("/nothing-is-here").send(LIMIT).await.expect("an answer");

    assert_eq!(page.status, 200);
    assert!(page.body.contains("<html"), "{}", page.body);
    assert_eq!(nothing.status, 404);
}

#[wasm_bindgen_test]
async fn takes_a_refusal_and_an_empty_body_for_answers() {
    let _tab = Tab::new();
    let _network = Network::answering(|_| Reply::Answer(500, String::new()));

    assert_eq!(keys().send(LIMIT).await, Ok(Answer::new(500, "")));
}

#[wasm_bindgen_test]
async fn reads_the_headers_that_say_something_and_no_others() {
    let _tab = Tab::new();
    let _network = Network::answering(|_| {
        Reply::Headers(
            401,
            &[
                ("WWW-Authenticate", "Bearer error=\"invalid_token\""),
                ("WWW-Authenticate", "DPoP"),
                ("DPoP-Nonce", "n-1"),
                ("Retry-After", "120"),
                ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("X-Request-Id", "7"),
            ],
        )
    });

    let answer = userinfo().send(LIMIT).await.expect("an answer");

    assert_eq!(answer.status, 401);
    let expected = Headers {
        www_authenticate: Some("Bearer error=\"invalid_token\", DPoP".to_owned()),
        dpop_nonce: Some("n-1".to_owned()),
        retry_after: Some("120".to_owned()),
        date: Some("Sun, 06 Nov 1994 08:49:37 GMT".to_owned()),
    };
    assert_eq!(answer.headers, expected);
    assert_eq!(keys().send(LIMIT).await.map(|answer| answer.headers), Ok(expected));
}

/// Port 1023 is reserved (RFC 4727 §6, IANA): nobody listens there, and no browser forbids it.
#[wasm_bindgen_test]
async fn says_that_nobody_is_there() {
    let _tab = Tab::new();

    let answer = Request::get(endpoint("http://127.0.0.1:1023/")).send(LIMIT).await;

    assert_eq!(answer, Err(Silence::Unreachable));
}

#[wasm_bindgen_test]
async fn gives_up_on_an_answer_that_does_not_come() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::Silence);

    assert_eq!(redemption().send(NO_TIME).await, Err(Silence::Timeout));
    assert_eq!(network.requests().len(), 1, "and asks nobody why");
}

#[wasm_bindgen_test]
async fn gives_up_on_an_answer_that_stops_halfway() {
    let _tab = Tab::new();
    let _network = Network::answering(|_| Reply::Half);

    assert_eq!(redemption().send(NO_TIME).await, Err(Silence::Timeout));
}

#[wasm_bindgen_test]
async fn says_that_this_computer_is_offline() {
    let tab = Tab::new();
    let _network = Network::answering(|_| Reply::Failure);
    change::set(&tab.window().navigator(), "onLine", &JsValue::FALSE);

    assert_eq!(keys().send(LIMIT).await, Err(Silence::Offline));
}

#[wasm_bindgen_test]
async fn takes_an_answer_though_the_browser_believes_itself_offline() {
    let tab = Tab::new();
    let _network = Network::answering(|_| Reply::ok("{}"));
    change::set(&tab.window().navigator(), "onLine", &JsValue::FALSE);

    assert!(keys().send(LIMIT).await.is_ok());
}

#[wasm_bindgen_test]
async fn tells_a_server_that_refuses_this_origin_from_one_that_is_not_there() {
    let _tab = Tab::new();
    let refuses = |mode: &str| if mode == "no-cors" { Reply::ok("") } else { Reply::Failure };
    let _network = Network::answering(move |request| refuses(&request.mode));

    assert_eq!(keys().send(LIMIT).await, Err(Silence::CorsRefused));
}

#[wasm_bindgen_test]
async fn asks_why_a_request_failed_without_its_secrets() {
    for (request, path) in [(redemption(), "/token"), (userinfo(), "/userinfo")] {
        let _tab = Tab::new();
        let network = Network::answering(|_| Reply::Failure);

        assert_eq!(request.send(LIMIT).await, Err(Silence::Unreachable));

        let [_, question] = network.requests().try_into().expect("two requests");
        assert_eq!((question.method.as_str(), question.path()), ("GET", path));
        assert_eq!((question.mode.as_str(), question.credentials.as_str()), ("no-cors", "omit"));
        assert_eq!(question.referrer_policy, "no-referrer");
        assert_eq!(question.body, "");
        assert_eq!(question.header("authorization"), None);
    }
}

#[wasm_bindgen_test]
async fn sends_no_cookies_and_no_referrer_keeps_nothing_and_follows_no_redirect() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::ok("{}"));

    for request in [keys(), redemption(), userinfo()] {
        request.send(LIMIT).await.expect("an answer");
    }

    for request in network.requests() {
        assert_eq!(request.credentials, "omit", "{}", request.url);
        assert_eq!(request.referrer_policy, "no-referrer", "{}", request.url);
        assert_eq!(request.cache, "no-store", "{}", request.url);
        assert_eq!(request.redirect, "error", "{}", request.url);
        assert_eq!(request.mode, "cors", "{}", request.url);
        assert!(!request.keepalive, "{}", request.url);
    }
}

/// Fetch §4.8: only headers that are CORS-safelisted, so that no server is asked first (a preflight).
#[wasm_bindgen_test]
async fn redeems_a_code_with_a_request_that_needs_no_preflight() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::ok("{}"));

    redemption().send(LIMIT).await.expect("an answer");

    let [request] = network.requests().try_into().expect("one request");
    assert_eq!(request.method, "POST");
    assert_eq!(request.body, "grant_type=authorization_code&code=a%2Bb");
    let form = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    assert_eq!(request.headers, [form]);
}

#[wasm_bindgen_test]
async fn asks_for_a_public_document_without_any_header() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::ok("{}"));

    keys().send(LIMIT).await.expect("an answer");

    let [request] = network.requests().try_into().expect("one request");
    assert_eq!((request.method.as_str(), request.headers.as_slice()), ("GET", [].as_slice()));
}

#[wasm_bindgen_test]
async fn shows_the_access_token_in_one_header_and_nowhere_else() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::ok("{}"));

    userinfo().send(LIMIT).await.expect("an answer");

    let [request] = network.requests().try_into().expect("one request");
    assert_eq!(request.headers, [("authorization".to_owned(), "Bearer the-access-token".to_owned())]);
    assert_eq!(request.url, "https://provider.example/userinfo");
}

/// A redirect would lead the token elsewhere.
#[wasm_bindgen_test]
async fn sends_off_what_outlives_the_page_as_carefully() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::ok(""));

    revocation().keepalive();

    assert!(until(|| !network.requests().is_empty()).await);
    let [request] = network.requests().try_into().expect("one request");
    assert!(request.keepalive);
    assert_eq!((request.method.as_str(), request.path()), ("POST", "/revoke"));
    assert_eq!(request.body, "token=the-refresh-token");
    let form = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    assert_eq!(request.headers, [form]);
    assert_eq!((request.credentials.as_str(), request.redirect.as_str()), ("omit", "error"));
    assert_eq!((request.referrer_policy.as_str(), request.cache.as_str()), ("no-referrer", "no-store"));
}

#[wasm_bindgen_test]
async fn asks_nobody_why_what_it_sent_off_failed() {
    let _tab = Tab::new();
    let network = Network::answering(|_| Reply::Failure);

    revocation().keepalive();
    after_a_while().await;

    assert_eq!(network.requests().len(), 1);
}
