//! Token requests and their response: redeeming the code ([RFC 6749 §4.1.3], [OIDC Core §3.1.3]), renewing ([RFC 6749 §6]).
//!
//! [RFC 6749 §4.1.3]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
//! [OIDC Core §3.1.3]: https://openid.net/specs/openid-connect-core-1_0.html#TokenEndpoint
//! [RFC 6749 §6]: https://www.rfc-editor.org/rfc/rfc6749#section-6

use std::fmt;

use super::challenge::Scheme;
use super::codes::codes;
use super::endpoint::Endpoint;
use super::form;
use super::json::{Json, Object, WrongMember};
use super::pkce::CodeVerifier;
use super::refusal::{ErrorCode, description};
use super::secret::{AccessToken, AuthorizationCode, FormBody, IdTokenText, RefreshToken};
use super::target::{AuthorizationDetail, Target};
use super::text::decimal;
use super::time::Seconds;
use super::transport::Answer;

/// Trades the code for tokens, with the verifier in place of a client secret.
///
/// A plain form without custom headers: a browser sends it across origins without asking first (no preflight).
#[derive(Debug)]
pub struct TokenRequest<'a> {
    pub client_id: &'a str,
    pub code: &'a AuthorizationCode,
    pub redirect_uri: &'a Endpoint,
    pub code_verifier: &'a CodeVerifier,
    /// What the access token is for: of this, the authorization request has said the rest.
    pub target: &'a Target,
}

impl TokenRequest<'_> {
    pub fn body(&self) -> FormBody {
        let form = form::write(&[
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id),
            ("code", self.code.expose()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", self.code_verifier.expose()),
        ]);
        for_resources(form, self.target)
    }
}

/// Trades the refresh token for new tokens, with the scope that was granted before.
#[derive(Debug)]
pub struct RenewalRequest<'a> {
    pub client_id: &'a str,
    pub refresh_token: &'a RefreshToken,
    pub target: &'a Target,
}

impl RenewalRequest<'_> {
    pub fn body(&self) -> FormBody {
        let form = form::write(&[
            ("grant_type", "refresh_token"),
            ("client_id", self.client_id),
            ("refresh_token", self.refresh_token.expose()),
        ]);
        for_resources(form, self.target)
    }
}

/// RFC 8707 §2.2: "When the resource parameter is used on an access token request made to the token endpoint, for all grant
/// types, it indicates the target service or protected resource where the client intends to use the requested access token."
fn for_resources(mut form: String, target: &Target) -> FormBody {
    target.append_resources_to(&mut form);
    FormBody::new(form)
}

/// What the provider gave. Everything RFC 6749 §5.1 makes optional is optional here.
#[derive(Clone, Debug)]
pub struct TokenResponse {
    pub access_token: AccessToken,
    pub token_type: Scheme,
    pub refresh_token: Option<RefreshToken>,
    /// Not trusted yet: it has to be verified and validated. A renewal may come without one (OIDC Core §12.2).
    pub id_token: Option<IdTokenText>,
    pub expires_in: Option<Seconds>,
    /// What was granted, when it differs from what was asked.
    pub scope: Option<String>,
    /// What was granted of what was asked for in detail (RFC 9396 §7); none where the provider says nothing of it.
    pub authorization_details: Vec<AuthorizationDetail>,
}

impl TokenResponse {
    /// # Errors
    ///
    /// [`TokenError`]: the provider's refusal (RFC 6749 §5.2), a status without one, a body that is no JSON object, a
    /// member that is missing or wrong, a `token_type` other than these.
    pub fn read(answer: &Answer, types: &'static [Scheme]) -> Result<Self, TokenError> {
        let body = Object::parse(&answer.body).ok();
        // Whatever else it says: 429 and the 5xx are about the moment.
        if answer.is_transient() {
            return Err(TokenError::Unavailable { status: answer.status });
        }
        // Some providers refuse with 200, others with 403: the `error` member tells, not the status.
        if let Some(Json::Text(error)) = body.as_ref().and_then(|body| body.member("error")) {
            let description = body.as_ref().and_then(description);
            return Err(TokenError::from_provider(answer.status, error, description));
        }
        if !answer.is_success() {
            return Err(TokenError::HttpStatus { status: answer.status });
        }
        let body = body.ok_or(TokenError::Unreadable)?;
        let access_token = body.text("access_token").map_err(TokenError::WrongMember)?;
        let access_token =
            access_token.filter(|token| !token.is_empty()).ok_or(TokenError::AccessTokenMissing)?;
        // RFC 6749 §7.1: "The client MUST NOT use an access token if it does not understand the token type."
        // §5.1: "Value is case insensitive."
        let found = body.text("token_type").map_err(TokenError::WrongMember)?;
        let Some(token_type) = found.and_then(Scheme::named).filter(|found| types.contains(found)) else {
            return Err(TokenError::TypeUnsupported { expected: types, found: found.map(str::to_owned) });
        };
        let text = |member| body.text(member).map_err(TokenError::WrongMember);
        Ok(Self {
            access_token: AccessToken::new(access_token),
            token_type,
            refresh_token: text("refresh_token")?.filter(|token| !token.is_empty()).map(RefreshToken::new),
            id_token: text("id_token")?.map(IdTokenText::new),
            expires_in: expires_in(&body)?,
            scope: text("scope")?.map(str::to_owned),
            authorization_details: AuthorizationDetail::read_all(&body).map_err(TokenError::WrongMember)?,
        })
    }
}

/// A lifetime in seconds; some providers write the number as a text.
fn expires_in(body: &Object) -> Result<Option<Seconds>, TokenError> {
    let seconds = match body.member("expires_in") {
        Some(Json::Text(text)) => decimal(text, i64::MAX),
        _ => body.seconds("expires_in").map_err(TokenError::WrongMember)?,
    };
    Ok(seconds.filter(|seconds| *seconds > 0).map(Seconds))
}

/// Why the code gave no tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// `invalid_grant`: the code was used, is too old, or is not this browser's; the refresh token is void.
    GrantRefused {
        description: Option<String>,
    },
    /// Too many requests, or a failure of the server's: the same may work in a minute.
    Unavailable {
        status: u16,
    },
    /// Any other error of RFC 6749 §5.2: provider and deployment do not agree.
    Refused {
        error: ErrorCode,
        description: Option<String>,
    },
    HttpStatus {
        status: u16,
    },
    /// The body is no JSON object: a page of a proxy, half an answer, nothing.
    Unreadable,
    WrongMember(WrongMember),
    TypeUnsupported {
        expected: &'static [Scheme],
        found: Option<String>,
    },
    AccessTokenMissing,
    IdTokenMissing,
}

codes! { TokenError:
    Self::GrantRefused { .. } => "token-code-refused",
    Self::Unavailable { .. } => "token-unavailable",
    Self::Refused { .. } => "token-refused",
    Self::HttpStatus { .. } => "token-http-status",
    Self::Unreadable | Self::WrongMember(_) => "token-unreadable",
    Self::TypeUnsupported { .. } => "token-type-unsupported",
    Self::AccessTokenMissing => "token-access-token-missing",
    Self::IdTokenMissing => "token-id-token-missing",
}

impl TokenError {
    fn from_provider(status: u16, error: &str, description: Option<String>) -> Self {
        match ErrorCode::parse(error) {
            ErrorCode::InvalidGrant => Self::GrantRefused { description },
            error if error.is_transient() => Self::Unavailable { status },
            error => Self::Refused { error, description },
        }
    }

    /// What the provider itself said, to be quoted as theirs.
    pub fn quotation(&self) -> Option<&str> {
        match self {
            Self::GrantRefused { description } | Self::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::GrantRefused { .. } => "the token endpoint answered invalid_grant",
            Self::Refused { error, .. } => return write!(formatter, "the token endpoint answered {error}"),
            Self::HttpStatus { status } | Self::Unavailable { status } => {
                return write!(formatter, "the token endpoint answered HTTP {status}");
            }
            Self::Unreadable => "the token endpoint's answer is no JSON object",
            Self::WrongMember(wrong) => return write!(formatter, "token response: {wrong}"),
            Self::TypeUnsupported { expected, found } => {
                let expected = expected.first().map_or("", |scheme| scheme.name());
                let found = found.as_deref().unwrap_or("nothing");
                return write!(formatter, "`token_type`: expected {expected}, found {found}");
            }
            Self::AccessTokenMissing => "the token response has no `access_token`",
            Self::IdTokenMissing => "the token response has no `id_token`; is `openid` in the scope?",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::secret::Entropy;

    fn read(status: u16, body: &str) -> Result<TokenResponse, TokenError> {
        TokenResponse::read(&Answer::new(status, body), &[Scheme::Bearer])
    }

    fn code_of(status: u16, body: &str) -> &'static str {
        read(status, body).expect_err("an error").code()
    }

    #[test]
    fn redeems_the_code_with_the_verifier_and_no_client_secret() {
        let body = TokenRequest {
            client_id: "client",
            code: &AuthorizationCode::new("a+b"),
            redirect_uri: &Endpoint::parse("https://app.example/callback").unwrap(),
            code_verifier: &CodeVerifier::from(Entropy([0; 32])),
            target: &Target::default(),
        }
        .body();

        assert_eq!(
            body.expose(),
            "grant_type=authorization_code&client_id=client&code=a%2Bb&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback\
             &code_verifier=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        );
    }

    /// RFC 8707 §2.2. `audience` and `authorization_details` were said when the browser left.
    #[test]
    fn names_the_resources_that_each_access_token_is_for() {
        let target = Target {
            resource: vec!["https://api.example/fhir".to_owned(), "urn:x".to_owned()],
            audience: Some("an audience".to_owned()),
            authorization_details: Some("[]".to_owned()),
        };
        let redirect_uri = &Endpoint::parse("https://app.example/callback").unwrap();
        let (code, refresh_token) = (&AuthorizationCode::new("c"), &RefreshToken::new("r"));
        let code_verifier = &CodeVerifier::from(Entropy([0; 32]));
        let client_id = "client";

        let redeems = TokenRequest { client_id, code, redirect_uri, code_verifier, target: &target }.body();
        let renews = RenewalRequest { client_id, refresh_token, target: &target }.body();

        for body in [redeems, renews] {
            let expected = "&resource=https%3A%2F%2Fapi.example%2Ffhir&resource=urn%3Ax";
            assert!(body.expose().ends_with(expected), "{}", body.expose());
            assert!(!body.expose().contains("audience") && !body.expose().contains("details"));
        }
    }

    #[test]
    fn reads_what_was_granted_in_detail() {
        let with = |details| {
            let body =
                format!(r#"{{"access_token":"a","token_type":"Bearer","authorization_details":{details}}}"#);
            read(200, &body).map(|response| response.authorization_details.len())
        };

        assert_eq!(with(r#"[{"type":"letter"},{"type":"letter"}]"#), Ok(2));
        assert_eq!(with("null"), Ok(0));
        assert_eq!(with(r#"[{"actions":[]}]"#).unwrap_err().code(), "token-unreadable");
    }

    #[test]
    fn accepts_the_documented_answer() {
        let body = r#"{"access_token":"eyJ...Y7p9g","id_token":"eyJ...Os32d","expires_in":172800,"token_type":"Bearer"}"#;

        let response = read(200, body).unwrap();

        assert_eq!(response.access_token.expose(), "eyJ...Y7p9g");
        assert_eq!(response.expires_in, Some(Seconds(172_800)));
        assert_eq!(response.scope, None);
    }

    #[test]
    fn accepts_bearer_in_any_case_and_a_lifetime_written_as_text_or_left_out() {
        let body =
            |rest: &str| format!(r#"{{"access_token":"a","id_token":"i","token_type":"bearer"{rest}}}"#);

        assert_eq!(read(200, &body(r#","expires_in":"3600""#)).unwrap().expires_in, Some(Seconds(3600)));
        assert_eq!(read(200, &body("")).unwrap().expires_in, None);
        assert_eq!(read(200, &body(r#","expires_in":0"#)).unwrap().expires_in, None);
    }

    #[test]
    fn refuses_a_token_type_it_does_not_understand() {
        assert_eq!(
            code_of(200, r#"{"access_token":"a","id_token":"i","token_type":"mac"}"#),
            "token-type-unsupported"
        );
        assert_eq!(code_of(200, r#"{"access_token":"a","id_token":"i"}"#), "token-type-unsupported");
    }

    #[test]
    fn tells_a_refused_code_from_any_other_refusal_whatever_the_status() {
        assert_eq!(
            code_of(400, r#"{"error":"invalid_grant","error_description":"used"}"#),
            "token-code-refused"
        );
        assert_eq!(code_of(403, r#"{"error":"invalid_grant"}"#), "token-code-refused");
        assert_eq!(code_of(200, r#"{"error":"invalid_client"}"#), "token-refused");
    }

    #[test]
    fn tells_a_bad_moment_from_a_refusal() {
        assert_eq!(code_of(502, "<!doctype html>"), "token-unavailable");
        assert_eq!(code_of(429, r#"{"error":"access_denied"}"#), "token-unavailable");
        assert_eq!(code_of(500, r#"{"error":"invalid_grant"}"#), "token-unavailable");
        assert_eq!(code_of(400, r#"{"error":"temporarily_unavailable"}"#), "token-unavailable");
        assert_eq!(code_of(400, r#"{"error":"invalid_code"}"#), "token-refused");
    }

    #[test]
    fn refuses_html_half_an_answer_and_nothing() {
        assert_eq!(code_of(200, "<!doctype html>"), "token-unreadable");
        assert_eq!(code_of(200, r#"{"access_token":"eyJ"#), "token-unreadable");
        assert_eq!(code_of(200, ""), "token-unreadable");
        assert_eq!(code_of(403, "<!doctype html>"), "token-http-status");
        assert_eq!(code_of(401, ""), "token-http-status");
    }

    #[test]
    fn renews_with_the_refresh_token_and_no_client_secret() {
        let refresh_token = &RefreshToken::new("a+b");
        let request = RenewalRequest { client_id: "client", refresh_token, target: &Target::default() };

        assert_eq!(request.body().expose(), "grant_type=refresh_token&client_id=client&refresh_token=a%2Bb");
    }

    #[test]
    fn refuses_an_answer_without_access_token() {
        assert_eq!(code_of(200, r#"{"id_token":"i","token_type":"Bearer"}"#), "token-access-token-missing");
    }

    #[test]
    fn goes_without_refresh_token_and_id_token_where_there_are_none() {
        let response = read(200, r#"{"access_token":"a","token_type":"Bearer","refresh_token":""}"#).unwrap();

        assert_eq!((response.refresh_token, response.id_token), (None, None));
        let body = r#"{"access_token":"a","token_type":"Bearer","refresh_token":"r","id_token":"i"}"#;
        let response = read(200, body).unwrap();
        assert_eq!(response.refresh_token, Some(RefreshToken::new("r")));
        assert_eq!(response.id_token, Some(IdTokenText::new("i")));
        assert_eq!(
            code_of(200, r#"{"access_token":"a","token_type":"Bearer","refresh_token":7}"#),
            "token-unreadable"
        );
    }
}
