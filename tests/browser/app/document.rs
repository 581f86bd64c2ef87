//! The document that a link names.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::world::{Network, Person, Reply, Return, Tab, until};

const LETTER: &str = r#"{"resourceType":"DocumentReference","type":{"text":"Lettre de liaison"},
    "content":[{"attachment":{"title":"<b>Lettre</b>"}}]}"#;

async fn open_at(place: &'static str, api: Vec<Reply>) -> (Tab, Network) {
    let tab = Tab::returning();
    let user = json!({ "uuid": "1", "apiUrl": "https://api.example/fhir/v3/" });
    let network = Return {
        place,
        claims: json!({ "https://lifen.example/user": user }),
        configuration: json!({ "api_origins": ["https://api.example"] }),
        api,
        ..Return::default()
    };
    let network = network.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("session").await;
    // The page is drawn anew once userinfo is there.
    assert!(until(|| network.paths().iter().any(|path| path == "/userinfo")).await);
    (tab, network)
}

fn calls(network: &Network) -> usize {
    network.paths().iter().filter(|path| *path == "/fhir/v3/DocumentReference/9410021").count()
}

#[wasm_bindgen_test]
async fn opens_the_document_when_the_person_asks_and_shows_it_as_text() {
    let (tab, network) = open_at("/session?document=9410021", vec![Reply::ok(LETTER)]).await;
    assert_eq!(calls(&network), 0);

    tab.click("Open the document");

    tab.see("<b>Lettre</b>").await;
    assert_eq!(tab.text_of("[data-document] div:first-child > dd"), "Lettre de liaison");
    assert_eq!((calls(&network), tab.count("[data-document] b")), (1, 0));
    tab.click("FR");
    tab.see("Nature").await;
    assert_eq!(calls(&network), 1, "words in another language are no other document");
}

#[wasm_bindgen_test]
async fn says_what_went_wrong_and_tries_again() {
    let api = vec![Reply::Answer(503, String::new()), Reply::ok("{}"), Reply::ok(LETTER)];
    let (tab, _network) = open_at("/session?document=9410021", api).await;

    tab.click("Open the document");
    tab.see("Lifen has a passing problem").await;
    assert_eq!(tab.text_of("[data-document] code"), "api-unavailable");
    tab.click("Try again");
    tab.see("Lifen’s answer could not be read").await;
    tab.click("Try again");

    tab.see("Lettre de liaison").await;
}

#[wasm_bindgen_test]
async fn shows_no_card_where_no_document_is_named() {
    for place in ["/session", "/session?document=", "/session?document=..%2Fx"] {
        let (tab, _network) = open_at(place, Vec::new()).await;

        assert_eq!(tab.count("[data-document]"), 0, "{place}");
    }
}
