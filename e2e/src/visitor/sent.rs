use serde_json::Value;
use url::Url;

use super::command;
use crate::{AuthorizationRequest, Visitor, runtime};

/// A request that left the visitor's browser, as its own network log tells it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: String,
    pub url: Url,
    /// What for: `Document`, `Fetch`, `Preflight`, `Script`, …
    pub kind: String,
    pub referer: Option<String>,
    pub body: Option<String>,
}

impl Sent {
    fn read(entry: &str) -> Option<Self> {
        let entry: Value = serde_json::from_str(entry).ok()?;
        let message = &entry["message"];
        if message["method"] != "Network.requestWillBeSent" {
            return None;
        }
        let (request, text) =
            (&message["params"]["request"], |value: &Value| value.as_str().map(String::from));
        Some(Self {
            method: text(&request["method"])?,
            url: request["url"].as_str()?.parse().ok()?,
            kind: text(&message["params"]["type"])?,
            referer: text(&request["headers"]["Referer"]),
            body: text(&request["postData"]),
        })
    }

    /// The names of the form's members.
    pub fn members(&self) -> Vec<String> {
        let body = self.body.as_deref().unwrap_or_default();
        url::form_urlencoded::parse(body.as_bytes()).map(|(name, _)| name.into_owned()).collect()
    }

    fn is_an_authorization_request(&self) -> bool {
        self.kind == "Document" && self.url.query_pairs().any(|(name, _)| name == "code_challenge")
    }
}

/// What the browser says of the requests it sent. Listening, not interception: nothing is held, changed or answered.
impl Visitor {
    /// Every request so far, oldest first.
    pub fn sent(&self) -> Vec<Sent> {
        runtime().block_on(self.listen());
        self.sent.borrow().clone()
    }

    /// Waits until an authorization request left since the last press of a button, and reads it.
    pub fn authorization_request(&self) -> AuthorizationRequest {
        let request = self.eventually(async || {
            self.listen().await;
            Some(self.since_departure().find(|sent| sent.is_an_authorization_request())?.url.to_string())
        });
        AuthorizationRequest::read(
            &request.unwrap_or_else(|| panic!("no authorization request left; {}", self.surroundings())),
        )
    }

    /// Whether the authorization request of the last press of a button was answered: the browser came back.
    pub(super) async fn came_back(&self) -> bool {
        self.listen().await;
        let mut later = self.since_departure().skip_while(|sent| !sent.is_an_authorization_request());
        later.any(|sent| sent.kind == "Document" && sent.url.origin() == self.app.origin())
    }

    /// What is sent from now on belongs to the button that is about to be pressed.
    pub(super) fn departs(&self) {
        runtime().block_on(self.listen());
        self.departure.set(self.sent.borrow().len());
    }

    fn since_departure(&self) -> impl Iterator<Item = Sent> {
        self.sent.borrow().clone().into_iter().skip(self.departure.get())
    }

    async fn listen(&self) {
        let heard = command::log(&self.client, "performance").await;
        self.sent
            .borrow_mut()
            .extend(heard.iter().filter_map(|entry| Sent::read(entry["message"].as_str()?)));
    }
}
