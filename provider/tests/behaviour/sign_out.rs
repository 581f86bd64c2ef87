//! Signing out at the provider.

use axum::http::StatusCode;
use provider::Misbehaviour;

use crate::pages::{Browser, Place};
use crate::relying_party::*;

async fn with_victor(relying_party: &RelyingParty) -> Browser<'_> {
    let browser = Browser::of(relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    let page = browser.presses(&page, "person", "victor").await.page("consent");
    browser.presses(&page, "decision", "allow").await.client();
    browser
}

/// Where the browser is sent after signing out at `path`.
async fn sent_to(browser: &Browser<'_>, path: &str) -> String {
    match browser.opens(path).await {
        Place::Page(answer) => {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            answer.header("location").to_owned()
        }
        Place::Client(_) => panic!("the redirect URI is no place to sign out to"),
    }
}

fn logout(parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/oidc/logout?{query}")
}

#[tokio::test]
async fn ends_the_session_and_returns_with_the_state() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;
    let path =
        logout(&[("client_id", "demo"), ("post_logout_redirect_uri", HOME), ("state", "bye & thanks")]);

    assert_eq!(sent_to(&browser, &path).await, format!("{HOME}?state=bye+%26+thanks"));

    browser.opens(&authorization_path(&[])).await.page("sign-in");
}

#[tokio::test]
async fn returns_without_a_state_where_none_was_sent() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    let path = logout(&[("client_id", "demo"), ("post_logout_redirect_uri", HOME)]);

    assert_eq!(sent_to(&browser, &path).await, HOME);
}

#[tokio::test]
async fn knows_the_client_by_an_id_token_however_old() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;
    let answer = relying_party.token_answer().await;
    let hint = answer["id_token"].as_str().unwrap();
    relying_party.clock.advance(10 * 86_400);

    let path = logout(&[("id_token_hint", hint), ("post_logout_redirect_uri", HOME)]);

    assert_eq!(sent_to(&browser, &path).await, HOME);
}

#[tokio::test]
async fn knows_the_client_by_an_id_token_with_a_list_of_audiences() {
    for misbehaviour in [Misbehaviour::AudienceAsList, Misbehaviour::AudienceWithAuthorizedParty] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let answer = relying_party.token_answer().await;
        let browser = Browser::of(&relying_party);

        let hint = answer["id_token"].as_str().unwrap();
        let path = logout(&[("id_token_hint", hint), ("post_logout_redirect_uri", HOME)]);

        assert_eq!(sent_to(&browser, &path).await, HOME, "{misbehaviour}");
    }
}

#[tokio::test]
async fn spoils_the_state_on_command() {
    let path = logout(&[("client_id", "demo"), ("post_logout_redirect_uri", HOME), ("state", "bye")]);
    let returned_under = async |misbehaviour| {
        let relying_party = RelyingParty::meeting(misbehaviour);
        sent_to(&Browser::of(&relying_party), &path).await
    };

    let wrong = returned_under(Misbehaviour::SignOutStateWrong).await;
    assert!(wrong.starts_with(&format!("{HOME}?state=")) && !wrong.ends_with("=bye"), "{wrong}");
    assert_eq!(returned_under(Misbehaviour::SignOutStateMissing).await, HOME);
}

#[tokio::test]
async fn refuses_to_send_people_where_the_client_did_not_register() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.token_answer().await;
    let hint = answer["id_token"].as_str().unwrap();
    let forged = format!("{}AAAA", &hint[..hint.len() - 4]);

    for path in [
        logout(&[("client_id", "demo"), ("post_logout_redirect_uri", "http://localhost:8080")]),
        logout(&[("client_id", "demo"), ("post_logout_redirect_uri", "https://evil.example/")]),
        logout(&[("post_logout_redirect_uri", HOME)]),
        logout(&[("id_token_hint", hint), ("client_id", "other"), ("post_logout_redirect_uri", HOME)]),
        logout(&[("id_token_hint", &forged), ("post_logout_redirect_uri", HOME)]),
        "/v2/logout?client_id=demo&returnTo=https://evil.example/".to_owned(),
        "/v2/logout?returnTo=http://localhost:8080/".to_owned(),
    ] {
        let page = Browser::of(&relying_party).opens(&path).await.page("error");
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn says_so_when_there_is_nowhere_to_go() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    browser.opens("/oidc/logout").await.page("signed-out");
    browser.opens(&authorization_path(&[])).await.page("sign-in");
}

#[tokio::test]
async fn ends_the_session_for_whoever_kept_the_cookie() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;
    let copied = browser.copied();
    copied.opens(&authorization_path(&[])).await.client();

    browser.opens("/oidc/logout").await.page("signed-out");

    copied.opens(&authorization_path(&[])).await.page("sign-in");
}

#[tokio::test]
async fn takes_a_form_as_well() {
    let relying_party = RelyingParty::new();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = "client_id=demo&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F";

    let answer = relying_party.ask("POST", "/oidc/logout", &headers, body).await;

    assert_eq!(answer.header("location"), HOME);
}

#[tokio::test]
async fn signs_out_the_auth0_way() {
    let relying_party = RelyingParty::new();
    let browser = with_victor(&relying_party).await;

    let path = "/v2/logout?client_id=demo&returnTo=http%3A%2F%2Flocalhost%3A8080%2F";

    assert_eq!(sent_to(&browser, path).await, HOME);
    browser.opens(&authorization_path(&[])).await.page("sign-in");
    assert_eq!(sent_to(&browser, "/v2/logout?client_id=demo").await, HOME);
    browser.opens("/v2/logout").await.page("signed-out");
}
