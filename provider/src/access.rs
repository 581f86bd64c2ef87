//! What an access token opens, and the challenge where it opens nothing.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use crate::Provider;
use crate::dpop::BadProof;
use crate::state::Grant;

/// A request to a resource: what a token comes with, and what a proof of possession speaks about.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        Ok(Self { method, path, headers: parts.headers.clone() })
    }
}

/// How a token is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    /// [RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
    Bearer,
    /// [RFC 9449 §7.1](https://www.rfc-editor.org/rfc/rfc9449#section-7.1).
    Dpop,
}

impl Call {
    fn token(&self) -> Option<(Scheme, &str)> {
        let (scheme, token) = self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some((Scheme::Bearer, token)),
            "dpop" => Some((Scheme::Dpop, token)),
            _ => None,
        }
    }
}

/// What goes with a 401 or a 403 ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
pub(crate) struct Challenge {
    scheme: Scheme,
    /// "If the request lacks any authentication information …, the resource server SHOULD NOT include an error code".
    pub(crate) error: Option<&'static str>,
    parameters: Vec<(&'static str, String)>,
}

impl Challenge {
    fn new(scheme: Scheme, error: Option<&'static str>) -> Self {
        Self { scheme, error, parameters: Vec::new() }
    }

    /// One thing more; no value has a quotation mark in it.
    pub(crate) fn saying(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    pub(crate) fn on(self, mut response: Response) -> Response {
        let mut parameters = self.parameters;
        if let Some(error) = self.error {
            parameters.insert(0, ("error", error.to_owned()));
        }
        if self.scheme == Scheme::Dpop {
            parameters.push(("algs", "ES256".to_owned()));
        }
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        let scheme = match self.scheme {
            Scheme::Bearer => "Bearer",
            Scheme::Dpop => "DPoP",
        };
        let challenge = format!("{scheme} {}", parameters.join(", "));
        if let Ok(challenge) = HeaderValue::try_from(challenge.trim_end()) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl Grant {
    pub(crate) fn challenge(&self, error: &'static str) -> Challenge {
        let scheme = if self.jkt.is_some() { Scheme::Dpop } else { Scheme::Bearer };
        Challenge::new(scheme, Some(error))
    }
}

impl Provider {
    /// What the call's access token opens: one that is made up, expired, revoked, or brought by another than the holder
    /// of its key, opens nothing.
    pub(crate) fn grant_of(&self, call: &Call) -> Result<Grant, Challenge> {
        let Some((scheme, token)) = call.token() else { return Err(Challenge::new(Scheme::Bearer, None)) };
        let invalid = || Challenge::new(scheme, Some("invalid_token"));
        let grant = {
            let state = self.state();
            let grant = state.grants.get(token).ok_or_else(invalid)?;
            if self.now() >= grant.expires_at || !state.families.contains_key(&grant.family) {
                return Err(invalid());
            }
            grant.clone()
        };
        match (scheme, &grant.jkt) {
            (Scheme::Bearer, None) => Ok(grant),
            // A bound token brought as a bearer token is what a thief has (RFC 9449 §7.2).
            (Scheme::Bearer, Some(_)) => Err(grant.challenge("invalid_token")),
            (Scheme::Dpop, None) => Err(invalid()),
            (Scheme::Dpop, Some(bound_to)) => {
                match self.check_proof(&call.headers, &call.method, &call.path, Some(token)) {
                    Ok(Some(jkt)) if jkt == *bound_to => Ok(grant),
                    Ok(Some(_)) => Err(invalid().saying("error_description", "the token has another key")),
                    Ok(None) => Err(Challenge::new(scheme, Some("invalid_dpop_proof"))
                        .saying("error_description", "the proof is missing")),
                    Err(BadProof { error, description }) => {
                        Err(Challenge::new(scheme, Some(error)).saying("error_description", description))
                    }
                }
            }
        }
    }
}
