//! What other applications hear when somebody signs out at the provider: a page of theirs is opened in a frame.

use axum::http::StatusCode;
use provider::{ClientMetadata, Misbehaviour};
use serde_json::{Value, json};

use crate::pages::{Browser, Place};
use crate::relying_party::*;
use crate::renewal::{OFFLINE, refresh_token};

const FRAME: &str = "http://localhost:8080/signed-out-elsewhere";
const OTHER_FRAME: &str = "https://other.example/logout?tab=1";

impl RelyingParty {
    /// Both clients want to hear of it.
    fn listening() -> Self {
        let relying_party = Self::renewing();
        for (client, frame) in [("demo", FRAME), ("other", OTHER_FRAME)] {
            relying_party.provider.register_metadata(client, listening(frame));
        }
        relying_party
    }
}

fn listening(frame: &str) -> ClientMetadata {
    ClientMetadata {
        refresh_tokens: true,
        frontchannel_logout_uri: Some(frame.to_owned()),
        ..ClientMetadata::default()
    }
}

/// Signs Victor in to a client in this browser; the token answer.
async fn signs_in_to(relying_party: &RelyingParty, browser: &Browser<'_>, client: &str) -> Value {
    let mut place = browser.opens(&authorization_path(&[("client_id", client), OFFLINE])).await;
    while let Place::Page(page) = place {
        let is_sign_in = page.body.contains("data-page=\"sign-in\"");
        let (button, value) = if is_sign_in { ("person", "victor") } else { ("decision", "allow") };
        place = browser.presses(&page, button, value).await;
    }
    let code = value(&place.client(), "code").unwrap();
    relying_party.redeem_with(&code, &[("client_id", client)]).await.json()
}

fn sid(answer: &Value) -> Option<String> {
    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());
    claims.get("sid").map(|sid| sid.as_str().unwrap().to_owned())
}

fn logout(parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/oidc/logout?{query}")
}

/// The addresses in the page's frames.
fn frames(page: &Answer) -> Vec<String> {
    let rest = page.body.split("<iframe src=\"").skip(1);
    rest.map(|rest| rest.split_once('"').unwrap().0.replace("&amp;", "&")).collect()
}

fn told(frame: &str, issuer: &str, sid: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("iss", issuer), ("sid", sid)])
        .finish();
    format!("{frame}{}{query}", if frame.contains('?') { '&' } else { '?' })
}

#[tokio::test]
async fn tells_every_application_of_the_session_and_then_sends_the_person_on() {
    let relying_party = RelyingParty::listening();
    let browser = Browser::of(&relying_party);
    let demo = sid(&signs_in_to(&relying_party, &browser, "demo").await).unwrap();
    let other = sid(&signs_in_to(&relying_party, &browser, "other").await).unwrap();
    assert_eq!(demo, other);
    let back = [("client_id", "demo"), ("post_logout_redirect_uri", HOME), ("state", "a&b")];

    let page = browser.opens(&logout(&back)).await.page("signing-out");

    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(frames(&page), [told(FRAME, ISSUER, &demo), told(OTHER_FRAME, ISSUER, &demo)]);
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with("; frame-src http://localhost:8080 https://other.example"), "{policy}");
    let next = format!("{HOME}?state=a%26b");
    assert!(page.body.contains(&format!("<meta http-equiv=\"refresh\" content=\"1;url={next}\">")));
    assert!(page.body.contains(&format!("<a href=\"{next}\">")));
    browser.opens(&authorization_path(&[])).await.page("sign-in");
}

#[tokio::test]
async fn tells_them_where_the_person_stays_here() {
    for path in ["/oidc/logout", "/v2/logout"] {
        let relying_party = RelyingParty::listening();
        let browser = Browser::of(&relying_party);
        let sid = sid(&signs_in_to(&relying_party, &browser, "demo").await).unwrap();

        let page = browser.opens(path).await.page("signed-out");

        assert_eq!(frames(&page), [told(FRAME, ISSUER, &sid)], "{path}");
        assert!(!page.body.contains("http-equiv"), "{path}");
    }
}

#[tokio::test]
async fn tells_only_those_of_this_session_and_only_once() {
    let relying_party = RelyingParty::listening();
    let (mine, another) = (Browser::of(&relying_party), Browser::of(&relying_party));
    let my_sid = sid(&signs_in_to(&relying_party, &mine, "demo").await).unwrap();
    let other_sid = sid(&signs_in_to(&relying_party, &another, "other").await).unwrap();
    assert_ne!(my_sid, other_sid);

    let page = mine.opens("/oidc/logout").await.page("signed-out");

    assert_eq!(frames(&page), [told(FRAME, ISSUER, &my_sid)]);
    assert_eq!(frames(&mine.opens("/oidc/logout").await.page("signed-out")), [""; 0]);
    another.opens(&authorization_path(&[("client_id", "other"), OFFLINE])).await.client();
}

#[tokio::test]
async fn tells_nobody_who_did_not_register_for_it() {
    let relying_party = RelyingParty::listening();
    relying_party.provider.register_metadata("other", ClientMetadata::default());
    let browser = Browser::of(&relying_party);
    let answer = signs_in_to(&relying_party, &browser, "other").await;
    assert_eq!(sid(&answer), None);

    let page = browser.opens(&logout(&[("client_id", "other"), ("post_logout_redirect_uri", HOME)])).await;

    let Place::Page(page) = page else { panic!("that is the redirect URI") };
    assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, HOME));
    assert!(RelyingParty::new().id_token().await.1.get("sid").is_none());
}

#[tokio::test]
async fn finds_the_session_by_an_id_token_where_there_is_no_cookie() {
    let relying_party = RelyingParty::listening();
    let browser = Browser::of(&relying_party);
    let answer = signs_in_to(&relying_party, &browser, "demo").await;
    let hint = logout(&[("id_token_hint", answer["id_token"].as_str().unwrap())]);

    let page = Browser::of(&relying_party).opens(&hint).await.page("signed-out");

    assert_eq!(frames(&page), [told(FRAME, ISSUER, &sid(&answer).unwrap())]);
    browser.opens(&authorization_path(&[])).await.page("sign-in");
}

#[tokio::test]
async fn names_the_same_session_after_a_renewal_and_after_proving_again_who_one_is() {
    let relying_party = RelyingParty::listening();
    let browser = Browser::of(&relying_party);
    let first = signs_in_to(&relying_party, &browser, "demo").await;

    let second = relying_party.renew(refresh_token(&first)).await.json();
    assert_eq!(sid(&first), sid(&second));
    let again = authorization_path(&[("prompt", "login"), OFFLINE]);
    let page = browser.opens(&again).await.page("sign-in");
    let response = browser.presses(&page, "person", "victor").await.client();
    let third = relying_party.redeem(&value(&response, "code").unwrap()).await.json();
    assert_eq!(sid(&first), sid(&third));

    let page = browser.opens(&again).await.page("sign-in");
    let page = browser.presses(&page, "person", "agathe").await.page("consent");
    let response = browser.presses(&page, "decision", "allow").await.client();
    let somebody_else = relying_party.redeem(&value(&response, "code").unwrap()).await.json();
    assert_ne!(sid(&first), sid(&somebody_else));
}

#[tokio::test]
async fn says_in_the_metadata_that_somebody_registered_for_it() {
    let metadata = RelyingParty::listening().metadata().await.json();
    let as_lifen = RelyingParty::new().metadata().await.json();

    for member in ["frontchannel_logout_supported", "frontchannel_logout_session_supported"] {
        assert_eq!((&metadata[member], as_lifen.get(member)), (&json!(true), None), "{member}");
    }
}

#[tokio::test]
async fn names_another_issuer_or_session_on_command() {
    let framed_under = async |misbehaviour| {
        let relying_party = RelyingParty::listening();
        let browser = Browser::of(&relying_party);
        let sid = sid(&signs_in_to(&relying_party, &browser, "demo").await).unwrap();
        relying_party.provider.misbehave(misbehaviour);
        (frames(&browser.opens("/oidc/logout").await.page("signed-out")).remove(0), sid)
    };

    let (frame, sid) = framed_under(Misbehaviour::FrontchannelLogoutOtherIssuer).await;
    assert_eq!(frame, told(FRAME, "https://another-provider.example/", &sid));
    let (frame, sid) = framed_under(Misbehaviour::FrontchannelLogoutOtherSession).await;
    assert!(frame.starts_with(&told(FRAME, ISSUER, "")) && !frame.ends_with(&sid), "{frame}");
}
