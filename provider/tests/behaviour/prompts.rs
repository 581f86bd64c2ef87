//! When a person who is signed in at the provider is asked again.

use crate::pages::Browser;
use crate::relying_party::*;

/// A browser in which Victor signed in and allowed the usual scopes.
async fn with_victor(relying_party: &RelyingParty) -> Browser<'_> {
    let browser = Browser::of(relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    let page = browser.presses(&page, "person", "victor").await.page("consent");
    browser.presses(&page, "decision", "allow").await.client();
    browser
}

fn error(response: &[(String, String)]) -> Option<String> {
    value(response, "error")
}

#[tokio::test]
async fn asks_nothing_of_someone_who_is_signed_in_and_allowed_it_before() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    let response = browser.opens(&authorization_path(&[])).await.client();

    assert!(value(&response, "code").is_some());
}

#[tokio::test]
async fn asks_for_consent_again_when_the_scopes_change() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    browser.opens(&authorization_path(&[("scope", "openid profile email phone")])).await.page("consent");
    browser.opens(&authorization_path(&[("scope", "openid")])).await.page("consent");
}

#[tokio::test]
async fn asks_for_consent_of_another_client_and_of_another_person() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    browser.opens(&authorization_path(&[("client_id", "other")])).await.page("consent");
    let page = browser.opens(&authorization_path(&[("prompt", "login")])).await.page("sign-in");
    browser.presses(&page, "person", "maelle").await.page("consent");
}

#[tokio::test]
async fn remembers_the_consent_of_someone_who_signs_in_again() {
    let relying_party = RelyingParty::new();
    with_victor(&relying_party).await;
    let another = Browser::of(&relying_party);
    let page = another.opens(&authorization_path(&[])).await.page("sign-in");

    let response = another.presses(&page, "person", "victor").await.client();

    assert!(value(&response, "code").is_some());
}

#[tokio::test]
async fn asks_again_when_the_client_wants_it() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    browser.opens(&authorization_path(&[("prompt", "login")])).await.page("sign-in");
    browser.opens(&authorization_path(&[("prompt", "select_account")])).await.page("sign-in");
    browser.opens(&authorization_path(&[("prompt", "consent")])).await.page("consent");
    browser.opens(&authorization_path(&[("max_age", "0"), ("prompt", "login")])).await.page("sign-in");
}

#[tokio::test]
async fn asks_again_when_the_last_time_is_too_long_ago() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    relying_party.clock.advance(600);
    browser.opens(&authorization_path(&[("max_age", "600")])).await.client();
    relying_party.clock.advance(1);
    browser.opens(&authorization_path(&[("max_age", "600")])).await.page("sign-in");
}

/// What a silent request is answered with: never a page, always the state and the issuer.
async fn silently(browser: &Browser<'_>, changes: &[(&str, &str)]) -> Result<(), String> {
    let changes = [&[("prompt", "none")], changes].concat();
    let response = browser.opens(&authorization_path(&changes)).await.client();
    assert_eq!(value(&response, "state").as_deref(), Some(STATE), "{changes:?}");
    assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER), "{changes:?}");
    assert_eq!(error(&response).is_some(), value(&response, "code").is_none(), "{changes:?}");
    error(&response).map_or(Ok(()), Err)
}

#[tokio::test]
async fn answers_silently_or_says_why_not() {
    let relying_party = RelyingParty::new();
    let stranger = Browser::of(&relying_party);

    assert_eq!(silently(&stranger, &[]).await, Err("login_required".to_owned()));
    let browser = with_victor(&relying_party).await;
    assert_eq!(silently(&browser, &[]).await, Ok(()));
    assert_eq!(silently(&browser, &[("scope", "openid phone")]).await, Err("consent_required".to_owned()));
    assert_eq!(silently(&browser, &[("client_id", "other")]).await, Err("consent_required".to_owned()));
    let stronger = [("acr_values", "urn:example:strong")];
    assert_eq!(silently(&browser, &stronger).await, Err("interaction_required".to_owned()));
}

#[tokio::test]
async fn answers_silently_only_when_the_person_signed_in_recently_enough() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    relying_party.clock.advance(600);
    assert_eq!(silently(&browser, &[("max_age", "600")]).await, Ok(()));
    relying_party.clock.advance(1);
    assert_eq!(silently(&browser, &[("max_age", "600")]).await, Err("login_required".to_owned()));
}

#[tokio::test]
async fn answers_silently_after_signing_out_that_nobody_is_there() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    browser.opens("/oidc/logout").await.page("signed-out");

    assert_eq!(silently(&browser, &[]).await, Err("login_required".to_owned()));
}

/// RFC 9470 §4: the client comes back with what the API demanded.
#[tokio::test]
async fn asks_again_for_a_stronger_authentication_and_remembers_it() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;
    let stronger = [("acr_values", "urn:example:strongest urn:example:strong")];

    let page = browser.opens(&authorization_path(&stronger)).await.page("sign-in");
    let response = browser.presses(&page, "person", "victor").await.client();

    let answer = relying_party.redeem(&value(&response, "code").unwrap()).await.json();
    assert_eq!(decoded(answer["id_token"].as_str().unwrap()).1["acr"], "urn:example:strongest");
    assert_eq!(silently(&browser, &stronger).await, Ok(()));
    let either = [("acr_values", "urn:example:strong urn:example:strongest")];
    assert_eq!(silently(&browser, &either).await, Ok(()));
    assert_eq!(silently(&browser, &[]).await, Ok(()));
    let another = [("acr_values", "urn:example:strong")];
    assert_eq!(silently(&browser, &another).await, Err("interaction_required".to_owned()));
}

#[tokio::test]
async fn refuses_prompts_that_contradict_each_other_or_mean_nothing() {
    let relying_party = RelyingParty::new();

    for prompt in ["none login", "hurry"] {
        let response =
            Browser::of(&relying_party).opens(&authorization_path(&[("prompt", prompt)])).await.client();
        assert_eq!(error(&response).as_deref(), Some("invalid_request"), "{prompt}");
    }
}

#[tokio::test]
async fn answers_silently_only_for_the_person_that_is_meant() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;
    let location = relying_party.provider.sign_in_as("agathe", &authorization_url(&[])).unwrap();
    let agathe = relying_party.redeem(&value(&parameters(&location), "code").unwrap()).await.json();
    let victor = relying_party.token_answer().await;
    let hint = |answer: &serde_json::Value| answer["id_token"].as_str().unwrap().to_owned();

    for (hint, expected) in [
        (hint(&victor), Ok(())),
        (hint(&agathe), Err("login_required".to_owned())),
        ("made.up.hint".to_owned(), Err("login_required".to_owned())),
    ] {
        assert_eq!(silently(&browser, &[("id_token_hint", &hint)]).await, expected);
    }
}

#[tokio::test]
async fn offers_the_person_of_the_login_hint_first() {
    let relying_party = RelyingParty::new();

    let hint = [("login_hint", "idris.benhaddou@hopital.example")];
    let page = Browser::of(&relying_party).opens(&authorization_path(&hint)).await.page("sign-in");

    assert!(page.body.find("value=\"idris\"").unwrap() < page.body.find("value=\"victor\"").unwrap());
}

#[tokio::test]
async fn forgets_an_interaction_after_an_hour() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");

    relying_party.clock.advance(3600);
    browser.opens(&authorization_path(&[])).await.page("sign-in");

    browser.presses(&page, "person", "victor").await.page("stale");
}
