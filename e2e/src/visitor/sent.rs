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
    /// Whether a proof of possession came along.
    pub has_proof: bool,
    pub body: Option<String>,
}

impl Sent {
    fn read(message: &Value) -> Option<Self> {
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
            has_proof: request["headers"]
                .as_object()
                .is_some_and(|headers| headers.keys().any(|name| name.eq_ignore_ascii_case("dpop"))),
            body: text(&request["postData"]),
        })
    }

    /// The names of the form's members.
    pub fn members(&self) -> Vec<String> {
        let body = self.body.as_deref().unwrap_or_default();
        url::form_urlencoded::parse(body.as_bytes()).map(|(name, _)| name.into_owned()).collect()
    }

    /// The value of the form's member.
    pub fn member(&self, name: &str) -> Option<String> {
        let body = self.body.as_deref().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(body.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    fn is_an_authorization_request(&self) -> bool {
        let asks = |name: &str| name == "code_challenge" || name == "request_uri";
        self.kind == "Document" && self.url.query_pairs().any(|(name, _)| asks(&name))
    }
}

/// The path that answered, and the type of what it said.
pub(super) struct Received {
    path: String,
    media_type: String,
}

impl Received {
    fn read(message: &Value) -> Option<Self> {
        if message["method"] != "Network.responseReceived" {
            return None;
        }
        let response = &message["params"]["response"];
        let url: Url = response["url"].as_str()?.parse().ok()?;
        Some(Self { path: url.path().into(), media_type: response["mimeType"].as_str()?.into() })
    }
}

/// What the browser says of the requests it sent. Listening, not interception: nothing is held, changed or answered.
impl Visitor {
    /// Every request so far, oldest first.
    pub fn sent(&self) -> Vec<Sent> {
        runtime().block_on(self.listen());
        self.sent.borrow().clone()
    }

    /// Waits until such a request left.
    pub fn waits_until_sent(&self, is_it: impl Fn(&Sent) -> bool) {
        let sent = self.eventually(async || {
            self.listen().await;
            self.sent.borrow().iter().any(&is_it).then_some(())
        });
        sent.unwrap_or_else(|| panic!("no such request left; {}", self.surroundings()));
    }

    /// The media types of the answers that came from a path so far; none of preflights.
    pub fn types_of_answers_at(&self, path: &str) -> Vec<String> {
        runtime().block_on(self.listen());
        let received = self.received.borrow();
        let answers = received.iter().filter(|received| received.path == path);
        answers.map(|received| received.media_type.clone()).filter(|of| !of.is_empty()).collect()
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
        for entry in heard {
            let entry = entry["message"].as_str().and_then(|entry| serde_json::from_str::<Value>(entry).ok());
            let Some(message) = entry.as_ref().map(|entry| &entry["message"]) else { continue };
            self.sent.borrow_mut().extend(Sent::read(message));
            self.received.borrow_mut().extend(Received::read(message));
        }
    }
}
