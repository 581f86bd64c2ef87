//! The commands of Chromium's driver that WebDriver itself does not have.

use fantoccini::{Client, error::CmdError, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

#[derive(Debug)]
struct Chromium {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// What one of the browser's logs gained since it was last read.
pub async fn log(client: &Client, kind: &str) -> Vec<Value> {
    let command = Chromium { path: "se/log", body: json!({ "type": kind }) };
    match client.issue_cmd(command).await {
        Ok(Value::Array(entries)) => entries,
        _ => Vec::new(),
    }
}

/// What the console said since it was last read, `LEVEL source line text`.
pub async fn console(client: &Client) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = log(client, "browser").await;
    entries.iter().map(|entry| format!("{} {}", text(&entry["level"]), text(&entry["message"]))).collect()
}

/// A command of the DevTools protocol. Used to look and to set up, never to answer in a server's place.
pub async fn devtools(client: &Client, method: &str, parameters: Value) -> Result<Value, CmdError> {
    let body = json!({ "cmd": method, "params": parameters });
    client.issue_cmd(Chromium { path: "goog/cdp/execute", body }).await
}
