//! The authorization request, checked as a strict provider checks it.

use std::collections::BTreeSet;

use super::{AuthorizationError, Parameters, Refusal, Target};
use crate::{Client, Settings};

/// The scopes the provider grants; others are ignored
/// ([OIDC Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
pub(crate) const KNOWN_SCOPES: &[&str] =
    &["openid", "profile", "email", "address", "phone", "offline_access"];

/// What a client asks for, once it is known that it may be answered at its redirect URI.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) scope: BTreeSet<String>,
    pub(crate) code_challenge: String,
    pub(crate) prompt: BTreeSet<String>,
    pub(crate) max_age: Option<i64>,
    /// In order of preference.
    pub(crate) acr_values: Vec<String>,
    pub(crate) target: Target,
    pub(crate) dpop_jkt: Option<String>,
    pub(crate) login_hint: Option<String>,
    pub(crate) id_token_hint: Option<String>,
    pub(crate) ui_locales: Option<String>,
}

/// A request that names a client and one of its redirect URIs; whatever else is wrong is told there.
pub(crate) struct Answerable {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) request: Result<AuthorizationRequest, AuthorizationError>,
}

impl Answerable {
    pub(crate) fn parse(
        parameters: &Parameters,
        clients: &[Client],
        settings: &Settings,
    ) -> Result<Self, Refusal> {
        let client = parameters
            .only("client_id")
            .and_then(|id| clients.iter().find(|client| client.client_id == id))
            .ok_or(Refusal::UnknownClient)?;
        // "the authorization server MUST compare the two URIs using simple string comparison" (RFC 9700 §4.1.3).
        let redirect_uri = parameters
            .only("redirect_uri")
            .filter(|uri| client.redirect_uris.iter().any(|registered| registered == uri))
            .ok_or(Refusal::UnregisteredRedirectUri)?;
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            state: parameters.only("state").map(str::to_owned),
            request: request(parameters, &client.client_id, redirect_uri, settings),
        })
    }
}

fn request(
    parameters: &Parameters,
    client_id: &str,
    redirect_uri: &str,
    settings: &Settings,
) -> Result<AuthorizationRequest, AuthorizationError> {
    let invalid = |description: &str| AuthorizationError::new("invalid_request", description);
    if let Some(name) = parameters.first_repeated() {
        return Err(invalid(&format!("`{name}` is repeated")));
    }
    for (name, error) in [("request", "request_not_supported"), ("request_uri", "request_uri_not_supported")]
    {
        if parameters.only(name).is_some() {
            return Err(AuthorizationError::new(error, format!("`{name}` is not supported")));
        }
    }
    match parameters.only("response_type") {
        Some("code") => {}
        Some(_) => {
            return Err(AuthorizationError::new(
                "unsupported_response_type",
                "`response_type` has to be `code`",
            ));
        }
        None => return Err(invalid("`response_type` is missing")),
    }
    if parameters.only("response_mode").is_some_and(|mode| mode != "query") {
        return Err(invalid("`response_mode` has to be `query`"));
    }
    Ok(AuthorizationRequest {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        state: parameters.only("state").map(str::to_owned),
        nonce: parameters.only("nonce").map(str::to_owned),
        scope: scope(parameters)?,
        code_challenge: code_challenge(parameters)?,
        prompt: prompt(parameters)?,
        max_age: max_age(parameters)?,
        acr_values: words(parameters, "acr_values").map(str::to_owned).collect(),
        target: Target::asked(parameters, settings)?,
        dpop_jkt: parameters.only("dpop_jkt").map(str::to_owned),
        login_hint: parameters.only("login_hint").map(str::to_owned),
        id_token_hint: parameters.only("id_token_hint").map(str::to_owned),
        ui_locales: parameters.only("ui_locales").map(str::to_owned),
    })
}

fn scope(parameters: &Parameters) -> Result<BTreeSet<String>, AuthorizationError> {
    let known: BTreeSet<_> =
        words(parameters, "scope").filter(|word| KNOWN_SCOPES.contains(word)).map(str::to_owned).collect();
    if known.is_empty() {
        return Err(AuthorizationError::new("invalid_scope", "`scope` names nothing this provider grants"));
    }
    Ok(known)
}

/// A challenge is asked of everyone, and only S256
/// ([RFC 7636 §4.4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1)).
fn code_challenge(parameters: &Parameters) -> Result<String, AuthorizationError> {
    let invalid = |description: &str| AuthorizationError::new("invalid_request", description);
    let challenge = parameters.only("code_challenge").ok_or_else(|| invalid("code challenge required"))?;
    // "defaults to "plain" if not present": which this provider does not take either.
    if parameters.only("code_challenge_method") != Some("S256") {
        return Err(invalid("transform algorithm not supported: `code_challenge_method` has to be `S256`"));
    }
    let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if challenge.len() != 43 || !challenge.chars().all(is_base64url) {
        return Err(invalid("`code_challenge` is not a SHA-256 in base64url"));
    }
    Ok(challenge.to_owned())
}

fn prompt(parameters: &Parameters) -> Result<BTreeSet<String>, AuthorizationError> {
    let prompt: BTreeSet<_> = words(parameters, "prompt").map(str::to_owned).collect();
    let known = ["none", "login", "consent", "select_account"];
    if prompt.iter().any(|word| !known.contains(&word.as_str())) {
        return Err(AuthorizationError::new("invalid_request", "`prompt` has a value nobody knows"));
    }
    // "If this parameter contains none with any other value, an error is returned." (OIDC Core §3.1.2.1)
    if prompt.contains("none") && prompt.len() > 1 {
        return Err(AuthorizationError::new("invalid_request", "`prompt=none` stands alone"));
    }
    Ok(prompt)
}

fn max_age(parameters: &Parameters) -> Result<Option<i64>, AuthorizationError> {
    let Some(text) = parameters.only("max_age") else { return Ok(None) };
    match text.parse() {
        Ok(seconds) if seconds >= 0 => Ok(Some(seconds)),
        _ => Err(AuthorizationError::new("invalid_request", "`max_age` is not a number of seconds")),
    }
}

fn words<'a>(parameters: &'a Parameters, name: &str) -> impl Iterator<Item = &'a str> {
    parameters.only(name).unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}
