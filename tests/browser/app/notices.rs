//! What came of userinfo, told beside a session that goes on.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_signed_in;
use crate::world::{Person, Reply, Return, Tab, after_a_while, until};

const INCOMPLETE: [&str; 2] = ["Your profile is incomplete", "Votre profil est incomplet"];
const NOT_PROVEN: [&str; 2] =
    ["Nothing proves that this profile is Lifen’s", "Rien ne prouve que ce profil vient de Lifen"];
const OF_ANOTHER: [&str; 2] = ["A profile we received was not yours", "Un profil reçu n’était pas le vôtre"];

/// The header `{"alg":"none"}`, an empty object, and no signature.
const UNSIGNED: &str = "eyJhbGciOiJub25lIn0.e30.";

async fn after_userinfo(userinfo: Reply) -> Tab {
    open_signed_in(Return { userinfo, ..Return::default() }).await
}

async fn after_signed_userinfo(changes: Value) -> Tab {
    let mut claims = json!({
        "iss": "https://provider.example/",
        "aud": "client",
        "sub": "auth0|victor",
        "name": "Victor P. Pugin",
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    open_signed_in(Return { signed_userinfo: Some(claims), ..Return::default() }).await
}

/// Told in both languages, and nothing of the session is lost.
async fn tells(tab: &Tab, code: &str, [english, french]: [&str; 2]) {
    let notice = format!("[role=status] > [data-notice={code}]");
    tab.see_element(&notice).await;
    assert_eq!(tab.text_of(&format!("{notice} strong")), english);
    assert_eq!(tab.text_of("main h1"), "Victor Pugin", "{code}");
    assert_eq!(tab.count(".error"), 0, "{code}");
    tab.click("FR");
    tab.see(french).await;
    assert_eq!(tab.text_of(&format!("{notice} strong")), french);
}

#[wasm_bindgen_test]
async fn tells_that_userinfo_was_of_no_use_and_keeps_the_session() {
    for (userinfo, code, words) in [
        (Reply::Answer(401, String::new()), "userinfo-unauthorized", INCOMPLETE),
        (Reply::Answer(403, String::new()), "userinfo-forbidden", INCOMPLETE),
        (Reply::Answer(429, String::new()), "userinfo-rate-limited", INCOMPLETE),
        (Reply::Answer(500, String::new()), "userinfo-http-status", INCOMPLETE),
        (Reply::ok("<html>"), "userinfo-unreadable", INCOMPLETE),
        (Reply::Failure, "transport-unreachable", INCOMPLETE),
        (Reply::ok(UNSIGNED), "userinfo-signature-refused", NOT_PROVEN),
        (Reply::ok(r#"{"sub":"auth0|m","name":"M"}"#), "userinfo-subject-mismatch", OF_ANOTHER),
        (Reply::ok(r#"{"name":"M"}"#), "userinfo-subject-mismatch", OF_ANOTHER),
    ] {
        tells(&after_userinfo(userinfo).await, code, words).await;
    }
}

#[wasm_bindgen_test]
async fn tells_that_a_signed_userinfo_was_not_meant_for_this_session() {
    for (changes, code, words) in [
        (json!({ "iss": "https://another.example/" }), "userinfo-issuer-mismatch", NOT_PROVEN),
        (json!({ "aud": "another" }), "userinfo-audience-mismatch", NOT_PROVEN),
        (json!({ "exp": 1_300_819_380 }), "userinfo-not-current", INCOMPLETE),
        (json!({ "sub": "auth0|m" }), "userinfo-subject-mismatch", OF_ANOTHER),
    ] {
        tells(&after_signed_userinfo(changes).await, code, words).await;
    }
}

/// Its signature is checked by WebCrypto, as the ID Token's is.
#[wasm_bindgen_test]
async fn takes_a_signed_userinfo_whose_signature_holds_and_tells_nothing() {
    let tab = after_signed_userinfo(json!({})).await;

    tab.see("Victor P. Pugin").await;
    assert_eq!(tab.count("[data-notice]"), 0);
}

/// OIDC Core §5.3.2 lets nothing stand in for the signature of userinfo.
#[wasm_bindgen_test]
async fn takes_no_signed_userinfo_where_tls_stands_in_for_signatures() {
    let tab = open_signed_in(Return {
        configuration: json!({ "id_token_verification": "tls" }),
        keys: Some(String::new()),
        signed_userinfo: Some(json!({ "sub": "auth0|victor", "name": "Victor P. Pugin" })),
        ..Return::default()
    })
    .await;

    tells(&tab, "userinfo-signature-refused", NOT_PROVEN).await;
}

#[wasm_bindgen_test]
async fn tells_nothing_while_userinfo_is_on_its_way() {
    let tab = after_userinfo(Reply::Silence).await;
    after_a_while().await;

    assert!(until(|| tab.text_of("main h1") == "Victor Pugin").await);
    assert_eq!(tab.count("[data-notice]"), 0);
}
