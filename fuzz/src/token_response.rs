//! What came back for the code.

use lifen_connect::protocol::secret::{IdTokenText, RefreshToken};
use lifen_connect::protocol::token::TokenResponse;
use lifen_connect::protocol::transport::Answer;

use super::json::{self, Members, Value};
use super::secrecy;

/// Everything that a log must not show.
const SECRETS: [&str; 3] = ["access_token", "id_token", "refresh_token"];

pub fn holds(body: &str) {
    let Ok(document) = json::read(body) else { return };
    for status in [200, 299, 300, 400, 429, 503] {
        let answer = answered(status, body);
        match TokenResponse::read(&answer) {
            Ok(tokens) => {
                let document = document.as_ref().expect("tokens come in an object");
                assert!((200..300).contains(&status) && is_due(document), "tokens that were not given");
                assert_eq!(document.text("access_token"), Some(tokens.access_token.expose()));
                assert_eq!(document.text("id_token"), tokens.id_token.as_ref().map(IdTokenText::expose));
                let refresh_token = document.text("refresh_token").filter(|token| !token.is_empty());
                assert_eq!(refresh_token, tokens.refresh_token.as_ref().map(RefreshToken::expose));
                assert_eq!(document.text("scope"), tokens.scope.as_deref());
                assert!(tokens.expires_in.is_none_or(|lifetime| lifetime.0 > 0), "a session of no time");
            }
            Err(error) => {
                let due = status < 300 && document.as_ref().is_some_and(is_due);
                assert!(!due, "tokens that were given, refused: {error}");
                secrecy::is_a_code(error.code(), "token");
            }
        }
    }
    if let Some(planted) = secrecy::plant(body, &SECRETS) {
        for status in [200, 400] {
            let answer = answered(status, &planted);
            secrecy::shows_nothing(&format!("{answer:?}"));
            secrecy::is_silent(&TokenResponse::read(&answer));
        }
    }
}

fn answered(status: u16, body: &str) -> Answer {
    Answer::new(status, body)
}

/// RFC 6749 §5.1, read once more.
fn is_due(document: &Members) -> bool {
    document.text("error").is_none()
        && document.text("access_token").is_some_and(|token| !token.is_empty())
        && document.text("token_type").is_some_and(|name| name.eq_ignore_ascii_case("bearer"))
        && document.text_or_nothing("id_token")
        && document.text_or_nothing("refresh_token")
        && document.text_or_nothing("scope")
        && matches!(document.member("expires_in"), None | Some(Value::Number(_) | Value::Text(_)))
}
