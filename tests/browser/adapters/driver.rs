//! Effects carried out: from the button to the provider, back, and out again.

use lifen_connect::browser::Page;
use lifen_connect::browser::adapters::recollect;
use lifen_connect::protocol::jose::{Algorithm, Proof};
use lifen_connect::protocol::pkce::CodeVerifier;
use lifen_connect::protocol::secret::State;
use lifen_connect::session::{Place, SignedOutReason, Stage, View};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{
    Network, Provider, Reply, Return, Running, Tab, after_a_while, change, come_online, configuration, field,
    look_away, look_back, show_page, until,
};

const NOT_YET: View = View::SignedOut(SignedOutReason::NotYet);

/// A page that was merely visited, with a provider that publishes its keys.
async fn visit(tab: &Tab) -> Running {
    let provider = Provider::known().await;
    Network::answering(move |_| Reply::ok(provider.keys.clone()));
    tab.configured_with(&configuration(&json!({ "parameters": { "version": "2.0.0" } })));
    Running::on(Page::arrive())
}

#[wasm_bindgen_test]
async fn leaves_with_an_authorization_request_that_this_tab_remembers() {
    let tab = Tab::new();
    let running = visit(&tab).await;

    running.driver.sign_in(Place::of("/session?from=link#trust"));

    assert_eq!(running.view(), View::Pending(Stage::Leaving));
    assert!(until(|| !tab.departures().is_empty()).await);
    let [address] = tab.departures().try_into().expect("one departure");
    let query = address.strip_prefix("https://provider.example/authorize?").expect("the provider's address");
    let parameter = |name| field(query, name).unwrap_or_default();
    assert_eq!(parameter("response_type"), "code");
    assert_eq!(parameter("client_id"), "client");
    assert_eq!(parameter("redirect_uri"), tab.origin() + "/callback");
    assert_eq!(parameter("scope"), "openid profile email");
    assert_eq!(parameter("code_challenge_method"), "S256");
    assert_eq!(parameter("version"), "2.0.0");
    let pending =
        recollect(Some(&State::new(parameter("state")))).unwrap().pending.expect("a pending sign-in");
    assert_eq!(pending.nonce.expose(), parameter("nonce"));
    assert_eq!(pending.place, Place::of("/session?from=link#trust"));
    let verifier: &CodeVerifier = &pending.code_verifier;
    assert_eq!(verifier.challenge().as_str(), parameter("code_challenge"));
}

#[wasm_bindgen_test]
async fn makes_other_secrets_for_the_next_sign_in() {
    let mut states = Vec::new();
    for _ in 0..2 {
        let tab = Tab::new();
        visit(&tab).await.driver.sign_in(Place::of("/"));
        assert!(until(|| !tab.departures().is_empty()).await);
        states.push(field(&tab.departures()[0], "state"));
    }

    assert_ne!(states[0], states[1]);
}

#[wasm_bindgen_test]
async fn leaves_once_however_often_the_button_is_pressed() {
    let tab = Tab::new();
    let running = visit(&tab).await;

    running.driver.sign_in(Place::of("/"));
    running.driver.sign_in(Place::of("/"));
    after_a_while().await;

    assert_eq!(tab.departures().len(), 1);
}

#[wasm_bindgen_test]
async fn does_not_leave_when_the_sign_in_cannot_be_remembered() {
    let tab = Tab::new();
    let running = visit(&tab).await;
    change::block(&tab.window(), "sessionStorage");

    running.driver.sign_in(Place::of("/"));
    after_a_while().await;

    assert_eq!(running.code(), Some("environment-storage-blocked"));
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn does_not_leave_without_random_secrets() {
    let tab = Tab::new();
    let running = visit(&tab).await;
    change::refuse(&tab.window().crypto().unwrap(), "getRandomValues", "OperationError");

    running.driver.sign_in(Place::of("/"));
    after_a_while().await;

    assert_eq!(running.code(), Some("environment-crypto-unavailable"));
    assert_eq!(tab.departures(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn redeems_the_code_first_and_returns_in_the_entry_the_redirect_took() {
    let tab = Tab::new();
    let with = Return { place: "/session?from=link#trust", ..Return::default() };
    let (page, network) = with.arrives(&tab).await;
    let entry = tab.history_entry();

    let running = Running::on(page);

    assert_eq!(running.view(), View::Pending(Stage::Returning));
    assert!(until(|| running.is_signed_in()).await, "{:?}", running.view());
    assert_eq!(tab.address(), "/session?from=link#trust");
    assert_eq!(tab.history_entry(), entry);
    assert!(until(|| network.requests().len() == 2).await);
    assert_eq!(network.paths(), ["/token", "/userinfo"], "nothing else, since the keys came along");
    let redemption = &network.requests()[0];
    assert_eq!(redemption.field("code").as_deref(), Some("the-code"));
    assert!(redemption.field("code_verifier").is_some_and(|verifier| verifier.len() == 43));
    assert_eq!(redemption.field("client_secret"), None);
}

#[wasm_bindgen_test]
async fn signs_in_with_every_algorithm_that_the_deployment_names() {
    for algorithm in Algorithm::ALL.map(Algorithm::name) {
        let tab = Tab::new();
        let configuration = json!({ "id_token_signed_response_alg": algorithm });
        let (page, _) = Return { algorithm, configuration, ..Return::default() }.arrives(&tab).await;

        let running = Running::on(page);

        assert!(until(|| running.is_signed_in()).await, "{algorithm}: {:?}", running.view());
        let View::SignedIn { identity, .. } = running.view() else { panic!("{:?}", running.view()) };
        assert_eq!(identity.proof, Proof::Signature(Algorithm::named(algorithm).expect("known")));
    }
}

#[wasm_bindgen_test]
async fn refuses_an_algorithm_that_the_deployment_does_not_name() {
    let tab = Tab::new();
    let configuration = json!({ "id_token_signed_response_alg": ["RS256", "PS256"] });
    let (page, _) = Return { algorithm: "ES256", configuration, ..Return::default() }.arrives(&tab).await;

    let running = Running::on(page);

    assert!(until(|| running.code().is_some()).await);
    assert_eq!(running.code(), Some("id-token-algorithm-refused"));
}

#[wasm_bindgen_test]
async fn refuses_an_id_token_that_another_key_signed() {
    let tab = Tab::new();
    let another = Provider::signing_with("RS256").await.keys;
    let signed_by_another =
        Return { keys: Some(another.clone()), published: Some(another), ..Return::default() };
    let (page, network) = signed_by_another.arrives(&tab).await;

    let running = Running::on(page);

    assert!(until(|| running.code().is_some()).await);
    assert_eq!(running.code(), Some("id-token-signature-invalid"));
    assert_eq!(network.paths(), ["/token", "/keys"], "the keys are looked up once more, and only once");
}

/// The keys came along from before the person left, and the provider has replaced one since, under its name.
#[wasm_bindgen_test]
async fn accepts_an_id_token_of_a_key_that_was_replaced_meanwhile() {
    let tab = Tab::new();
    let before = Provider::signing_with("RS256").await.keys;
    let (page, network) = Return { keys: Some(before), ..Return::default() }.arrives(&tab).await;

    let running = Running::on(page);

    assert!(until(|| running.is_signed_in()).await, "{:?}", running.view());
    assert!(until(|| network.requests().len() == 3).await);
    assert_eq!(network.paths(), ["/token", "/keys", "/userinfo"]);
}

#[wasm_bindgen_test]
async fn cannot_check_a_signature_without_webcrypto() {
    let tab = Tab::new();
    let (page, _) = Return::default().arrives(&tab).await;
    change::set(&tab.window().crypto().unwrap(), "subtle", &wasm_bindgen::JsValue::UNDEFINED);

    let running = Running::on(page);

    assert!(until(|| running.code().is_some()).await);
    assert_eq!(running.code(), Some("environment-crypto-unavailable"));
}

#[wasm_bindgen_test]
async fn signs_out_here_before_it_leaves_for_the_provider() {
    let tab = Tab::new();
    let (page, _) = Return::default().arrives(&tab).await;
    let running = Running::on(page);
    assert!(until(|| running.is_signed_in()).await);

    running.driver.sign_out();

    assert_eq!(running.view(), View::Pending(Stage::SigningOut));
    assert!(until(|| !tab.departures().is_empty()).await);
    let query = tab.departures()[0].strip_prefix("https://provider.example/logout?").map(str::to_owned);
    let query = query.expect("the provider's address");
    assert_eq!(field(&query, "client_id").as_deref(), Some("client"));
    assert_eq!(field(&query, "post_logout_redirect_uri"), Some(tab.origin() + "/"));
    assert!(field(&query, "id_token_hint").is_some_and(|hint| hint.starts_with("eyJ")));
    assert!(recollect(Some(&State::new("state"))).is_ok_and(|found| !found.used), "nothing is remembered");
}

#[wasm_bindgen_test]
async fn works_again_when_the_page_comes_back_out_of_the_cache() {
    let tab = Tab::new();
    let running = visit(&tab).await;
    running.driver.sign_in(Place::of("/"));
    running.comes_to(View::Pending(Stage::Leaving)).await;

    show_page(false);
    assert_eq!(running.view(), View::Pending(Stage::Leaving), "a page that is merely shown was never away");
    show_page(true);

    assert_eq!(running.view(), NOT_YET);
    running.driver.sign_in(Place::of("/"));
    assert!(until(|| tab.departures().len() == 2).await);
}

#[wasm_bindgen_test]
async fn leaves_an_error_behind() {
    let tab = Tab::new();
    let refusal = json!({ "error": "invalid_grant" }).to_string();
    let token = Some(Reply::Answer(400, refusal));
    let (page, _) = Return { token, ..Return::default() }.arrives(&tab).await;
    let running = Running::on(page);
    assert!(until(|| running.code() == Some("token-code-refused")).await, "{:?}", running.view());

    running.driver.dismiss();

    assert_eq!(running.view(), NOT_YET);
}

/// What is drawn anew takes away the button that somebody is about to press.
#[wasm_bindgen_test]
async fn shows_nothing_anew_when_nothing_has_changed() {
    let tab = Tab::new();
    let (page, network) = Return::default().arrives(&tab).await;
    let running = Running::on(page);
    assert!(until(|| running.is_signed_in() && network.requests().len() == 2).await);
    after_a_while().await;
    let shown = running.views().len();

    for _ in 0..3 {
        look_away();
        look_back();
        come_online();
        show_page(true);
    }

    assert_eq!(running.views().len(), shown);
}
