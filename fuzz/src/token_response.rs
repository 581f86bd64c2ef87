//! What came back for the code.

use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::secret::{IdTokenText, RefreshToken};
use lifen_connect::protocol::target::AuthorizationDetail;
use lifen_connect::protocol::token::TokenResponse;
use lifen_connect::protocol::transport::Answer;

use super::json::{self, Members, Value};
use super::secrecy;

/// Everything that a log must not show.
const SECRETS: [&str; 3] = ["access_token", "id_token", "refresh_token"];

/// What may be taken: bearer tokens, bound ones, both.
const TYPES: [&[Scheme]; 3] = [&[Scheme::Bearer], &[Scheme::Dpop], &[Scheme::Dpop, Scheme::Bearer]];

pub fn holds(body: &str) {
    let Ok(document) = json::read(body) else { return };
    let each_status =
        TYPES.iter().flat_map(|types| [200, 299, 300, 400, 429, 503].map(|code| (*types, code)));
    for (types, status) in each_status {
        let answer = answered(status, body);
        match TokenResponse::read(&answer, types) {
            Ok(tokens) => {
                let document = document.as_ref().expect("tokens come in an object");
                assert!(
                    (200..300).contains(&status) && is_due(document, types),
                    "tokens that were not given"
                );
                assert!(types.contains(&tokens.token_type), "tokens of a type that nobody takes");
                assert_eq!(document.text("access_token"), Some(tokens.access_token.expose()));
                assert_eq!(document.text("id_token"), tokens.id_token.as_ref().map(IdTokenText::expose));
                let refresh_token = document.text("refresh_token").filter(|token| !token.is_empty());
                assert_eq!(refresh_token, tokens.refresh_token.as_ref().map(RefreshToken::expose));
                assert_eq!(document.text("scope"), tokens.scope.as_deref());
                let details = tokens.authorization_details.iter().map(AuthorizationDetail::kind);
                assert_eq!(details.collect::<Vec<_>>(), kinds(document).expect("each has a type"));
                assert!(tokens.expires_in.is_none_or(|lifetime| lifetime.0 > 0), "a session of no time");
            }
            Err(error) => {
                let due = status < 300 && document.as_ref().is_some_and(|document| is_due(document, types));
                assert!(!due, "tokens that were given, refused: {error}");
                secrecy::is_a_code(error.code(), "token");
            }
        }
    }
    if let Some(planted) = secrecy::plant(body, &SECRETS) {
        for status in [200, 400] {
            let answer = answered(status, &planted);
            secrecy::shows_nothing(&format!("{answer:?}"));
            secrecy::is_silent(&TokenResponse::read(&answer, TYPES[0]));
        }
    }
}

fn answered(status: u16, body: &str) -> Answer {
    Answer::new(status, body)
}

/// RFC 9396 §7, read once more: the types of a list of objects; none where there is no list.
fn kinds(document: &Members) -> Option<Vec<&str>> {
    match document.member("authorization_details") {
        None => Some(Vec::new()),
        Some(Value::List(details)) => details.iter().map(kind).collect(),
        Some(_) => None,
    }
}

fn kind(detail: &Value) -> Option<&str> {
    match detail {
        Value::Object(detail) => detail.text("type"),
        _ => None,
    }
}

/// RFC 6749 §5.1, read once more.
fn is_due(document: &Members, types: &[Scheme]) -> bool {
    let is_taken = |name: &str| types.iter().any(|scheme| name.eq_ignore_ascii_case(scheme.name()));
    document.text("error").is_none()
        && document.text("access_token").is_some_and(|token| !token.is_empty())
        && document.text("token_type").is_some_and(is_taken)
        && document.text_or_nothing("id_token")
        && document.text_or_nothing("refresh_token")
        && document.text_or_nothing("scope")
        && kinds(document).is_some()
        && matches!(document.member("expires_in"), None | Some(Value::Number(_) | Value::Text(_)))
}
