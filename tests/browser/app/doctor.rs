//! The page that checks the deployment.

use js_sys::{Function, Object};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{open_failed, open_signed_in};
use crate::world::{Network, Person, Received, Reply, Return, Tab, Windows, change, configuration, until};

const ID: &str = "lifen-connect-configuration";

/// A host and a provider with whom nothing is wrong, as far as a test can play them: their headers it cannot.
fn healthy(request: &Received) -> Reply {
    match (request.method.as_str(), request.path()) {
        ("GET", "/keys") => Reply::ok(r#"{"keys":[]}"#),
        ("POST", "/token") => Reply::Answer(400, r#"{"error":"invalid_request"}"#.to_owned()),
        ("GET", "/userinfo") => Reply::Answer(401, String::new()),
        _ => Reply::ok(ID),
    }
}

fn open(configuration: &str) -> (Tab, Network) {
    let tab = Tab::at("/doctor");
    let network = Network::answering(healthy);
    tab.configured_with(configuration);
    lifen_connect::app::start();
    (tab, network)
}

async fn over(tab: &Tab) {
    tab.see_element("main .doctor .primary").await;
}

fn verdict(tab: &Tab, check: &str) -> String {
    tab.attribute_of(&format!("[data-check={check}]"), "data-verdict").unwrap_or_default()
}

fn found(tab: &Tab, check: &str) -> String {
    tab.attribute_of(&format!("[data-check={check}]"), "data-found").unwrap_or_default()
}

#[wasm_bindgen_test]
async fn says_of_each_check_what_was_found_the_most_serious_first() {
    let (tab, _network) = open(&configuration(&json!({})));

    over(&tab).await;

    let lines = tab.elements(".findings > li");
    assert_eq!(lines.len(), 20);
    let verdicts: Vec<_> = lines.iter().filter_map(|line| line.get_attribute("data-verdict")).collect();
    let order = ["wrong", "warning", "unknown", "good"];
    assert!(
        verdicts.is_sorted_by_key(|verdict| order.iter().position(|known| known == verdict)),
        "{verdicts:?}"
    );
    assert_eq!(found(&tab, "token-endpoint"), "token-endpoint-readable");
    assert_eq!(found(&tab, "userinfo"), "userinfo-readable");
    assert_eq!(found(&tab, "keys"), "keys-none-fits");
    assert_eq!(found(&tab, "deep-links"), "deep-links-served");
    assert_eq!(found(&tab, "csp"), "csp-missing");
    assert!(tab.text_of("[data-check=keys] .mend").contains("id_token_signed_response_alg"));
    assert!(tab.text_of(".outcome").starts_with("To mend: "), "{}", tab.text_of(".outcome"));
}

#[wasm_bindgen_test]
async fn shows_each_finding_as_it_comes_and_says_when_all_is_told() {
    let tab = Tab::at("/doctor");
    let gate = crate::world::Gate::closed();
    let behind = gate.clone();
    Network::answering(move |request| match request.path() {
        "/keys" => Reply::Behind(behind.clone(), r#"{"keys":[]}"#.to_owned()),
        _ => healthy(request),
    });
    tab.configured_with(&configuration(&json!({})));
    lifen_connect::app::start();

    tab.see_element("[data-check=token-endpoint][data-verdict=good]").await;
    assert_eq!(tab.text_of(".outcome"), "Checking…");
    assert_eq!(tab.attribute_of("[data-check=keys]", "data-verdict"), None);
    gate.open();

    over(&tab).await;
    assert_eq!(tab.attribute_of(".outcome", "role").as_deref(), Some("status"));
}

#[wasm_bindgen_test]
async fn sends_nothing_that_could_sign_anybody_in() {
    let (tab, network) = open(&configuration(&json!({})));

    over(&tab).await;

    let requests = network.requests();
    let token: Vec<_> = requests.iter().filter(|request| request.path() == "/token").collect();
    assert_eq!(token.len(), 1);
    assert_eq!(token[0].body, "grant_type=authorization_code&client_id=client");
    let userinfo = requests.iter().find(|request| request.path() == "/userinfo").expect("a request");
    assert_eq!(userinfo.header("authorization"), Some("Bearer made-up-to-see-whether-this-page-may-ask"));
    assert!(tab.departures().is_empty());
}

#[wasm_bindgen_test]
async fn works_where_the_configuration_does_not() {
    let (tab, network) = open("{");

    over(&tab).await;

    assert_eq!(found(&tab, "configuration"), "configuration-wrong");
    assert_eq!(verdict(&tab, "token-endpoint"), "unknown");
    assert_eq!(verdict(&tab, "storage"), "good");
    assert!(network.paths().iter().all(|path| path != "/token"));
}

#[wasm_bindgen_test]
async fn works_on_plain_http_and_below_a_path() {
    let tab = Tab::at("/ward/doctor");
    tab.lives_under("/ward/");
    change::set(&tab.window(), "isSecureContext", &false.into());
    Network::answering(healthy);
    tab.configured_with(&configuration(&json!({})));
    lifen_connect::app::start();

    over(&tab).await;

    assert_eq!(found(&tab, "secure-context"), "insecure-context");
    assert_eq!(found(&tab, "configuration"), "configuration-read");
    assert_eq!(found(&tab, "redirect-uri"), "redirect-uri-to-register");
}

#[wasm_bindgen_test]
async fn leads_there_from_an_error_that_is_the_deployments_and_from_the_footer() {
    let tab = Tab::at("/");
    Network::answering(healthy);
    tab.configured_with("{");
    lifen_connect::app::start();
    tab.see_page("error").await;
    assert_eq!(tab.count("main .primary"), 1);
    let href = tab.attribute_of("main a[href=doctor]", "href");
    assert_eq!(href.as_deref(), Some("doctor"));

    let tab = open_failed().await;
    assert_eq!(tab.count("main a[href=doctor]"), 0);
    tab.click("Check-up");
    tab.see_page("doctor").await;
    assert_eq!(tab.address(), "/doctor");
}

#[wasm_bindgen_test]
async fn leaves_a_session_as_it_is() {
    let tab = open_signed_in(Return::default()).await;

    tab.click("Check-up");
    tab.see_page("doctor").await;
    over(&tab).await;
    tab.click("Session");

    tab.see_page("session").await;
}

#[wasm_bindgen_test]
async fn tries_a_window_only_when_somebody_presses_the_button() {
    let (tab, _network) = open(&configuration(&json!({})));
    over(&tab).await;
    let windows = Windows::noted(&tab);
    assert_eq!(found(&tab, "pop-ups"), "pop-ups-untried");

    tab.click("Try to open a window");

    assert!(until(|| found(&tab, "pop-ups") == "pop-ups-open").await);
    assert!(windows.is_closed());
}

#[wasm_bindgen_test]
async fn copies_what_was_found_as_text() {
    let (tab, _network) = open(&configuration(&json!({})));
    over(&tab).await;
    let clipboard = Object::new();
    let write = Function::new_with_args("text", "this.text = text; return Promise.resolve()");
    change::set(&clipboard, "writeText", &write);
    change::set(&tab.window().navigator(), "clipboard", &clipboard);

    tab.click("Copy the report");

    tab.see("Copied. It contains nothing secret.").await;
    let copied =
        js_sys::Reflect::get(&clipboard, &"text".into()).expect("a text").as_string().expect("a text");
    assert!(copied.starts_with("lifen-connect "), "{copied}");
    assert!(copied.contains("[wrong] csp (csp-missing): None is in force."), "{copied}");
    assert_eq!(tab.text_of("pre.report"), copied);
}

#[wasm_bindgen_test]
async fn checks_again_when_asked_to() {
    let (tab, network) = open(&configuration(&json!({})));
    over(&tab).await;
    let asked = network.paths().iter().filter(|path| *path == "/token").count();

    tab.click("Check again");

    tab.see("Checking…").await;
    over(&tab).await;
    assert_eq!(network.paths().iter().filter(|path| *path == "/token").count(), asked + 1);
}

#[wasm_bindgen_test]
async fn speaks_french() {
    let tab = Tab::at("/doctor");
    tab.speaks("fr-FR");
    Network::answering(healthy);
    tab.configured_with(&configuration(&json!({})));
    lifen_connect::app::start();

    over(&tab).await;

    assert_eq!(tab.text_of("main h1"), "Diagnostic de l’installation");
    assert!(tab.text_of("[data-check=csp]").contains("Aucune n’est en vigueur."));
}
