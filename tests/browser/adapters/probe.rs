//! What is tried of a browser and a deployment, and that nothing of it stays.

use lifen_connect::browser::{Request, probe};
use lifen_connect::doctor::Unheard;
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::jose::Algorithm;
use lifen_connect::protocol::jwk::JwkSet;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::Silence;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Reply, Tab, Windows, change, locks};

#[wasm_bindgen_test]
async fn finds_what_this_browser_can_do() {
    let _tab = Tab::new();

    assert!(probe::crypto());
    assert!(probe::indexed_db().await);
    assert!(probe::web_lock().await);
    assert!(probe::broadcast_channel().await);
}

#[wasm_bindgen_test]
fn writes_into_both_storages_and_leaves_nothing_there() {
    let tab = Tab::new();

    let storages = probe::storages();

    assert!(storages.session && storages.local);
    assert_eq!(tab.session_storage().length().expect("a number"), 0);
    assert_eq!(tab.local_storage().length().expect("a number"), 0);
}

#[wasm_bindgen_test]
async fn survives_a_browser_that_can_do_none_of_it() {
    let tab = Tab::new();
    let window = tab.window();
    for name in ["sessionStorage", "localStorage", "indexedDB"] {
        change::block(&window, name);
    }
    change::set(&window, "BroadcastChannel", &JsValue::UNDEFINED);
    change::refuse(&locks(), "request", "SecurityError");
    Windows::refused(&tab);

    let storages = probe::storages();
    assert!(!storages.session && !storages.local);
    assert!(!probe::indexed_db().await);
    assert!(!probe::web_lock().await);
    assert!(!probe::broadcast_channel().await);
    assert!(!probe::pop_up());
}

#[wasm_bindgen_test]
fn opens_a_window_of_no_name_that_is_somebodys_and_closes_it() {
    let tab = Tab::new();
    let windows = Windows::noted(&tab);

    assert!(probe::pop_up());

    assert!(windows.asked().starts_with(r#"["about:blank","_blank""#), "{}", windows.asked());
    assert!(windows.is_closed());
}

#[wasm_bindgen_test]
async fn sees_that_a_page_without_a_policy_runs_what_stands_in_it() {
    let tab = Tab::new();

    let tried = probe::tried().await;

    assert!(tried.inline_script_ran && tried.eval_ran);
    let document = tab.window().document().expect("a document");
    assert!(document.query_selector("script[data-ran]").expect("a selector").is_none());
}

#[wasm_bindgen_test]
async fn asks_the_host_for_all_of_its_answer_and_past_every_cache() {
    let _tab = Tab::new();
    let network = Network::answering(|_| {
        Reply::Headers(
            404,
            &[("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("X-Content-Type-Options", "nosniff")],
        )
    });

    let answer = probe::own("GET", "/doctor/no-such-page", Seconds(1)).await.expect("an answer");

    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let [request] = network.requests().try_into().expect("one request");
    assert_eq!((request.cache.as_str(), request.redirect.as_str()), ("no-store", "manual"));
}

#[wasm_bindgen_test]
async fn says_that_a_host_does_not_answer() {
    let _tab = Tab::new();
    let _network = Network::answering(|request| match request.path() {
        "/slow" => Reply::Silence,
        _ => Reply::Failure,
    });

    let silence = |silence| Err(Unheard::Silence(silence));
    assert_eq!(probe::own("GET", "/gone", Seconds(5)).await, silence(Silence::Unreachable));
    assert_eq!(probe::own("GET", "/slow", Seconds(0)).await, silence(Silence::Timeout));
}

#[wasm_bindgen_test]
async fn asks_for_the_files_of_the_page_on_its_own_host_each_once() {
    let tab = Tab::new();
    let origin = tab.origin();
    let network = Network::answering(|_| Reply::Headers(200, &[("Cache-Control", "immutable")]));
    let before = probe::files(&origin, Seconds(1)).await.len();
    let asked = network.requests().len();
    let head = tab.window().document().expect("a document").query_selector("head").expect("a selector");
    let head = head.expect("a head");
    let add = |attributes: &[(&str, &str)]| {
        let link = crate::world::add("link", attributes, "");
        head.append_child(&link).expect("a place");
    };
    add(&[("rel", "modulepreload"), ("href", "/app-0123456789abcdef.js")]);
    add(&[("rel", "preload"), ("as", "fetch"), ("href", "app-0123456789abcdef.js")]);
    add(&[("rel", "stylesheet"), ("href", "https://cdn.example/x.css")]);

    let files = probe::files(&origin, Seconds(1)).await;

    assert_eq!(files.len(), before + 1);
    assert!(files.iter().any(|file| file.name == "app-0123456789abcdef.js"));
    assert!(network.requests()[asked..].iter().all(|request| request.method == "HEAD"));
}

#[wasm_bindgen_test]
async fn tells_a_policy_that_holds_a_request_back_from_a_provider_that_is_away() {
    let tab = Tab::new();
    let address = Endpoint::parse("https://provider.example/keys").expect("an address");
    let document = tab.window().document().expect("a document");
    let _network = Network::answering(move |_| {
        let blocked = js_sys::Function::new_with_args(
            "document",
            "const event = new Event('securitypolicyviolation');
             event.blockedURI = 'https://provider.example/keys';
             document.dispatchEvent(event)",
        );
        blocked.call1(&JsValue::UNDEFINED, &document).expect("an event");
        Reply::Failure
    });
    let blocked = probe::ask(Request::get(address.clone()), &address, Seconds(1)).await;
    assert_eq!(blocked, Err(Unheard::BlockedByPolicy));

    let _network = Network::answering(|_| Reply::Failure);
    let away = probe::ask(Request::get(address.clone()), &address, Seconds(1)).await;
    assert_eq!(away, Err(Unheard::Silence(Silence::Unreachable)));
}

#[wasm_bindgen_test]
async fn takes_the_keys_that_webcrypto_takes() {
    let _tab = Tab::new();
    // RFC 8037 appendix A.2, and a point that is on no curve.
    let keys = r#"{"keys":[
        {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]}"#;
    let keys = JwkSet::parse(keys).expect("a JWK Set");
    let refused = async |algorithm| {
        let key = keys.any_for(algorithm).expect("a key").clone();
        probe::refuses_key(algorithm, &key).await
    };

    assert!(!refused(Algorithm::EdDsa).await);
    assert!(refused(Algorithm::Es256).await);
}
