//! The authorization response: the redirect back to the client.

use url::Url;

use super::AuthorizationError;
use crate::Misbehaviour;

/// What goes back: a code, or the reason there is none.
pub(crate) type Outcome = Result<String, AuthorizationError>;

/// The `Location` of the response ([RFC 6749 §4.1.2]), with the issuer in it ([RFC 9207 §2]), and with the fault of
/// this sign-in if it is one of the response.
///
/// [RFC 6749 §4.1.2]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
/// [RFC 9207 §2]: https://www.rfc-editor.org/rfc/rfc9207#section-2
pub(crate) fn location(
    redirect_uri: &str,
    issuer: &str,
    state: Option<&str>,
    outcome: Outcome,
    fault: Option<Misbehaviour>,
) -> String {
    use Misbehaviour::*;
    let outcome = fault.and_then(error_under).map_or(outcome, Err);

    let mut parameters: Vec<(&str, String)> = Vec::new();
    match outcome {
        Ok(code) => match fault {
            Some(MissingCode) => {}
            Some(DuplicatedCode) => parameters.extend([("code", code.clone()), ("code", code)]),
            Some(ResponseCodeAndError) => {
                parameters.extend([("code", code), ("error", "access_denied".to_owned())]);
            }
            _ => parameters.push(("code", code)),
        },
        Err(AuthorizationError { error, description }) => {
            if fault == Some(DuplicatedError) {
                parameters.push(("error", error.to_owned()));
            }
            parameters.extend([("error", error.to_owned()), ("error_description", description)]);
        }
    }
    if let Some(state) = state {
        let state = state.to_owned();
        match fault {
            Some(MissingState | AuthorizationErrorWithoutState) => {}
            Some(WrongState) => parameters.push(("state", crate::random::text())),
            Some(DuplicatedState) => parameters.extend([("state", state.clone()), ("state", state)]),
            _ => parameters.push(("state", state)),
        }
    }
    let issuer = issuer.to_owned();
    match fault {
        Some(ResponseIssuerMissing | AuthorizationErrorIssuerMissing) => {}
        Some(ResponseIssuerWrong | AuthorizationErrorIssuerWrong) => {
            parameters.push(("iss", "https://another-provider.example/".to_owned()));
        }
        Some(DuplicatedIssuer) => parameters.extend([("iss", issuer.clone()), ("iss", issuer)]),
        _ => parameters.push(("iss", issuer)),
    }
    with_query(redirect_uri, &parameters)
}

/// The error that is the fault of the response, or goes with it
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1),
/// [OIDC Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
fn error_under(fault: Misbehaviour) -> Option<AuthorizationError> {
    use Misbehaviour::*;
    let (error, description) = match fault {
        AuthorizationServerError
        | AuthorizationErrorWithoutState
        | AuthorizationErrorIssuerWrong
        | AuthorizationErrorIssuerMissing
        | DuplicatedError => ("server_error", "something went wrong at the provider"),
        AuthorizationTemporarilyUnavailable => ("temporarily_unavailable", "too many people are signing in"),
        AuthorizationLoginRequired => ("login_required", "nobody is signed in"),
        AuthorizationInvalidScope => ("invalid_scope", "the client may not ask for this"),
        AuthorizationErrorWithHtmlDescription => (
            "invalid_request",
            "<h1>Call 01 23 45 67 89</h1><img src=x onerror='document.title=1'><script>document.title=1</script>",
        ),
        _ => return None,
    };
    Some(AuthorizationError::new(error, description))
}

/// Adds to the query that a redirect URI may already have, which "MUST be retained" (RFC 6749 §3.1.2).
pub(crate) fn with_query(uri: &str, parameters: &[(&str, String)]) -> String {
    match Url::parse(uri) {
        Ok(mut uri) => {
            uri.query_pairs_mut().extend_pairs(parameters);
            uri.into()
        }
        // Only a client registered with something that is no address gets here.
        Err(_) => uri.to_owned(),
    }
}
