//! Who is signed in, with what, until when.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_signed_in;
use crate::world::{Clock, Person, Provider, Reply, Return, Tab, after_a_while, until};

async fn signed_in_with(claims: Value) -> Tab {
    open_signed_in(Return { claims, ..Return::default() }).await
}

fn claim(tab: &Tab, name: &str) -> String {
    tab.text_of(&format!("dl [data-claim={name}]"))
}

#[wasm_bindgen_test]
async fn shows_who_is_signed_in_in_the_entry_the_redirect_took() {
    let tab = signed_in_with(json!({})).await;

    assert_eq!(tab.text_of("main h1"), "Victor Pugin");
    assert_eq!(claim(&tab, "email"), "victor@hospital.example verified");
    assert_eq!(claim(&tab, "user-id"), "2239c4e4-f928-44da-917d-1a59a7a4e931");
    assert_eq!(claim(&tab, "workspace"), "Organization/6944011");
    assert_eq!(claim(&tab, "sub"), "auth0|victor");
    let scopes: Vec<_> =
        tab.elements("[data-claim=scope] .pill").iter().filter_map(|scope| scope.text_content()).collect();
    assert_eq!(scopes, ["identity", "profile", "e-mail address"]);
    assert_eq!(tab.address(), "/session?from=link#trust");
}

#[wasm_bindgen_test]
async fn shows_no_row_for_what_the_provider_did_not_say() {
    let tab =
        signed_in_with(json!({ "email": null, "name": null, "https://lifen.example/user": null })).await;

    assert_eq!(tab.text_of("main h1"), "auth0|victor");
    for name in ["email", "user-id", "workspace"] {
        assert_eq!(tab.count(&format!("[data-claim={name}]")), 0, "{name}");
    }
}

#[wasm_bindgen_test]
async fn says_that_an_address_was_not_verified() {
    let tab = signed_in_with(json!({ "email_verified": false })).await;

    assert_eq!(claim(&tab, "email"), "victor@hospital.example not verified");
}

#[wasm_bindgen_test]
async fn shows_claims_as_text_and_never_as_markup() {
    let markup = "<img src=x onerror=alert(1)>";
    let user = json!({ "uuid": markup, "currentWorkspaceId": markup });

    let tab =
        signed_in_with(json!({ "name": markup, "email": markup, "https://lifen.example/user": user })).await;

    assert_eq!(tab.text_of("main h1"), markup);
    for name in ["user-id", "workspace"] {
        assert_eq!(claim(&tab, name), markup);
    }
    assert_eq!(tab.count("img"), 0);
}

#[wasm_bindgen_test]
async fn shows_a_picture_that_learns_nothing_of_this_page() {
    let picture = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

    let tab = signed_in_with(json!({ "picture": picture })).await;

    assert_eq!(tab.attribute_of("main img", "src").as_deref(), Some(picture));
    assert_eq!(tab.attribute_of("main img", "referrerpolicy").as_deref(), Some("no-referrer"));
    assert_eq!(tab.attribute_of("main img", "alt").as_deref(), Some(""));
}

#[wasm_bindgen_test]
async fn shows_initials_where_there_is_no_picture_it_would_fetch() {
    for picture in [Value::Null, json!("http://pictures.example/v.png")] {
        let tab = signed_in_with(json!({ "picture": picture })).await;

        assert_eq!(tab.count("main img"), 0, "{picture}");
        assert_eq!(tab.text_of(".avatar"), "VP");
    }
}

#[wasm_bindgen_test]
async fn says_which_signature_vouches_for_the_person() {
    for algorithm in ["RS256", "PS384", "ES512", "EdDSA"] {
        let configuration = json!({ "id_token_signed_response_alg": algorithm });
        let tab = open_signed_in(Return { algorithm, configuration, ..Return::default() }).await;

        assert_eq!(tab.text_of("dl dt:has(+ [data-claim=proof])"), "Proof");
        assert_eq!(claim(&tab, "proof"), format!("{algorithm} signature verified"));
        assert_eq!(tab.count("[data-claim=proof] .amber"), 0);
        tab.click("FR");
        tab.see(&format!("Signature {algorithm} vérifiée")).await;
        assert_eq!(tab.text_of("dl dt:has(+ [data-claim=proof])"), "Preuve");
    }
}

#[wasm_bindgen_test]
async fn says_that_the_signature_was_not_checked_where_tls_stands_in_for_it() {
    let tab = Tab::returning();
    let nobodys = Provider::signing_with("RS256").await.keys;
    let configuration = json!({ "id_token_verification": "tls" });
    let network = Return {
        place: "/session",
        configuration,
        keys: Some(nobodys.clone()),
        published: Some(nobodys),
        ..Return::default()
    };
    let network = network.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("session").await;

    let words = "Signature not checked: the protected connection to Lifen stands in for it";
    assert_eq!(claim(&tab, "proof"), words);
    assert_eq!(tab.count("[data-claim=proof] .amber"), 1);
    assert!(until(|| network.requests().len() == 2).await);
    assert_eq!(network.paths(), ["/token", "/userinfo"], "keys that nothing is checked with are not fetched");
    tab.click("FR");
    let words = "Signature non vérifiée\u{a0}: la connexion protégée avec Lifen en tient lieu";
    tab.see(words).await;
    assert_eq!(claim(&tab, "proof"), words);
}

#[wasm_bindgen_test]
async fn says_where_signing_out_ends_the_session() {
    let tab = open_signed_in(Return::default()).await;
    tab.see("here and at Lifen").await;
    drop(tab);

    let configuration = json!({ "sign_out": "local" });
    let tab = open_signed_in(Return { configuration, ..Return::default() }).await;
    tab.see("here only").await;
}

#[wasm_bindgen_test]
async fn signs_out_here_and_shows_the_guard() {
    let configuration = json!({ "sign_out": "local" });
    let tab = open_signed_in(Return { configuration, ..Return::default() }).await;

    tab.click("Sign out");

    tab.see_page("guard").await;
    after_a_while().await;
    tab.see_nothing_of("Victor Pugin");
}

#[wasm_bindgen_test]
async fn shows_the_time_left_as_a_share_of_the_whole() {
    let tab = Tab::returning();
    let clock = Clock::stopped();
    Return { place: "/session", ..Return::default() }.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("session").await;

    assert_eq!(tab.attribute_of("svg.ring", "aria-label").as_deref(), Some("60 mins of 60 mins"));
    assert_eq!(tab.attribute_of(".arc", "stroke-dasharray").as_deref(), Some("100 100"));
    assert!(!claim(&tab, "expires").is_empty());

    // Drawn anew, 57 minutes later: the language is one of the reasons to.
    clock.sleep(57.0 * 60.0);
    tab.click("FR");

    tab.see("3\u{a0}min").await;
    assert_eq!(tab.count("svg.ring.amber"), 1);
    assert_eq!(tab.attribute_of(".arc", "stroke-dasharray").as_deref(), Some("5 100"));
}

#[wasm_bindgen_test]
async fn says_that_a_session_renews_itself() {
    let tab = open_signed_in(Return { refresh_token: Some("the-refresh-token"), ..Return::default() }).await;

    tab.see("It renews itself while you work.").await;
    assert_eq!(tab.text_of("dl dt:has(+ [data-claim=expires])"), "Access valid until");
    assert_eq!(tab.count("svg.ring"), 0);
}

/// The deployment's limit ends a session, however often it is renewed; tokens that end sooner end one that is not.
#[wasm_bindgen_test]
async fn shows_what_ends_the_session_first() {
    for (refresh_token, limit, of_whole) in [
        (Some("the-refresh-token"), 36_000, "10 hrs of 10 hrs"),
        (None, 36_000, "60 mins of 60 mins"),
        (None, 1800, "30 mins of 30 mins"),
    ] {
        let configuration = json!({ "session_lifetime": limit });
        let tab = open_signed_in(Return { refresh_token, configuration, ..Return::default() }).await;

        assert_eq!(tab.attribute_of("svg.ring", "aria-label").as_deref(), Some(of_whole));
        let until = if refresh_token.is_some() { "Ends at the latest on" } else { "Valid until" };
        assert_eq!(tab.text_of("dl dt:has(+ [data-claim=expires])"), until);
    }
}

#[wasm_bindgen_test]
async fn shows_what_each_access_is_for_and_offers_those_that_were_not_given() {
    let configuration = json!({ "scope": "openid profile email directory" });
    let granted = Return { configuration, scope: Some("openid email"), ..Return::default() };
    let tab = open_signed_in(granted).await;

    assert_eq!(tab.text_of("[data-scope=email]"), "e-mail address see your e-mail address");
    let missing: Vec<_> = tab
        .elements("[data-scope-missing]")
        .iter()
        .filter_map(|one| one.get_attribute("data-scope-missing"))
        .collect();
    assert_eq!(missing, ["profile", "directory"]);
    assert_eq!(tab.count("[data-scope-missing] button"), 2);
}

#[wasm_bindgen_test]
async fn shows_what_else_lifen_says_of_the_person() {
    let user = json!({
        "uuid": "2239c4e4", "apiUrl": "https://api.example/fhir/v3",
        "identities": [{ "system": "https://rpps.esante.gouv.fr", "value": "<b>10003</b>" }],
    });
    let tab =
        signed_in_with(json!({ "https://lifen.example/user": user, "https://lifen.example/app": "Demo" }))
            .await;

    assert_eq!(claim(&tab, "identities"), "<b>10003</b>");
    assert_eq!(claim(&tab, "api-url"), "https://api.example/fhir/v3");
    assert_eq!(claim(&tab, "application"), "Demo");
}

#[wasm_bindgen_test]
async fn shows_two_answers_to_one_question_beside_each_other() {
    let userinfo = json!({ "sub": "auth0|victor", "name": "<b>V.</b>", "email": "victor@hospital.example", "email_verified": false });
    let tab = open_signed_in(Return { userinfo: Reply::ok(userinfo.to_string()), ..Return::default() }).await;

    tab.see("Lifen gave two answers").await;
    assert_eq!(tab.text_of("[data-differs=name]"), "ID Token: Victor PuginProfile: <b>V.</b>");
    assert_eq!(tab.text_of("[data-differs=email-verified]"), "ID Token: verifiedProfile: not verified");
    assert_eq!(tab.count("[data-disagreements] dd"), 2);
}

#[wasm_bindgen_test]
async fn shows_no_second_answer_where_there_is_one() {
    let tab = open_signed_in(Return::default()).await;
    after_a_while().await;

    assert_eq!(tab.count("[data-disagreements]"), 0);
}
