//! The page of whoever has no account yet, and the card of whoever has one.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};

use crate::world::{Gate, Network, Person, Reply, Rest, Return, Tab, after_a_while, change, until};

/// Comes back from the provider, where this is the person's Lifen User ID; each test has a person of its own.
async fn comes_as(id: &str, with: Return) -> (Tab, Network) {
    let tab = Tab::returning();
    let network = appears(&tab, id, with).await;
    (tab, network)
}

async fn appears(tab: &Tab, id: &str, with: Return) -> Network {
    let mut with = with;
    with.claims["https://lifen.example/user"] = json!({ "uuid": id });
    if with.configuration["account_directory"] == Value::Null {
        with.configuration["account_directory"] = "embedded".into();
    }
    let network = Return { place: "/session?from=link#trust", ..with }.happens(tab).await;
    lifen_connect::app::start();
    network
}

fn field(tab: &Tab, name: &str) -> HtmlInputElement {
    tab.element(&format!("#{name}")).unchecked_into()
}

fn types(tab: &Tab, name: &str, text: &str) {
    let field = field(tab, name);
    field.set_value(text);
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    let event = Event::new_with_event_init_dict("input", &bubbles).expect("an event");
    field.dispatch_event(&event).expect("a listener");
}

fn origin(tab: &Tab, name: &str) -> Option<String> {
    let marks = tab.elements(&format!("[data-field={name}] [data-origin]"));
    marks.first().and_then(|mark| mark.get_attribute("data-origin"))
}

#[wasm_bindgen_test]
async fn signs_up_whoever_is_new_and_leads_to_where_they_were_going() {
    let (tab, _) = comes_as("signs-up", Return::default()).await;
    tab.see_page("sign-up").await;
    assert_eq!(tab.text_of("main h1"), "Create your account");
    assert_eq!(tab.window().document().unwrap().title(), "Create your account · Team space");
    types(&tab, "occupation", "Surgeon");

    tab.click("Create my account");

    tab.see_page("session").await;
    assert_eq!(tab.address(), "/session?from=link#trust");
    assert_eq!(tab.text_of("[data-account-field=occupation]"), "Surgeon · typed by you");
    drop(tab);
    let (tab, _) = comes_as("signs-up", Return::default()).await;
    tab.see_page("session").await;
    assert_eq!(tab.text_of("[data-account-field=occupation]"), "Surgeon · typed by you");
}

#[wasm_bindgen_test]
async fn marks_each_field_with_where_its_content_came_from() {
    let userinfo = json!({ "sub": "auth0|victor", "email": "victor@hospital.example" }).to_string();
    let with =
        Return { claims: json!({ "email": null }), userinfo: Reply::ok(userinfo), ..Return::default() };

    let (tab, _) = comes_as("origins", with).await;

    tab.see_page("sign-up").await;
    assert!(until(|| origin(&tab, "email").as_deref() == Some("userinfo")).await);
    assert_eq!(field(&tab, "email").value(), "victor@hospital.example");
    assert_eq!(origin(&tab, "name").as_deref(), Some("id_token"));
    assert_eq!(origin(&tab, "occupation"), None);
    types(&tab, "name", "Dr Pugin");
    assert!(until(|| origin(&tab, "name").as_deref() == Some("typed")).await);
}

#[wasm_bindgen_test]
async fn takes_nothing_from_whoever_is_typing_when_the_provider_says_more() {
    let gate = Gate::closed();
    let userinfo = json!({ "sub": "auth0|victor", "name": "V. Pugin", "email": "new@hospital.example" });
    let with = Return { userinfo: Reply::Behind(gate.clone(), userinfo.to_string()), ..Return::default() };
    let (tab, _) = comes_as("is-typing", with).await;
    tab.see_page("sign-up").await;
    after_a_while().await;
    let name = field(&tab, "name");
    name.focus().expect("a focus");
    types(&tab, "name", "Dr Pu");

    gate.open();

    assert!(until(|| field(&tab, "email").value() == "new@hospital.example").await);
    assert_eq!(field(&tab, "name").value(), "Dr Pu");
    assert!(field(&tab, "name").is_same_node(Some(&name)));
    let focused = tab.window().document().unwrap().active_element().expect("a focus");
    assert_eq!(focused.id(), "name");
    tab.click("Create my account");
    tab.see_page("session").await;
    assert_eq!(tab.text_of("[data-account-field=name]"), "Dr Pu · typed by you");
    // The page shows the session as it is by now, not as it was when the person began to type.
    assert_eq!(tab.text_of("main h1"), "V. Pugin");
}

#[wasm_bindgen_test]
async fn ties_what_is_wrong_to_its_field_once_the_button_was_pressed() {
    let (tab, _) = comes_as("faults", Return::default()).await;
    tab.see_page("sign-up").await;
    types(&tab, "email", "victor");
    types(&tab, "name", " ");
    assert_eq!(tab.count("[aria-invalid]"), 0);

    tab.click("Create my account");

    assert!(until(|| tab.count("[aria-invalid=true]") == 2).await);
    assert_eq!(tab.text_of("#email-problem"), "Enter an address such as name@hospital.org.");
    assert_eq!(tab.text_of("#name-problem"), "Enter the name your team knows you by.");
    assert_eq!(tab.attribute_of("#email", "aria-describedby").as_deref(), Some("email-problem email-origin"));
    let focused = || tab.window().document().unwrap().active_element().map(|element| element.id());
    assert!(until(|| focused().as_deref() == Some("name")).await);
    types(&tab, "name", "Victor");
    assert!(until(|| tab.count("[aria-invalid=true]") == 1).await);
    assert_eq!(tab.count("[data-page=sign-up]"), 1);
}

#[wasm_bindgen_test]
async fn keeps_what_was_typed_when_the_language_changes() {
    let (tab, _) = comes_as("languages", Return::default()).await;
    tab.see_page("sign-up").await;
    types(&tab, "occupation", "Médecin");

    tab.click("FR");

    tab.see("Créez votre compte").await;
    assert_eq!(field(&tab, "occupation").value(), "Médecin");
    tab.see("saisi par vous").await;
}

#[wasm_bindgen_test]
async fn labels_every_field_for_who_cannot_see_it() {
    let (tab, _) = comes_as("labels", Return::default()).await;
    tab.see_page("sign-up").await;

    for name in ["name", "email", "occupation"] {
        assert_eq!(tab.count(&format!("label[for={name}]")), 1, "{name}");
        assert_eq!(field(&tab, name).get_attribute("name").as_deref(), Some(name));
    }
    assert_eq!(field(&tab, "email").type_(), "email");
    assert_eq!(tab.attribute_of("#name", "aria-required").as_deref(), Some("true"));
    assert_eq!(tab.attribute_of("#occupation", "aria-required"), None);
    assert_eq!(tab.attribute_of("#name", "autocomplete").as_deref(), Some("name"));
}

#[wasm_bindgen_test]
async fn says_beside_the_form_why_the_account_was_not_created_and_keeps_the_form() {
    let with = Return {
        configuration: json!({
            "account_directory": { "http": "https://api.example/account" },
            "api_origins": ["https://api.example"],
        }),
        api: vec![
            Reply::Answer(404, String::new()),
            Reply::Answer(503, String::new()),
            Reply::Answer(201, String::new()),
        ],
        ..Return::default()
    };
    let (tab, _) = comes_as("not-created", with).await;
    tab.see_page("sign-up").await;
    types(&tab, "occupation", "Surgeon");

    tab.click("Create my account");

    tab.see_element("[role=alert] [data-code=account-unavailable]").await;
    assert_eq!(field(&tab, "occupation").value(), "Surgeon");
    tab.see_nothing_of("Go on without an account");
    tab.click("Create my account");
    tab.see_page("session").await;
    tab.see("Your account is kept by the team").await;
}

#[wasm_bindgen_test]
async fn lets_whoever_this_browser_keeps_no_account_for_go_on() {
    let tab = Tab::returning();
    change::block(&tab.window(), "indexedDB");
    appears(&tab, "blocked", Return::default()).await;
    tab.see_page("error").await;
    assert_eq!(tab.attribute_of("main", "data-code").as_deref(), Some("account-storage-blocked"));
    assert_eq!(tab.count("main .primary"), 1);

    tab.click("Go on without an account");

    tab.see_page("session").await;
    assert_eq!(tab.count("[data-account]"), 0);
}

#[wasm_bindgen_test]
async fn looks_again_for_an_account_that_did_not_come() {
    let with = Return {
        configuration: json!({
            "account_directory": { "http": "https://api.example/account" },
            "api_origins": ["https://api.example"],
        }),
        api: vec![Reply::Answer(503, String::new()), Reply::Answer(404, String::new())],
        ..Return::default()
    };
    let (tab, _) = comes_as("again", with).await;
    tab.see_page("error").await;
    assert_eq!(tab.text_of("main .primary"), "Try again");

    tab.click("Try again");

    tab.see_page("sign-up").await;
    assert!(tab.departures().is_empty());
}

#[wasm_bindgen_test]
async fn signs_up_whoever_is_new_once_the_rest_of_the_app_is_here() {
    let tab = Tab::returning();
    let rest = Rest::on_its_way(&tab);
    appears(&tab, "comes-late", Return::default()).await;
    tab.see("Opening your account").await;
    assert!(rest.is_asked_for());

    rest.comes();

    tab.see_page("sign-up").await;
}

#[wasm_bindgen_test]
async fn looks_for_the_account_again_as_soon_as_the_rest_of_the_app_comes_after_all() {
    let tab = Tab::returning();
    let rest = Rest::on_its_way(&tab);
    appears(&tab, "comes-after-all", Return::default()).await;
    tab.see("Opening your account").await;

    rest.fails();
    assert!(until(|| rest.is_asked_for()).await, "once more by itself");
    rest.fails();
    tab.see_element("[data-notice=rest-missing]").await;
    tab.click("Try again");
    assert!(until(|| rest.is_asked_for()).await);
    rest.comes();

    tab.see_page("sign-up").await;
}

#[wasm_bindgen_test]
async fn hands_out_the_account_as_a_file_that_is_made_here() {
    let (tab, network) = comes_as("exports", Return::default()).await;
    tab.see_page("sign-up").await;
    types(&tab, "occupation", "Médecin & \"co\"");
    tab.click("Create my account");
    tab.see_page("session").await;
    let before = network.requests().len();

    let link = tab.element("[data-account] a[download]");

    assert_eq!(link.text_content().as_deref(), Some("Export my data"));
    let address = link.get_attribute("href").expect("an address");
    let json = address.strip_prefix("data:application/json;charset=utf-8,").expect("JSON");
    let json = js_sys::decode_uri_component(json).expect("a text");
    let account: Value = serde_json::from_str(&String::from(json)).expect("JSON");
    assert_eq!(account["lifen_user_id"], "exports");
    assert_eq!(account["occupation"], "Médecin & \"co\"");
    assert_eq!(account["origins"]["email"], "id_token");
    assert_eq!(network.requests().len(), before);
}

#[wasm_bindgen_test]
async fn deletes_an_account_after_asking_once_more_and_signs_out() {
    let with = || Return { configuration: json!({ "sign_out": "local" }), ..Return::default() };
    let (tab, _) = comes_as("deletes", with()).await;
    tab.see_page("sign-up").await;
    tab.click("Create my account");
    tab.see_page("session").await;

    tab.click("Delete my account");
    tab.see("All that this account holds will be erased").await;
    tab.click("Cancel");
    tab.see("Delete my account").await;
    let focused = || {
        let focused = tab.window().document().unwrap().active_element();
        focused.and_then(|element| element.text_content())
    };
    assert!(until(|| focused().as_deref() == Some("Delete my account")).await);
    tab.element("[data-end] button").unchecked_into::<HtmlElement>().click();
    tab.see("Delete for good").await;
    tab.click("Delete for good");

    tab.see_page("guard").await;
    drop(tab);
    let (tab, _) = comes_as("deletes", with()).await;
    tab.see_page("sign-up").await;
}

#[wasm_bindgen_test]
async fn tells_on_the_home_page_what_stays_on_this_computer() {
    let tab = Tab::new();
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&crate::world::configuration(&json!({ "account_directory": "embedded" })));

    lifen_connect::app::start();

    tab.see("All that stays on this computer is your account in this app").await;
}
