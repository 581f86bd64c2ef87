//! The directory of the workspace, asked of an API.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};

use crate::world::{Gate, Network, Person, Reply, Return, Tab, after_a_while, until};

const MARKUP: &str = "<b>Garnier</b>";

fn organization() -> Reply {
    Reply::ok(r#"{"resourceType":"Organization","name":"CH de Saint-Alban"}"#)
}

fn people(names: &[&str], total: usize, links: Value) -> String {
    let entry =
        |name: &&str| json!({ "resource": { "resourceType": "Practitioner", "name": [{ "text": name }] } });
    let entries: Vec<_> = names.iter().map(entry).collect();
    json!({ "resourceType": "Bundle", "total": total, "entry": entries, "link": links }).to_string()
}

/// What the API answers, in the order of the questions: after the workspace, the first page.
async fn open_at(place: &'static str, mut answers: Vec<Reply>) -> (Tab, Network) {
    answers.insert(0, organization());
    open_with(place, json!({ "uuid": "1", "apiUrl": "https://api.example/fhir/v3", "currentWorkspaceId": "Organization/1" }), answers).await
}

async fn open_with(place: &'static str, user: Value, api: Vec<Reply>) -> (Tab, Network) {
    opens(place, user, Return { api, ..Return::default() }).await
}

async fn opens(place: &'static str, user: Value, with: Return) -> (Tab, Network) {
    let tab = Tab::returning();
    let network = Return {
        place,
        claims: json!({ "https://lifen.example/user": user }),
        configuration: json!({ "api_origins": ["https://api.example"] }),
        ..with
    };
    let network = network.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("practitioners").await;
    (tab, network)
}

fn asked(network: &Network) -> Vec<String> {
    network.paths().into_iter().filter(|path| path.starts_with("/fhir/v3/Practitioner")).collect()
}

fn types(tab: &Tab, text: &str) {
    let field: HtmlInputElement = tab.element("input[type=search]").unchecked_into();
    field.focus().expect("a field");
    field.set_value(text);
    let init = EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
}

fn focused(tab: &Tab) -> String {
    let element = tab.window().document().and_then(|document| document.active_element());
    element.map(|element| element.id()).unwrap_or_default()
}

fn found(tab: &Tab) -> String {
    tab.text_of("[data-results]")
}

#[wasm_bindgen_test]
async fn shows_who_works_here_as_text() {
    let (tab, network) =
        open_at("/practitioners", vec![Reply::ok(people(&[MARKUP, "Hugo Noël"], 2, json!([])))]).await;

    tab.see(MARKUP).await;
    tab.see("CH de Saint-Alban").await;
    assert!(until(|| found(&tab) == "2 professionals").await, "{}", found(&tab));
    assert_eq!((tab.count(".people li"), tab.count(".people b")), (2, 0));
    assert_eq!(asked(&network), ["/fhir/v3/Practitioner?_count=20"]);
    assert_eq!(tab.attribute_of("nav.pager", "hidden").as_deref(), Some(""));
}

#[wasm_bindgen_test]
async fn says_that_it_is_looking_and_keeps_what_it_found_until_then() {
    let gate = Gate::closed();
    let answers = vec![
        Reply::ok(people(&["Élodie Garnier"], 1, json!([]))),
        Reply::Behind(gate.clone(), people(&["Hugo Noël"], 1, json!([]))),
    ];
    let (tab, _network) = open_at("/practitioners", answers).await;
    tab.see("Élodie Garnier").await;

    types(&tab, "noel");

    assert!(until(|| found(&tab) == "Searching…").await, "{}", found(&tab));
    tab.see("Élodie Garnier").await;
    assert_eq!(tab.attribute_of(".directory > [aria-busy]", "aria-busy").as_deref(), Some("true"));
    gate.open();
    tab.see("Hugo Noël").await;
    tab.see_nothing_of("Élodie Garnier");
    assert!(until(|| found(&tab) == "1 professional").await);
    assert_eq!(focused(&tab), "practitioner-name", "the field keeps the focus");
    assert_eq!(tab.address(), "/practitioners?name=noel");
}

#[wasm_bindgen_test]
async fn takes_nothing_from_whoever_is_typing_when_the_provider_says_more() {
    let gate = Gate::closed();
    let userinfo = json!({ "sub": "auth0|victor", "name": "V. Pugin" }).to_string();
    let answers = vec![organization(), Reply::ok(people(&["Élodie Garnier"], 1, json!([])))];
    let with = Return { userinfo: Reply::Behind(gate.clone(), userinfo), api: answers, ..Return::default() };
    let user = json!({ "uuid": "1", "apiUrl": "https://api.example/fhir/v3", "currentWorkspaceId": "Organization/1" });
    let (tab, network) = opens("/practitioners", user, with).await;
    tab.see("Élodie Garnier").await;
    let field: HtmlInputElement = tab.element("input[type=search]").unchecked_into();
    field.focus().expect("a focus");
    field.set_value("No");

    gate.open();
    assert!(until(|| network.paths().iter().any(|path| path.ends_with("/userinfo"))).await);
    after_a_while().await;

    assert!(tab.element("input[type=search]").is_same_node(Some(&field)));
    assert_eq!((focused(&tab).as_str(), field.value().as_str()), ("practitioner-name", "No"));
    assert_eq!(asked(&network).len(), 1, "nothing is asked again");
}

/// One question at a time: what was typed before is not waited for, and does not come late.
#[wasm_bindgen_test]
async fn asks_once_for_what_was_typed_in_one_go() {
    let answers = vec![
        Reply::ok(people(&["Élodie Garnier"], 1, json!([]))),
        Reply::ok(people(&["Hugo Noël"], 1, json!([]))),
    ];
    let (tab, network) = open_at("/practitioners", answers).await;
    tab.see("Élodie Garnier").await;

    for text in ["n", "no", "noe"] {
        types(&tab, text);
    }
    tab.see("Hugo Noël").await;
    after_a_while().await;

    assert_eq!(asked(&network).len(), 2, "{:?}", asked(&network));
    assert_eq!(asked(&network)[1], "/fhir/v3/Practitioner?name=noe&_count=20");
}

#[wasm_bindgen_test]
async fn searches_at_once_when_the_person_says_so() {
    let answers = vec![Reply::ok(people(&[], 0, json!([]))), Reply::ok(people(&["Hugo Noël"], 1, json!([])))];
    let (tab, network) = open_at("/practitioners?name=garnier", answers).await;
    tab.see("Nobody found").await;
    let field: HtmlInputElement = tab.element("input[type=search]").unchecked_into();
    assert_eq!(field.value(), "garnier");

    types(&tab, "noel");
    tab.click("Search");

    tab.see("Hugo Noël").await;
    let expected =
        ["name=garnier&", "name=noel&"].map(|name| format!("/fhir/v3/Practitioner?{name}_count=20"));
    assert_eq!(asked(&network), expected);
}

#[wasm_bindgen_test]
async fn leafs_through_the_pages_with_buttons_that_stay() {
    let links = |pairs: &[(&str, u32)]| {
        let link = |(relation, page): &(&str, u32)| json!({ "relation": relation, "url": format!("https://api.example/fhir/v3/Practitioner?page={page}") });
        pairs.iter().map(link).collect::<Value>()
    };
    let answers = vec![
        Reply::ok(people(&["Amandine"], 2, links(&[("next", 2)]))),
        Reply::ok(people(&["Zoé"], 2, links(&[("previous", 1)]))),
        Reply::ok(people(&["Amandine"], 2, links(&[("next", 2)]))),
    ];
    let (tab, network) = open_at("/practitioners", answers).await;
    tab.see("Amandine").await;
    // The heading of a page that is new takes the focus, a frame later.
    after_a_while().await;
    let next: HtmlElement = tab.element("nav.pager button:last-child").unchecked_into();
    next.focus().expect("a button");

    tab.click("Next page");
    tab.see("Zoé").await;
    assert!(until(|| found(&tab) == "2 professionals, page 2").await, "{}", found(&tab));
    assert_eq!(next.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(
        next.is_connected()
            && tab.window().document().unwrap().active_element().unwrap().is_same_node(Some(&next))
    );
    next.click();
    tab.click("Previous page");
    tab.see("Amandine").await;

    assert!(until(|| found(&tab) == "2 professionals").await);
    assert_eq!(asked(&network)[1..], ["/fhir/v3/Practitioner?page=2", "/fhir/v3/Practitioner?page=1"]);
}

/// What is answered to whoever turns to the second of two pages; then to those who see it drawn anew.
fn two_pages(then: Vec<Reply>) -> Vec<Reply> {
    let link = |relation, page: u32| json!([{ "relation": relation, "url": format!("https://api.example/fhir/v3/Practitioner?page={page}") }]);
    let mut answers = vec![
        Reply::ok(people(&["Amandine"], 2, link("next", 2))),
        Reply::ok(people(&["Zoé"], 2, link("previous", 1))),
    ];
    answers.extend(then);
    answers
}

#[wasm_bindgen_test]
async fn stays_on_its_page_when_the_language_changes() {
    let again = vec![organization(), Reply::ok(people(&["Zoé"], 2, json!([])))];
    let (tab, network) = open_at("/practitioners?name=o", two_pages(again)).await;
    tab.see("Amandine").await;
    tab.click("Next page");
    tab.see("Zoé").await;

    tab.click("FR");

    assert!(until(|| found(&tab) == "2 professionnels, page 2").await, "{}", found(&tab));
    assert_eq!(asked(&network)[1..], ["/fhir/v3/Practitioner?page=2", "/fhir/v3/Practitioner?page=2"]);
    assert_eq!(tab.address(), "/practitioners?name=o");
}

#[wasm_bindgen_test]
async fn is_found_on_its_page_by_the_back_button_and_at_the_beginning_by_the_menu() {
    let again = vec![
        organization(),
        Reply::ok(people(&["Zoé"], 2, json!([]))),
        organization(),
        Reply::ok(people(&["Amandine"], 2, json!([]))),
    ];
    let (tab, network) = open_at("/practitioners", two_pages(again)).await;
    tab.see("Amandine").await;
    tab.click("Next page");
    tab.see("Zoé").await;

    tab.click("Home");
    tab.see_page("home").await;
    tab.window().history().unwrap().back().unwrap();
    tab.see("Zoé").await;
    assert!(until(|| found(&tab) == "2 professionals, page 2").await, "{}", found(&tab));

    tab.click("Home");
    tab.see_page("home").await;
    tab.click("Directory");
    tab.see("Amandine").await;
    assert_eq!(asked(&network)[2..], ["/fhir/v3/Practitioner?page=2", "/fhir/v3/Practitioner?_count=20"]);
}

#[wasm_bindgen_test]
async fn begins_anew_where_the_api_forgot_the_page() {
    let gone = vec![Reply::Answer(410, String::new()), Reply::ok(people(&["Amandine"], 2, json!([])))];
    let mut answers = two_pages(gone);
    answers.remove(1);
    let (tab, network) = open_at("/practitioners", answers).await;
    tab.see("Amandine").await;

    tab.click("Next page");

    assert!(
        until(|| asked(&network).len() == 3 && found(&tab) == "2 professionals").await,
        "{}",
        found(&tab)
    );
    assert_eq!(asked(&network)[2], "/fhir/v3/Practitioner?_count=20");
}

#[wasm_bindgen_test]
async fn opens_no_page_at_another_origin_and_says_so() {
    for url in
        ["https://api.example.evil/fhir/v3", "https://api.example:8443/fhir/v3", "https://eu.api.example/"]
    {
        let links = json!([{ "relation": "next", "url": url }]);
        let (tab, _network) =
            open_at("/practitioners", vec![Reply::ok(people(&["Amandine"], 60, links))]).await;
        tab.see("Amandine").await;

        tab.see_element("[data-notice=directory-elsewhere]").await;
        assert!(tab.attribute_of("nav.pager", "hidden").is_some(), "{url}");
    }
}

#[wasm_bindgen_test]
async fn offers_the_access_that_is_missing_and_leaves_for_it() {
    const MISSING: &[(&str, &str)] =
        &[("WWW-Authenticate", r#"Bearer error="insufficient_scope", scope="directory""#)];
    let (tab, _network) = open_at("/practitioners", vec![Reply::Headers(403, MISSING)]).await;
    tab.see("This application does not have this access yet").await;
    assert_eq!(tab.text_of("main .primary"), "Give this access");

    tab.click("Give this access");

    assert!(until(|| !tab.departures().is_empty()).await);
    assert!(tab.departures()[0].contains("scope=openid+profile+email+directory&"), "{:?}", tab.departures());
}

#[wasm_bindgen_test]
async fn says_when_the_api_takes_another_call_and_what_it_found_wrong() {
    let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"No <b>name</b>"}]}"#;
    let answers =
        vec![Reply::Headers(429, &[("Retry-After", "120")]), Reply::Answer(400, outcome.to_owned())];
    let (tab, _network) = open_at("/practitioners", answers).await;
    tab.see("Lifen takes another request in 120 s.").await;
    assert_eq!(tab.text_of("[data-code] code"), "api-rate-limited");

    tab.click("Try again");

    tab.see("No <b>name</b>").await;
    assert_eq!(tab.text_of("[data-code] code"), "api-operation-outcome");
}

#[wasm_bindgen_test]
async fn says_that_an_answer_is_no_directory() {
    let (tab, _network) = open_at("/practitioners", vec![Reply::ok("<html>")]).await;

    tab.see("Lifen’s answer could not be read").await;
}

#[wasm_bindgen_test]
async fn asks_nothing_of_an_api_that_is_not_listed() {
    let user = json!({ "uuid": "1", "apiUrl": "https://api.example.evil/fhir/v3" });
    let (tab, network) = open_with("/practitioners", user, Vec::new()).await;

    tab.see_element("[data-code=api-origin-not-allowed]").await;
    assert!(network.requests().iter().all(|request| !request.url.contains("evil")));
}

#[wasm_bindgen_test]
async fn says_that_nobody_knows_where_the_directory_is() {
    for user in [json!({ "uuid": "1" }), json!({ "uuid": "1", "apiUrl": "javascript:alert(1)" }), Value::Null]
    {
        let (tab, network) = open_with("/practitioners", user, Vec::new()).await;

        tab.see_element("[data-notice=directory-unknown]").await;
        assert_eq!(asked(&network), [""; 0]);
    }
}

#[wasm_bindgen_test]
async fn shows_the_question_for_a_shell_without_the_token() {
    let (tab, _network) =
        open_at("/practitioners?name=o%27neil", vec![Reply::ok(people(&[], 0, json!([])))]).await;
    tab.see("Nobody found").await;

    let command = tab.text_of("details.curl code");
    assert_eq!(
        command,
        "curl -H \"Authorization: Bearer $ACCESS_TOKEN\" 'https://api.example/fhir/v3/Practitioner?name=o%27neil&_count=20'"
    );
    tab.see_nothing_of("the-access-token");
}
