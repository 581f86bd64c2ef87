//! What the tokens are meant for, beyond their scope.

use serde_json::Value;
use url::Url;

use super::{AuthorizationError, Parameters};
use crate::Settings;

/// Where a token may be taken and what it may do there, as far as a client says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Target {
    /// [RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707#section-2).
    pub(crate) resource: Vec<String>,
    /// An Auth0 tenant's own word for the same.
    pub(crate) audience: Option<String>,
    /// [RFC 9396 §2](https://www.rfc-editor.org/rfc/rfc9396#section-2).
    pub(crate) authorization_details: Vec<Value>,
}

impl Target {
    /// What an authorization request asks for.
    pub(super) fn asked(parameters: &Parameters, settings: &Settings) -> Result<Self, AuthorizationError> {
        let resource: Vec<_> = parameters.every("resource").map(str::to_owned).collect();
        let is_known = |uri: &String| settings.resources.is_empty() || settings.resources.contains(uri);
        if !resource.iter().all(|uri| is_absolute(uri) && is_known(uri)) {
            let why = "`resource` is no absolute URI without a fragment, or not one of the provider's";
            return Err(AuthorizationError::new("invalid_target", why));
        }
        let authorization_details = details(parameters)?;
        let types = &settings.authorization_details_types;
        let has_known_type = |detail: &Value| {
            detail["type"].as_str().is_some_and(|kind| types.is_empty() || types.iter().any(|it| it == kind))
        };
        if !authorization_details.iter().all(has_known_type) {
            return Err(invalid_details("`authorization_details` has something of no known type"));
        }
        let audience = parameters.only("audience").map(str::to_owned);
        Ok(Self { resource, audience, authorization_details })
    }

    /// The same, or the part of it that a token request wants this one access token for ([RFC 8707 §2.2]).
    ///
    /// [RFC 8707 §2.2]: https://www.rfc-editor.org/rfc/rfc8707#section-2.2
    pub(crate) fn narrowed(&self, parameters: &Parameters) -> Result<Self, AuthorizationError> {
        let mut target = self.clone();
        let resource: Vec<_> = parameters.every("resource").map(str::to_owned).collect();
        if !resource.iter().all(|uri| self.resource.contains(uri)) {
            return Err(AuthorizationError::new("invalid_target", "`resource` was not granted"));
        }
        if !resource.is_empty() {
            target.resource = resource;
        }
        let details = details(parameters)?;
        if !details.iter().all(|detail| self.authorization_details.contains(detail)) {
            return Err(invalid_details("`authorization_details` was not granted"));
        }
        if !details.is_empty() {
            target.authorization_details = details;
        }
        Ok(target)
    }
}

/// "Its value MUST be an absolute URI", which "MUST NOT include a fragment component".
fn is_absolute(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|uri| uri.fragment().is_none())
}

/// "a JSON array of objects", each of which says its type.
fn details(parameters: &Parameters) -> Result<Vec<Value>, AuthorizationError> {
    let Some(text) = parameters.only("authorization_details") else { return Ok(Vec::new()) };
    serde_json::from_str(text)
        .ok()
        .filter(|details: &Vec<Value>| details.iter().all(Value::is_object))
        .ok_or_else(|| invalid_details("`authorization_details` is no JSON array of objects"))
}

fn invalid_details(description: &str) -> AuthorizationError {
    AuthorizationError::new("invalid_authorization_details", description)
}
