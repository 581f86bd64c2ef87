//! The pages, walked through as a browser does: forms, redirects, one cookie.

use std::cell::RefCell;

use axum::http::StatusCode;
use provider::Misbehaviour;

use crate::relying_party::*;

/// A browser without scripts.
pub struct Browser<'a> {
    relying_party: &'a RelyingParty,
    cookie: RefCell<Option<String>>,
    language: &'static str,
}

/// Where a walk ended.
pub enum Place {
    /// A page of the provider.
    Page(Answer),
    /// Back at the client, with these parameters.
    Client(Vec<(String, String)>),
}

impl<'a> Browser<'a> {
    pub fn of(relying_party: &'a RelyingParty) -> Self {
        Self { relying_party, cookie: RefCell::default(), language: "en" }
    }

    /// A thief's browser: it has the same cookie, and is never told to forget it.
    pub fn copied(&self) -> Self {
        Self { cookie: self.cookie.clone(), ..*self }
    }

    pub async fn opens(&self, path: &str) -> Place {
        self.goes("GET", path, "").await
    }

    /// Sends the page's form with this button.
    pub async fn presses(&self, page: &Answer, button: &str, value: &str) -> Place {
        self.sends(page, &[(button, value)]).await
    }

    pub async fn sends(&self, page: &Answer, fields: &[(&str, &str)]) -> Place {
        let between = |start: &str, end: &str| {
            let rest = page.body.split_once(start).unwrap_or_else(|| panic!("no {start} in {}", page.body)).1;
            rest.split_once(end).unwrap().0.to_owned()
        };
        let interaction = between("name=\"interaction\" value=\"", "\"");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("interaction", &interaction).extend_pairs(fields);
        self.goes("POST", &between("action=\"", "\""), &form.finish()).await
    }

    async fn goes(&self, method: &str, path: &str, body: &str) -> Place {
        let (mut method, mut path, mut body) = (method, path.to_owned(), body);
        loop {
            let cookie = self.cookie.borrow().clone().unwrap_or_default();
            let headers = [
                ("cookie", cookie.as_str()),
                ("accept-language", self.language),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            let answer = self.relying_party.ask(method, &path, &headers, body).await;
            if let Some((cookie, attributes)) = answer.header("set-cookie").split_once(';') {
                assert_eq!(attributes.trim_end_matches("; Max-Age=0"), " Path=/; HttpOnly; SameSite=Lax");
                self.cookie.replace(Some(cookie.to_owned()));
            }
            let location = answer.header("location").to_owned();
            if location.starts_with(REDIRECT_URI) {
                return Place::Client(parameters(&location));
            } else if location.is_empty() || location.starts_with("http") {
                return Place::Page(answer);
            }
            (method, path, body) = ("GET", location, "");
        }
    }
}

impl Place {
    #[track_caller]
    pub fn page(self, name: &str) -> Answer {
        match self {
            Self::Page(page) => {
                assert!(
                    page.body.contains(&format!("data-page=\"{name}\"")),
                    "not the page {name}: {}",
                    page.body
                );
                page
            }
            Self::Client(parameters) => panic!("back at the client: {parameters:?}"),
        }
    }

    #[track_caller]
    pub fn client(self) -> Vec<(String, String)> {
        match self {
            Self::Client(parameters) => parameters,
            Self::Page(page) => panic!("still at the provider: {}", page.body),
        }
    }
}

#[tokio::test]
async fn asks_who_then_for_consent_then_sends_a_code() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);

    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    for person in relying_party.provider.people() {
        assert!(page.body.contains(&format!("name=\"person\" value=\"{}\"", person.id)));
    }
    let page = browser.presses(&page, "person", "victor").await.page("consent");
    for scope in ["openid", "profile", "email"] {
        assert!(page.body.contains(&format!("data-scope=\"{scope}\"")));
    }
    let response = browser.presses(&page, "decision", "allow").await.client();

    let code = value(&response, "code").unwrap();
    assert_eq!(relying_party.redeem(&code).await.status, StatusCode::OK);
    assert_eq!(value(&response, "state").as_deref(), Some(STATE));
}

#[tokio::test]
async fn sends_a_refusal_back() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    let page = browser.presses(&page, "person", "agathe").await.page("consent");

    let response = browser.presses(&page, "decision", "refuse").await.client();

    assert_eq!(value(&response, "error").as_deref(), Some("access_denied"));
    assert_eq!(value(&response, "iss").as_deref(), Some(ISSUER));
}

#[tokio::test]
async fn offers_only_one_answer_for_one_interaction() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    let page = browser.presses(&page, "person", "victor").await.page("consent");
    browser.presses(&page, "decision", "allow").await.client();

    let again = browser.presses(&page, "decision", "allow").await.page("stale");

    assert_eq!(again.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn says_openly_that_nothing_is_real_in_the_readers_language() {
    let relying_party = RelyingParty::new();
    let french = Browser { language: "de, fr-FR;q=0.9, en;q=0.8", ..Browser::of(&relying_party) };

    let page = Browser::of(&relying_party).opens(&authorization_path(&[])).await.page("sign-in");
    assert!(
        page.body.contains("<html lang=\"en\">")
            && page.body.contains("Simulated provider — no real account")
    );
    let page = french.opens(&authorization_path(&[])).await.page("sign-in");
    assert!(page.body.contains("<html lang=\"fr\">") && page.body.contains("Fournisseur simulé"));
    let page = french.opens(&authorization_path(&[("ui_locales", "en")])).await.page("sign-in");
    assert!(page.body.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn lets_no_one_frame_a_page_or_run_a_script_in_it() {
    let relying_party = RelyingParty::new();

    let page = Browser::of(&relying_party).opens(&authorization_path(&[])).await.page("sign-in");

    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn lets_a_developer_choose_a_fault_for_this_sign_in() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    for misbehaviour in Misbehaviour::ALL {
        assert!(page.body.contains(&format!("<option value=\"{misbehaviour}\"")), "{misbehaviour}");
    }

    let page = browser
        .sends(&page, &[("person", "victor"), ("misbehaviour", "missing-state")])
        .await
        .page("consent");
    let response = browser.presses(&page, "decision", "allow").await.client();

    assert_eq!(value(&response, "state"), None);
    assert!(value(&relying_party.response(), "state").is_some(), "the next one is good");
}

#[tokio::test]
async fn lets_a_developer_choose_a_fault_that_stands() {
    let relying_party = RelyingParty::new();
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");

    browser.sends(&page, &[("person", "victor"), ("misbehaviour", "keys-empty")]).await;

    assert_eq!(relying_party.keys().await.json()["keys"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_form_nobody_touched_keeps_what_was_commanded() {
    let relying_party = RelyingParty::meeting(Misbehaviour::KeysEmpty);
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");
    assert!(page.body.contains("<option value=\"\" selected lang=\"en\">keys-empty"), "{}", page.body);
    relying_party.provider.misbehave(Misbehaviour::MissingState);

    let page = browser.sends(&page, &[("person", "victor"), ("misbehaviour", "")]).await.page("consent");
    let response = browser.presses(&page, "decision", "allow").await.client();

    assert_eq!(value(&response, "state"), None);
}

#[tokio::test]
async fn lets_a_developer_take_a_command_back() {
    let relying_party = RelyingParty::meeting(Misbehaviour::MissingState);
    let browser = Browser::of(&relying_party);
    let page = browser.opens(&authorization_path(&[])).await.page("sign-in");

    let page = browser.sends(&page, &[("person", "victor"), ("misbehaviour", "none")]).await.page("consent");
    let response = browser.presses(&page, "decision", "allow").await.client();

    assert!(value(&response, "state").is_some());
}

#[tokio::test]
async fn draws_a_picture_of_everyone() {
    let relying_party = RelyingParty::new();

    for person in relying_party.provider.people() {
        let picture = relying_party.get(&format!("/people/{}.svg", person.id)).await;
        assert_eq!(picture.header("content-type"), "image/svg+xml");
        assert_eq!(picture.header("cross-origin-resource-policy"), "cross-origin");
    }
    assert_eq!(relying_party.get("/people/zorro.svg").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn says_what_answers_here() {
    let relying_party = RelyingParty::new();

    let page = Browser::of(&relying_party).opens("/").await.page("home");

    assert!(page.body.contains(ISSUER));
}
